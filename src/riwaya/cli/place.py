"""`riwaya place`: the ledger of a place."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click
import msgspec

from riwaya.cli.recording import linked_record, record_option
from riwaya.cli.show import console_for, laid_out
from riwaya.cli.showfindings import show_ledgers
from riwaya.cli.userdata import data_option
from riwaya.model.errors import UsageError


@click.command("place")
@click.argument("name")
@record_option
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print each place as one line of JSON.")
def command(name: str, record: str, data: Path, as_json: bool) -> int:
    """Show who is said to have held a place, and when.

    NAME is a name of the place, in Arabic or English, or its id in the gazetteer; of a name that several places
    bear, all are shown. Areas that claims give and what is contradicted stand beside. `riwaya events --place`
    lists what happened there.
    """
    with linked_record(record, data) as store:
        ledgers = store.ledgers(name)
    if not ledgers:
        raise UsageError(f"no article of the record names a place {name!r}")
    if as_json:
        click.echo(b"".join(msgspec.json.encode(ledger) + b"\n" for ledger in ledgers), nl=False)
    else:
        click.echo(laid_out(console_for(None), partial(show_ledgers, ledgers)), nl=False)
    return 0
