"""What to review next: claims that nobody has judged, in an order that puts first what a reviewer can change most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from msgspec import Struct

from riwaya.model.claim import Claim, Event
from riwaya.model.finding import Contradiction, EventCluster
from riwaya.model.record import Record
from riwaya.review.state import Standing, State

Order = Literal["uncertain", "single", "contradicted", "new"]
_HEDGES = ("probable", "possible", "unconfirmed")


class Waiting(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One claim to review. `doubts` say what the engine was not sure of; `n_origins` is that of its weakest event.

    `n_origins` is None where its events were not linked.
    """

    claim: str
    article: str
    sha256: str
    outlet: str | None
    published: str | None
    text: str
    stance: str
    standing: Standing
    doubts: tuple[str, ...]
    n_origins: int | None
    contradicted: bool


@dataclass(frozen=True, slots=True)
class Grounds:
    """What linking says of claims: the origins of their weakest event, and which are contradicted."""

    origins: Mapping[str, int]
    contradicted: frozenset[str]


def grounds(events: Iterable[EventCluster], contradictions: Iterable[Contradiction]) -> Grounds:
    """What findings say of each claim."""
    origins: dict[str, int] = {}
    for event in events:
        for claim in event.claims:
            origins[claim] = min(event.n_origins, origins.get(claim, event.n_origins))
    sides = (side.claim for found in contradictions for side in (found.a, found.b))
    return Grounds(origins, frozenset(sides))


def queue(
    records: Iterable[Record], found: Grounds, state: State, order: Order = "uncertain", *, judged: bool = False
) -> list[Waiting]:
    """The claims that wait for a judgement (`judged`: all), in an order.

    `uncertain`: most doubts first; `single`: only what rests on one origin, and `contradicted`: only what is
    contradicted, both with most doubts first; `new`: those of the latest day of publication first.
    """
    waiting = [
        _waiting(record, claim, found, state)
        for record in records
        for claim in record.claims
        if judged or state.of(claim.id).standing == "open"
    ]
    if order == "new":
        in_text = {item.claim: k for k, item in enumerate(waiting)}
        placed = sorted(waiting, key=lambda item: (item.article, in_text[item.claim]))
        return sorted(placed, key=lambda item: item.published or "", reverse=True)
    wanted = filter(_WANTED[order], waiting)
    return sorted(wanted, key=lambda item: (-len(item.doubts), item.published or "", item.article, item.claim))


_WANTED: dict[Order, Callable[[Waiting], bool]] = {
    "uncertain": lambda waiting: True,
    "single": lambda waiting: waiting.n_origins == 1,
    "contradicted": lambda waiting: waiting.contradicted,
}


def doubts(record: Record, claim: Claim) -> tuple[str, ...]:
    """What is not sure about a claim, each in a word; none where nothing gives pause."""
    found: list[str] = [claim.certainty] if claim.certainty in _HEDGES else []
    found += ["noted"] if claim.notes else []
    found += ["unnamed_source"] if claim.chain and not claim.chain[-1].named else []
    found += ["no_event"] if not claim.events else []
    found += ["doubtful_time"] if any(t.note and claim.span.contains(t.span) for t in record.times) else []
    for event in claim.events:
        found += _of_event(record, event)
    return tuple(dict.fromkeys(found))


def _of_event(record: Record, event: Event) -> Iterator[str]:
    places = [record.places[argument.place] for argument in event.places]
    if event.start is None and event.end is None:
        yield "no_date"
    if not places:
        yield "no_place"
    if any(place.lat is None for place in places):
        yield "unknown_place"
    if any(place.candidates > 1 for place in places):
        yield "ambiguous_place"
    if not event.agents and not event.patients:
        yield "no_party"


def _waiting(record: Record, claim: Claim, found: Grounds, state: State) -> Waiting:
    article = record.article
    return Waiting(
        claim=claim.id,
        article=article.id,
        sha256=article.sha256,
        outlet=article.outlet,
        published=article.published,
        text=claim.text,
        stance=claim.stance,
        standing=state.of(claim.id).standing,
        doubts=doubts(record, claim),
        n_origins=found.origins.get(claim.id),
        contradicted=claim.id in found.contradicted,
    )
