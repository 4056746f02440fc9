"""Serve a record until the process is stopped."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable, Sequence
from contextlib import closing
from ipaddress import ip_address

import uvicorn

from riwaya.model.errors import UsageError
from riwaya.web.app import create_app
from riwaya.web.settings import Settings

_BACKLOG = 2048


def bound(host: str, port: int) -> socket.socket:
    """A listening socket at a port, or at a free one where that is taken. Raises UsageError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in (port, 0):
        try:
            return socket.create_server((host, candidate), family=family, backlog=_BACKLOG, reuse_port=False)
        except OSError as fault:
            if candidate == 0 or fault.errno != errno.EADDRINUSE:
                raise UsageError(f"cannot listen on {host} port {candidate}: {fault.strerror}") from fault
    raise AssertionError("a free port was asked for last")


def is_loopback(listening: socket.socket) -> bool:
    """Whether nobody but this machine reaches a socket."""
    return ip_address(listening.getsockname()[0]).is_loopback


def serve(
    settings: Settings, listening: socket.socket, ready: Callable[[str], None], proxies: Sequence[str] = ()
) -> None:
    """Serve until interrupted; `ready` gets the address once it is served. Raises StoreError without a record.

    What `proxies` (addresses) say of the visitor's address and of TLS is believed, and nobody else.
    """
    app = create_app(settings)
    host, port = listening.getsockname()[:2]
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="none",
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
    )
    with closing(listening):
        _Server(config, lambda: ready(address)).run(sockets=[listening])


class _Server(uvicorn.Server):
    """A server that says when it serves."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if not self.should_exit:
            self._ready()
