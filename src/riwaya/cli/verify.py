"""`riwaya verify`: whether anything in a record was altered or lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click
import msgspec

from riwaya.cli.recording import opened_record, record_option

if TYPE_CHECKING:
    from riwaya.model.judgement import Judgement
    from riwaya.store.base import Store

ALTERED = 4


@click.command("verify")
@record_option
@click.option("--json", "as_json", is_flag=True, help="Print each fault as one line of JSON.")
def command(record: str, as_json: bool) -> int:
    """Check that nothing in the record was altered or lost.

    Every capture is compared with its hash, every claim and mention with the words at its place in the text,
    every row with the reading that it was made from; references between rows, the indexes and the chain of
    audit entries are checked. The exit code is 4 when something is not as it was written. Judgements about what
    no reading makes any more are named, and are no fault.
    """
    number = 0
    with opened_record(record) as store:
        counts = store.counts()
        for fault in store.faults():
            number += 1
            line = msgspec.json.encode(fault).decode() if as_json else f"{fault.where} {fault.which}: {fault.reason}"
            click.echo(line)
        for judgement, reason in _adrift(store):
            click.echo(f"{store.name}: judgement {judgement.number} points to nothing: {reason}", err=True)
    held = f"{counts.captures} captures, {counts.articles + counts.superseded} articles, {counts.claims} claims"
    found = f"{number or 'no'} fault{'s' if number != 1 else ''}"
    click.echo(f"{store.name}: {held} checked: {found}", err=True)
    return ALTERED if number else 0


def _adrift(store: Store) -> Iterator[tuple[Judgement, str]]:
    """The judgements that point to nothing; the articles are read only where there are judgements."""
    from riwaya.review import adrift

    judgements = list(store.judgements())
    if judgements:
        yield from adrift(judgements, store.records(superseded=True))
