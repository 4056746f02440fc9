"""What is computed once for many requests: lists of events, and the columns of all, ready to be sent."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from riwaya.store.base import Store
from riwaya.store.eventcolumns import EventColumns
from riwaya.web.finding import judged_claims

_LEVEL = 4
_LISTS = 256


@dataclass(frozen=True, slots=True)
class Packed:
    """A body of JSON, compressed, and its entity tag."""

    body: bytes
    etag: str


class EventLists:
    """Lists of events as JSON by what was asked for, as of one linking; those asked for last are kept."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stamp = ""
        self._bodies: OrderedDict[str, bytes] = OrderedDict()

    def get(self, stamp: str, asked: str, make: Callable[[], bytes]) -> bytes:
        """The body for what was asked, made where it is not there yet; another linking empties all."""
        with self._lock:
            if stamp != self._stamp:
                self._bodies.clear()
                self._stamp = stamp
            if asked in self._bodies:
                self._bodies.move_to_end(asked)
                return self._bodies[asked]
        body = make()
        with self._lock:
            if stamp == self._stamp:
                self._bodies[asked] = body
                while len(self._bodies) > _LISTS:
                    self._bodies.popitem(last=False)
        return body


class ColumnsCache:
    """The columns of the findings that are kept now; made anew when these or the judgements have changed.

    While they are made anew, those who ask get the ones before.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._head: str | None = None
        self._stamp: str | None = None
        self._columns: EventColumns | None = None
        self._judged: frozenset[str] | None = None
        self._packed: Packed | None = None

    def get(self) -> Packed:
        """The columns; of several who ask at once, one makes them. Raises StoreError."""
        known = self._packed
        if not self._lock.acquire(blocking=known is None):
            return known or self.get()
        try:
            return self._current()
        finally:
            self._lock.release()

    def _current(self) -> Packed:
        linking, head = self._store.linking(), self._store.head()
        stamp = linking.stamp if linking else ""
        if self._packed is not None and (head, stamp) == (self._head, self._stamp):
            return self._packed
        judged = judged_claims(self._store)
        if self._columns is None or stamp != self._stamp:
            self._columns, self._packed = self._store.event_columns(), None
        if self._packed is None or judged != self._judged:
            self._packed = packed(self._columns, judged)
        self._head, self._stamp, self._judged = head, stamp, judged
        return self._packed


def packed(columns: EventColumns, judged: frozenset[str]) -> Packed:
    """Columns with `reviewed`, whether somebody judged a claim of the event; claims' ids are left out."""
    offsets, ids = columns.claims.offsets, columns.claims.id
    reviewed = [int(not judged.isdisjoint(ids[offsets[i] : offsets[i + 1]])) for i in range(len(columns.id))]
    claims = {key: value for key, value in msgspec.structs.asdict(columns.claims).items() if key != "id"}
    sent = msgspec.json.encode(msgspec.structs.asdict(columns) | {"reviewed": reviewed, "claims": claims})
    body = gzip.compress(sent, _LEVEL, mtime=0)
    return Packed(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')
