"""`riwaya source`: figures about sources."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click
import msgspec

from riwaya.cli.recording import linked_record, record_option
from riwaya.cli.show import console_for, laid_out
from riwaya.cli.showfindings import show_sources
from riwaya.cli.userdata import data_option
from riwaya.model.errors import UsageError


@click.command("source")
@click.argument("name", required=False)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="So many at most.")
@record_option
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print each source as one line of JSON.")
def command(name: str | None, limit: int, record: str, data: Path, as_json: bool) -> int:
    """Show what sources claimed, through whom, and how often others said the same.

    NAME is a name of the source or its key; without one, those with most claims are listed. These are figures,
    never a verdict. `riwaya search --source` lists the claims.
    """
    with linked_record(record, data) as store:
        found = store.sources(name, limit)
    if name is not None and not found:
        raise UsageError(f"no claim of the record rests on a source {name!r}")
    if as_json:
        click.echo(b"".join(msgspec.json.encode(source) + b"\n" for source in found), nl=False)
    else:
        click.echo(laid_out(console_for(None), partial(show_sources, found)), nl=False)
    return 0
