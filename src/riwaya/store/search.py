"""Search claims: from the newest on, those for which every part of a query holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from riwaya.model.errors import UsageError
from riwaya.store.backend import Backend
from riwaya.store.base import Found, Hit, Query
from riwaya.store.conditions import Condition, conditions, smallest
from riwaya.store.tables import (
    articles,
    claims,
    event_places,
    events,
    key_of,
    links,
    places,
)
from riwaya.store.words import Words

_SIZES = (2_000, 20_000)
"""Sets are measured as far as this; of larger ones no matter which is walked, soon enough claims are found."""
_WEIGHED = 500
"""So many of the claims added last are put in order of their days, where more than that are found."""
_CHUNK = 500
_LARGEST_CHUNK = 8_000
_ARTICLES = 1_000
"""Of sets that lie in several runs of an index, the claims of so many articles are put in order first."""


class Dated(NamedTuple):
    """A claim that was found, by its key, and its last day."""

    key: int
    day: str


def searched(conn: Connection, backend: Backend, words: Words, query: Query) -> Found:
    """The claims that a query asks for, latest day first. Raises UsageError when it asks for nothing."""
    wanted = list(conditions(conn, backend, words, query))
    if not wanted:
        raise UsageError("search: say what to look for: words, or one of the options")
    found = sorted(_found(conn, wanted, query), key=lambda claim: claim.key)
    found.sort(key=lambda claim: claim.day, reverse=True)
    keys = [claim.key for claim in found[: query.limit]]
    return Found(_hits(conn, keys), len(found) > query.limit)


def told(conn: Connection, ids: Sequence[str]) -> tuple[Hit, ...]:
    """The claims with some ids, in their order; of two versions of a page that which is the latest."""
    asked = select(claims.c.id, claims.c.key).join(articles, articles.c.key == claims.c.article)
    chunks = (ids[at : at + _CHUNK] for at in range(0, len(ids), _CHUNK))
    rows = [row for part in chunks for row in conn.execute(asked.where(articles.c.latest, claims.c.id.in_(part)))]
    keys = {row.id: row.key for row in sorted(rows, key=lambda row: row.key, reverse=True)}
    return _hits(conn, [keys[id] for id in dict.fromkeys(ids) if id in keys])


def _found(conn: Connection, wanted: list[Condition], query: Query) -> list[Dated]:
    """The claims added last for which everything holds."""
    most = max(_WEIGHED, query.limit + 1)
    walked = smallest(conn, wanted, _SIZES) or wanted[0]
    others = [condition for condition in wanted if condition is not walked]
    tests = [condition.test for condition in others if condition.holds is None]
    if not query.superseded:
        tests.append(articles.c.latest)
    found: dict[int, Dated] = {}
    for keys in _newest_first(conn, walked, others):
        found |= {claim.key: claim for claim in _tested(conn, [claims.c.key.in_(keys), *tests])}
        if len(found) >= most:
            break
    return list(found.values())[:most]


def _newest_first(conn: Connection, condition: Condition, others: Sequence[Condition]) -> Iterator[list[int]]:
    """The claims of a set from the newest on that fulfil what indexes tell, more at a time the longer it takes."""
    (key,) = condition.keys.selected_columns
    told = (other.holds(key) for other in others if other.holds is not None)
    ordered = condition.keys.where(*told).order_by(key.desc())
    found, size = _runs(conn, ordered, key) if condition.scattered else _streamed(conn, ordered), _CHUNK
    while keys := list(islice(found, size)):
        yield keys
        size = min(size * 2, _LARGEST_CHUNK)


def _streamed(conn: Connection, ordered: Select[Any]) -> Iterator[int]:
    """Keys that an index holds in their order."""
    return iter(conn.execute(ordered, execution_options={"yield_per": _CHUNK}).scalars())


def _runs(conn: Connection, ordered: Select[Any], key: ColumnElement[int]) -> Iterator[int]:
    """Keys that an index holds in several runs, each in order: those of the newest articles are sorted, then others.

    So that of a set of any size no more is sorted than is asked for.
    """
    last, articles = conn.execute(select(func.max(claims.c.key))).scalar() or 0, _ARTICLES
    while last >= 0:
        first = last - key_of(articles, 0)
        yield from dict.fromkeys(conn.execute(ordered.where(key > first, key <= last)).scalars())
        last, articles = first, articles * 2


def _tested(conn: Connection, tests: Sequence[ColumnElement[bool]]) -> list[Dated]:
    wanted = select(claims.c.key, func.coalesce(claims.c.last_day, "")).where(*tests)
    wanted = wanted.join(articles, articles.c.key == claims.c.article).order_by(claims.c.key.desc())
    return [Dated(key, day) for key, day in conn.execute(wanted)]


_ARTICLE = (
    articles.c.capture,
    articles.c.id.label("article_id"),
    articles.c.outlet,
    articles.c.published,
    articles.c.url,
    articles.c.title,
)


def _hits(conn: Connection, keys: Sequence[int]) -> tuple[Hit, ...]:
    """The hits of some claims, in the same order."""
    rows = conn.execute(
        select(claims, *_ARTICLE).join(articles, articles.c.key == claims.c.article).where(claims.c.key.in_(keys))
    )
    found = {row.key: row for row in rows}
    sources = _lists(conn, select(links.c.claim, links.c.source_text).order_by(links.c.claim, links.c.depth), keys)
    types = _lists(conn, select(events.c.claim, events.c.type).order_by(events.c.claim, events.c.nth), keys)
    name = func.coalesce(places.c.name_ar, places.c.text)
    inside = and_(places.c.start >= claims.c.start, places.c.end <= claims.c.end)
    of_event = exists().where(event_places.c.claim == claims.c.key, event_places.c.place == places.c.key)
    there = select(claims.c.key, name).join(places, places.c.article == claims.c.article).where(or_(inside, of_event))
    named = _lists(conn, there.order_by(places.c.key), keys)
    return tuple(_hit(found[key], sources[key], types[key], named[key]) for key in keys)


def _lists(conn: Connection, wanted: Select[Any], keys: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """For each claim the values of the second column, each once."""
    lists: dict[int, dict[str, None]] = defaultdict(dict)
    for claim, value in conn.execute(wanted.where(wanted.selected_columns[0].in_(keys))):
        lists[claim][value] = None
    return defaultdict(tuple, {claim: tuple(values) for claim, values in lists.items()})


def _hit(row: Any, sources: tuple[str, ...], types: tuple[str, ...], named: tuple[str, ...]) -> Hit:
    return Hit(
        sha256=row.capture,
        article=row.article_id,
        claim=row.id,
        outlet=row.outlet,
        published=row.published,
        url=row.url,
        title=row.title,
        text=row.text,
        stance=row.stance,
        sources=sources,
        types=types,
        places=named,
        first_day=row.first_day,
        last_day=row.last_day,
        gloss=row.gloss_en,
    )
