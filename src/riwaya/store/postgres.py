"""PostgreSQL with PostGIS: text search over the index form, distances on the spheroid, captures in a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    LargeBinary,
    Select,
    Table,
    Text,
    and_,
    column,
    create_engine,
    delete,
    exists,
    false,
    func,
    literal,
    make_url,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError

from riwaya.model.errors import StoreError
from riwaya.store.archive import packed, unpacked
from riwaya.store.backend import ClaimText, Point
from riwaya.store.base import Fault
from riwaya.store.tables import claims, names
from riwaya.store.words import Term

_LOCK = 7_249_161
"""The number of the advisory lock under which one writer at a time works (PostgreSQL, 13.3.5)."""

_texts = table("claim_words", column("key"), column("words"))
_points = table("place_points", column("key"), column("point"))
_ADD_TEXT = text(
    "INSERT INTO claim_words (key, words) VALUES (:key, "
    "setweight(to_tsvector('simple', :words), 'A') || setweight(to_tsvector('simple', :sources), 'B') || "
    "setweight(to_tsvector('simple', :gloss), 'C') || setweight(to_tsvector('simple', :stems), 'D'))"
)
_ADD_POINT = text("INSERT INTO place_points (key, point) VALUES (:key, ST_MakePoint(:lon, :lat)::geography)")
_KEEP = text("INSERT INTO capture_bytes (sha256, frame) VALUES (:sha256, :frame) ON CONFLICT DO NOTHING").columns(
    frame=LargeBinary
)
_HOLDER = text(
    "SELECT a.pid, a.usename FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
    "WHERE l.locktype = 'advisory' AND l.granted AND l.objid = :lock AND a.datname = current_database()"
)
_WORDS_OF_PHRASES = "ABC"
_LOCKED, _FULL = ("55P03",), ("53100", "53200", "58030")


class PostgresBackend:
    """A record in one PostgreSQL database."""

    def __init__(self, location: str, wait: float) -> None:
        url = make_url(location).set(drivername="postgresql+psycopg")
        self._wait = wait
        self.name = url.set(drivername="postgresql").render_as_string(hide_password=True)
        options = f"-c lock_timeout={int(wait * 1000)}"
        try:
            self.writing = create_engine(url, connect_args={"options": options, "application_name": "riwaya"})
        except ModuleNotFoundError as fault:
            raise StoreError(f"{self.name}: needs a driver: pip install 'riwaya[postgres]'") from fault

        self.reading: Engine = self.writing.execution_options(isolation_level="REPEATABLE READ")

    def prepare(self) -> None:
        """Nothing: the server is as its keeper set it up."""

    def lock(self, conn: Connection) -> None:
        """Wait for the other writer; the lock goes with the transaction."""
        conn.execute(select(func.pg_advisory_xact_lock(_LOCK)))

    def stated(self, fault: DBAPIError) -> StoreError:
        """Locked, full and unreachable databases, each in words of its own."""
        state, reason = getattr(fault.orig, "sqlstate", None), str(fault.orig).partition("\n")[0]
        if state in _LOCKED:
            return StoreError(f"{self.name}: locked by {self._holder()}; gave up after {self._wait:g} s")
        if state in _FULL:
            return StoreError(f"{self.name}: cannot be written ({reason}); what was stored before is intact")
        return StoreError(f"{self.name}: {reason}")

    def keep(self, conn: Connection, sha256: str, data: bytes) -> None:
        """Write the row of a capture's bytes."""
        conn.execute(_KEEP, {"sha256": sha256, "frame": packed(data)})

    def data(self, conn: Connection, sha256: str) -> bytes:
        """The bytes in the row of a capture."""
        wanted = text("SELECT frame FROM capture_bytes WHERE sha256 = :sha256")
        frame = conn.execute(wanted, {"sha256": sha256}).scalar()
        if frame is None:
            raise StoreError(f"capture {sha256}: missing: no row in capture_bytes")
        return unpacked(bytes(frame), sha256)

    def insert(self, conn: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Many rows in one statement."""
        adding = insert(table)
        conn.execute(adding.on_conflict_do_nothing() if table is names else adding, list(rows))

    def index(self, conn: Connection, texts: Sequence[ClaimText]) -> None:
        """Write the table of text vectors."""
        if texts:
            conn.execute(_ADD_TEXT, [found._asdict() for found in texts])

    def locate(self, conn: Connection, points: Sequence[Point]) -> None:
        """Write the table of points."""
        if points:
            conn.execute(_ADD_POINT, [point._asdict() for point in points])

    def unindex(self, conn: Connection, keys: tuple[int, int]) -> None:
        """Delete the rows of those keys."""
        first, last = keys
        conn.execute(delete(_texts).where(_texts.c.key >= first, _texts.c.key < last))

    def having(self, terms: Sequence[Term]) -> tuple[Select[Any], ColumnElement[bool]]:
        """A text search query: every term in one of its forms."""
        asked = literal(" & ".join(map(_matching, terms)), Text)
        holds = _texts.c.words.op("@@")(func.to_tsquery(text("'simple'"), asked))
        return select(_texts.c.key).where(holds), exists().where(and_(holds, _texts.c.key == claims.c.key))

    def around(self, conn: Connection, centres: Sequence[tuple[float, float]], radius_km: float) -> Select[Any]:
        """Distances on the WGS 84 spheroid, by the GiST index."""
        del conn
        near = [
            func.ST_DWithin(_points.c.point, func.ST_MakePoint(lon, lat).op("::")(text("geography")), radius_km * 1000)
            for lat, lon in centres
        ]
        return select(_points.c.key).where(or_(false(), *near))

    def indexed(self) -> tuple[Select[Any], Select[Any]]:
        """The keys of the two tables."""
        return select(_texts.c.key), select(_points.c.key)

    def faults(self) -> Iterator[Fault]:
        """Nothing: the server checks its own structure."""
        return iter(())

    def close(self) -> None:
        """Close all connections."""
        self.writing.dispose()

    def _holder(self) -> str:
        try:
            with self.reading.connect() as conn:
                row = conn.execute(_HOLDER, {"lock": _LOCK}).first()
        except DBAPIError:
            return "another program"
        return f"process {row.pid} of {row.usename}" if row else "another program"


def _matching(term: Term) -> str:
    """A term in the query language of to_tsquery; forms hold letters and digits alone, so quoting is safe."""
    if term.phrase:
        return "(" + " <-> ".join(f"'{form}':{_WORDS_OF_PHRASES}" for form in term.forms) + ")"
    return "(" + " | ".join(f"'{form}'" for form in term.forms) + ")"
