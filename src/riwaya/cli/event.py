"""`riwaya event`: one event with all that is claimed of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click
import msgspec

from riwaya.cli.recording import linked_record, record_option
from riwaya.cli.show import console_for, laid_out
from riwaya.cli.showfindings import show_event
from riwaya.cli.userdata import data_option
from riwaya.model.errors import UsageError


@click.command("event")
@click.argument("event_id", metavar="ID")
@record_option
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print it as one line of JSON.")
def command(event_id: str, record: str, data: Path, as_json: bool) -> int:
    """Show an event: who says what of it, and on whom it rests.

    ID is the event's, as `riwaya events` prints it, with or without "event:". Claims stand under their origins;
    what is contradicted comes last.
    """
    named = event_id if event_id.startswith("event:") else f"event:{event_id}"
    with linked_record(record, data) as store:
        event = store.event(named)
        if event is None:
            raise UsageError(f"no event {event_id}; `riwaya events` lists them")
        told, against = store.told(event.claims), store.contradictions(event=named)
    if as_json:
        click.echo(msgspec.json.encode({"event": event, "claims": told, "contradictions": against}))
    else:
        click.echo(laid_out(console_for(None), partial(show_event, event, told, against)), nl=False)
    return 0
