"""Look for kept findings: events by the claims they rest on and by themselves, ledgers of places, sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, exists, select

from riwaya.model.finding import AreaFigure, Contradiction, ControlSpan, EventCluster, Order, SourceFigures
from riwaya.store import tables
from riwaya.store.backend import Backend
from riwaya.store.base import FoundEvents, Ledger, Linking, Query
from riwaya.store.conditions import (
    Condition,
    claim_conditions,
    event_tests,
    points_around,
    smallest,
    source_keys,
    values_called,
)
from riwaya.store.facets import PLACE, POINT, coordinates
from riwaya.store.found_tables import (
    found_areas,
    found_contradictions,
    found_control,
    found_event_claims,
    found_events,
    found_sources,
    linkings,
)
from riwaya.store.keeping import finding_of
from riwaya.store.tables import articles, claims, facets, names
from riwaya.store.words import Words

T = TypeVar("T")
_CLAIMS = tables.claims
_CHUNK = 500
_FEW = 20_000
"""Of conditions that so many claims fulfil at most, their events are looked up; of others every event is tested."""
_EVENT = found_events.c
_ORDERS: dict[Order, tuple[ColumnElement[Any], ...]] = {
    "latest": (_EVENT.end_day.desc(),),
    "origins": (_EVENT.n_origins.desc(), _EVENT.end_day.desc()),
    "claims": (_EVENT.n_claims.desc(), _EVENT.end_day.desc()),
}


class KeptFindings:
    """The kept findings, within one transaction."""

    def __init__(self, conn: Connection, backend: Backend, words: Words) -> None:
        self._conn, self._backend, self._words = conn, backend, words

    def linking(self) -> Linking | None:
        """When the findings were made, and of what."""
        row = self._conn.execute(select(linkings.c.stamp, linkings.c.linked_at)).first()
        return Linking(*row) if row else None

    def event(self, id: str) -> EventCluster | None:
        """One event by its id."""
        body = self._conn.execute(select(_EVENT.body).where(_EVENT.id == id)).scalar()
        return finding_of(EventCluster, body) if body else None

    def events(self, query: Query, order: Order, offset: int) -> FoundEvents:
        """The events that a query asks for."""
        wanted = select(_EVENT.body).where(*self._tests(query))
        wanted = wanted.order_by(*(part.nulls_last() for part in _ORDERS[order]), _EVENT.key)
        bodies = self._conn.execute(wanted.offset(offset).limit(query.limit + 1)).scalars().all()
        found = tuple(finding_of(EventCluster, body) for body in bodies[: query.limit])
        return FoundEvents(found, len(bodies) > query.limit)

    def events_of(self, claims: Sequence[str]) -> tuple[EventCluster, ...]:
        """The events that one of these claims tells of."""
        bodies = dict[int, bytes]()
        told = select(found_event_claims.c.finding).join(_CLAIMS, _CLAIMS.c.key == found_event_claims.c.claim)
        for at in range(0, len(claims), _CHUNK):
            here = told.where(_CLAIMS.c.id.in_(claims[at : at + _CHUNK]))
            rows = self._conn.execute(select(_EVENT.key, _EVENT.body).where(_EVENT.key.in_(here)))
            bodies |= {row.key: row.body for row in rows}
        return tuple(finding_of(EventCluster, bodies[key]) for key in sorted(bodies))

    def contradictions(self, event: str | None, place: str | None) -> tuple[Contradiction, ...]:
        """What is contradicted, of one event or place where they are given."""
        table = found_contradictions
        asked = [table.c.event == event] if event else []
        asked += [table.c.place == place] if place else []
        return tuple(self._bodies(Contradiction, select(table.c.body).where(*asked).order_by(table.c.key)))

    def ledgers(self, place: str) -> Iterator[Ledger]:
        """What is said of the holders of every place of that id or name."""
        for id in values_called(self._conn, self._words, PLACE, place):
            yield self._ledger(id)

    def sources(self, name: str | None, limit: int, offset: int) -> Iterator[SourceFigures]:
        """The figures of sources, those with most claims first."""
        table = found_sources.c
        asked = [table.key.in_(source_keys(self._conn, self._words, name))] if name is not None else []
        wanted = select(table.body).where(*asked).order_by(table.n_claims.desc(), table.key)
        return self._bodies(SourceFigures, wanted.limit(limit).offset(offset))

    def _ledger(self, place: str) -> Ledger:
        def of(kind: type[T], table: Any) -> tuple[T, ...]:
            return tuple(self._bodies(kind, select(table.c.body).where(table.c.place == place).order_by(table.c.key)))

        control = of(ControlSpan, found_control)
        lat, lon = self._point(place)
        ar, en = (control[0].place_ar, control[0].place_en) if control else self._names(place)
        return Ledger(
            place=place,
            place_ar=ar,
            place_en=en,
            lat=lat,
            lon=lon,
            control=control,
            areas=of(AreaFigure, found_areas),
            contradictions=of(Contradiction, found_contradictions),
        )

    def _point(self, place: str) -> tuple[float | None, float | None]:
        asked = select(facets.c.value).join(names, names.c.facet == facets.c.key)
        wanted = asked.where(facets.c.kind == POINT, names.c.form == place).order_by(facets.c.key).limit(1)
        found = self._conn.execute(wanted).scalar()
        return coordinates(found) if found else (None, None)

    def _names(self, place: str) -> tuple[str | None, str | None]:
        body = self._conn.execute(select(_EVENT.body).where(_EVENT.place == place).limit(1)).scalar()
        event = finding_of(EventCluster, body) if body else None
        return (event.place_ar, event.place_en) if event else (None, None)

    def _bodies(self, kind: type[T], wanted: Select[Any]) -> Iterator[T]:
        return (finding_of(kind, body) for body in self._conn.execute(wanted).scalars().all())

    def _tests(self, query: Query) -> Iterator[ColumnElement[bool]]:
        """What an event must fulfil by itself, and that it has a claim which fulfils the rest."""
        if query.types:
            yield _EVENT.type.in_(query.types)
        if query.place:
            yield self._placed(query)
        if query.since:
            yield _EVENT.end_day >= query.since
        if query.until:
            yield _EVENT.start_day <= query.until
        yield from event_tests(query)
        wanted = list(claim_conditions(self._conn, self._backend, self._words, query))
        if wanted:
            yield self._told(wanted, query)

    def _placed(self, query: Query) -> ColumnElement[bool]:
        if query.radius_km is None:
            return _EVENT.place.in_(values_called(self._conn, self._words, PLACE, query.place or ""))
        near = points_around(self._conn, self._backend, self._words, query)
        return _EVENT.point.in_(select(facets.c.value).where(facets.c.key.in_(near)))

    def _told(self, wanted: Sequence[Condition], query: Query) -> ColumnElement[bool]:
        """That some claim of the event fulfils all conditions."""
        rests = found_event_claims.c
        tests = [c.test for c in wanted] if query.superseded else [*(c.test for c in wanted), articles.c.latest]
        told = select(rests.finding).join(claims, claims.c.key == rests.claim)
        told = told.join(articles, articles.c.key == claims.c.article).where(*tests)
        walked = smallest(self._conn, wanted, (_FEW,))
        if walked is None:
            return exists(told.where(rests.finding == _EVENT.key).correlate(found_events))
        return _EVENT.key.in_(told.where(rests.claim.in_(walked.keys)))
