"""One connection, watched: it goes only to addresses that were checked, ends in time, and its bytes are kept."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import httpcore2

from riwaya.fetch.addresses import Resolver, checked

TOO_LONG = "the answer took too long altogether"
_MOST_ADDRESSES = 4


class Overrun(Exception):
    """An exchange that took too long or brought too much; its text is the reason."""


@dataclass
class Wire:
    """What went over one connection. `limit` is in bytes, `until` an instant of `clock` in seconds."""

    limit: int
    until: float
    clock: Callable[[], float]
    sent: bytearray = field(default_factory=bytearray)
    received: bytearray = field(default_factory=bytearray)
    address: str | None = None

    def begin(self) -> None:
        """Forget what went over before: the talk with a proxy."""
        self.sent.clear()
        self.received.clear()

    def left(self, timeout: float | None) -> float:
        """The seconds that a step may take. Raises Overrun when there are none."""
        left = self.until - self.clock()
        if left <= 0:
            raise Overrun(TOO_LONG)
        return left if timeout is None else min(left, timeout)

    def take(self, data: bytes) -> bytes:
        """Keep what came. Raises Overrun beyond the limit."""
        self.received += data
        if len(self.received) > self.limit:
            raise Overrun(f"the answer is longer than {self.limit // 1048576} MB")
        return data


class WatchedStream(httpcore2.NetworkStream):
    """A stream whose bytes and time are watched by a Wire."""

    def __init__(self, stream: httpcore2.NetworkStream, wire: Wire) -> None:
        self._stream, self._wire = stream, wire

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read some bytes."""
        return self._wire.take(self._stream.read(max_bytes, self._wire.left(timeout)))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all bytes."""
        self._wire.sent += buffer
        self._stream.write(buffer, self._wire.left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """Go on encrypted; what is kept are the bytes before encryption."""
        inner = self._stream.start_tls(ssl_context, server_hostname, self._wire.left(timeout))
        return WatchedStream(inner, self._wire)

    def get_extra_info(self, info: str) -> Any:
        """What is known of the connection."""
        return self._stream.get_extra_info(info)


@dataclass
class WatchedBackend(httpcore2.NetworkBackend):
    """Opens connections to the very addresses that were checked, so that no second look-up can lead elsewhere.

    `resolve` is None for a proxy, which is connected to as it is named; `network` opens the connections.
    """

    wire: Wire
    network: httpcore2.NetworkBackend
    resolve: Resolver | None
    allow_private: bool

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address that answers. Raises Refused, Overrun, and what httpcore raises."""
        fault: httpcore2.NetworkError | httpcore2.TimeoutException | None = None
        for address in self._addresses(host, port):
            try:
                stream = self.network.connect_tcp(address, port, self.wire.left(timeout), local_address, socket_options)
            except (httpcore2.NetworkError, httpcore2.TimeoutException) as problem:
                fault = problem
            else:
                self.wire.address = address if self.resolve else None
                return WatchedStream(stream, self.wire)
        raise fault or httpcore2.ConnectError("no address")

    def _addresses(self, host: str, port: int) -> tuple[str, ...]:
        if self.resolve is None:
            return (host,)
        try:
            return checked(host, port, self.resolve, self.allow_private)[:_MOST_ADDRESSES]
        except OSError as fault:
            raise httpcore2.ConnectError(f"the name cannot be resolved: {fault.strerror or fault}") from fault
