"""A PostgreSQL server of the tests' own, on loopback, from the Debian packages."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
POSTGIS = sorted(Path("/usr/share/postgresql").glob("*/extension/postgis.control"))
SETTINGS = ("listen_addresses=127.0.0.1", "fsync=off", "max_connections=40", "unix_socket_directories=")


class Absent(Exception):
    """The server or PostGIS is not installed."""


@dataclass(frozen=True)
class Server:
    """A running server; anybody on this machine may enter while the tests run."""

    port: int
    binaries: Path
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def new(self, *options: str) -> str:
        """The address of a new database."""
        name = f"record{next(self.numbers)}"
        self.run("createdb", *options, name)
        return self.url(name)

    def run(self, program: str, *arguments: str) -> None:
        to = ("--host=127.0.0.1", f"--port={self.port}", "--username=postgres")
        subprocess.run([self.binaries / program, *to, *arguments], check=True, capture_output=True)


@contextmanager
def serving() -> Iterator[Server]:
    """Make a cluster in a temporary folder, start it, and take all of it away afterwards."""
    if not BINARIES or not POSTGIS:
        raise Absent("PostgreSQL with PostGIS is not installed (Debian: postgresql, postgresql-15-postgis-3)")
    binaries, folder = BINARIES[-1].parent, Path(tempfile.mkdtemp(prefix="riwaya-postgres-"))
    user = _owner(folder)
    data = folder / "data"
    try:
        _run([binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"], user)
        server = Server(_free_port(), binaries)
        settings = " ".join(f"-c {setting}" for setting in (*SETTINGS, f"port={server.port}"))
        start = [binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", settings, "start"]
        _run(start, user)
        try:
            yield server
        finally:
            _run([binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"], user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root: its own user then owns the folder."""
    if os.getuid() != 0:
        return None
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return user.pw_name


def _run(command: list[object], user: str | None) -> None:
    subprocess.run([str(part) for part in command], user=user, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
