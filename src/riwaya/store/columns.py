"""All events by columns, for maps and counts: what programs filter by themselves, without a look at each event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, select, union

from riwaya.model.finding import SourceFigures
from riwaya.store.eventcolumns import ClaimColumns, EventColumns, Lists, Named, Placed, Voiced
from riwaya.store.found_tables import found_event_claims, found_events, found_source_claims, found_sources
from riwaya.store.keeping import finding_of
from riwaya.store.tables import actors, arguments, articles, claims, links, places

_EPOCH = date(1970, 1, 1).toordinal()
_NONE = -1


class Codes:
    """A dictionary that grows: each value gets the next number."""

    def __init__(self) -> None:
        self.of: dict[str, int] = {}

    def code(self, value: str | None) -> int:
        """The number of a value; -1 for none."""
        return _NONE if value is None else self.of.setdefault(value, len(self.of))

    def codes(self, values: Iterable[str | None]) -> list[int]:
        """The numbers of many."""
        return [self.code(value) for value in values]


def event_columns(conn: Connection) -> EventColumns:
    """All kept events by columns."""
    event = found_events.c
    wanted = select(*(column for column in event if column.name != "body"))
    rows = conn.execute(wanted.order_by(event.end_day.desc().nulls_last(), event.key)).all()
    types, where = Codes(), Codes()
    stance, certainty, outlet, actor, source = (Codes() for _ in range(5))
    told = _claims(conn, [row.key for row in rows])
    return EventColumns(
        id=[row.id for row in rows],
        type=types.codes(row.type for row in rows),
        place=where.codes(row.place for row in rows),
        lat=[row.lat for row in rows],
        lon=[row.lon for row in rows],
        start=[_day(row.start_day) for row in rows],
        end=[_day(row.end_day or row.start_day) for row in rows],
        n_claims=[row.n_claims for row in rows],
        n_outlets=[row.n_outlets for row in rows],
        n_origins=[row.n_origins for row in rows],
        contradicted=[int(row.contradicted) for row in rows],
        claims=ClaimColumns(
            offsets=_offsets(told),
            id=[row.id for of in told for row in of],
            stance=stance.codes(row.stance for of in told for row in of),
            certainty=certainty.codes(row.certainty for of in told for row in of),
            outlet=outlet.codes(row.outlet for of in told for row in of),
            actor=_lists(told, _actors_of(conn), actor),
            source=_lists(told, _sources_of(conn), source),
        ),
        types=list(types.of),
        places=_places(conn, where, rows),
        stances=list(stance.of),
        certaintys=list(certainty.of),
        outlets=list(outlet.of),
        actors=_named(conn, actor),
        sources=_voices(conn, source),
    )


def _claims(conn: Connection, events: Sequence[int]) -> list[list[Any]]:
    """The claims of each event in turn."""
    rests = found_event_claims.c
    wanted = select(rests.finding, claims.c.key, claims.c.id, claims.c.stance, claims.c.certainty, articles.c.outlet)
    wanted = wanted.select_from(found_event_claims).join(claims, claims.c.key == rests.claim)
    wanted = wanted.join(articles, articles.c.key == claims.c.article).where(articles.c.latest)
    found: dict[int, list[Any]] = defaultdict(list)
    for row in conn.execute(wanted.order_by(rests.finding, rests.claim)).all():
        found[row[0]].append(row)
    return [found.get(event, []) for event in events]


def _actors_of(conn: Connection) -> Mapping[int, list[str]]:
    """The known actors of each claim: who speaks, for whom, who does or undergoes something."""
    said = [select(links.c.claim, column).where(column.is_not(None)) for column in (links.c.actor, links.c.affiliation)]
    done = select(arguments.c.claim, arguments.c.actor).where(arguments.c.actor.is_not(None))
    return _grouped(conn, union(*said, done).subquery().select())


def _sources_of(conn: Connection) -> Mapping[int, list[str]]:
    """The keys of the sources that each claim rests on."""
    rests = found_source_claims.c
    wanted = select(rests.claim, found_sources.c.voice).join(found_sources, found_sources.c.key == rests.finding)
    return _grouped(conn, wanted)


def _grouped(conn: Connection, wanted: Select[Any]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for claim, value in conn.execute(wanted).all():
        found[claim].append(value)
    return found


def _lists(told: Sequence[Sequence[Any]], values: Mapping[int, Sequence[str]], codes: Codes) -> Lists:
    rows = [values.get(row.key, ()) for of in told for row in of]
    code = codes.code
    return Lists(_offsets(rows), [code(value) for row in rows for value in sorted(row)])


def _offsets(rows: Iterable[Sequence[Any]]) -> list[int]:
    def running() -> Iterator[int]:
        at = 0
        yield at
        for row in rows:
            at += len(row)
            yield at

    return list(running())


def _places(conn: Connection, where: Codes, rows: Sequence[Any]) -> list[Placed]:
    """The places of events with the names that articles' readings give them, and a point of an event there."""
    wanted = select(places.c.id, func.min(places.c.name_ar), func.min(places.c.name_en)).where(places.c.id.is_not(None))
    names = {id: (ar, en) for id, ar, en in conn.execute(wanted.group_by(places.c.id))}
    points = {row.place: (row.lat, row.lon) for row in reversed(rows) if row.lat is not None}
    return [Placed(id, *names.get(id, (None, None)), *points.get(id, (None, None))) for id in where.of]


def _named(conn: Connection, codes: Codes) -> list[Named]:
    seen = select(actors.c.id, func.min(actors.c.name_ar), func.min(actors.c.name_en)).group_by(actors.c.id)
    said = select(links.c.actor, func.min(links.c.name_ar), func.min(links.c.name_en)).group_by(links.c.actor)
    names = {id: (ar, en) for wanted in (said, seen) for id, ar, en in conn.execute(wanted)}
    return [Named(id, *names.get(id, (None, None))) for id in codes.of]


def _voices(conn: Connection, codes: Codes) -> list[Voiced]:
    wanted = select(found_sources.c.voice, found_sources.c.body)
    voices = {row.voice: finding_of(SourceFigures, row.body).voice for row in conn.execute(wanted)}
    return [Voiced(key, voices[key].name, voices[key].kind) for key in codes.of]


def _day(iso: str | None) -> int | None:
    return date.fromisoformat(iso[:10]).toordinal() - _EPOCH if iso else None
