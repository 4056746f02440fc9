"""Open a record by what the user calls it: a path, or the address of a PostgreSQL database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import ArgumentError, DBAPIError

from riwaya.model.errors import StoreError, UsageError
from riwaya.store.backend import Backend
from riwaya.store.migrate import NEWEST, migrate, version_of
from riwaya.store.sql import SqlStore
from riwaya.store.sqlite import SqliteBackend
from riwaya.store.words import Words, load_words

POSTGRES = ("postgresql://", "postgres://")
WAIT = 30.0
"""Seconds to wait for another writer."""


def is_server(location: str) -> bool:
    """Whether a location is the address of a database rather than a path."""
    return location.startswith(POSTGRES)


def create_store(location: str, *, wait: float = WAIT, words: Words | None = None) -> tuple[SqlStore, bool]:
    """Open a record, making it where there is none; and whether it was made. Raises StoreError."""
    if not is_server(location) and not Path(location).absolute().parent.is_dir():
        raise StoreError(f"{location}: there is no folder {Path(location).absolute().parent}")
    backend = _backend(location, wait)
    with _stating(backend):
        backend.prepare()
        with backend.writing.begin() as conn:
            backend.lock(conn)
            before = version_of(conn)
            _bring_up(conn, backend, before)
    return SqlStore(backend, words or load_words()), before is None


def open_store(location: str, *, wait: float = WAIT, words: Words | None = None) -> SqlStore:
    """Open a record that is there, brought to the newest tables. Raises StoreError."""
    if not is_server(location) and not Path(location).is_file():
        raise StoreError(f"{location}: no record here; `riwaya init` makes one")
    backend = _backend(location, wait)
    with _stating(backend), backend.reading.begin() as conn:
        version = version_of(conn)
    if version is None:
        backend.close()
        raise StoreError(f"{backend.name}: no record of riwaya; `riwaya init` makes one")
    if version == NEWEST:
        return SqlStore(backend, words or load_words())
    backend.close()
    return create_store(location, wait=wait, words=words)[0]


def _backend(location: str, wait: float) -> Backend:
    if not is_server(location):
        return SqliteBackend(Path(location), wait)
    from riwaya.store.postgres import PostgresBackend

    try:
        return PostgresBackend(location, wait)
    except ArgumentError as fault:
        raise UsageError(f"not the address of a PostgreSQL database: {fault}") from fault


def _bring_up(conn: Connection, backend: Backend, version: str | None) -> None:
    """Migrate where needed; refuse a database that holds something else."""
    if version == NEWEST:
        return
    foreign = inspect(conn).get_table_names() if version is None and not is_server(backend.name) else []
    if foreign:
        raise StoreError(f"{backend.name}: a database of something else, with tables {', '.join(foreign[:3])}")
    try:
        migrate(conn)
    except StoreError as fault:
        raise StoreError(f"{backend.name}: {fault}") from fault


@contextmanager
def _stating(backend: Backend) -> Iterator[None]:
    """Say in our words what goes wrong, and let go of the database then."""
    try:
        yield
    except DBAPIError as fault:
        backend.close()
        raise backend.stated(fault) from fault
    except StoreError:
        backend.close()
        raise
