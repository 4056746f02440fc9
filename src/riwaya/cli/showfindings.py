"""Show findings to a person: events with outlets and origins side by side, contradictions, holders, links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from riwaya.cli.search import hit_facts
from riwaya.cli.show import Labelled
from riwaya.model.finding import (
    AreaFigure,
    Contradiction,
    ControlSpan,
    EventCluster,
    Explanation,
    Findings,
    Origin,
    Side,
    SourceFigures,
)

if TYPE_CHECKING:
    from riwaya.store.base import FoundEvents, Hit, Ledger


def show_findings(found: Findings, everything: bool, console: Console) -> None:
    """Print the events, the contradictions and the ledger of places."""
    events = [e for e in found.events if everything or e.n_claims > 1]
    for number, event in enumerate(events, 1):
        print_lines(event_lines(number, event), console)
    for contradiction in found.contradictions:
        print_lines(contradiction_lines(contradiction), console)
    for span in found.control:
        print_lines(control_lines(span), console)
    console.print(
        f"{len(found.events)} events, {len(events)} shown; {len(found.contradictions)} contradictions; "
        f"{len(found.control)} reports of holders"
    )


def show_events(found: FoundEvents, first: int, console: Console) -> None:
    """Print events of a record, numbered from `first`, and how many there are."""
    for number, event in enumerate(found.events, first):
        print_lines(event_lines(number, event), console)
    more = "; there are more (--limit, --offset)" if found.more else ""
    console.print(f"{counted(len(found.events), 'event')}{more}")


def show_event(event: EventCluster, told: Sequence[Hit], against: Sequence[Contradiction], console: Console) -> None:
    """Print an event with every claim under the origin that it rests on, and what is contradicted."""
    print_lines(event_lines(None, event), console)
    hits = {hit.claim: hit for hit in told}
    for number, origin in enumerate(event.origins, 1):
        console.print(f"origin {number}: {', '.join(voice.name for voice in origin.voices)}", style="bold magenta")
        _show_claims(origin.claims, hits, console)
    if event.leaning:
        console.print("sums up, relays or comments", style="bold magenta")
        _show_claims(event.leaning, hits, console)
    for contradiction in against:
        print_lines(contradiction_lines(contradiction), console)


def _show_claims(ids: Sequence[str], hits: Mapping[str, Hit], console: Console) -> None:
    for hit in (hits[id] for id in ids if id in hits):
        print_lines((Text(f"   {hit.stance.replace('_', ' ')}", style="bold cyan"), *hit_facts(hit)), console)


def show_ledgers(ledgers: Sequence[Ledger], console: Console) -> None:
    """Print what is said of the holders of places, the areas, and what is contradicted."""
    for ledger in ledgers:
        console.print(f"{ledger.place_en or ledger.place}", style="bold")
        print_lines(_place_facts(ledger), console)
        for span in ledger.control:
            print_lines(control_lines(span), console)
        for area in ledger.areas:
            print_lines(_area_lines(area), console)
        for contradiction in ledger.contradictions:
            print_lines(contradiction_lines(contradiction), console)


def _place_facts(ledger: Ledger) -> Iterator[Labelled]:
    yield Labelled("id", ledger.place, 3)
    if ledger.place_ar:
        yield Labelled("name", ledger.place_ar, 3)
    if ledger.lat is not None and ledger.lon is not None:
        yield Labelled("point", f"{ledger.lat:.4f} {ledger.lon:.4f}", 3)
    yield Labelled("holders", counted(len(ledger.control), "report"), 3)


def _area_lines(area: AreaFigure) -> Iterator[Labelled | Text]:
    size = f"{area.low:g}" if area.low == area.high else f"{area.low:g} to {area.high:g}"
    yield Text(f"area: {size} {area.unit}, {area.day or 'day not known'}", style="bold green")
    yield Labelled("holder", area.holder or "-", 3)
    yield Labelled("claim", area.claim, 3)


def show_sources(sources: Sequence[SourceFigures], console: Console) -> None:
    """Print the figures of sources."""
    for source in sources:
        console.print(Labelled("source", source.voice.name, 0, "bold magenta"))
        print_lines(_source_facts(source), console)
    console.print(counted(len(sources), "source"))


def _source_facts(source: SourceFigures) -> Iterator[Labelled]:
    yield Labelled("key", source.voice.key, 3)
    yield Labelled("kind", source.voice.kind.replace("_", " "), 3)
    yield Labelled("claims", str(source.n_claims), 3)
    yield Labelled("events", f"{source.n_events}, {source.matched} told by another origin too", 3)
    yield Labelled("disputed", counted(source.contradicted, "contradiction") + " with another origin", 3)
    yield Labelled("reported", f"{source.first_report or '?'} to {source.last_report or '?'}", 3)
    yield from (Labelled("through", key, 3) for key in source.through)
    yield from (Labelled("channel", channel.replace("_", " "), 3) for channel in source.channels)
    yield from (Labelled("in", outlet, 3) for outlet in source.outlets)


def show_reasons(reasons: list[Explanation], console: Console) -> None:
    """Print why accounts were joined."""
    for reason in reasons:
        print_lines(reason_lines(reason), console)
    console.print(counted(len(reasons), "comparison"))


def reason_lines(found: Explanation) -> Iterator[Labelled | Text]:
    """One comparison of two accounts: the score and its features."""
    verdict = "one event" if found.same else "not one event"
    yield Text(f"{verdict}: {found.score:.2f} of at least {found.threshold:.2f}", style="bold cyan")
    if found.veto:
        yield Labelled("apart", found.veto, 3, "bold yellow")
    yield Labelled("claim", f"{found.a.claim}, event {found.a.event + 1}", 3)
    yield Labelled("claim", f"{found.b.claim}, event {found.b.event + 1}", 3)
    for feature in found.features:
        if feature.value is not None:
            yield Labelled(feature.name, f"{feature.value:.2f} times {feature.weight:g}", 3)
            yield Labelled("", feature.why, 5)


def print_lines(lines: Iterable[Labelled | Text], console: Console) -> None:
    """Print lines, and a blank one after them."""
    for line in lines:
        console.print(line)
    console.print()


def event_lines(number: int | None, event: EventCluster) -> Iterator[Labelled | Text]:
    """An event with who told of it and on whom it rests."""
    what = event.type.replace("_", " ")
    where = f", {event.place_en}" if event.place_en else ""
    head = f"{number}. " if number is not None else ""
    yield Text(f"{head}{what}{where}{_days(event.start, event.end)}", style="bold cyan")
    yield Labelled("id", event.id, 3)
    counts = f"{counted(event.n_claims, 'claim')}, {counted(event.n_outlets, 'outlet')}"
    yield Labelled("told in", counts, 3)
    said = f"{event.n_affirming} affirm, {event.n_denying} deny"
    yield Labelled("rests on", f"{counted(event.n_origins, 'origin')}: {said}", 3, "bold")
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


def contradiction_lines(found: Contradiction) -> Iterator[Labelled | Text]:
    """A contradiction with both its sides."""
    yield Text(f"{found.kind}: {found.note}", style="bold yellow")
    yield Labelled("about", found.event or found.place or "-", 3)
    yield from _side(found.a)
    yield from _side(found.b)


def _side(side: Side) -> Iterator[Labelled]:
    yield Labelled("says", side.says, 3)
    yield Labelled("claim", side.claim, 5)
    for name in side.chain:
        yield Labelled("chain", name, 5, "magenta")


def control_lines(span: ControlSpan) -> Iterator[Labelled | Text]:
    """A stretch of days in which a side is said to hold a place."""
    until = f"{span.end}, then open" if span.open else span.end
    yield Text(f"held: {span.place_en or span.place}, {span.start} to {until}", style="bold green")
    yield Labelled("holder", span.holder_name, 3)
    yield Labelled("rests on", counted(span.n_origins, "origin"), 3)
    for other in span.contested_by:
        yield Labelled("contested", other, 3)
    for origin in span.denied_by:
        yield Labelled("denied by", origin, 3)


def _days(start: str | None, end: str | None) -> str:
    if start is None:
        return ""
    return f", {start}" if start == end else f", {start} to {end}"


def counted(number: int, noun: str) -> str:
    """A number and its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
