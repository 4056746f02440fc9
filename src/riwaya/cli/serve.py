"""`riwaya serve`: the record in a browser."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from riwaya.cli.recording import need_store, opened_record, record_option
from riwaya.cli.userdata import data_option
from riwaya.model.errors import UsageError

HOST = "127.0.0.1"
PORT = 8484
_NEEDED = ("fastapi", "jinja2", "uvicorn")


@click.command("serve")
@record_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="The port to listen on; a free one where it is taken.",
)
@click.option(
    "--tiles",
    metavar="URL",
    help="Offer a raster map from this server, as https://.../{z}/{x}/{y}.png. Its owner sees what is looked at.",
)
@data_option
def command(record: str, port: int, tiles: str | None, data: Path) -> int:
    """Show the record in a browser.

    Listens on 127.0.0.1 alone and prints the address. The pages ask no other host for anything, unless
    --tiles names one and a reader switches its map on. Ctrl-C ends it.
    """
    need_web()
    with opened_record(record):
        pass
    serve_record(record, port, data, tiles)
    return 0


def need_web() -> None:
    """Raise UsageError where the packages of the extra `web` are not installed."""
    need_store()
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise UsageError(f"the pages need {', '.join(missing)}: pip install 'riwaya[web]'")


def serve_record(record: str, port: int, data: Path, tiles: str | None = None) -> None:
    """Serve a record on this machine until Ctrl-C, its address printed. Raises UsageError, StoreError."""
    from datetime import UTC, datetime

    from riwaya.web.server import bound, serve
    from riwaya.web.settings import Settings

    settings = Settings(record=record, data=data, tiles=tiles, now=lambda: datetime.now(UTC))
    listening = bound(HOST, port)
    try:
        serve(settings, listening, lambda address: click.echo(f"serving {record} at {address} (Ctrl-C ends)"))
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
