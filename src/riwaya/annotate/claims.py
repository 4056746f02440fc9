"""Put the record's claims together from stretches, speech and events."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from dataclasses import dataclass

from msgspec.structs import replace

from riwaya.annotate import speech
from riwaya.annotate.attribution import Attribution
from riwaya.annotate.document import Base, Document, FoundEvent
from riwaya.model.claim import Argument, Claim, Event
from riwaya.model.span import Span

REQUIRES = ("attributions", "events")
ASSIGNS = ("claims",)
_ID_DIGITS = 16


@dataclass(frozen=True)
class Tables:
    """Claims need no tables beyond the lists of the lexicon."""


def load(base: Base) -> Tables:
    """Nothing to load."""
    del base
    return Tables()


def annotate(doc: Document, given: Tables) -> Document:
    """Return `doc` with `claims` in text order."""
    del given
    seen: dict[str, int] = {}
    claims = tuple(_claim(doc, found, seen) for found in doc.attributions)
    return doc.knowing(claims=claims)


def _claim(doc: Document, found: Attribution, seen: dict[str, int]) -> Claim:
    span = _span(doc, found)
    text = span.of(doc.article.text)
    within = _events(doc, found)
    stance = speech.stance(doc, found)
    events = tuple(_settled(doc, event, found, stance) for event in within)
    return Claim(
        id=_claim_id(doc.article.id, text, seen),
        span=span,
        text=text,
        delivery=speech.delivery(doc, found),
        stance=stance,
        certainty=speech.certainty(doc, found),
        cue=found.cue,
        chain=found.chain,
        events=events,
        rules=tuple(dict.fromkeys([r for r in (found.rule, *(e.rule for e in within)) if r])),
    )


def _span(doc: Document, found: Attribution) -> Span:
    first, last = found.content
    return Span(doc.tokens.inside(first, found.skip), doc.tokens.end[last - 1])


def _claim_id(article: str, text: str, seen: dict[str, int]) -> str:
    """A hash of article and words; the same words said twice in one article are told apart by their order."""
    nth = seen[text] = seen.get(text, 0) + 1
    return hashlib.sha256(f"{article}\n{text}\n{nth}".encode()).hexdigest()[:_ID_DIGITS]


def _events(doc: Document, found: Attribution) -> list[FoundEvent]:
    """The events whose trigger lies inside the content."""
    first, last = found.content
    k = bisect_left(doc.events, first, key=lambda e: e.first)
    inside = []
    while k < len(doc.events) and doc.events[k].first < last:
        inside.append(doc.events[k])
        k += 1
    return inside


def _settled(doc: Document, event: FoundEvent, found: Attribution, stance: str) -> Event:
    """The event as the claim means it: the speaker is the unnamed agent, a denial turns polarity."""
    settled = event.event
    if event.pro_drop and not settled.agents and found.source is not None:
        source = found.source
        agent = Argument(text=source.span.of(doc.article.text), span=source.span, actor=source.actor)
        settled = replace(settled, agents=(agent,))
    if stance == "denied":
        settled = replace(settled, polarity="negative")
    if stance == "predicted" and settled.status == "occurred":
        settled = replace(settled, status="planned")
    return settled
