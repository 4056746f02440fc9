"""One request and its answer: sent once, without following, retrying or waiting."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec

import httpcore2
import httpx2

from riwaya import __version__
from riwaya.fetch.addresses import Refused, Resolver, check_name
from riwaya.fetch.wire import TOO_LONG, Overrun, WatchedBackend, Wire
from riwaya.model.errors import PageError, UsageError
from riwaya.read.httpmessage import HttpResponse, parse_response

USER_AGENT = f"riwaya/{__version__}"
_PROXIES = ("socks5", "socks5h", "http")
_HEAD = 1 << 20
_LAST_PORT = 65535
_WHERE = re.compile(r"^\[[^]]*\] certificate verify failed: | \([^()]*\)$")
_UNSENDABLE = re.compile(r"[^\x20-\x7e]")


@dataclass(frozen=True, kw_only=True)
class Manners:
    """How to ask: what the user may set. Times are in seconds.

    `deadline` is for one request, from its start to the last byte; `delay` lies between two
    requests to a host; `attempts` is how often in all a request is tried.
    """

    user_agent: str = USER_AGENT
    proxy: str | None = None
    allow_private: bool = False
    obey_robots: bool = True
    connect: float = 10.0
    read: float = 20.0
    deadline: float = 60.0
    delay: float = 1.0
    attempts: int = 3
    redirects: int = 10

    def __post_init__(self) -> None:
        if self.proxy is not None and not _is_proxy(self.proxy):
            raise UsageError("a proxy is given as socks5h://[user:password@]host:port or http://host:port")
        if _UNSENDABLE.search(self.user_agent) or not self.user_agent.strip():
            raise UsageError("the user agent must be in printable ASCII")


@dataclass(frozen=True)
class Surroundings:
    """What asking needs of the world: connections, names, two clocks (UTC; seconds that only grow), sleep, chance.

    `chance` gives a number in [0, 1).
    """

    network: httpcore2.NetworkBackend
    resolve: Resolver
    now: Callable[[], datetime]
    clock: Callable[[], float]
    sleep: Callable[[float], None]
    chance: Callable[[], float]


@dataclass(frozen=True, kw_only=True)
class Hop:
    """One request as sent and its answer as received, all bytes. `at` is an ISO instant; `address` that of the host."""

    url: str
    at: str
    sent: bytes
    received: bytes
    address: str | None
    response: HttpResponse


def _is_proxy(address: str) -> bool:
    try:
        found = httpx2.URL(address)
    except (httpx2.InvalidURL, ValueError):
        return False
    if found.scheme == "http" and found.userinfo:
        return False
    return found.scheme in _PROXIES and bool(found.host) and 0 < (found.port or 0) <= _LAST_PORT


class Forbidden(PageError):
    """An address that is not connected to, wherever on the way it comes."""


class Passing(Exception):
    """A fault that may pass: worth another attempt. Its text is the reason."""


def normal_url(url: str, base: str | None = None) -> str:
    """A web address in the form in which it is asked for, without its fragment. Raises PageError."""
    name = url[:200]
    try:
        found = (httpx2.URL(base).join(url) if base else httpx2.URL(url.strip())).copy_with(fragment=None)
        secret = found.userinfo
    except (httpx2.InvalidURL, ValueError, TypeError) as fault:
        raise PageError(name, f"not a web address: {fault}") from fault
    if found.scheme not in ("http", "https") or not found.host or (found.port or 1) > _LAST_PORT:
        raise PageError(name, "not a web address: only http:// and https:// are fetched")
    if secret:
        raise PageError(str(found.copy_with(username=None, password=None)), "an address with a password is not fetched")
    return str(found)


def host_of(url: str) -> str:
    """Host and port of a normal web address."""
    found = httpx2.URL(url)
    return f"{found.scheme}://{found.netloc.decode('ascii')}"


def ask(url: str, headers: Mapping[str, str], manners: Manners, world: Surroundings, limit: int) -> Hop:
    """Send one GET and take the whole answer, whatever its status; at most `limit` bytes of body.

    Raises PageError for what will not pass, Passing for what may.
    """
    wire = Wire(limit + _HEAD, world.clock() + manners.deadline, world.clock)
    at = world.now().astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    with _stated(url, wire):
        _send(url, headers, manners, world, wire)
    response = parse_response(bytes(wire.received))
    if response is None:
        raise Passing("the answer is no HTTP")
    return Hop(
        url=url, at=at, sent=bytes(wire.sent), received=bytes(wire.received), address=wire.address, response=response
    )


@contextmanager
def _stated(url: str, wire: Wire) -> Iterator[None]:
    """Say in our words what goes wrong on the way, and whether it may pass."""
    try:
        yield
    except Refused as fault:
        raise Forbidden(url, str(fault)) from fault
    except Overrun as fault:
        raise PageError(url, str(fault)) from fault
    except httpcore2.TimeoutException as fault:
        if wire.clock() >= wire.until:
            raise PageError(url, TOO_LONG) from fault
        raise Passing(f"no answer in time ({type(fault).__name__})") from fault
    except (httpcore2.NetworkError, httpcore2.ProxyError, httpcore2.ProtocolError) as fault:
        raise _broken(url, fault) from fault


def _broken(url: str, fault: Exception) -> PageError | Passing:
    """What a broken connection means: a fault that may pass, but for a false certificate or a bad request."""
    said = str(fault)
    if "CERTIFICATE_VERIFY_FAILED" in said:
        return PageError(url, f"the certificate of the server is not trusted: {_WHERE.sub('', said)}")
    if isinstance(fault, httpcore2.LocalProtocolError):
        return PageError(url, f"cannot be asked for: {said}")
    if isinstance(fault, httpcore2.ProtocolError):
        return Passing(f"the answer was cut short or is no HTTP: {said}")
    return Passing(f"no connection: {said}")


def _send(url: str, headers: Mapping[str, str], manners: Manners, world: Surroundings, wire: Wire) -> None:
    """Ask over a connection of its own and read to the end; everything stays in the wire."""
    target = httpx2.URL(url)
    if manners.proxy and not manners.allow_private:
        check_name(target.host)
    if target.host.endswith(".onion") and not manners.proxy:
        raise Refused("an onion service is reached through Tor: --proxy socks5h://127.0.0.1:9050")

    def trace(event: str, info: Mapping[str, object]) -> None:
        del info
        if event == "http11.send_request_headers.started":
            wire.begin()

    limits = {"connect": manners.connect, "read": manners.read, "write": manners.read, "pool": manners.connect}
    request = httpcore2.Request(
        "GET",
        httpcore2.URL(scheme=target.raw_scheme, host=target.raw_host, port=target.port, target=target.raw_path),
        headers=[("Host", target.netloc.decode("ascii")), *_headers(manners), *headers.items()],
        extensions={"timeout": limits, "trace": trace},
    )
    with _pool(manners, world, wire) as pool:
        response = pool.handle_request(request)
        try:
            for _ in response.iter_stream():
                pass
        finally:
            response.close()


def _headers(manners: Manners) -> list[tuple[str, str]]:
    encodings = ["gzip", "deflate", *(["br"] if find_spec("brotli") else [])]
    return [
        ("User-Agent", manners.user_agent),
        ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5"),
        ("Accept-Language", "ar,en;q=0.5"),
        ("Accept-Encoding", ", ".join(encodings)),
        ("Connection", "close"),
    ]


def _pool(manners: Manners, world: Surroundings, wire: Wire) -> httpcore2.ConnectionPool:
    if manners.proxy is None:
        checking = WatchedBackend(wire, world.network, world.resolve, manners.allow_private)
        return httpcore2.ConnectionPool(network_backend=checking)
    direct = WatchedBackend(wire, world.network, None, True)
    proxy = httpx2.URL(manners.proxy)
    auth = (proxy.username, proxy.password) if proxy.username else None
    address = httpcore2.URL(scheme=proxy.scheme.removesuffix("h"), host=proxy.raw_host, port=proxy.port, target="/")
    if proxy.scheme == "http":
        return httpcore2.HTTPProxy(address, network_backend=direct)
    return httpcore2.SOCKSProxy(address, proxy_auth=auth, network_backend=direct)
