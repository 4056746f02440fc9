"""The guard before every handler: names of this host, requests of our own pages, bodies of a size, people let in.

It refuses unless told otherwise, so that a page that is added need not think of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from fastapi.concurrency import run_in_threadpool
from fastapi.responses import PlainTextResponse, RedirectResponse, Response
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from riwaya.model.errors import StoreError
from riwaya.web.door import Door, Visitor
from riwaya.web.errors import answer
from riwaya.web.language import LANGUAGES
from riwaya.web.site import site_of
from riwaya.web.templating import language_of

LARGEST = 1 << 20
"""The most bytes of a body."""
_READS = ("GET", "HEAD", "OPTIONS")
_OPEN = ("/robots.txt", *(f"/{code}/login" for code in LANGUAGES))
_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([\w.-]+))(?::\d{1,5})?", re.ASCII)
_PRIVATE = "private, no-store"


class Guard:
    """Answers what may not be asked, and says in `request.state.visitor` who asks.

    `hosts` are the names under which this server may be asked for. Where it listens to other machines
    (`any_address`), also under any address: a name can be made to lead here, an address cannot.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str] = (), any_address: bool = False) -> None:
        self._app, self._any_address = app, any_address
        self._hosts = frozenset(host.lower().strip("[]") for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            request = Request(scope)
            refusal = self._refused(request) or await self._kept_out(request)
            sending = _privately(send) if site_of(request).door.guarded and not _is_static(request) else send
            await (refusal or self._app)(scope, receive, sending)

    def _refused(self, request: Request) -> Response | None:
        """The answer to a request that nobody may send."""
        if not self._is_known(_host(request)):
            return PlainTextResponse("this server is not called so; see riwaya serve --name\n", 421)
        if request.method in _READS:
            return None
        if not _is_ours(request):
            return answer(request, 403, "sent by a page of another site")
        length = request.headers.get("content-length", "0" if _has_no_body(request) else "")
        if not length.isascii() or not length.isdigit():
            return answer(request, 411, "the length of the body is not stated")
        return answer(request, 413, f"at most {LARGEST} bytes") if int(length) > LARGEST else None

    def _is_known(self, host: str) -> bool:
        return host in self._hosts or (self._any_address and _is_address(host))

    async def _kept_out(self, request: Request) -> Response | None:
        """The answer to someone who must log in first; None for a visitor, who is noted."""
        door = site_of(request).door
        try:
            visitor = await _visitor(door, request.cookies, request.url.scheme == "https")
        except StoreError as fault:
            return answer(request, 503, str(fault))
        request.state.visitor = visitor
        path = request.scope["path"]
        if visitor is not None or path in _OPEN or _is_static(request):
            return None
        if path.startswith("/api") or request.method not in _READS:
            return answer(request, 401, "log in first")
        return _to_login(request)


async def _visitor(door: Door, cookies: Mapping[str, str], secure: bool) -> Visitor | None:
    """Who brings these cookies; the record is asked, in a thread, only where there are accounts."""
    return await run_in_threadpool(door.visitor, cookies, secure) if door.guarded else door.visitor(cookies, secure)


def _to_login(request: Request) -> Response:
    language = language_of(request, site_of(request)).code
    wanted = request.scope["path"] + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/{language}/login?next={quote(wanted, safe='')}", 303)


def _privately(send: Send) -> Send:
    """Nothing that only some people may see is kept by a browser or on the way."""

    async def with_header(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["Cache-Control"] = _PRIVATE
        await send(message)

    return with_header


def _is_static(request: Request) -> bool:
    return str(request.scope["path"]).startswith("/static/")


def _is_ours(request: Request) -> bool:
    """Whether a page of ours sent a request, as far as the browser tells; programs need not say."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site != "same-origin":
        return False
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _has_no_body(request: Request) -> bool:
    return "transfer-encoding" not in request.headers


def _host(request: Request) -> str:
    """The name that was asked for, without its port; empty where the header holds anything else.

    What stands behind a name there would become part of `request.url`, and of its path.
    """
    stated = _HOST.fullmatch(request.headers.get("host", "").lower())
    return (stated[1] or stated[2]) if stated else ""


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
