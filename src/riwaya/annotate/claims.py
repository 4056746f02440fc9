"""Put the record's claims together from stretches, speech and events."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from operator import attrgetter

import msgspec
from msgspec.structs import replace

from riwaya.annotate import gloss, speech
from riwaya.annotate.attribution import Attribution
from riwaya.annotate.document import Base, Document, FoundEvent
from riwaya.model.article import LEFT
from riwaya.model.claim import Argument, Claim, Event
from riwaya.model.span import Span
from riwaya.rules.files import read_toml

REQUIRES = ("attributions", "events")
ASSIGNS = ("claims",)
_ID_DIGITS = 16
_RULE = attrgetter("rule")
_FORCES = frozenset({"armed_group", "military", "government"})
_TELLING = frozenset({"media", "monitor", "outlet", "sources_unnamed"})
"""Kinds of sources who only tell: no deed is theirs."""


class Accusations(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The types of harm of `ontology/accusations.toml`, those that charge outright, and who is a party."""

    types: frozenset[str]
    outright: frozenset[str]
    parties: frozenset[str]


@dataclass(frozen=True)
class Tables:
    """The table of accusations, and what glosses are made with."""

    accusations: Accusations
    glossary: gloss.Glossary


def load(base: Base) -> Tables:
    """The tables of the stage. Raises DataError for faults of their files."""
    return Tables(read_toml(base.folder / "ontology/accusations.toml", Accusations), gloss.load(base))


def annotate(doc: Document, given: Tables) -> Document:
    """Return `doc` with `claims` in text order, each with its gloss."""
    asides, build = _asides(doc), _Builder(doc, given.accusations)
    claims = []
    for found in doc.attributions:
        first, last = found.content
        span = doc.tokens.span(first, last, found.skip)
        if not (asides and _within(span.start, asides)):
            claims.append(build.claim(found, span))
    return doc.knowing(claims=gloss.glossed(doc, claims, given.glossary))


def _asides(doc: Document) -> list[tuple[int, int]]:
    """Where lines stand in the text that are not the article, such as titles of other articles."""
    left = {removed.text for removed in doc.article.removed if removed.reason.endswith(LEFT)}
    out, start = [], 0
    for line in doc.article.text.split("\n") if left else ():
        if " ".join(line.split()) in left:
            out.append((start, start + len(line)))
        start += len(line) + 1
    return out


def _within(offset: int, ranges: list[tuple[int, int]]) -> bool:
    return any(start <= offset < end for start, end in ranges)


class _Builder:
    """Makes the claims of one document, one after the other."""

    def __init__(self, doc: Document, accusations: Accusations) -> None:
        self._doc, self._accusations = doc, accusations
        self._starts = [event.first for event in doc.events]
        self._seen: dict[str, int] = {}

    def claim(self, found: Attribution, span: Span) -> Claim:
        """The claim of an attribution whose words stand at `span`."""
        doc = self._doc
        text = span.of(doc.article.text)
        stance = speech.stance(doc, found)
        within = self._events(found) if stance != "no_comment" else ()
        if stance == "asserted" and within and found.chain and _charge(doc, within, found, self._accusations):
            stance = "accused"
        rules = dict.fromkeys((found.rule, *map(_RULE, within)))
        rules.pop("", None)
        return Claim(
            id=_claim_id(doc.article.id, text, self._seen),
            span=span,
            text=text,
            delivery=speech.delivery(doc, found),
            stance=stance,
            certainty=speech.certainty(doc, found),
            cue=found.cue,
            chain=found.chain,
            events=tuple([_settled(doc, event, found, stance) for event in within]) if within else (),
            rules=tuple(rules),
        )

    def _events(self, found: Attribution) -> Sequence[FoundEvent]:
        """The events whose trigger lies inside the content."""
        first, last = found.content
        k = bisect_left(self._starts, first)
        return self._doc.events[k : bisect_left(self._starts, last, k)]


def _charge(doc: Document, within: Sequence[FoundEvent], found: Attribution, given: Accusations) -> bool:
    """Whether a party charges a named opponent: with harm to civilians, outright harm, or under a loaded label."""
    source = found.chain[-1]
    own = {source.actor, source.affiliation} - {None}
    return source.kind in given.parties and bool(own) and any(_charges(doc, e.event, own, given) for e in within)


def _charges(doc: Document, event: Event, own: Collection[str | None], given: Accusations) -> bool:
    if event.type not in given.types or event.polarity == "negative" or event.status in ("planned", "possible"):
        return False
    opponents = [a for a in event.agents if a.actor is not None and a.actor not in own]
    if not opponents:
        return False
    labelled = any(_labelled(doc, a.span) for a in opponents)
    return labelled or event.type in given.outright or any(_civilian(doc, p.span) for p in event.patients)


def _labelled(doc: Document, span: Span) -> bool:
    first, last = doc.tokens.index(span.start), doc.tokens.index(span.end - 1) + 1
    return any(hit.entry.get("label") for hit in doc.actors_in(first, last))


def _civilian(doc: Document, span: Span) -> bool:
    first, last = doc.tokens.index(span.start), doc.tokens.index(span.end - 1) + 1
    hits = (h for i in range(first, last) for h in doc.lexemes.by_start.get(i, ()))
    return any(h.entry.get("kind") in ("civilian", "residents") for h in hits)


def _claim_id(article: str, text: str, seen: dict[str, int]) -> str:
    """A hash of article and words; the same words said twice in one article are told apart by their order."""
    nth = seen[text] = seen.get(text, 0) + 1
    return hashlib.sha256(f"{article}\n{text}\n{nth}".encode()).hexdigest()[:_ID_DIGITS]


def _settled(doc: Document, event: FoundEvent, found: Attribution, stance: str) -> Event:
    """The event as the claim means it: the speaker is the unnamed agent, a denial turns polarity."""
    settled = event.event
    source = found.source
    acts = source is not None and source.kind not in _TELLING and source.channel is None
    if source is not None and acts and not settled.agents and (event.pro_drop or _own_deed(event, found, stance)):
        agent = Argument(text=source.span.of(doc.article.text), span=source.span, actor=source.actor)
        settled = replace(settled, agents=(agent,))
    if stance == "denied":
        settled = replace(settled, polarity="negative")
    if stance == "predicted" and settled.status == "occurred" and not _definite(doc, event):
        settled = replace(settled, status="planned")
    return settled


def _own_deed(event: FoundEvent, found: Attribution, stance: str) -> bool:
    """Whether a force or a government speaks of a deed of its own: first in what it says, or denied."""
    first = event.first - found.content[0] <= 1
    own = bool(found.chain) and found.chain[-1].kind in _FORCES
    return event.deed and own and (stance == "denied" or (stance == "asserted" and first))


def _definite(doc: Document, event: FoundEvent) -> bool:
    """Whether the trigger bears the article: what a prediction takes as known."""
    return event.event.trigger.text.startswith(doc.marks.article[0])
