"""The headers of every answer: nothing is loaded from elsewhere, no page is framed, nothing is guessed."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}

ALONE = "sandbox; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
"""The policy of a capture or a report: an origin of its own, no script, no picture, nothing loaded, nothing sent."""


class Headers:
    """Adds the headers to all answers; an answer that states a policy of its own keeps it."""

    def __init__(self, app: ASGIApp, tiles: str | None = None) -> None:
        self._app = app
        self._policy = content_policy(tiles)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", self._policy)
                for name, value in FIXED.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


def content_policy(tiles: str | None) -> str:
    """The content security policy of our pages; images also from the server of map tiles where one is set."""
    images = f"'self' data: {_host(tiles)}" if tiles else "'self' data:"
    parts = {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": images,
        "font-src": "'self'",
        "connect-src": "'self'",
        "frame-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in parts.items())


def _host(tiles: str) -> str:
    """Scheme and host of a template such as https://{s}.tile.example/{z}/{x}/{y}.png, any name for {s}."""
    address = urlsplit(tiles.replace("{s}.", "*."))
    return f"{address.scheme}://{address.netloc}"
