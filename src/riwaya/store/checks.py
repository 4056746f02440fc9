"""Check a record: bytes against hashes, words against spans, rows against readings, keys, indexes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, ForeignKeyConstraint, Table, and_, exists, func, select

from riwaya.model.errors import StoreError
from riwaya.model.record import Record
from riwaya.model.span import Span
from riwaya.store import tables
from riwaya.store.backend import Backend
from riwaya.store.base import Fault
from riwaya.store.bodies import Body, record_of
from riwaya.store.facets import POINT, claim_facets
from riwaya.store.rows import article_row, rows_of
from riwaya.store.words import Words


class Checks:
    """All checks of one record, within one transaction."""

    def __init__(self, conn: Connection, backend: Backend, words: Words) -> None:
        self._conn, self._backend, self._words = conn, backend, words

    def faults(self) -> Iterator[Fault]:
        """Everything that was altered or is missing, but for the database's own structure and the audit chain."""
        yield from self._indexes()
        yield from self._foreign_keys()
        yield from self._captures()
        yield from self._articles()
        yield from self._readings()

    def _indexes(self) -> Iterator[Fault]:
        """Claims and points that the indexes do not know, and the other way round."""
        points = select(tables.facets.c.key).where(tables.facets.c.kind == POINT)
        texts, located = self._backend.indexed()
        every_claim = select(tables.claims.c.key)
        pairs = {
            "words": (texts, every_claim),
            "points": (located, points),
            "facets": (select(tables.postings.c.claim).distinct(), every_claim),
        }
        for name, (indexed, wanted) in pairs.items():
            for found in (wanted.except_(indexed), indexed.except_(wanted)):
                number = self._conn.execute(select(func.count()).select_from(found.subquery())).scalar_one()
                if number:
                    yield Fault("index", name, f"{number} entries missing or too many")

    def _foreign_keys(self) -> Iterator[Fault]:
        """Rows whose parent is missing, in every table; asked in SQL, since a database can be told not to look."""
        for table in tables.metadata.sorted_tables:
            for constraint in sorted(table.foreign_key_constraints, key=lambda c: tuple(c.column_keys)):
                lost = self._conn.execute(_orphans(table, constraint)).scalar_one()
                if lost:
                    parent, columns = constraint.referred_table.name, ", ".join(constraint.column_keys)
                    yield Fault(str(table.name), columns, f"{lost} rows name a row of {parent} that is not there")

    def _captures(self) -> Iterator[Fault]:
        kept = tables.captures.c
        rows = self._conn.execute(select(kept.sha256, kept.size).where(kept.kept).order_by(kept.key)).all()
        for sha256, size in rows:
            try:
                data = self._backend.data(self._conn, sha256)
            except StoreError as fault:
                yield Fault("captures", sha256, str(fault).removeprefix(f"capture {sha256}: "))
            else:
                if len(data) != size:
                    yield Fault("captures", sha256, f"has {len(data)} bytes, not {size}")

    def _articles(self) -> Iterator[Fault]:
        """Every article has one current reading, and its capture, and is the article of that reading."""
        current = select(tables.records.c.article, func.count().label("readings"))
        current_of = current.where(tables.records.c.current).group_by(tables.records.c.article).subquery()
        wanted = select(tables.articles, current_of.c.readings).outerjoin(
            current_of, current_of.c.article == tables.articles.c.key
        )
        for row in self._conn.execute(wanted.order_by(tables.articles.c.key)).all():
            if row.readings != 1:
                yield Fault("articles", row.capture, f"has {row.readings or 0} current readings")

    def _readings(self) -> Iterator[Fault]:
        kept, articles = tables.records, tables.articles
        wanted = select(kept, articles.c.capture).join(articles, articles.c.key == kept.c.article)
        noted = self._noted()
        for row in self._conn.execution_options(stream_results=True).execute(wanted.order_by(kept.c.key)):
            if (row.capture, row.sha256) not in noted:
                yield Fault("records", row.capture, "the audit chain knows nothing of this reading")
            noted.discard((row.capture, row.sha256))
            try:
                record = record_of(Body(row.sha256, row.body))
            except StoreError as fault:
                yield Fault("records", row.capture, str(fault))
                continue
            if row.current:
                yield from span_faults(record)
                yield from self._row_faults(record, row.article)
        yield from (Fault("records", capture, "a reading was taken out") for capture, _ in sorted(noted))

    def _noted(self) -> set[tuple[str, str]]:
        """The readings that the audit chain speaks of: capture and hash."""
        said = tables.audit.c
        found = self._conn.execute(select(said.subject, said.body).where(said.action == "read"))
        return {(subject, _read(body)) for subject, body in found}

    def _row_faults(self, record: Record, article: int) -> Iterator[Fault]:
        """Rows that are not those of the reading."""
        for name, rows in rows_of(record, article).items():
            table = tables.metadata.tables[name]
            stored = [row._asdict() for row in self._conn.execute(select(table).where(_of_article(table, article)))]
            if not _same(stored, rows):
                yield Fault(str(name), record.article.sha256, "the rows are not those of the current reading")
        facets = enumerate(claim_facets(record, self._words))
        if self._postings(article) != Counter((facet.kind, nth) for nth, mine in facets for facet in mine):
            yield Fault("index", record.article.sha256, "the facets are not those of the current reading")
        row = self._conn.execute(select(tables.articles).where(tables.articles.c.key == article)).one()._asdict()
        wrong = [field for field, value in article_row(record.article).items() if row[field] != value]
        if wrong:
            yield Fault("articles", record.article.sha256, f"altered: {', '.join(sorted(wrong))}")

    def _postings(self, article: int) -> Counter[tuple[str, int]]:
        """How many facets of each kind each claim of an article has: their values depend on how spelling is folded."""
        mine, postings, facets = tables.article_facets, tables.postings, tables.facets
        first = tables.key_of(article, 0)
        found = (
            select(facets.c.kind, postings.c.claim - first, func.count())
            .select_from(mine.join(facets, facets.c.key == mine.c.facet))
            .join(postings, postings.c.facet == mine.c.facet)
            .where(mine.c.article == article)
            .where(postings.c.claim >= first, postings.c.claim < tables.key_of(article + 1, 0))
            .group_by(facets.c.kind, postings.c.claim)
        )
        return Counter({(kind, nth): number for kind, nth, number in self._conn.execute(found)})


def span_faults(record: Record) -> Iterator[Fault]:
    """Mentions whose words are not those of the text at their span."""
    text, which = record.article.text, record.article.sha256
    for part in ("claims", "times", "places", "quantities"):
        for span, words in _spans(getattr(record, part)):
            if span.of(text) != words:
                yield Fault(part, which, f"the text at {span.start}-{span.end} is not {words!r}")
    for actor in record.actors:
        for span in actor.mentions:
            if not 0 <= span.start < span.end <= len(text):
                yield Fault("actors", which, f"{actor.id}: {span.start}-{span.end} lies outside the text")


def _spans(found: Any) -> Iterator[tuple[Span, str]]:
    """Every span in a part of a record, however deep, with its words."""
    if isinstance(found, tuple) and not isinstance(found, Span):
        for item in found:
            yield from _spans(item)
    elif isinstance(found, msgspec.Struct):
        fields = found.__struct_fields__
        if "span" in fields and "text" in fields:
            yield found.span, found.text  # type: ignore[attr-defined]
        for field in fields:
            yield from _spans(getattr(found, field))


def _orphans(table: Table, constraint: ForeignKeyConstraint) -> Any:
    """How many rows name a parent that does not exist."""
    pairs = [(element.parent, element.column) for element in constraint.elements]
    parent = constraint.referred_table.alias("parent")
    there = exists().where(*(parent.c[theirs.name] == ours for ours, theirs in pairs)).correlate(table)
    named = and_(*(ours.is_not(None) for ours, _ in pairs))
    return select(func.count()).select_from(table).where(named, ~there)


def _of_article(table: Table, article: int) -> Any:
    if "article" in table.c:
        return table.c.article == article
    return and_(table.c.claim >= tables.key_of(article, 0), table.c.claim < tables.key_of(article + 1, 0))


def _same(stored: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> bool:
    """Whether two lists of rows hold the same rows."""
    return sorted(map(_comparable, stored)) == sorted(map(_comparable, wanted))


def _comparable(row: dict[str, Any]) -> list[tuple[str, str]]:
    """A row as it can be ordered: 6 and 6.0 are the same number."""
    return [(name, repr(float(value) if isinstance(value, int) else value)) for name, value in sorted(row.items())]


def _read(body: str) -> str:
    try:
        said = msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.MsgspecError:
        return ""
    return str(said.get("record"))
