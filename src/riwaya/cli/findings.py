"""`riwaya findings`: what several articles say together: events, origins, contradictions, who held what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.text import Text

from riwaya.cli.engine import engine
from riwaya.cli.inputs import Reading, finished, reading_date_option
from riwaya.cli.recording import opened_record, record_option
from riwaya.cli.show import Labelled, console_for, laid_out
from riwaya.cli.userdata import data_option
from riwaya.link import Tables, explain, link, load
from riwaya.model.errors import UsageError
from riwaya.model.finding import Contradiction, ControlSpan, EventCluster, Explanation, Findings, Origin, Side
from riwaya.model.record import Record
from riwaya.pipeline import analyse
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
    records, code = _read(inputs, actors, wanted.reading_date) if inputs else (_kept(record), 0)
    tables = load(extra=actors)
    found = link(records, tables)
    if wanted.why:
        reasons = list(_reasons(wanted.why, found, records, tables))
        click.echo(laid_out(console_for(None), partial(_show_reasons, reasons)), nl=False)
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


def _kept(location: str) -> list[Record]:
    with opened_record(location) as store:
        return list(store.records())


def show_findings(found: Findings, everything: bool, console: Console) -> None:
    """Print the events, the contradictions and the ledger of places."""
    events = [e for e in found.events if everything or e.n_claims > 1]
    for number, event in enumerate(events, 1):
        _print(_event(number, event), console)
    for contradiction in found.contradictions:
        _print(_contradiction(contradiction), console)
    for span in found.control:
        _print(_control(span), console)
    console.print(
        f"{len(found.events)} events, {len(events)} shown; {len(found.contradictions)} contradictions; "
        f"{len(found.control)} reports of holders"
    )


def _reasons(event: str, found: Findings, records: list[Record], tables: Tables) -> Iterator[Explanation]:
    """The explanation of every link of an event. Raises UsageError for an event that there is not."""
    cluster = next((e for e in found.events if e.id == event), None)
    if cluster is None:
        raise UsageError(f"no event {event}")
    for joint in cluster.joints:
        yield explain(records, joint.a, joint.b, tables)


def _show_reasons(reasons: list[Explanation], console: Console) -> None:
    for reason in reasons:
        _print(_reason(reason), console)
    console.print(_count(len(reasons), "link"))


def _reason(found: Explanation) -> Iterator[Labelled | Text]:
    yield Text(f"{found.score:.2f} of at least {found.threshold:.2f}", style="bold cyan")
    yield Labelled("claim", f"{found.a.claim}, event {found.a.event + 1}", 3)
    yield Labelled("claim", f"{found.b.claim}, event {found.b.event + 1}", 3)
    for feature in found.features:
        if feature.value is not None:
            yield Labelled(feature.name, f"{feature.value:.2f} times {feature.weight:g}", 3)
            yield Labelled("", feature.why, 5)


def _print(lines: Iterable[Labelled | Text], console: Console) -> None:
    for line in lines:
        console.print(line)
    console.print()


def _event(number: int, event: EventCluster) -> Iterator[Labelled | Text]:
    what = event.type.replace("_", " ")
    where = f", {event.place_en}" if event.place_en else ""
    yield Text(f"{number}. {what}{where}{_days(event.start, event.end)}", style="bold cyan")
    yield Labelled("id", event.id, 3)
    counts = f"{_count(event.n_claims, 'claim')}, {_count(event.n_outlets, 'outlet')}"
    yield Labelled("told in", counts, 3)
    said = f"{event.n_affirming} affirm, {event.n_denying} deny"
    yield Labelled("rests on", f"{_count(event.n_origins, 'origin')}: {said}", 3, "bold")
    for outlet in event.outlets:
        yield Labelled("outlet", outlet, 3)
    for origin in event.origins:
        yield from _origin(origin)


def _origin(origin: Origin) -> Iterator[Labelled]:
    label = "denies" if origin.denies and not origin.affirms else "both" if origin.denies else "affirms"
    for number, voice in enumerate(origin.voices):
        yield Labelled(label if number == 0 else "same as", voice.name, 3 if number == 0 else 5, "magenta")
    for outlet in origin.outlets:
        yield Labelled("in", outlet, 5)
    for reason in origin.joined:
        yield Labelled("because", reason, 5)


def _contradiction(found: Contradiction) -> Iterator[Labelled | Text]:
    yield Text(f"{found.kind}: {found.note}", style="bold yellow")
    yield Labelled("about", found.event or found.place or "-", 3)
    yield from _side(found.a)
    yield from _side(found.b)


def _side(side: Side) -> Iterator[Labelled]:
    yield Labelled("says", side.says, 3)
    yield Labelled("claim", side.claim, 5)
    for name in side.chain:
        yield Labelled("chain", name, 5, "magenta")


def _control(span: ControlSpan) -> Iterator[Labelled | Text]:
    until = f"{span.end}, then open" if span.open else span.end
    yield Text(f"held: {span.place_en or span.place}, {span.start} to {until}", style="bold green")
    yield Labelled("holder", span.holder_name, 3)
    yield Labelled("rests on", _count(span.n_origins, "origin"), 3)
    for other in span.contested_by:
        yield Labelled("contested", other, 3)
    for origin in span.denied_by:
        yield Labelled("denied by", origin, 3)


def _days(start: str | None, end: str | None) -> str:
    if start is None:
        return ""
    return f", {start}" if start == end else f", {start} to {end}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
