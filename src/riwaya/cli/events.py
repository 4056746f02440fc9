"""`riwaya events`: find events as several articles tell them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click
import msgspec

from riwaya.cli.filters import filter_options, query_of
from riwaya.cli.recording import linked_record, record_option
from riwaya.cli.show import console_for, laid_out
from riwaya.cli.showfindings import show_events
from riwaya.cli.userdata import data_option
from riwaya.model.finding import Order

if TYPE_CHECKING:
    from riwaya.store.base import FoundEvents


@click.command("events")
@filter_options
@click.option("--order", type=click.Choice(get_args(Order)), default="latest", show_default=True, help="What first.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="So many at most.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="So many are passed over.")
@record_option
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print each event as one line of JSON.")
def command(record: str, data: Path, as_json: bool, limit: int, **options: Any) -> int:
    """Find events as several articles tell them, those of the latest day first.

    Types, places and days are looked for in the event as a whole; one of its claims must fulfil the rest
    (QUERY as in `riwaya search`). Without any of these all events are listed. The record is linked first
    where it has changed since.
    """
    query = query_of(options, limit=limit)
    with linked_record(record, data) as store:
        found = store.find_events(query, options["order"], options["offset"])
    click.echo(_json(found) if as_json else _drawn(found, options["offset"] + 1), nl=False)
    return 0


def _json(found: FoundEvents) -> bytes:
    return b"".join(msgspec.json.encode(event) + b"\n" for event in found.events)


def _drawn(found: FoundEvents, first: int) -> bytes:
    return laid_out(console_for(None), partial(show_events, found, first))
