"""Servers on loopback for the tests of fetching, and a world in which names and time are what a test says."""

import socket
import socketserver
import ssl
import threading
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

import httpcore2

from riwaya.fetch.exchange import Manners, Surroundings

START = datetime(2026, 11, 22, 9, tzinfo=UTC)
OUTSIDE = "93.184.216.34"
"""An address of the open internet. In the world of the tests the server on loopback answers there."""


class Server:
    """A server that answers each path with bytes, or lets a function talk over the connection."""

    def __init__(self, certificate=None):
        self.pages, self.requests = {}, []
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                lines = []
                while (line := self.rfile.readline(65536)).strip():
                    lines.append(line.decode("latin-1").strip())
                if not lines:
                    return
                path = lines[0].split()[1]
                headers = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines[1:])}
                outer.requests.append((path, headers))
                page = outer.pages.get(path, http(b"", status="404 Not Found"))
                if isinstance(page, list):
                    page = page.pop(0) if len(page) > 1 else page[0]
                with suppress(OSError):
                    page(self.wfile, headers) if callable(page) else self.wfile.write(page)

        class Listener(socketserver.ThreadingTCPServer):
            allow_reuse_address = daemon_threads = True

        self._server = Listener(("127.0.0.1", 0), Handler)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def paths(self):
        return [path for path, _ in self.requests if path != "/robots.txt"]

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def serving(pages, certificate=None):
    server = Server(certificate)
    server.pages.update(pages)
    try:
        yield server
    finally:
        server.stop()


def http(body, *headers, status="200 OK", media="text/html; charset=utf-8", length=None):
    given = [f"Content-Type: {media}", f"Content-Length: {len(body) if length is None else length}"]
    return "\r\n".join([f"HTTP/1.1 {status}", *given, *headers, "", ""]).encode() + body


def redirect(target, status="302 Found"):
    return http(b"", f"Location: {target}", status=status)


class Network(httpcore2.NetworkBackend):
    """Connects as asked, but for OUTSIDE, where the server on loopback answers; keeps what it was asked."""

    def __init__(self, port):
        self.port, self.asked = port, []

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        self.asked.append((host, port))
        host, port = ("127.0.0.1", self.port) if host == OUTSIDE else (host, port)
        return httpcore2.SyncBackend().connect_tcp(host, port, timeout, local_address, socket_options)


class World:
    """Names lead outside unless the test says otherwise; sleeping takes no time but moves the clock."""

    def __init__(self, port=0, names=None):
        self.network, self.names, self.slept, self.resolved = Network(port), names or {}, [], []
        self.time = 0.0

    def resolve(self, host, port):
        self.resolved.append(host)
        found = self.names.get(host, OUTSIDE)
        if isinstance(found, Exception):
            raise found
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        return found if isinstance(found, tuple) else (found,)

    def sleep(self, seconds):
        self.slept.append(round(seconds, 3))
        self.time += seconds

    def surroundings(self, clock=None):
        return Surroundings(
            network=self.network,
            resolve=self.resolve,
            now=lambda: START + timedelta(seconds=self.time),
            clock=clock or (lambda: self.time),
            sleep=self.sleep,
            chance=lambda: 0.5,
        )


def no_such_name(host):
    return socket.gaierror(-2, "Name or service not known")


QUICK = Manners(connect=2.0, read=2.0, deadline=5.0)
