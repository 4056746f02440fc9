"""What the commands that go over the network share: their options, and keeping what was fetched in the record."""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from riwaya.cli.add import Adding
from riwaya.model.errors import PageError, UsageError
from riwaya.read import Received, receive_fetched

if TYPE_CHECKING:
    from riwaya.fetch.exchange import Manners
    from riwaya.fetch.fetcher import Fetched, Fetcher
    from riwaya.store.base import Store

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
_NEEDED = ("httpx2", "socksio", "feedparser", "protego")
_OPTIONS: tuple[Decorator, ...] = (
    click.option(
        "--proxy",
        envvar="RIWAYA_PROXY",
        show_envvar=True,
        metavar="URL",
        help="Go through a proxy, such as Tor: socks5h://127.0.0.1:9050.",
    ),
    click.option(
        "--user-agent",
        envvar="RIWAYA_USER_AGENT",
        show_envvar=True,
        help="What to call oneself to the servers.  [default: riwaya and its version]",
    ),
    click.option(
        "--delay",
        type=click.FloatRange(0, 300),
        default=1.0,
        show_default=True,
        help="Seconds between two requests to one host.",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(1, 3600),
        default=60.0,
        show_default=True,
        help="Seconds for one request in all.",
    ),
    click.option("--allow-private", is_flag=True, help="Also fetch from this machine and from private networks."),
    click.option("--ignore-robots", is_flag=True, help="Do not ask for robots.txt."),
)
_OK, _UNCHANGED = 200, 304


def network_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of the network."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def need_network() -> None:
    """Raise UsageError where the packages of the extra `net` are not installed."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise UsageError(f"the network needs {', '.join(missing)}: pip install 'riwaya[net]'")


def manners_of(options: dict[str, Any]) -> Manners:
    """What the options of the network say, which are taken out of `options`. Raises UsageError."""
    need_network()
    from riwaya.fetch.exchange import USER_AGENT, Manners

    return Manners(
        user_agent=options.pop("user_agent") or USER_AGENT,
        proxy=options.pop("proxy") or None,
        delay=options.pop("delay"),
        deadline=options.pop("timeout"),
        allow_private=options.pop("allow_private"),
        obey_robots=not options.pop("ignore_robots"),
    )


def fetcher_of(manners: Manners) -> Fetcher:
    """A fetcher with the network, the clocks and the chance of this machine."""
    import httpcore2

    from riwaya.fetch.addresses import resolved
    from riwaya.fetch.exchange import Surroundings
    from riwaya.fetch.fetcher import Fetcher

    world = Surroundings(
        network=httpcore2.SyncBackend(),
        resolve=resolved,
        now=lambda: datetime.now(UTC),
        clock=time.monotonic,
        sleep=time.sleep,
        chance=random.random,
    )
    return Fetcher(manners, world)


@dataclass
class Fetching:
    """Fetches pages into a record."""

    store: Store
    fetcher: Fetcher
    adding: Adding

    def fetch(self, url: str) -> None:
        """Fetch one page and keep it with its WARC; what goes wrong is told, counted and noted."""
        from riwaya.fetch.exchange import normal_url
        from riwaya.fetch.fetcher import Validators

        try:
            url = normal_url(url)
            before = self.store.web.last(url)
            known = Validators(before.etag, before.last_modified) if before else None
            got = self.fetcher.fetch(url, known)
        except PageError as fault:
            self.adding.add(fault)
            return
        if got.response.status == _UNCHANGED and before and before.capture:
            self.adding.meet(before.capture, url)
            self._keep(got, before.capture)
        else:
            self._add(got)

    def _add(self, got: Fetched) -> None:
        from riwaya.fetch.warcfile import warc_of

        status = got.response.status
        item = receive_fetched(got.url, warc_of(got)) if status == _OK else PageError(got.url, f"status {status}")
        self.adding.add(item)
        self._keep(got, hashlib.sha256(item.data).hexdigest() if isinstance(item, Received) else None)

    def _keep(self, got: Fetched, capture: str | None) -> None:
        from riwaya.fetch.warcfile import warc_of
        from riwaya.store.web import Exchange

        exchange = Exchange(
            url=got.url,
            final_url=got.last.url,
            at=got.last.at,
            status=got.response.status,
            etag=got.validators.etag,
            last_modified=got.validators.last_modified,
            capture=capture,
        )
        self.store.web.keep(exchange, warc_of(got))
