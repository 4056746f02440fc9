"""Limits how often something may be tried: a number of times within a span of time, for each key."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from threading import Lock

_MOST_KEYS = 10_000


class Attempts:
    """Counts attempts of the last span of time; the keys longest silent are dropped when there are too many."""

    def __init__(self, most: int, within: timedelta) -> None:
        self._most, self._within = most, within
        self._made: dict[str, deque[datetime]] = {}
        self._lock = Lock()

    def wait(self, key: str, now: datetime) -> int:
        """Count an attempt and return 0; where there were too many, the seconds until the next one may be made."""
        with self._lock:
            made = self._made.pop(key, deque())
            while made and made[0] <= now - self._within:
                made.popleft()
            self._made[key] = made
            if len(self._made) > _MOST_KEYS:
                del self._made[next(iter(self._made))]
            if len(made) >= self._most:
                return ceil((made[0] + self._within - now).total_seconds())
            made.append(now)
            return 0

    def forget(self, key: str) -> None:
        """Begin anew for a key."""
        with self._lock:
            self._made.pop(key, None)


def network_of(address: str) -> str:
    """An address as attempts are counted: of IPv6 the network of 64 bits, since one host has as many addresses."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((int(parsed), 64), strict=False)) if isinstance(parsed, IPv6Address) else address
