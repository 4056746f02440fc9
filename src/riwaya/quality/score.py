"""The figures of the engine against gold records: precision, recall and F1 of each phenomenon.

The rules are those of the published scorer: claims are paired one to one by their content (intersection over
union of at least one half), and everything inside a claim counts only where the claim was paired.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec import Struct

from riwaya.model.claim import Claim, Event
from riwaya.model.mention import PlaceMention, Quantity, Timex
from riwaya.model.record import Record
from riwaya.quality.gold import Gold, GoldClaim, GoldEvent, GoldPlace, GoldQuantity, GoldTime
from riwaya.quality.pairing import (
    distance_km,
    pair,
    same_chain,
    same_origin,
    shared_part,
    touching,
)

CLAIMS_ALIKE = 0.5
MENTIONS_ALIKE = 0.01
NEAR_KM = 10.0
ARGUMENTS = ("agents", "patients", "places")


class Figures(Struct, frozen=True):
    """Shares from 0 to 1 and how many there were; F1 is the harmonic mean of precision and recall."""

    precision: float
    recall: float
    f1: float
    gold: int
    system: int


class Difference(Struct, frozen=True):
    """One disagreement: which article, and what was wanted and found."""

    article: str
    what: str


@dataclass
class Scores:
    """Counts over any number of articles, and the disagreements by kind."""

    articles: int = 0
    counts: dict[str, list[int]] = field(default_factory=dict)
    differences: dict[str, list[Difference]] = field(default_factory=dict)

    def add(self, phenomenon: str, hits: int, gold: int, system: int) -> None:
        """Count `hits` agreements out of so many in gold and so many found."""
        counted = self.counts.setdefault(phenomenon, [0, 0, 0])
        for k, number in enumerate((hits, gold, system)):
            counted[k] += number

    def differ(self, kind: str, article: str, what: str) -> None:
        """Keep one disagreement."""
        self.differences.setdefault(kind, []).append(Difference(article, what))

    def figures(self) -> dict[str, Figures]:
        """The figures of each phenomenon, micro-averaged over the articles."""
        return {name: _figures(*counted) for name, counted in self.counts.items()}


def score(gold: Iterable[Gold], records: Mapping[str, Record]) -> Scores:
    """Compare records with gold; a record of another text, or none at all, counts as an empty record."""
    scores = Scores()
    for article in gold:
        record = records.get(article.id)
        if record is not None and record.article.text != article.text:
            scores.differ("text", article.id, "the record is of another text; its spans cannot be compared")
            record = None
        _article(scores, article, record)
    return scores


def _figures(hits: int, gold: int, system: int) -> Figures:
    precision = hits / system if system else 0.0
    recall = hits / gold if gold else 0.0
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return Figures(round(precision, 4), round(recall, 4), round(f1, 4), gold, system)


def _article(scores: Scores, gold: Gold, record: Record | None) -> None:
    scores.articles += 1
    found = record.claims if record else ()
    pairs = pair(gold.claims, found, shared_part, CLAIMS_ALIKE)
    _claims(scores, gold, found, pairs)
    _events(scores, gold, found, pairs)
    _times(scores, gold, record.times if record else ())
    _places(scores, gold, record.places if record else ())
    _quantities(scores, gold, record.quantities if record else ())


ClaimPairs = Sequence[tuple[GoldClaim, Claim]]


def _claims(scores: Scores, gold: Gold, found: Sequence[Claim], pairs: ClaimPairs) -> None:
    wanted = gold.claims
    origins = [bool(g.chain) for g, s in pairs if same_origin(g.chain, s.chain)]
    scores.add("claims", len(pairs), len(wanted), len(found))
    scores.add("attribution", len(origins), len(wanted), len(found))
    attributed = sum(bool(g.chain) for g in wanted), sum(bool(s.chain) for s in found)
    scores.add("attribution_named_only", sum(origins), *attributed)
    scores.add("chains", sum(same_chain(g.chain, s.chain) for g, s in pairs), len(wanted), len(found))
    scores.add("stance", sum(g.stance == s.stance for g, s in pairs), len(pairs), len(pairs))
    scores.add("delivery", sum(g.delivery == s.delivery for g, s in pairs), len(pairs), len(pairs))
    _claim_differences(scores, gold, found, pairs)


def _claim_differences(scores: Scores, gold: Gold, found: Sequence[Claim], pairs: ClaimPairs) -> None:
    for missed in _without(gold.claims, (g for g, _ in pairs)):
        scores.differ("claims missed", gold.id, gold.text[slice(*missed.span)])
    for extra in _without(found, (s for _, s in pairs)):
        scores.differ("claims spurious", gold.id, extra.text)
    for g, s in pairs:
        if not same_origin(g.chain, s.chain):
            scores.differ("attribution", gold.id, f"want {_sources(g)} got {_sources(s)}: {s.text}")
        elif not same_chain(g.chain, s.chain):
            scores.differ("chains", gold.id, f"want {_sources(g)} got {_sources(s)}: {s.text}")
        for kind in ("stance", "delivery"):
            want, got = getattr(g, kind), getattr(s, kind)
            if want != got:
                scores.differ(kind, gold.id, f"want {want} got {got}: {s.text}")


def _sources(claim: GoldClaim | Claim) -> list[str]:
    return [f"{link.source.text} ({link.channel or 'unstated'})" for link in claim.chain]


def _events(scores: Scores, gold: Gold, found: Sequence[Claim], pairs: ClaimPairs) -> None:
    matched = [both for g, s in pairs for both in pair(g.events, s.events, _event_likeness, 1.0)]
    wanted = sum(len(claim.events) for claim in gold.claims)
    scores.add("events", len(matched), wanted, sum(len(claim.events) for claim in found))
    scores.add("arguments", 0, 0, 0)
    for want, got in matched:
        _arguments(scores, gold.id, want, got)
    for g, s in pairs:
        _event_differences(scores, gold.id, g.events, s.events)


def _event_likeness(gold: GoldEvent, system: Event) -> float:
    """Events pair by type; among those of one type, first where the triggers overlap."""
    if gold.type != system.type:
        return 0.0
    return 1.0 + (touching(gold.trigger, system.trigger) if gold.trigger else 0.0)


def _arguments(scores: Scores, article: str, gold: GoldEvent, system: Event) -> None:
    for slot in ARGUMENTS:
        want, got = getattr(gold, slot), getattr(system, slot)
        pairs = pair(want, got, touching, 1.0)
        scores.add("arguments", len(pairs), len(want), len(got))
        for missed in _without(want, (w for w, _ in pairs)):
            scores.differ(f"{slot} missed", article, f"{gold.type}: {missed.text}")
        for extra in _without(got, (s for _, s in pairs)):
            scores.differ(f"{slot} spurious", article, f"{gold.type}: {extra.text}")


def _event_differences(scores: Scores, article: str, want: Sequence[GoldEvent], got: Sequence[Event]) -> None:
    wanted, found = {e.type for e in want}, {e.type for e in got}
    for missed in want:
        if missed.type not in found:
            trigger = missed.trigger.text if missed.trigger else ""
            scores.differ("events missed", article, f"{missed.type}: {trigger}")
    for extra in got:
        if extra.type not in wanted:
            scores.differ("events spurious", article, f"{extra.type}: {extra.trigger.text}")


def _times(scores: Scores, gold: Gold, found: Sequence[Timex]) -> None:
    pairs = pair(gold.times, found, shared_part, MENTIONS_ALIKE)
    right = sum(_days(g) == _days(s) for g, s in pairs)
    scores.add("times_found", len(pairs), len(gold.times), len(found))
    scores.add("times", right, len(gold.times), len(found))
    for g, s in pairs:
        if _days(g) != _days(s):
            scores.differ("times", gold.id, f"{g.text}: want {_interval(g)} got {_interval(s)}")
    _unpaired(scores, "times", gold, (gold.times, found, pairs))


def _days(time: GoldTime | Timex) -> tuple[str | None, str | None]:
    return (time.start or "")[:10] or None, (time.end or "")[:10] or None


def _interval(time: GoldTime | Timex) -> str:
    return f"{time.start}..{time.end}"


def _places(scores: Scores, gold: Gold, found: Sequence[PlaceMention]) -> None:
    pairs = pair(gold.places, found, shared_part, MENTIONS_ALIKE)
    scores.add("places_found", len(pairs), len(gold.places), len(found))
    right = 0
    for g, s in pairs:
        if g.lat is None:
            continue
        if _at_one_place(g, s):
            right += 1
        else:
            scores.differ("places", gold.id, f"{g.text}: want {g.lat},{g.lon} got {s.lat},{s.lon} ({s.id})")
    located = sum(g.lat is not None for g in gold.places)
    scores.add("places", right, located, sum(s.lat is not None for s in found))
    _unpaired(scores, "places", gold, (gold.places, found, pairs))


def _at_one_place(gold: GoldPlace, system: PlaceMention) -> bool:
    if gold.lat is None or gold.lon is None or system.lat is None or system.lon is None:
        return False
    apart = distance_km((gold.lat, gold.lon), (system.lat, system.lon))
    return apart <= max(NEAR_KM, gold.radius_km or 0.0)


def _quantities(scores: Scores, gold: Gold, found: Sequence[Quantity]) -> None:
    pairs = pair(gold.quantities, found, shared_part, MENTIONS_ALIKE)
    right = sum(_bounds(g) == _bounds(s) for g, s in pairs)
    scores.add("quantities", right, len(gold.quantities), len(found))
    for g, s in pairs:
        if _bounds(g) != _bounds(s):
            scores.differ("quantities", gold.id, f"{s.text}: want {_bounds(g)} got {_bounds(s)}")
    _unpaired(scores, "quantities", gold, (gold.quantities, found, pairs))


def _bounds(quantity: GoldQuantity | Quantity) -> tuple[float | None, float | None]:
    if quantity.value is not None:
        return quantity.value, quantity.value
    return quantity.low, quantity.high


def _unpaired(
    scores: Scores, kind: str, gold: Gold, mentions: tuple[Sequence[Any], Sequence[Any], Sequence[Any]]
) -> None:
    want, got, pairs = mentions
    words: Callable[[Any], str] = lambda found: gold.text[slice(*found.span)]  # noqa: E731
    for missed in _without(want, (g for g, _ in pairs)):
        scores.differ(f"{kind} missed", gold.id, words(missed))
    for extra in _without(got, (s for _, s in pairs)):
        scores.differ(f"{kind} spurious", gold.id, words(extra))


def _without(items: Iterable[Any], taken: Iterable[Any]) -> list[Any]:
    """The items that are not among those taken, by identity: two may be equal."""
    gone = {id(item) for item in taken}
    return [item for item in items if id(item) not in gone]
