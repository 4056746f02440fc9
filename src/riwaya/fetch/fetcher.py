"""Fetch pages with manners: robots.txt, a delay for each host, redirects checked one by one, patience with faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from riwaya.fetch.exchange import Hop, Manners, Passing, Surroundings, ask, host_of, normal_url
from riwaya.fetch.robots import LIMIT as ROBOTS_LIMIT
from riwaya.fetch.robots import Robots
from riwaya.model.errors import PageError
from riwaya.read.httpmessage import HttpResponse
from riwaya.read.sniff import LIMIT

REDIRECTS = frozenset([301, 302, 303, 307, 308])
BUSY = frozenset([429, 500, 502, 503, 504])
LONGEST_WAIT = 300.0
"""Who asks for more seconds of patience than that is left alone."""

_FIRST_WAIT = 2.0


@dataclass(frozen=True)
class Validators:
    """By what a server knows whether a page is still the one that is kept: its ETag and Last-Modified."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """The headers of a conditional request."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in pairs.items() if value}


@dataclass(frozen=True)
class Fetched:
    """What was asked for and every answer on the way, the last one being that of the page."""

    url: str
    hops: tuple[Hop, ...]

    @property
    def last(self) -> Hop:
        """The request that was not redirected, with its answer."""
        return self.hops[-1]

    @property
    def response(self) -> HttpResponse:
        """The answer of the page."""
        return self.last.response

    @property
    def validators(self) -> Validators:
        """What to ask with the next time."""
        return Validators(_sendable(self.response.header("etag")), _sendable(self.response.header("last-modified")))


@dataclass
class Fetcher:
    """Fetches one address after the other. `_free` says when each host may be asked again."""

    manners: Manners
    world: Surroundings
    _free: dict[str, float] = field(default_factory=dict, init=False)
    _robots: Robots = field(init=False)

    def __post_init__(self) -> None:
        self._robots = Robots(lambda url: self._follow(url, {}, robots=False)[-1], self.manners.user_agent)

    def fetch(self, url: str, known: Validators | None = None) -> Fetched:
        """Ask for an address and follow where it leads; an answer of any status but those that may pass counts.

        Raises PageError.
        """
        url = normal_url(url)
        try:
            return Fetched(url, self._follow(url, (known or Validators()).headers(), robots=True))
        except Passing as fault:
            raise PageError(url, f"{fault}, after {self.manners.attempts} attempts") from fault

    def _follow(self, url: str, headers: Mapping[str, str], *, robots: bool) -> tuple[Hop, ...]:
        hops: list[Hop] = []
        asked = url
        while len(hops) <= self.manners.redirects:
            hops.append(self._patiently(url, headers, robots=robots))
            target = hops[-1].response.header("location")
            if hops[-1].response.status not in REDIRECTS or not target:
                return tuple(hops)
            url = normal_url(target, base=url)
            if url in [hop.url for hop in hops]:
                raise PageError(asked, f"redirected in a circle, back to {url[:200]}")
        raise PageError(asked, f"redirected more than {self.manners.redirects} times")

    def _patiently(self, url: str, headers: Mapping[str, str], *, robots: bool) -> Hop:
        """One request, tried again after faults that may pass."""
        if robots and self.manners.obey_robots:
            fault = self._robots.fault(url)
            if fault:
                raise PageError(url, fault)
        for attempt in range(1, self.manners.attempts):
            try:
                hop = self._once(url, headers, robots=robots)
            except Passing:
                self.world.sleep(self._pause(attempt))
                continue
            if hop.response.status not in BUSY:
                return hop
            told = self._told(hop)
            self.world.sleep(self._pause(attempt) if told is None else told)
        return self._once(url, headers, robots=robots)

    def _once(self, url: str, headers: Mapping[str, str], *, robots: bool) -> Hop:
        """One request, when the host may be asked again."""
        self._wait_for(url, robots=robots)
        try:
            return ask(url, headers, self.manners, self.world, LIMIT if robots else ROBOTS_LIMIT)
        finally:
            self._free[host_of(url)] = self.world.clock()

    def _wait_for(self, url: str, *, robots: bool) -> None:
        """Wait until the host may be asked again. Raises PageError where it wants too much patience."""
        asked = self._free.get(host_of(url))
        if asked is None:
            return
        delay = self.manners.delay
        if robots and self.manners.obey_robots:
            delay = max(delay, self._robots.delay(url))
        if delay > LONGEST_WAIT:
            raise PageError(url, f"the site wants {delay:.0f} seconds between two requests")
        wait = asked + delay - self.world.clock()
        if wait > 0:
            self.world.sleep(wait)

    def _pause(self, attempt: int) -> float:
        """How long to wait after so many attempts: twice as long each time, and not all at one moment."""
        wait = _FIRST_WAIT**attempt * (1 + self.world.chance())
        return min(wait, LONGEST_WAIT)

    def _told(self, hop: Hop) -> float | None:
        """How long the server asks to wait (Retry-After). Raises PageError where that is too long."""
        value = hop.response.header("retry-after")
        wait = _seconds(value, self.world.now()) if value else None
        if wait is not None and wait > LONGEST_WAIT:
            raise PageError(hop.url, f"status {hop.response.status}: the site asks to come back in {wait:.0f} seconds")
        return wait


def _seconds(value: str, now: datetime) -> float | None:
    """The seconds of a Retry-After: a number, or a date of HTTP."""
    if value.isdecimal() and value.isascii():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((moment - now).total_seconds(), 0.0)


def _sendable(value: str | None) -> str | None:
    """A header that may be sent back as it came: printable, of a sane length."""
    return value if value and value.isascii() and value.isprintable() and len(value) <= 500 else None
