"""`riwaya warc`: write what was fetched into one WARC file, which other programs can show."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from riwaya.cli.inputs import opened
from riwaya.cli.recording import opened_record, record_option
from riwaya.model.errors import StoreError, UsageError

if TYPE_CHECKING:
    from riwaya.store.web import Exchange

_JOINT = b"\r\n\r\n"


@click.command("warc")
@click.argument("urls", nargs=-1, metavar="[URL]...")
@record_option
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="A .warc.gz file.")
def command(urls: tuple[str, ...], record: str, output: Path) -> int:
    """Write what was fetched into one WARC file.

    It holds every request and answer as it went over, those of the URLs given or all, each record compressed
    by itself, as programs that replay archives of the web expect it.
    """
    if not output.name.endswith(".warc.gz"):
        raise UsageError(f"{output}: the name must end in .warc.gz")
    written, failed = 0, 0
    with opened_record(record) as store, opened(output) as out:
        for exchange in store.web.exchanges():
            if urls and not _is_asked_for(exchange, urls):
                continue
            try:
                warc = store.web.warc(exchange)
            except StoreError as fault:
                failed += 1
                click.echo(f"riwaya: {exchange.url}: {fault}", err=True)
                continue
            out.writelines(_members(warc))
            written += 1
    click.echo(f"{output}: {written} pages as they were fetched")
    return 1 if failed or not written else 0


def _is_asked_for(exchange: Exchange, urls: tuple[str, ...]) -> bool:
    return exchange.url in urls or exchange.final_url in urls


def _members(warc: bytes) -> Iterator[bytes]:
    """The records of a WARC file, each compressed by itself."""
    from riwaya.read.warcrecords import Records, WarcRecord

    for record in Records(io.BytesIO(warc), len(warc)):
        if isinstance(record, WarcRecord):
            yield gzip.compress(record.head + record.block + _JOINT, mtime=0)
