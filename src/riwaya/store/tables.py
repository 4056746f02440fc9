"""The tables of the record, the same in both stores. Migrations bring a record to this form.

A claim's key is made from its article's key and its place in the record, so that rows of all tables can be
written without asking the database for keys. `records` keeps every reading whole (format riwaya/1); the
tables from `claims` on hold the current reading, row by row, and can be computed from it again.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    literal_column,
    text,
)

from riwaya.model.judgement import JUDGED

KEY_BITS = 20
"""An article has at most 2**20 claims and as many places."""

SPANNING = text("substr(first_day, 1, 7) <> substr(last_day, 1, 7)")
"""The claims of more than one month: few, so that those which begin long before a span of time are soon found."""

Key = BigInteger().with_variant(Integer(), "sqlite")
metadata = MetaData()


def key_of(article: int, index: int) -> int:
    """The key of a claim or place: unique in the record, and in the order of the text within an article."""
    return article << KEY_BITS | index


def _part(name: str, *columns: Any) -> Table:
    """A table whose rows are found by a key of several columns, without a row number beside it."""
    return Table(name, metadata, *columns, sqlite_with_rowid=False)


def _words(prefix: str = "") -> list[Column[Any]]:
    """Words and where they stand in the text."""
    return [
        Column(f"{prefix}text", Text, nullable=False),
        Column(f"{prefix}start", Integer, nullable=False),
        Column(f"{prefix}end", Integer, nullable=False),
    ]


def _key(name: str = "key") -> Column[Any]:
    """A key that the writer gives out."""
    return Column(name, Key, primary_key=True, autoincrement=False)


def _nth(name: str = "nth") -> Column[Any]:
    return Column(name, Integer, primary_key=True, autoincrement=False)


def _of(parent: str) -> Column[Any]:
    """A column of the key of the row's parent."""
    name = parent.partition(".")[0].removesuffix("s")
    return Column(name, Key, ForeignKey(parent), primary_key=True, autoincrement=False)


captures = Table(
    "captures",
    metadata,
    _key(),
    Column("sha256", Text, nullable=False, unique=True),
    Column("form", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("read_on", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("given_outlet", Text),
    Column("given_published", Text),
    Column("kept", Boolean, nullable=False),
    Column("url", Text),
    Column("encoding", Text),
)
sightings = Table(
    "sightings",
    metadata,
    _key(),
    Column("capture", Text, ForeignKey("captures.sha256"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
)
failures = Table(
    "failures",
    metadata,
    _key(),
    Column("capture", Text, ForeignKey("captures.sha256"), index=True),
    Column("name", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("failed_at", Text, nullable=False),
    Column("engine_version", Text),
    Column("engine_data", Text),
)
articles = Table(
    "articles",
    metadata,
    _key(),
    Column("capture", Text, ForeignKey("captures.sha256"), nullable=False, unique=True),
    Column("id", Text, nullable=False, index=True),
    Column("address", Text, nullable=False, index=True),
    Column("previous", Text, ForeignKey("captures.sha256")),
    Column("latest", Boolean, nullable=False),
    Column("url", Text),
    Column("outlet", Text, index=True),
    Column("title", Text),
    Column("published", Text, index=True),
    Column("published_basis", Text, nullable=False),
    Column("text", Text, nullable=False),
)
records = Table(
    "records",
    metadata,
    _key(),
    Column("article", Key, ForeignKey("articles.key"), nullable=False, index=True),
    Column("engine_version", Text, nullable=False),
    Column("engine_data", Text, nullable=False),
    Column("read_at", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("current", Boolean, nullable=False),
)
claims = Table(
    "claims",
    metadata,
    _key(),
    Column("article", Key, ForeignKey("articles.key"), nullable=False),
    Column("id", Text, nullable=False),
    *_words(),
    Column("delivery", Text, nullable=False),
    Column("stance", Text, nullable=False),
    Column("certainty", Text, nullable=False),
    Column("cue_text", Text),
    Column("cue_start", Integer),
    Column("cue_end", Integer),
    Column("first_day", Text),
    Column("last_day", Text),
    Column("rules", Text, nullable=False),
    Column("notes", Text),
    Column("gloss_en", Text),
    Column("gloss_ar", Text),
    Index("claims_article_id", "article", "id", unique=True),
    Index("claims_id", "id"),
    Index("claims_first_day", "first_day", "last_day"),
    Index("claims_spanning", "last_day", "first_day", sqlite_where=SPANNING, postgresql_where=SPANNING),
)
links = _part(
    "links",
    _of("claims.key"),
    _nth("depth"),
    *_words("source_"),
    Column("actor", Text),
    Column("name_ar", Text),
    Column("name_en", Text),
    Column("kind", Text, nullable=False),
    Column("role", Text),
    Column("affiliation", Text),
    Column("channel", Text, nullable=False),
    Column("named", Boolean, nullable=False),
    Column("time", Text),
)
events = _part(
    "events",
    _of("claims.key"),
    _nth(),
    Column("type", Text, nullable=False),
    *_words("trigger_"),
    Column("start_day", Text),
    Column("end_day", Text),
    Column("polarity", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("quantities", Text),
    Column("acled_type", Text),
    Column("acled_sub_type", Text),
    Column("plover_event", Text),
    Column("plover_mode", Text),
)
arguments = _part(
    "arguments",
    Column("claim", Key, primary_key=True, autoincrement=False),
    Column("event", Integer, primary_key=True, autoincrement=False),
    Column("role", Text, primary_key=True),
    _nth(),
    *_words(),
    Column("actor", Text),
    ForeignKeyConstraint(["claim", "event"], ["events.claim", "events.nth"]),
)
event_places = _part(
    "event_places",
    Column("claim", Key, primary_key=True, autoincrement=False),
    Column("event", Integer, primary_key=True, autoincrement=False),
    _nth(),
    *_words(),
    Column("place", Key, ForeignKey("places.key"), nullable=False),
    ForeignKeyConstraint(["claim", "event"], ["events.claim", "events.nth"]),
)
times = _part(
    "times",
    _of("articles.key"),
    _nth(),
    *_words(),
    Column("type", Text, nullable=False),
    Column("value", Text),
    Column("start_day", Text),
    Column("end_day", Text),
    Column("basis", Text, nullable=False),
    Column("note", Text),
)
places = Table(
    "places",
    metadata,
    _key(),
    Column("article", Key, ForeignKey("articles.key"), nullable=False),
    *_words(),
    Column("id", Text),
    Column("name_ar", Text),
    Column("name_en", Text),
    Column("feature", Text),
    Column("country", Text),
    Column("admin1", Text),
    Column("lat", Float),
    Column("lon", Float),
    Column("radius_km", Float),
    Column("relation", Text, nullable=False),
    Column("candidates", Integer, nullable=False),
    Index("places_article", "article"),
)
quantities = _part(
    "quantities",
    _of("articles.key"),
    _nth(),
    *_words(),
    Column("value", Float),
    Column("low", Float),
    Column("high", Float),
    Column("unit", Text),
    Column("of", Text),
    Column("role", Text, nullable=False),
    Column("approximate", Boolean, nullable=False),
)
actors = _part(
    "actors",
    _of("articles.key"),
    Column("id", Text, primary_key=True),
    Column("name_ar", Text, nullable=False),
    Column("name_en", Text),
    Column("kind", Text, nullable=False),
)
actor_mentions = _part(
    "actor_mentions",
    Column("article", Key, primary_key=True, autoincrement=False),
    Column("actor", Text, primary_key=True),
    Column("start", Integer, primary_key=True, autoincrement=False),
    Column("end", Integer, nullable=False),
    ForeignKeyConstraint(["article", "actor"], ["actors.article", "actors.id"]),
)
facets = Table(
    "facets",
    metadata,
    _key(),
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    Index("facets_value", "value", "kind", unique=True),
)
names = _part(
    "names",
    Column("form", Text, primary_key=True),
    Column("facet", Key, ForeignKey("facets.key"), primary_key=True, autoincrement=False),
)
postings = _part(
    "postings",
    Column("facet", Key, ForeignKey("facets.key"), primary_key=True, autoincrement=False),
    Column("claim", Key, primary_key=True, autoincrement=False),
)
article_facets = _part(
    "article_facets",
    _of("articles.key"),
    Column("facet", Key, ForeignKey("facets.key"), primary_key=True, autoincrement=False),
)
audit = Table(
    "audit",
    metadata,
    _key("number"),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("body", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
JUDGED_ACTS = audit.c.action == literal_column(f"'{JUDGED}'")
"""Which entries are judgements: stated as the index of these few among many readings states it."""
Index("ix_audit_judged", audit.c.number, sqlite_where=JUDGED_ACTS, postgresql_where=JUDGED_ACTS)
accounts = Table(
    "accounts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("secret", Text, nullable=False),
    Column("since", Text, nullable=False),
)

READING = (
    places, times, quantities, actors, actor_mentions, claims, links, events, arguments, event_places,
)  # fmt: skip
"""The tables of the current reading, parents first."""
