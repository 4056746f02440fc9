"""Accounts of events by the names that people use: an event's id, or a claim and a number."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.judging.acts import held
from riwaya.model.errors import UsageError
from riwaya.model.judgement import EventAt
from riwaya.review.fit import Found
from riwaya.store.base import Store


def accounts(store: Store, named: Sequence[str]) -> list[EventAt]:
    """The accounts that arguments name: `CLAIM#N`, or all of an event. Raises UsageError for what is not there."""
    found: list[EventAt] = []
    for name in named:
        claim, mark, number = name.partition("#")
        if mark and number.isdigit():
            found.append(EventAt(claim, int(number)))
            continue
        event = store.event(name)
        if event is None:
            raise UsageError(f"{name}: neither an event nor an account (CLAIM#N)")
        found += [EventAt(member.claim, member.event) for member in event.members]
    known = held(store, (member.claim for member in found))
    return [_with_trigger(member, known) for member in dict.fromkeys(found)]


def parted(store: Store, event: str, named: Sequence[str]) -> tuple[tuple[EventAt, ...], tuple[EventAt, ...]]:
    """The accounts to split off from an event, and its others. Raises UsageError where none would be left."""
    whole, out = accounts(store, [event]), accounts(store, named)
    strange = [f"{member.claim}#{member.event}" for member in out if member not in whole]
    if strange:
        raise UsageError(f"{', '.join(strange)}: not of {event}")
    rest = tuple(member for member in whole if member not in out)
    if not rest:
        raise UsageError(f"these are all accounts of {event}: nothing would be left of it")
    return tuple(out), rest


def _with_trigger(member: EventAt, known: dict[str, Found]) -> EventAt:
    if member.claim not in known:
        return member
    events = known[member.claim][1].events
    return (
        EventAt(member.claim, member.event, events[member.event].trigger.text) if member.event < len(events) else member
    )
