"""What is computed once for many requests: the columns of all events, ready to be sent."""

from __future__ import annotations

import gzip
import hashlib
import threading
from dataclasses import dataclass

import msgspec

from riwaya.store.base import Store
from riwaya.web.finding import judged_claims

_LEVEL = 4


@dataclass(frozen=True, slots=True)
class Packed:
    """A body of JSON, compressed, and its entity tag."""

    stamp: str
    body: bytes
    etag: str


class ColumnsCache:
    """The columns of the findings that are kept now; made anew when these or the judgements have changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._packed: Packed | None = None

    def get(self) -> Packed:
        """The columns as of now; of several who ask at once, one makes them. Raises StoreError."""
        linking = self._store.linking()
        stamp = f"{linking.stamp if linking else '-'} {self._store.head()}"
        with self._lock:
            if self._packed is None or self._packed.stamp != stamp:
                self._packed = self._made(stamp)
            return self._packed

    def _made(self, stamp: str) -> Packed:
        columns = self._store.event_columns()
        judged = judged_claims(self._store)
        offsets, ids = columns.claims.offsets, columns.claims.id
        reviewed = [
            int(any(claim in judged for claim in ids[offsets[i] : offsets[i + 1]])) for i in range(len(columns.id))
        ]
        sent = msgspec.structs.asdict(columns) | {
            "reviewed": reviewed,
            "claims": {k: v for k, v in msgspec.structs.asdict(columns.claims).items() if k != "id"},
        }
        body = gzip.compress(msgspec.json.encode(sent), _LEVEL, mtime=0)
        return Packed(stamp, body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')
