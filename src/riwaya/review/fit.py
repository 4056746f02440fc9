"""Whether a judgement fits a record: what it names is there, and its words are those of the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from riwaya.model.claim import Claim, Event
from riwaya.model.judgement import (
    AnyAct,
    AnyChange,
    Bulk,
    Correct,
    DateChange,
    EventAt,
    EventChange,
    Judgement,
    Merge,
    Note,
    PartyChange,
    PlaceChange,
    SourceChange,
    SpanChange,
    Split,
    claims_of,
)
from riwaya.model.record import Record
from riwaya.model.span import Span

Found = tuple[Record, Claim]


def adrift(judgements: Iterable[Judgement], records: Iterable[Record]) -> Iterator[tuple[Judgement, str]]:
    """The judgements that point to nothing in these records, each with the reason.

    A claim that no reading makes any more, an event or words that are not there: nothing is wrong with the
    judgement, and it will hold again when the claim is read again.
    """
    asked = list(judgements)
    wanted = {claim for found in asked for claim in claims_of(found.act)}
    known = claims_by_id(records, wanted)
    for found in asked:
        reason = objection(found.act, known)
        if reason:
            yield found, reason


def claims_by_id(records: Iterable[Record], wanted: Iterable[str]) -> dict[str, Found]:
    """The claims of these ids, each with its record: the first where several versions of a page make it."""
    ids = set(wanted)
    found: dict[str, Found] = {}
    for record in records:
        for claim in record.claims:
            if claim.id in ids:
                found.setdefault(claim.id, (record, claim))
    return found


def objection(act: AnyAct, known: dict[str, Found]) -> str | None:
    """Why an act fits none of the claims that are known; None where all that it names is there."""
    missing = next((claim for claim in claims_of(act) if claim not in known), None)
    if missing is not None:
        return f"no claim {missing}"
    reasons: Iterable[str | None] = ()
    match act:
        case Correct():
            reasons = (misfit(act.change, *known[act.claim]),)
        case Bulk():
            reasons = (misfit(c.change, *known[c.claim]) for c in act.corrections)
        case Merge():
            reasons = (_lost(member, known) for member in act.members)
        case Split():
            reasons = (_lost(member, known) for member in (*act.members, *act.others))
        case Note() if isinstance(act.about, EventAt):
            reasons = (_lost(act.about, known),)
    return next((reason for reason in reasons if reason), None)


def misfit(change: AnyChange, record: Record, claim: Claim) -> str | None:
    """Why a change does not fit a claim of a record; None where it does."""
    text = record.article.text
    match change:
        case SpanChange():
            return _words(change.span, change.text, text)
        case SourceChange():
            if change.to is None and change.depth >= len(claim.chain):
                return f"claim {claim.id} has {len(claim.chain)} sources"
            return _words(change.to.source.span, change.to.source.text, text) if change.to else None
        case EventChange():
            at = event_at(claim.events, change.event, change.trigger)
            return _no_event(claim, change) if at is None else _of_event(change, claim.events[at], text)
    return None


def event_at(events: Sequence[Event], index: int, trigger: str) -> int | None:
    """Where an event is now: at its index where its trigger is still the same, else the only one of that trigger."""
    if index < len(events) and trigger in ("", events[index].trigger.text):
        return index
    same = [k for k, event in enumerate(events) if trigger and event.trigger.text == trigger]
    return same[0] if len(same) == 1 else None


def _of_event(change: EventChange, event: Event, text: str) -> str | None:
    held = 0
    match change:
        case DateChange():
            return _days(change)
        case PartyChange():
            held = len(event.agents if change.role == "agent" else event.patients)
        case PlaceChange():
            held = len(event.places)
        case _:
            return None
    if change.to is None:
        return f"the event has {held} of these" if change.nth >= held else None
    return _words(change.to.span, change.to.text, text)


def _days(change: DateChange) -> str | None:
    try:
        days = [date.fromisoformat(day) for day in (change.start, change.end) if day]
    except ValueError as fault:
        return f"no day: {fault}"
    return "the first day is after the last" if days != sorted(days) else None


def _words(span: Span, words: str, text: str) -> str | None:
    if 0 <= span.start < span.end <= len(text) and span.of(text) == words:
        return None
    return f"the text at {span.start}-{span.end} is not {words!r}"


def _lost(member: EventAt, known: dict[str, Found]) -> str | None:
    claim = known[member.claim][1]
    return _no_event(claim, member) if event_at(claim.events, member.event, member.trigger) is None else None


def _no_event(claim: Claim, named: EventAt | EventChange) -> str:
    return f"claim {claim.id} has no event {named.event} {named.trigger}".rstrip()
