"""`riwaya findings`: what several articles say together: events, origins, contradictions, who held what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click
import msgspec

from riwaya.cli.engine import engine
from riwaya.cli.inputs import Reading, finished, reading_date_option
from riwaya.cli.recording import opened_record, record_option
from riwaya.cli.show import console_for, laid_out
from riwaya.cli.showfindings import show_findings, show_reasons
from riwaya.cli.userdata import data_option
from riwaya.link import Tables, explain, link, load
from riwaya.model.errors import UsageError
from riwaya.model.finding import Explanation, Findings
from riwaya.model.record import Record
from riwaya.pipeline import analyse
from riwaya.review import Forced, forced, judged, state
from riwaya.rules.actortable import actor_files


@dataclass(frozen=True)
class Wanted:
    """What the options ask for."""

    as_json: bool
    everything: bool
    why: str | None
    reading_date: date
    data: Path


@click.command("findings")
@click.argument("inputs", nargs=-1, metavar="[INPUT]...")
@record_option
@click.option("--json", "as_json", is_flag=True, help="Print all findings as one line of JSON.")
@click.option("--all", "everything", is_flag=True, help="Show also the events that one claim alone tells of.")
@click.option("--why", metavar="EVENT", help="Show by which features the accounts of one event were joined.")
@reading_date_option
@data_option
def command(inputs: tuple[str, ...], record: str, **options: Any) -> int:
    """Link what several articles say: events, origins, contradictions, control.

    Prints the events with outlets and independent origins side by side, what contradicts what, and who is
    said to have held a place. INPUT is what `riwaya read` takes; without one the record is linked.
    """
    wanted = Wanted(**options)
    actors = actor_files(wanted.data)
    asked, code = Forced(), 0
    if inputs:
        records, code = _read(inputs, actors, wanted.reading_date)
    else:
        records, asked = _kept(record)
    tables = load(extra=actors)
    found = link(records, tables, asked.together, asked.apart)
    if wanted.why:
        reasons = list(_reasons(wanted.why, found, records, tables))
        click.echo(laid_out(console_for(None), partial(show_reasons, reasons)), nl=False)
    elif wanted.as_json:
        click.echo(msgspec.json.encode(found))
    else:
        click.echo(laid_out(console_for(None), partial(show_findings, found, wanted.everything)), nl=False)
    return code


def _read(inputs: tuple[str, ...], actors: tuple[Path, ...], reading_date: date) -> tuple[list[Record], int]:
    given = engine(actors)
    reading = Reading(inputs, reading_date)
    records = list(finished(reading, lambda article: analyse(article, given)))
    return records, reading.exit_code


def _kept(location: str) -> tuple[list[Record], Forced]:
    """The records as people left them, and which accounts they joined or keep apart."""
    with opened_record(location) as store:
        decided, read = state(store.judgements()), list(store.records())
    return list(judged(read, decided)), forced(read, decided)


def _reasons(event: str, found: Findings, records: list[Record], tables: Tables) -> Iterator[Explanation]:
    """The explanation of every link of an event. Raises UsageError for an event that there is not."""
    cluster = next((e for e in found.events if e.id == event), None)
    if cluster is None:
        raise UsageError(f"no event {event}")
    for joint in cluster.joints:
        yield explain(records, joint.a, joint.b, tables)
