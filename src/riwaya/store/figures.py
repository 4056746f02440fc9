"""Count what a record holds."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, distinct, func, select

from riwaya.store.base import Counts
from riwaya.store.tables import articles, captures, claims, events, failures, records, sightings


def counted(conn: Connection) -> Counts:
    """The counts of a record; articles, claims, events and outlets are those of the latest versions."""
    latest = articles.c.latest
    ours = claims.join(articles, claims.c.article == articles.c.key)
    theirs = ours.join(events, events.c.claim == claims.c.key)
    first, last = conn.execute(
        select(func.min(articles.c.published), func.max(articles.c.published)).where(latest)
    ).one()
    return Counts(
        captures=_number(conn, select(func.count()).select_from(captures)),
        sightings=_number(conn, select(func.count()).select_from(sightings)),
        articles=_number(conn, select(func.count()).select_from(articles).where(latest)),
        superseded=_number(conn, select(func.count()).select_from(articles).where(~latest)),
        claims=_number(conn, select(func.count()).select_from(ours).where(latest)),
        events=_number(conn, select(func.count()).select_from(theirs).where(latest)),
        outlets=_number(conn, select(func.count(distinct(articles.c.outlet))).where(latest)),
        failures=_number(conn, select(func.count()).select_from(failures)),
        first_published=first,
        last_published=last,
        engines=_engines(conn),
    )


def _engines(conn: Connection) -> tuple[tuple[str, int], ...]:
    """The engines of the current readings, as version and data digest, with the articles of each."""
    engine = (records.c.engine_version, records.c.engine_data)
    found = conn.execute(select(*engine, func.count()).where(records.c.current).group_by(*engine).order_by(*engine))
    return tuple((f"{version} {data}", number) for version, data, number in found)


def _number(conn: Connection, wanted: Select[Any]) -> int:
    return int(conn.execute(wanted).scalar_one())
