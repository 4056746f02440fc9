"""What the record keeps of the web beside the captures: exchanges with servers, as WARC, and feeds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, select, update

from riwaya.model.errors import StoreError
from riwaya.store.backend import Backend
from riwaya.store.base import Fault
from riwaya.store.tables import failures
from riwaya.store.web_tables import exchanges, feeds

_BATCH = 500
_OK = 200
_ANSWERED = 500
_NOT_NOW = (408, 425, 429)

Opening = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One page asked for: where, where it was found after redirects, when (ISO instant), with which answer.

    `warc` is the SHA-256 of the WARC file that holds every request and answer on the way, `size` its bytes.
    `capture` is the page that came of it, if one did.
    """

    url: str
    final_url: str
    at: str
    status: int
    etag: str | None = None
    last_modified: str | None = None
    warc: str = ""
    size: int = 0
    capture: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed that is followed: when it was added and last polled (ISO instants), and what was wrong then."""

    url: str
    added_at: str
    title: str | None = None
    polled_at: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    fault: str | None = None


class Web:
    """Reads and writes both; each method is one transaction. Raises StoreError."""

    def __init__(self, backend: Backend, reading: Opening, writing: Opening) -> None:
        self._backend, self._reading, self._writing = backend, reading, writing

    def keep(self, exchange: Exchange, warc: bytes) -> Exchange:
        """Keep an exchange and its WARC, once. One that brought a page ends earlier failures of its address."""
        sha256 = hashlib.sha256(warc).hexdigest()
        kept = {**asdict(exchange), "warc": sha256, "size": len(warc)}
        same = (exchanges.c.url == exchange.url) & (exchanges.c.warc == sha256)
        with self._writing() as conn:
            self._backend.keep(conn, sha256, warc)
            if conn.execute(select(exchanges.c.key).where(same)).first() is None:
                self._backend.insert(conn, exchanges, [{"key": _next(conn, exchanges), **kept}])
            if exchange.capture:
                ended = failures.c.capture.is_(None) & failures.c.name.in_([exchange.url, exchange.final_url])
                conn.execute(delete(failures).where(ended))
        return Exchange(**kept)

    def last(self, url: str) -> Exchange | None:
        """The last exchange that brought a page from an address."""
        wanted = select(exchanges).where(exchanges.c.url == url, exchanges.c.capture.is_not(None))
        with self._reading() as conn:
            row = conn.execute(wanted.where(exchanges.c.status == _OK).order_by(exchanges.c.key.desc())).first()
        return _exchange(row) if row else None

    def of(self, capture: str) -> tuple[Exchange, ...]:
        """The exchanges that brought a capture, oldest first."""
        with self._reading() as conn:
            rows = conn.execute(select(exchanges).where(exchanges.c.capture == capture).order_by(exchanges.c.key))
            return tuple(map(_exchange, rows))

    def exchanges(self) -> Iterator[Exchange]:
        """All exchanges, oldest first."""
        last = 0
        while True:
            wanted = select(exchanges).where(exchanges.c.key > last).order_by(exchanges.c.key).limit(_BATCH)
            with self._reading() as conn:
                rows = conn.execute(wanted).all()
            yield from map(_exchange, rows)
            if len(rows) < _BATCH:
                return
            last = rows[-1].key

    def warc(self, exchange: Exchange) -> bytes:
        """The WARC file of an exchange. Raises StoreError when it is missing or altered."""
        with self._reading() as conn:
            return self._backend.data(conn, exchange.warc)

    def answered(self, urls: Sequence[str]) -> frozenset[str]:
        """Those of some addresses that need not be asked again: a page came, or a lasting refusal."""
        found: set[str] = set()
        settled = (exchanges.c.status < _ANSWERED) & exchanges.c.status.not_in(_NOT_NOW)
        wanted = select(exchanges.c.url).where(exchanges.c.url.in_(bindparam("urls", expanding=True)), settled)
        with self._reading() as conn:
            for k in range(0, len(urls), _BATCH):
                found.update(conn.execute(wanted, {"urls": list(urls[k : k + _BATCH])}).scalars())
        return frozenset(found)

    def feeds(self) -> tuple[Feed, ...]:
        """The feeds, by address."""
        with self._reading() as conn:
            return tuple(map(_feed, conn.execute(select(feeds).order_by(feeds.c.url))))

    def add_feed(self, feed: Feed) -> bool:
        """Follow a feed; False when it is followed already."""
        with self._writing() as conn:
            if conn.execute(select(feeds.c.key).where(feeds.c.url == feed.url)).first():
                return False
            self._backend.insert(conn, feeds, [{"key": _next(conn, feeds), **asdict(feed)}])
        return True

    def change_feed(self, feed: Feed) -> None:
        """Note what polling a feed has shown."""
        with self._writing() as conn:
            conn.execute(update(feeds).where(feeds.c.url == feed.url).values(**asdict(feed)))

    def remove_feed(self, url: str) -> bool:
        """Follow a feed no more; False when it was not followed."""
        with self._writing() as conn:
            return conn.execute(delete(feeds).where(feeds.c.url == url)).rowcount > 0

    def faults(self) -> Iterator[Fault]:
        """WARC files that are missing or altered."""
        for exchange in self.exchanges():
            try:
                size = len(self.warc(exchange))
            except StoreError as fault:
                reason = str(fault).removeprefix(f"capture {exchange.warc}: ")
                yield Fault("exchanges", exchange.url, reason)
            else:
                if size != exchange.size:
                    yield Fault("exchanges", exchange.url, f"its WARC has {size} bytes, not {exchange.size}")


def _next(conn: Connection, table: Table) -> int:
    """The next key of a table; nobody else writes while we hold the lock."""
    return (conn.execute(select(func.max(table.c.key))).scalar() or 0) + 1


def _exchange(row: Any) -> Exchange:
    names = [column.name for column in exchanges.columns if column.name != "key"]
    return Exchange(**{name: getattr(row, name) for name in names})


def _feed(row: Any) -> Feed:
    names = [column.name for column in feeds.columns if column.name != "key"]
    return Feed(**{name: getattr(row, name) for name in names})
