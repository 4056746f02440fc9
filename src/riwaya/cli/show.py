"""Show a record to a person: one item a line, so that Arabic and Latin script never mix in a row."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from msgspec import UNSET
from rich.console import Console, ConsoleOptions, RenderResult
from rich.rule import Rule
from rich.text import Text

from riwaya.model.article import Article
from riwaya.model.claim import Claim, Event, Link
from riwaya.model.mention import PlaceMention, Quantity, Timex
from riwaya.model.record import Record

_OF_POSTS = {"forwarded": "passed on", "edited": "edited"}
_BASIS = {
    "given": "as given",
    "metadata": "from the page's metadata",
    "page": "as printed on the page",
    "weekday": "the latest year that fits weekday, day and month",
    "none": "not known",
}
_LABEL = 11
_NARROWEST = 24


def console_for(output: Path | None) -> Console:
    """A console that lays out results for where they go: as wide as the terminal, plain in a file.

    It writes nothing itself: a result is printed only when all of it is laid out.
    """
    terminal = Console()
    return Console(
        file=io.StringIO(),
        width=terminal.width,
        force_terminal=terminal.is_terminal and output is None,
        highlight=False,
        markup=False,
        emoji=False,
    )


def laid_out(console: Console, draw: Callable[[Console], None]) -> bytes:
    """What `draw` prints on the console, as bytes that are not yet printed."""
    with console.capture() as captured:
        draw(console)
    return captured.get().encode()


def show(record: Record, console: Console) -> None:
    """Print a record: the article, each claim with its chain of sources, then what was mentioned."""
    show_claims(record, console)
    for title, mentions in _mentioned(record):
        console.print()
        console.print(Text(title, style="bold"), *mentions, sep="\n")
    console.print()


def show_claims(record: Record, console: Console) -> None:
    """Print the article and each claim with its chain of sources."""
    console.print(Rule(style="dim"))
    for fact in _head(record.article):
        console.print(fact)
    for number, claim in enumerate(record.claims, 1):
        console.print()
        for line in _claim(number, claim, record):
            console.print(line)


@dataclass(frozen=True)
class Labelled:
    """A Latin label and one value after it; what does not fit goes on below the value's first words."""

    label: str
    value: str
    indent: int = 0
    style: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Wrap the value beside its label."""
        left = self.indent + max(_LABEL, len(self.label) + 2)
        value = Text(self.value, style=self.style)
        width = max(_NARROWEST, options.max_width - left)
        for number, words in enumerate(value.wrap(console, width, overflow="fold")):
            words.rstrip()
            label = " " * self.indent + self.label if number == 0 else ""
            yield Text.assemble((f"{label:<{left}}", "dim"), words)


def _head(article: Article) -> Iterator[Labelled]:
    yield Labelled("title", article.title or "-", style="bold")
    yield Labelled("outlet", article.outlet or "-")
    yield Labelled("published", f"{article.published or '-'} ({_BASIS[article.published_basis]})")
    if article.dateline:
        yield Labelled("dateline", article.dateline)
    for author in article.authors:
        yield Labelled("author", author)
    yield from _of_post(article)
    yield Labelled("address" if article.url else "id", article.url or article.id)
    for caption in article.captions:
        yield Labelled("caption", caption.text)
        if caption.credit:
            yield Labelled("credit", caption.credit, 2)
        if caption.date:
            yield Labelled("date", caption.date, 2)


def _of_post(article: Article) -> Iterator[Labelled]:
    if article.channel is not UNSET:
        yield Labelled("posted on", article.channel)
        for removed in article.removed:
            if removed.reason in _OF_POSTS:
                yield Labelled(_OF_POSTS[removed.reason], removed.text)


def _claim(number: int, claim: Claim, record: Record) -> Iterator[Labelled | Text]:
    kind: list[str] = [claim.stance, claim.delivery]
    if claim.certainty != "certain":
        kind.append(claim.certainty)
    yield Text(f"{number}. {', '.join(kind)}".replace("_", " "), style="bold cyan")
    yield from chain(claim, record.article)
    yield Labelled("words", claim.text, 3, "green")
    if claim.gloss and claim.gloss.en:
        yield Labelled("reading", claim.gloss.en, 3)
    for event in claim.events:
        yield from _event(event, record)
    for note in claim.notes:
        yield Labelled("note", note, 3, "yellow")


def chain(claim: Claim, article: Article) -> Iterator[Labelled]:
    """The chain of sources, from the outlet back to the origin, an arrow a link."""
    yield Labelled("outlet", article.outlet or "-", 3, "" if claim.chain else "magenta")
    for depth, link in enumerate(claim.chain):
        indent = 3 + 2 * depth
        yield Labelled(f"\u21b3 {_spoken(link)}", link.source.text, indent, "magenta")
        yield from _about(link, indent + 2)
    if claim.cue:
        yield Labelled("cue", claim.cue.text, 3)


def _spoken(link: Link) -> str:
    """Latin script alone: what kind of source, by which channel, on which day."""
    told = "" if link.channel == "unstated" else f" by {link.channel}"
    when = f" on {link.time}" if link.time else ""
    return f"{link.kind}{told}{when}".replace("_", " ")


def _about(link: Link, indent: int) -> Iterator[Labelled]:
    if link.name and link.name.en:
        yield Labelled("name", link.name.en, indent)
    if link.role:
        yield Labelled("role", link.role, indent)
    if link.affiliation:
        yield Labelled("for", link.affiliation, indent)


def _event(event: Event, record: Record) -> Iterator[Labelled]:
    facts = [event.type.replace("_", " ")]
    facts += [event.status] if event.status != "occurred" else []
    facts += ["did not happen"] if event.polarity == "negative" else []
    yield Labelled("event", f"{', '.join(facts)}{_when(event)}", 3, "yellow")
    yield Labelled("trigger", event.trigger.text, 5)
    for label, found in (("agent", event.agents), ("patient", event.patients), ("place", event.places)):
        for argument in found:
            yield Labelled(label, argument.text, 5)
    for index in event.quantities:
        yield Labelled("quantity", _amount(record.quantities[index]), 5)


def _when(event: Event) -> str:
    if event.start is None and event.end is None:
        return ""
    if event.start == event.end:
        return f", {event.start}"
    return f", {event.start or '...'} to {event.end or '...'}"


def meaning(found: Timex | PlaceMention | Quantity) -> str:
    """What was understood of a time, a place or a quantity, in Latin script."""
    if isinstance(found, Timex):
        return _day(found)
    return _point(found) if isinstance(found, PlaceMention) else _amount(found)


def _mentioned(record: Record) -> Iterator[tuple[str, list[Text]]]:
    """The mentions of the whole article: two lines each, first what was understood, then the words."""
    groups: tuple[tuple[str, Iterable[Timex | PlaceMention | Quantity]], ...] = (
        ("Times", record.times),
        ("Places", record.places),
        ("Quantities", record.quantities),
    )
    for title, found in groups:
        lines = [line for mention in found for line in _pair(meaning(mention), mention.text)]
        if lines:
            yield title, lines


def _pair(meaning: str, words: str) -> tuple[Text, Text]:
    return Text(f"   {meaning}"), Text(f"     {words}", style="green")


def _day(found: Timex) -> str:
    if found.start == found.end:
        days = found.start or found.value or "no days"
    else:
        days = f"{found.start or '...'} to {found.end or '...'}"
    return f"{days} ({found.basis}{', ' + found.note if found.note else ''})".replace("_", " ")


def _point(found: PlaceMention) -> str:
    if found.lat is None or found.lon is None:
        return f"not found in the gazetteer, {found.relation}".replace("_", " ")
    name = ", ".join(part for part in (found.name_en, found.admin1, found.country) if part)
    where = f"{found.lat:.3f} {found.lon:.3f} \u00b1{found.radius_km or 0:g} km"
    return f"{name}: {found.relation.replace('_', ' ')} {where}"


def _amount(found: Quantity) -> str:
    low, high = found.low, found.high
    bounds = f"{low if low is not None else '...'} to {high if high is not None else '...'}"
    number = f"{found.value:g}" if found.value is not None else bounds
    about = "about " if found.approximate and found.value is not None else ""
    unit = f" {found.unit}" if found.unit else ""
    return f"{about}{number}{unit} ({found.role})".replace("_", " ")
