"""What the reader shows of an article: its paragraphs, and each claim with the words that it was read from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from riwaya.model.article import Removed
from riwaya.model.claim import Claim, Event, Link
from riwaya.model.mention import PlaceMention, Quantity
from riwaya.model.record import Record
from riwaya.web.units import Utf16


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph and where it begins in the text, in UTF-16 code units."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a chain; `span` in UTF-16 code units."""

    link: Link
    span: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a claim, with what its indices point to."""

    event: Event
    places: tuple[PlaceMention, ...]
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One claim as the page shows it. Spans are in UTF-16 code units, several are separated by blanks."""

    number: int
    claim: Claim
    span: str
    cue: str
    sources: str
    chain: tuple[Step, ...]
    events: tuple[Happening, ...]
    sensitive: bool


def paragraphs(text: str) -> Iterator[Paragraph]:
    """The paragraphs of a text, empty ones left out."""
    units, at = Utf16(text), 0
    for line in text.split("\n"):
        if line.strip():
            yield Paragraph(units.offset(at), line)
        at += len(line) + 1


def told(record: Record, covered: tuple[str, ...]) -> tuple[Told, ...]:
    """All claims of a record in the order of the text; those of covered event types are sensitive."""
    units = Utf16(record.article.text)
    ordered = sorted(record.claims, key=lambda claim: (claim.span, claim.id))
    return tuple(_told(number, claim, record, units, covered) for number, claim in enumerate(ordered, 1))


def removed_by_reason(removed: tuple[Removed, ...]) -> dict[str, list[str]]:
    """What was taken out of a page, under the reasons in the order of the page."""
    found: dict[str, list[str]] = {}
    for part in removed:
        found.setdefault(part.reason, []).append(part.text)
    return found


def _told(number: int, claim: Claim, record: Record, units: Utf16, covered: tuple[str, ...]) -> Told:
    steps = tuple(Step(link, units.span(link.source.span)) for link in claim.chain)
    return Told(
        number=number,
        claim=claim,
        span=units.span(claim.span),
        cue=units.span(claim.cue.span) if claim.cue else "",
        sources=" ".join(dict.fromkeys(step.span for step in steps)),
        chain=steps,
        events=tuple(_happening(event, record) for event in claim.events),
        sensitive=any(event.type in covered for event in claim.events),
    )


def _happening(event: Event, record: Record) -> Happening:
    return Happening(
        event,
        tuple(record.places[argument.place] for argument in event.places),
        tuple(record.quantities[index] for index in event.quantities),
    )
