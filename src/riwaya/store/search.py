"""Search claims: each part of a query is a set of claims; the smallest is walked, the others are tested."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select, union_all

from riwaya.model.errors import UsageError
from riwaya.store.backend import Backend
from riwaya.store.base import Found, Hit, Query
from riwaya.store.facets import ACTOR, OUTLET, PLACE, POINT, STANCE, TYPE, coordinates
from riwaya.store.tables import (
    SPANNING,
    articles,
    claims,
    event_places,
    events,
    facets,
    links,
    names,
    places,
    postings,
)
from riwaya.store.words import Words

_SIZES = (2_000, 50_000)
"""Sets are measured as far as this; of larger ones no matter which is walked, soon enough claims are found."""
_WEIGHED = 500
"""So many of the claims added last are put in order of their days, where more than that are found."""
_CHUNK = 500
_MOST_CENTRES = 40
_LARGEST_CHUNK = 8_000
_EVER = "9999-12-31"
_MONTH = len("2019-01")


@dataclass(frozen=True)
class Condition:
    """One part of a query: the claims for which it holds, and the same as a test of the claim at hand."""

    keys: Select[Any]
    test: ColumnElement[bool]


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


def _found(conn: Connection, wanted: list[Condition], query: Query) -> list[Dated]:
    """The claims added last for which everything holds."""
    most = max(_WEIGHED, query.limit + 1)
    walked = _smallest(conn, wanted)
    tests = [condition.test for condition in wanted if condition is not walked]
    if not query.superseded:
        tests.append(articles.c.latest)
    found: dict[int, Dated] = {}
    for keys in _newest_first(conn, walked):
        found |= {claim.key: claim for claim in _tested(conn, [claims.c.key.in_(keys), *tests])}
        if len(found) >= most:
            break
    return list(found.values())[:most]


def _smallest(conn: Connection, wanted: list[Condition]) -> Condition:
    """The condition that fewest claims fulfil; the first, where all are fulfilled by very many."""
    for most in _SIZES:
        sizes = [_size(conn, condition, most) for condition in wanted]
        if min(sizes) < most:
            return wanted[sizes.index(min(sizes))]
    return wanted[0]


def _size(conn: Connection, condition: Condition, most: int) -> int:
    few = condition.keys.limit(most).subquery()
    return int(conn.execute(select(func.count()).select_from(few)).scalar_one())


def _newest_first(conn: Connection, condition: Condition) -> Iterator[list[int]]:
    """The claims of a set from the newest on, more at a time the longer it takes; indexes hold them in this order."""
    (key,) = condition.keys.selected_columns
    ordered = condition.keys.order_by(key.desc())
    found = conn.execute(ordered, execution_options={"yield_per": _CHUNK}).scalars()
    size = _CHUNK
    while keys := found.fetchmany(size):
        yield list(keys)
        size = min(size * 2, _LARGEST_CHUNK)


def _tested(conn: Connection, tests: Sequence[ColumnElement[bool]]) -> list[Dated]:
    wanted = select(claims.c.key, func.coalesce(claims.c.last_day, "")).where(*tests)
    wanted = wanted.join(articles, articles.c.key == claims.c.article).order_by(claims.c.key.desc())
    return [Dated(key, day) for key, day in conn.execute(wanted)]


def conditions(conn: Connection, backend: Backend, words: Words, query: Query) -> Iterator[Condition]:
    """What a query asks of a claim, part by part."""
    terms = words.terms(query.words)
    if terms:
        yield Condition(*backend.having(terms))
    elif query.words.strip():
        raise UsageError(f"search: no word in {query.words!r}")
    for kind, values in ((STANCE, (query.stance,)), (OUTLET, (query.outlet,)), (TYPE, query.types)):
        given = [value for value in values if value]
        if given:
            yield _having(_valued(conn, kind, given))
    if query.actor:
        yield _having(_called(conn, words, ACTOR, query.actor))
    if query.place:
        yield _having(_placed(conn, backend, words, query))
    if query.since or query.until:
        yield _during(query.since or "", query.until or _EVER)


def _having(keys: Sequence[int]) -> Condition:
    """The claims with one of some facets."""
    one = postings.c.facet.in_(keys)
    chosen = select(postings.c.claim).where(one)
    return Condition(chosen, exists().where(and_(one, postings.c.claim == claims.c.key)))


def _valued(conn: Connection, kind: str, values: Sequence[str]) -> list[int]:
    """The facets of one kind with one of some values."""
    asked = select(facets.c.key).where(facets.c.kind == kind, facets.c.value.in_(values))
    return list(conn.execute(asked.order_by(facets.c.key)).scalars())


def _called(conn: Connection, words: Words, kind: str, name: str) -> list[int]:
    """The facets of one kind by id or by name."""
    form = words.normal(name)
    asked = select(facets.c.key).join(names, names.c.facet == facets.c.key)
    by_name = conn.execute(asked.where(names.c.form == form, facets.c.kind == kind)).scalars()
    return sorted({*by_name, *_valued(conn, kind, [name, form])})


def _placed(conn: Connection, backend: Backend, words: Words, query: Query) -> list[int]:
    """The facets of a place; with a radius, all points so near to one of its own."""
    place = query.place or ""
    if query.radius_km is None:
        return _called(conn, words, PLACE, place)
    asked = select(facets.c.value).join(names, names.c.facet == facets.c.key).where(facets.c.kind == POINT)
    own = conn.execute(asked.where(names.c.form.in_([words.normal(place), place]))).scalars()
    centres = sorted({coordinates(point) for point in own})[:_MOST_CENTRES]
    return sorted(conn.execute(backend.around(conn, centres, query.radius_km)).scalars())


def _during(since: str, until: str) -> Condition:
    """The claims that speak of a day from `since` to `until`: begun in that month or later, or earlier and lasting."""
    month = since[:_MONTH]
    # Named so, the key does not look like the order of the table, which SQLite would else walk from its end.
    key = (claims.c.key + 0).label("key")
    begun = select(key).where(claims.c.first_day.between(month, until), claims.c.last_day >= since)
    lasting = select(key).where(SPANNING, claims.c.first_day < month, claims.c.last_day >= since)
    both = union_all(begun, lasting).subquery()
    return Condition(select(both.c.key), and_(claims.c.first_day <= until, claims.c.last_day >= since))


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
