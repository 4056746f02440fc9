"""The parts of a query as sets of claims; the smallest set is walked, the others are tested."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select, union_all

from riwaya.model.errors import UsageError
from riwaya.store.backend import Backend
from riwaya.store.base import Query
from riwaya.store.facets import ACTOR, OUTLET, PLACE, POINT, STANCE, TYPE, coordinates
from riwaya.store.found_tables import found_event_claims, found_events, found_source_claims, found_sources
from riwaya.store.tables import SPANNING, claims, facets, names, postings
from riwaya.store.words import Words

_MOST_CENTRES = 40
_SAME_POINT_KM = 0.01
"""An index of points may keep them a metre beside where they are."""
_COST_OF_TEXT = 60
"""Looking for words in one claim takes as long as looking up so many facets."""
_EVER = "9999-12-31"
_MONTH = len("2019-01")


@dataclass(frozen=True)
class Condition:
    """One part of a query: the claims for which it holds, and the same as a test of the claim at hand.

    `holds` is that test for a claim of which nothing is known but the key, where an index alone tells; `scattered`
    are keys that indexes hold in order, but in several runs; `cost` is how long a test takes beside others.
    """

    keys: Select[Any]
    test: ColumnElement[bool]
    holds: Callable[[ColumnElement[int]], ColumnElement[bool]] | None = None
    scattered: bool = False
    cost: int = 1


def conditions(conn: Connection, backend: Backend, words: Words, query: Query) -> Iterator[Condition]:
    """What a query asks of a claim, part by part."""
    yield from claim_conditions(conn, backend, words, query)
    yield from event_conditions(conn, backend, words, query)


def claim_conditions(conn: Connection, backend: Backend, words: Words, query: Query) -> Iterator[Condition]:
    """What a query asks of a claim itself: words, stance, certainty, outlet, actor, source."""
    terms = words.terms(query.words)
    if terms:
        yield Condition(*backend.having(terms), cost=_COST_OF_TEXT)
    elif query.words.strip():
        raise UsageError(f"search: no word in {query.words!r}")
    for kind, value in ((STANCE, query.stance), (OUTLET, query.outlet)):
        if value:
            yield _having(_valued(conn, kind, [value]))
    if query.certainty:
        certain = claims.c.certainty == query.certainty
        yield Condition(select(claims.c.key).where(certain), certain)
    if query.actor:
        yield _having(called(conn, words, ACTOR, query.actor))
    if query.source:
        found = found_source_claims.c
        keys = source_keys(conn, words, query.source)
        yield _resting(select(found.claim).where(found.finding.in_(keys)), found.claim)


def event_conditions(conn: Connection, backend: Backend, words: Words, query: Query) -> Iterator[Condition]:
    """What a query asks of the events that a claim tells of: types, places, days, origins, contradiction."""
    if query.types:
        yield _having(_valued(conn, TYPE, query.types))
    if query.place:
        near = called(conn, words, PLACE, query.place) if query.radius_km is None else None
        yield _having(points_around(conn, backend, words, query) if near is None else near)
    if query.since or query.until:
        yield _during(query.since or "", query.until or _EVER)
    tests = list(event_tests(query))
    if tests:
        found = found_event_claims.c
        rests = select(found.claim).join(found_events, found_events.c.key == found.finding).where(*tests)
        yield _resting(rests.distinct(), found.claim)


def event_tests(query: Query) -> Iterator[ColumnElement[bool]]:
    """What a query asks of events as such: how many origins they rest on, whether they are contradicted, a box."""
    event = found_events.c
    if query.min_origins is not None:
        yield event.n_origins >= query.min_origins
    if query.max_origins is not None:
        yield event.n_origins <= query.max_origins
    if query.contradicted is not None:
        yield event.contradicted == query.contradicted
    if query.box is not None:
        west, south, east, north = query.box
        # A box whose west lies east of its east spans the antimeridian.
        between = or_(event.lon >= west, event.lon <= east) if west > east else event.lon.between(west, east)
        yield and_(event.lat.between(south, north), between)


def smallest(conn: Connection, wanted: Sequence[Condition], sizes: Sequence[int]) -> Condition | None:
    """The condition whose claims are soonest tested for the others, measured as far as each size in turn.

    Those are the fewest, unless testing them takes much longer. None where all are larger.
    """
    costs = [max((c.cost for c in wanted if c is not condition), default=1) for condition in wanted]
    for most in sizes:
        found = [_size(conn, condition, most) for condition in wanted]
        if min(found) < most:
            work = [number * cost for number, cost in zip(found, costs, strict=True)]
            return wanted[work.index(min(work))]
    return None


def called(conn: Connection, words: Words, kind: str, name: str) -> list[int]:
    """The facets of one kind by id or by name."""
    form = words.normal(name)
    asked = select(facets.c.key).join(names, names.c.facet == facets.c.key)
    by_name = conn.execute(asked.where(names.c.form == form, facets.c.kind == kind)).scalars()
    return sorted({*by_name, *_valued(conn, kind, [name, form])})


def values_called(conn: Connection, words: Words, kind: str, name: str) -> list[str]:
    """The ids (else names in normal form) of one kind that bear a name or are meant by it, sorted."""
    keys = called(conn, words, kind, name)
    wanted = select(facets.c.value).where(facets.c.key.in_(keys)).order_by(facets.c.value)
    return list(conn.execute(wanted).scalars())


def points_around(conn: Connection, backend: Backend, words: Words, query: Query) -> list[int]:
    """The points within the query's radius around one of the place's own."""
    place = query.place or ""
    asked = select(facets.c.value).join(names, names.c.facet == facets.c.key).where(facets.c.kind == POINT)
    own = conn.execute(asked.where(names.c.form.in_([words.normal(place), place]))).scalars()
    centres = sorted({coordinates(point) for point in own})[:_MOST_CENTRES]
    return sorted(conn.execute(backend.around(conn, centres, max(query.radius_km or 0.0, _SAME_POINT_KM))).scalars())


def source_keys(conn: Connection, words: Words, name: str) -> list[int]:
    """The sources (rows of found_sources) of a key or a name; of an actor also by its other names."""
    voices = [name, *(f"{ACTOR}:{value}" for value in values_called(conn, words, ACTOR, name))]
    table = found_sources.c
    asked = or_(table.voice.in_(voices), table.form == words.normal(name))
    return list(conn.execute(select(table.key).where(asked).order_by(table.key)).scalars())


def _size(conn: Connection, condition: Condition, most: int) -> int:
    few = condition.keys.limit(most).subquery()
    return int(conn.execute(select(func.count()).select_from(few)).scalar_one())


def _having(keys: Sequence[int]) -> Condition:
    """The claims with one of some facets."""
    one, other = postings.c.facet.in_(keys), postings.alias("other")

    def holds(claim: ColumnElement[int]) -> ColumnElement[bool]:
        return exists().where(other.c.facet.in_(keys), other.c.claim == claim)

    return Condition(select(postings.c.claim).where(one), holds(claims.c.key), holds, scattered=len(keys) > 1)


def _resting(keys: Select[Any], claim: ColumnElement[int]) -> Condition:
    """The claims that findings rest on."""
    return Condition(keys, exists(keys.where(claim == claims.c.key).correlate(claims)))


def _valued(conn: Connection, kind: str, values: Sequence[str]) -> list[int]:
    """The facets of one kind with one of some values."""
    asked = select(facets.c.key).where(facets.c.kind == kind, facets.c.value.in_(values))
    return list(conn.execute(asked.order_by(facets.c.key)).scalars())


def _during(since: str, until: str) -> Condition:
    """The claims that speak of a day from `since` to `until`: begun in that month or later, or earlier and lasting."""
    month = since[:_MONTH]
    # Named so, the key does not look like the order of the table, which SQLite would else walk from its end.
    key = (claims.c.key + 0).label("key")
    begun = select(key).where(claims.c.first_day.between(month, until), claims.c.last_day >= since)
    lasting = select(key).where(SPANNING, claims.c.first_day < month, claims.c.last_day >= since)
    both = union_all(begun, lasting).subquery()
    other = claims.alias("other")

    def holds(claim: ColumnElement[int]) -> ColumnElement[bool]:
        return exists().where(other.c.key == claim, other.c.first_day <= until, other.c.last_day >= since)

    test = and_(claims.c.first_day <= until, claims.c.last_day >= since)
    return Condition(select(both.c.key), test, holds)
