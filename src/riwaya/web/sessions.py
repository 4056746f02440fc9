"""Sessions of people who logged in: kept in the memory of the server, so that they end when it does."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

LONGEST = timedelta(hours=12)
"""A session ends after this time, whatever is done in it."""
IDLE = timedelta(hours=2)
"""A session ends when nothing was asked for so long."""
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Session:
    """Who logged in and when; `secret` is the hash of the password then, `token` stands in every form."""

    account: str
    secret: str
    token: str
    begun: datetime
    seen: datetime


class Sessions:
    """The sessions by the hash of their cookie, so that no cookie can be read out of the memory's image.

    `token` makes unguessable values of at least 128 bits.
    """

    def __init__(self, token: Callable[[], str]) -> None:
        self._token = token
        self._kept: dict[str, Session] = {}
        self._lock = Lock()

    def begin(self, account: str, secret: str, now: datetime) -> str:
        """A new session; its cookie."""
        cookie = self._token()
        with self._lock:
            self._kept = {key: kept for key, kept in self._kept.items() if _alive(kept, now)}
            if len(self._kept) >= _MOST:
                del self._kept[next(iter(self._kept))]
            self._kept[_key(cookie)] = Session(account, secret, self._token(), now, now)
        return cookie

    def find(self, cookie: str, now: datetime) -> Session | None:
        """The session of a cookie, which was now seen; None where it has ended."""
        with self._lock:
            found = self._kept.get(_key(cookie))
            if found is None or not _alive(found, now):
                self._kept.pop(_key(cookie), None)
                return None
            self._kept[_key(cookie)] = replace(found, seen=now)
            return found

    def end(self, cookie: str) -> None:
        """End the session of a cookie."""
        with self._lock:
            self._kept.pop(_key(cookie), None)


def _alive(session: Session, now: datetime) -> bool:
    return now < session.begun + LONGEST and now < session.seen + IDLE


def _key(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()
