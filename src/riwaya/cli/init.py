"""`riwaya init`: make an empty record, or bring an older one to the tables of this version."""

from __future__ import annotations

import click

from riwaya.cli.recording import need_store, record_option


@click.command("init")
@record_option
def command(record: str) -> int:
    """Make an empty record.

    One that is there already stays as it is; where an older version of riwaya made it, its tables are
    brought up to date.
    """
    need_store()
    from riwaya.store.location import create_store

    store, made = create_store(record)
    store.close()
    click.echo(f"{store.name}: {'a new record' if made else 'a record is there already; it is up to date'}")
    return 0
