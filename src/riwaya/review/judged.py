"""Records as people left them: rejected claims left out, corrections in place, the engine's values beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from msgspec.structs import replace

from riwaya.model.claim import Argument, Claim, Event, Link
from riwaya.model.judgement import (
    AnyChange,
    AnyEventChange,
    CertaintyChange,
    DateChange,
    EventChange,
    KnownActor,
    PartyChange,
    PlaceChange,
    PolarityChange,
    SourceChange,
    SpanChange,
    StanceChange,
    TypeChange,
)
from riwaya.model.mention import ActorMentions
from riwaya.model.record import Record
from riwaya.model.span import Span
from riwaya.review.fit import event_at, misfit
from riwaya.review.places import Places
from riwaya.review.state import ClaimState, State, slot_of


@dataclass(frozen=True, slots=True)
class Kept:
    """A value of the engine that a person corrected, as JSON: `field` as in `Change`, `event` where it has one."""

    claim: str
    field: str
    event: int | None
    engine: Any
    now: Any
    who: str
    number: int


def judged(records: Iterable[Record], state: State) -> Iterator[Record]:
    """The records as people left them, each valid by the record format. Notes of claims say who corrected what."""
    for record in records:
        yield judged_record(record, state)


def judged_record(record: Record, state: State) -> Record:
    """One record as people left it; the same object where nobody judged a claim of it."""
    if all(claim.id not in state.claims for claim in record.claims):
        return record
    work = _Work(record, Places(record.places))
    standing = [claim for claim in record.claims if state.of(claim.id).standing != "rejected"]
    drafts = [work.corrected(claim, state.of(claim.id)) for claim in standing]
    places = work.places.settled(event for claim in drafts for event in claim.events)
    claims = [replace(claim, events=tuple(map(work.places.pointed, claim.events))) for claim in drafts]
    return replace(record, claims=tuple(claims), places=places, actors=work.actors())


def kept(record: Record, state: State) -> tuple[Kept, ...]:
    """What the engine had read where people corrected it, in the order of claims and fields."""
    return tuple(
        _kept(claim, correction.change, correction.judgement.who, correction.judgement.number)
        for claim in record.claims
        for correction in state.of(claim.id).corrections
        if misfit(correction.change, record, claim) is None
    )


def events_kept(record: Record, claim: Claim, state: State) -> tuple[int, ...]:
    """Which events of a claim (by index) its judged form still has: those whose trigger lies in its words."""
    changes = [c.change for c in state.of(claim.id).corrections if isinstance(c.change, SpanChange)]
    spans = [change.span for change in changes if misfit(change, record, claim) is None and change.span != claim.span]
    if not spans:
        return tuple(range(len(claim.events)))
    return tuple(k for k, event in enumerate(claim.events) if spans[0].contains(event.trigger.span))


@dataclass
class _Work:
    """One record while corrections are put in."""

    record: Record
    places: Places
    named: dict[Span, KnownActor | None] = field(default_factory=dict)

    def corrected(self, claim: Claim, state: ClaimState) -> Claim:
        """A claim with the corrections that fit it; its gloss is taken out where one does, for it says the old."""
        fitting = [c for c in state.corrections if misfit(c.change, self.record, claim) is None]
        if not fitting:
            return claim
        done = self._whole(claim, [c.change for c in fitting])
        notes = tuple(
            f"{slot_of(c.change)[0]} corrected by {c.judgement.who} (judgement {c.judgement.number})" for c in fitting
        )
        return replace(done, notes=(*claim.notes, *dict.fromkeys(notes)), gloss=None)

    def _whole(self, claim: Claim, changes: Sequence[AnyChange]) -> Claim:
        done = claim
        chain: dict[int, Link | None] = dict(enumerate(claim.chain))
        of_events: dict[int, list[AnyEventChange]] = defaultdict(list)
        for change in changes:
            match change:
                case SpanChange():
                    done = replace(done, span=change.span, text=change.text)
                case StanceChange():
                    done = replace(done, stance=change.to, events=_turned(done, change))
                case CertaintyChange():
                    done = replace(done, certainty=change.to)
                case SourceChange():
                    chain[change.depth] = change.to
                    self._name(change.to.source.span if change.to else None, change.known)
                case _:
                    at = event_at(claim.events, change.event, change.trigger)
                    of_events[-1 if at is None else at].append(change)
        events = [self._event(event, of_events[k]) for k, event in enumerate(done.events)]
        inside = tuple(e for e in events if done.span == claim.span or done.span.contains(e.trigger.span))
        return replace(done, chain=tuple(link for _, link in sorted(chain.items()) if link), events=inside)

    def _event(self, event: Event, changes: Iterable[AnyEventChange]) -> Event:
        for change in changes:
            match change:
                case TypeChange():
                    event = replace(event, type=change.to, acled=change.acled, plover=change.plover)
                case PolarityChange():
                    event = replace(event, polarity=change.to)
                case DateChange():
                    event = replace(event, start=change.start, end=change.end)
                case PartyChange():
                    event = self._party(event, change)
                case PlaceChange():
                    event = self.places.corrected(event, change)
        return _without_gaps(event)

    def _party(self, event: Event, change: PartyChange) -> Event:
        """The event with one party put in, taken out (a gap, closed when all are in) or added."""
        found: list[Argument | None] = list(event.agents if change.role == "agent" else event.patients)
        found[change.nth : change.nth + 1] = [change.to]
        self._name(change.to.span if change.to else None, change.known)
        return replace(event, **{f"{change.role}s": tuple(found)})

    def _name(self, span: Span | None, known: KnownActor | None) -> None:
        if span is not None:
            self.named[span] = known

    def actors(self) -> tuple[ActorMentions, ...]:
        """The known actors of the article, with the mentions that people gave to one taken from all others."""
        found = {actor.id: actor for actor in self.record.actors}
        spans = {name: {s for s in actor.mentions if s not in self.named} for name, actor in found.items()}
        for span, known in self.named.items():
            if known is not None:
                spans.setdefault(known.id, set()).add(span)
                plain = ActorMentions(
                    id=known.id, name_ar=known.name_ar, name_en=known.name_en, kind=known.kind, mentions=()
                )
                found.setdefault(known.id, plain)
        return tuple(replace(found[name], mentions=tuple(sorted(spans[name]))) for name in sorted(found) if spans[name])


def _turned(claim: Claim, change: StanceChange) -> tuple[Event, ...]:
    """The events as the stance means them: a denial says that they did not happen."""
    if (claim.stance == "denied") == (change.to == "denied"):
        return claim.events
    return tuple(replace(e, polarity="negative" if change.to == "denied" else "positive") for e in claim.events)


def _without_gaps(event: Event) -> Event:
    agents, patients = (tuple(filter(None, found)) for found in (event.agents, event.patients))
    return replace(event, agents=agents, patients=patients, places=tuple(filter(None, event.places)))


def _kept(claim: Claim, change: AnyChange, who: str, number: int) -> Kept:
    at = event_at(claim.events, change.event, change.trigger) if isinstance(change, EventChange) else None
    before = _of_claim(claim, change) if at is None else _of_event(claim.events[at], change)
    now = msgspec.to_builtins(change)
    for name in ("field", "event", "trigger", "known"):
        now.pop(name, None)
    return Kept(claim.id, slot_of(change)[0], at, msgspec.to_builtins(before), now, who, number)


def _of_claim(claim: Claim, change: AnyChange) -> Any:
    match change:
        case SpanChange():
            return {"span": claim.span, "text": claim.text}
        case SourceChange():
            return _nth(claim.chain, change.depth)
        case StanceChange():
            return claim.stance
    return claim.certainty


def _of_event(event: Event, change: AnyChange) -> Any:
    match change:
        case PartyChange():
            return _nth(event.agents if change.role == "agent" else event.patients, change.nth)
        case PlaceChange():
            return _nth(event.places, change.nth)
        case DateChange():
            return {"start": event.start, "end": event.end}
        case TypeChange():
            return event.type
    return event.polarity


def _nth(found: Sequence[Any], nth: int) -> Any:
    return found[nth] if nth < len(found) else None
