"""`riwaya serve`: the record in a browser."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from getpass import getuser
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import click

from riwaya.cli.recording import need_store, opened_record, record_option
from riwaya.cli.userdata import data_option
from riwaya.model.account import account_name
from riwaya.model.errors import UsageError

HOST = "127.0.0.1"
PORT = 8484
_NEEDED = ("argon2", "fastapi", "jinja2", "uvicorn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """Where a server listens, under which further names it may be asked for, and the proxies that it believes."""

    host: str = HOST
    port: int = PORT
    names: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()


@click.command("serve")
@record_option
@click.option("--host", metavar="ADDRESS", default=HOST, show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="The port to listen on; a free one where it is taken.",
)
@click.option("--name", "names", multiple=True, help="A name under which browsers ask for this server.")
@click.option(
    "--proxy",
    "proxies",
    multiple=True,
    metavar="ADDRESS",
    help="A proxy before this server: it is believed who asks, and whether over TLS.",
)
@click.option(
    "--tiles",
    metavar="URL",
    help="Offer a raster map from this server, as https://.../{z}/{x}/{y}.png. Its owner sees what is looked at.",
)
@data_option
def command(record: str, tiles: str | None, data: Path, **where: Any) -> int:
    """Show the record in a browser.

    Listens on 127.0.0.1 alone and prints the address. The pages ask no other host for anything, unless
    --tiles names one and a reader switches its map on. Ctrl-C ends it. Where the record has accounts
    (`riwaya user`), everybody logs in; for any other --host it must have some.
    """
    need_web()
    with opened_record(record):
        pass
    serve_record(record, data, Listening(**where), tiles)
    return 0


def need_web() -> None:
    """Raise UsageError where the packages of the extra `web` are not installed."""
    need_store()
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise UsageError(f"the pages need {', '.join(missing)}: pip install 'riwaya[web]'")


def serve_record(record: str, data: Path, where: Listening, tiles: str | None = None) -> None:
    """Serve a record until Ctrl-C, its address printed. Raises UsageError, StoreError."""
    from datetime import UTC, datetime

    from riwaya.web.server import bound, is_loopback, serve
    from riwaya.web.settings import LOOPBACK, Settings

    _check_addresses(where.proxies)
    with closing(bound(where.host, where.port)) as listening:
        reached = not is_loopback(listening) or bool(where.proxies)
        if reached:
            _need_accounts(record)
        settings = Settings(
            record=record,
            data=data,
            tiles=tiles,
            now=lambda: datetime.now(UTC),
            hosts=(*LOOPBACK, where.host, *where.names),
            guarded=reached,
            visitor=_user(),
        )
        if reached and not where.proxies:
            click.echo("riwaya: passwords cross the network readable; put a proxy with TLS before it", err=True)
        try:
            said = f"serving {record} at"
            serve(settings, listening, lambda address: click.echo(f"{said} {address} (Ctrl-C ends)"), where.proxies)
        except KeyboardInterrupt:
            click.echo("stopped", err=True)


def _need_accounts(record: str) -> None:
    """Refuse to show a record to others while it has no accounts."""
    with opened_record(record) as store:
        if not store.accounts():
            raise UsageError(
                "other machines may reach this server, and the record has no accounts: riwaya user add NAME"
            )


def _check_addresses(proxies: Sequence[str]) -> None:
    for proxy in proxies:
        try:
            ip_address(proxy)
        except ValueError as fault:
            raise UsageError(f"--proxy {proxy}: not an IP address") from fault


def _user() -> str:
    """What the person at this machine is called, as long as he gives no other name."""
    try:
        return account_name(getuser()) or "local"
    except (KeyError, OSError):
        return "local"
