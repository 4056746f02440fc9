"""What the two databases do differently: connecting, locking, text search, distances, keeping captures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy import ColumnElement, Connection, Engine, Select, Table
from sqlalchemy.exc import DBAPIError

from riwaya.model.errors import StoreError
from riwaya.store.base import Fault
from riwaya.store.words import Term


class ClaimText(NamedTuple):
    """What is indexed of one claim, all in index form."""

    key: int
    words: str
    stems: str
    sources: str
    gloss: str


class Point(NamedTuple):
    """A facet that is a point (WGS 84 degrees)."""

    key: int
    lat: float
    lon: float


class Backend(Protocol):
    """One kind of database."""

    name: str
    reading: Engine
    writing: Engine
    """What a transaction of `reading` sees stays as it is until its end; one of `writing` may wait for another."""

    def prepare(self) -> None:
        """What a database needs before its first transaction of ours."""

    def lock(self, conn: Connection) -> None:
        """Become the one writer until the transaction ends."""

    def stated(self, fault: DBAPIError) -> StoreError:
        """A database error in words that help the user."""

    def keep(self, conn: Connection, sha256: str, data: bytes) -> None:
        """Keep the bytes of a capture; safe to repeat."""

    def data(self, conn: Connection, sha256: str) -> bytes:
        """The bytes of a capture. Raises StoreError when missing or altered."""

    def insert(self, conn: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Write rows, each with a value for every column; pass over those of `names` that are there already."""

    def index(self, conn: Connection, texts: Sequence[ClaimText]) -> None:
        """Add claims to the text index."""

    def locate(self, conn: Connection, points: Sequence[Point]) -> None:
        """Add points to their index."""

    def unindex(self, conn: Connection, keys: tuple[int, int]) -> None:
        """Take claims with keys `[first, last)` out of the text index."""

    def having(self, terms: Sequence[Term]) -> tuple[Select[Any], ColumnElement[bool]]:
        """The keys of claims that hold all terms, and the same as a test of the claim at hand."""

    def around(self, conn: Connection, centres: Sequence[tuple[float, float]], radius_km: float) -> Select[Any]:
        """The keys of points within a distance of one of the centres (latitude, longitude)."""

    def indexed(self) -> tuple[Select[Any], Select[Any]]:
        """The keys of claims in the text index, and of points in theirs."""

    def faults(self) -> Iterator[Fault]:
        """What is wrong with the database's own structure."""

    def close(self) -> None:
        """Let go of all connections."""
