"""SQLite: one file, with FTS5 over the index form, an R*Tree of places, and a folder of captures beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from math import asin, cos, degrees, radians, sin, sqrt
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    Select,
    Table,
    and_,
    bindparam,
    column,
    create_engine,
    event,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.exc import DBAPIError

from riwaya.model.errors import StoreError
from riwaya.store.archive import Archive
from riwaya.store.backend import ClaimText, Point
from riwaya.store.base import Fault
from riwaya.store.holder import lock_holder
from riwaya.store.tables import claims, names
from riwaya.store.words import Term

CAPTURES = ".captures"
_WRITES = "riwaya_writes"
_OUTSIDE = "riwaya_outside_transactions"
_EARTH_KM = 6371.0088
_KM_A_DEGREE = 111.0
_POLE = 89.9

_texts = table("claim_words", column("rowid"))
_boxes = table("place_boxes", *map(column, ("key", "south", "north", "west", "east")))
_ADD_TEXT = text("INSERT INTO claim_words(rowid, words, stems, sources, gloss) VALUES (?, ?, ?, ?, ?)").text
_ADD_BOX = text("INSERT INTO place_boxes(key, south, north, west, east) VALUES (?, ?, ?, ?, ?)").text
_CHECKS = (
    ("claim_words", "INSERT INTO claim_words(claim_words) VALUES ('integrity-check')"),
    ("place_boxes", "SELECT rtreecheck('place_boxes')"),
)


class SqliteBackend:
    """A record in one SQLite file."""

    def __init__(self, path: Path, wait: float) -> None:
        self.path, self._wait = path, wait
        self.name = str(path)
        self.archive = Archive(path.with_name(f"{path.stem}{CAPTURES}"))
        self.reading = _engine(path, wait)
        self.writing: Engine = self.reading.execution_options(**{_WRITES: True})

    def prepare(self) -> None:
        """Write-ahead logging, which stays with the file: readers and the one writer do not wait for another."""
        with self.reading.execution_options(**{_OUTSIDE: True}).connect() as conn:
            conn.exec_driver_sql("PRAGMA journal_mode = WAL")

    def lock(self, conn: Connection) -> None:
        """Nothing more: BEGIN IMMEDIATE has waited for the other writer."""

    def stated(self, fault: DBAPIError) -> StoreError:
        """Locked, full and damaged records, each in words of its own."""
        reason = str(fault.orig)
        if "locked" in reason or "busy" in reason:
            holder = lock_holder(self.path) or "another program"
            return StoreError(f"{self.name}: locked by {holder}; gave up after {self._wait:g} s")
        if "full" in reason or "disk I/O" in reason:
            return StoreError(f"{self.name}: cannot be written ({reason}); what was stored before is intact")
        if "no such table" in reason:
            return StoreError(f"{self.name}: no record of riwaya ({reason})")
        return StoreError(f"{self.name}: {reason}")

    def keep(self, conn: Connection, sha256: str, data: bytes) -> None:
        """Write the file of a capture before its row is committed."""
        del conn
        self.archive.keep(sha256, data)

    def data(self, conn: Connection, sha256: str) -> bytes:
        """The bytes in the file of a capture."""
        del conn
        return self.archive.data(sha256)

    def insert(self, conn: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Hand the driver plain tuples: what SQLAlchemy does for each row takes longer than SQLite does."""
        columns = [str(column.name) for column in table.columns]
        quoted = ", ".join(f'"{column}"' for column in columns)
        doing = "INSERT OR IGNORE" if table is names else "INSERT"
        statement = f"{doing} INTO {table.name} ({quoted}) VALUES ({', '.join('?' * len(columns))})"
        conn.exec_driver_sql(statement, list(map(itemgetter(*columns), rows)))

    def index(self, conn: Connection, texts: Sequence[ClaimText]) -> None:
        """Write the virtual table of texts."""
        if texts:
            conn.exec_driver_sql(_ADD_TEXT, [tuple(found) for found in texts])

    def locate(self, conn: Connection, points: Sequence[Point]) -> None:
        """Write the R*Tree."""
        if points:
            conn.exec_driver_sql(_ADD_BOX, [(p.key, p.lat, p.lat, p.lon, p.lon) for p in points])

    def unindex(self, conn: Connection, keys: tuple[int, int]) -> None:
        """Delete from the virtual table, one row number after the other: it knows no ranges."""
        first, last = keys
        found = select(_texts.c.rowid).where(_texts.c.rowid >= first, _texts.c.rowid < last)
        gone = [(key,) for key in conn.execute(found).scalars()]
        if gone:
            conn.exec_driver_sql("DELETE FROM claim_words WHERE rowid = ?", gone)

    def having(self, terms: Sequence[Term]) -> tuple[Select[Any], ColumnElement[bool]]:
        """A full-text query of FTS5: every term in one of its forms."""
        asked = literal_column("claim_words").op("MATCH")(bindparam("words", " AND ".join(map(_matching, terms))))
        keys = select(_texts.c.rowid).where(asked)
        return keys, exists().where(and_(asked, _texts.c.rowid == claims.c.key))

    def around(self, conn: Connection, centres: Sequence[tuple[float, float]], radius_km: float) -> Select[Any]:
        """Boxes of the R*Tree, then the distance on the sphere."""
        del conn
        found = [_within(lat, lon, radius_km) for lat, lon in centres]
        return select(_boxes.c.key).where(or_(false(), *found))

    def indexed(self) -> tuple[Select[Any], Select[Any]]:
        """The keys of the two virtual tables."""
        return select(_texts.c.rowid), select(_boxes.c.key)

    def faults(self) -> Iterator[Fault]:
        """SQLite's own checks of the file, of FTS5 and of the R*Tree."""
        with self.reading.begin() as conn:
            said = [str(row[0]) for row in conn.exec_driver_sql("PRAGMA integrity_check(20)")]
        yield from (Fault("database", self.name, reason) for reason in said if reason != "ok")
        # To FTS5 its check is a kind of writing: it has a transaction to itself, which is soon over.
        with self.writing.begin() as conn:
            checked = [(name, _checked(conn, check)) for name, check in _CHECKS]
        yield from (Fault("index", name, reason) for name, reason in checked if reason != "ok")

    def close(self) -> None:
        """Close the file; SQLite then folds its write-ahead log in."""
        self.reading.dispose()


def _engine(path: Path, wait: float) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": wait})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: object) -> None:
        # The driver would begin transactions itself, and only before the first write: too late for BEGIN IMMEDIATE.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA cache_size = -131072")
        connection.execute("PRAGMA wal_autocheckpoint = 8192")
        connection.create_function("distance_km", 4, distance_km, deterministic=True)

    @event.listens_for(engine, "begin")
    def begin(conn: Connection) -> None:
        options = conn.get_execution_options()
        if not options.get(_OUTSIDE):
            conn.exec_driver_sql("BEGIN IMMEDIATE" if options.get(_WRITES) else "BEGIN")

    return engine


def _checked(conn: Connection, check: str) -> str:
    """What a check says: ok, or what is wrong."""
    try:
        found = conn.exec_driver_sql(check)
        return str(found.scalar()).strip().replace("\n", "; ") if found.returns_rows else "ok"
    except DBAPIError as fault:
        return str(fault.orig)


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance of two points (degrees) on a sphere of the mean radius of the Earth, by the haversine."""
    north, east = radians(other_lat - lat) / 2, radians(other_lon - lon) / 2
    half = sin(north) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(east) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))


def _within(lat: float, lon: float, radius_km: float) -> ColumnElement[bool]:
    high = radius_km / _KM_A_DEGREE
    wide = min(360.0, degrees(radians(high) / max(cos(radians(min(_POLE, abs(lat) + high))), 1e-3)))
    return and_(
        _boxes.c.south <= lat + high,
        _boxes.c.north >= lat - high,
        _boxes.c.west <= lon + wide,
        _boxes.c.east >= lon - wide,
        func.distance_km(_boxes.c.south, _boxes.c.west, lat, lon) <= radius_km,
    )


def _matching(term: Term) -> str:
    """A term in the query language of FTS5; forms hold letters and digits alone, so quoting is safe."""
    if term.phrase:
        return f'({{words sources gloss}} : "{" ".join(term.forms)}")'
    return "(" + " OR ".join(f'"{form}"' for form in term.forms) + ")"
