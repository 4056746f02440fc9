"""One correction wherever the same mention stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from riwaya.model.claim import Argument, Claim, Link, PlaceArgument
from riwaya.model.judgement import AnyChange, Bulk, Correct, PartyChange, PlaceChange, Role, SourceChange
from riwaya.model.mention import Mention
from riwaya.model.record import Record
from riwaya.review.fit import event_at
from riwaya.review.state import State, slot_of

Form = Callable[[str], str]
Found = Link | Argument | PlaceArgument
Spot = tuple[int, Role, int]
"""Where in a claim a mention stands: its event, its role there, and which one of several."""


def same_mention(first: Correct, found: Iterable[Record], state: State, form: Form) -> Bulk | None:
    """A correction of a source, a party or a place, and the same one for each claim that names it in the same words.

    `found` are the records to look in, that of the first correction among them. Where a mention was read as
    something else, or was judged already, it is left as it is. None for corrections of other fields.
    """
    records = list(found)
    held = next(((r, c) for r in records for c in r.claims if c.id == first.claim), None)
    before = _before(held[1], first.change) if held else None
    if held is None or before is None:
        return None
    wanted = _key(before, held[0], form)
    others = [
        Correct(claim=claim.id, change=change)
        for record in records
        for claim in record.claims
        if state.of(claim.id).standing != "rejected"
        for spot, mention in _spots(first.change, claim)
        if _key(mention, record, form) == wanted
        for change in (_moved(first.change, spot, mention, claim),)
        if not _taken(claim, change, first, state)
    ]
    return Bulk(mention=_mention(before).text, corrections=(first, *others))


def mention_of(change: AnyChange, claim: Claim) -> str | None:
    """The words of the mention that a change is about; None where it adds one, or is about no mention."""
    before = _before(claim, change)
    return _mention(before).text if before else None


def _taken(claim: Claim, change: AnyChange, first: Correct, state: State) -> bool:
    """Whether a field is that of the first correction, or was corrected before."""
    judged = {slot_of(correction.change) for correction in state.of(claim.id).corrections}
    return slot_of(change) in judged or (claim.id == first.claim and slot_of(change) == slot_of(first.change))


def _before(claim: Claim, change: AnyChange) -> Found | None:
    """What was read where the change is made."""
    if isinstance(change, SourceChange):
        wanted: Spot | None = (-1, "agent", change.depth)
    elif isinstance(change, PartyChange | PlaceChange):
        at = event_at(claim.events, change.event, change.trigger)
        role: Role = change.role if isinstance(change, PartyChange) else "agent"
        wanted = None if at is None else (at, role, change.nth)
    else:
        return None
    return next((found for spot, found in _spots(change, claim) if spot == wanted), None)


def _spots(change: AnyChange, claim: Claim) -> Iterator[tuple[Spot, Found]]:
    """All mentions of a claim of the kind that a change is about."""
    if isinstance(change, SourceChange):
        yield from (((-1, "agent", depth), link) for depth, link in enumerate(claim.chain))
        return
    for k, event in enumerate(claim.events):
        if isinstance(change, PlaceChange):
            yield from (((k, "agent", nth), place) for nth, place in enumerate(event.places))
        else:
            yield from (((k, "agent", nth), found) for nth, found in enumerate(event.agents))
            yield from (((k, "patient", nth), found) for nth, found in enumerate(event.patients))


def _moved(change: AnyChange, spot: Spot, found: Found, claim: Claim) -> AnyChange:
    """The change at another place, on the words that stand there."""
    event, role, nth = spot
    words = _mention(found)
    match change:
        case SourceChange():
            return replace(change, depth=nth, to=change.to and replace(change.to, source=words))
        case PartyChange():
            there = {"event": event, "trigger": claim.events[event].trigger.text, "role": role, "nth": nth}
            return replace(change, **there, to=change.to and replace(change.to, text=words.text, span=words.span))
        case PlaceChange():
            there = {"event": event, "trigger": claim.events[event].trigger.text, "nth": nth}
            return replace(change, **there, to=change.to and replace(change.to, text=words.text, span=words.span))
    return change


def _key(found: Found, record: Record, form: Form) -> tuple[str, str | None]:
    """By what two mentions are the same: their words in normal form, and what they were read as."""
    read_as = record.places[found.place].id if isinstance(found, PlaceArgument) else found.actor
    return form(_mention(found).text), read_as


def _mention(found: Found) -> Mention:
    return found.source if isinstance(found, Link) else Mention(found.text, found.span)
