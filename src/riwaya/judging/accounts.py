"""Accounts of events by the names that people use: an event's id, or a claim and a number."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.judging.acts import held
from riwaya.model.errors import UsageError
from riwaya.model.judgement import EventAt
from riwaya.review import State, state
from riwaya.review.fit import Found
from riwaya.review.judged import events_kept
from riwaya.store.base import Store


def accounts(store: Store, named: Sequence[str]) -> list[EventAt]:
    """The accounts that arguments name: `CLAIM#N` (event N of a claim, from 1), or all of an event.

    Events are counted as people left the claim. Raises UsageError for what is not there.
    """
    found = [place for name in named for place in _places(store, name)]
    known = held(store, (claim for claim, _ in found))
    standing = state(store.judgements())
    return list(dict.fromkeys(_account(place, known, standing) for place in found))


def parted(store: Store, event: str, named: Sequence[str]) -> tuple[tuple[EventAt, ...], tuple[EventAt, ...]]:
    """The accounts to split off from an event, and its others. Raises UsageError where none would be left."""
    whole, out = accounts(store, [event]), accounts(store, named)
    strange = [f"{member.claim} {member.trigger}" for member in out if member not in whole]
    if strange:
        raise UsageError(f"{', '.join(strange)}: not of {event}")
    rest = tuple(member for member in whole if member not in out)
    if not rest:
        raise UsageError(f"these are all accounts of {event}: nothing would be left of it")
    return tuple(out), rest


def _places(store: Store, name: str) -> list[tuple[str, int]]:
    """Claims, each with the index of one of its events, as the findings number them."""
    claim, mark, number = name.partition("#")
    if mark and number.isdecimal() and int(number) > 0:
        return [(claim, int(number) - 1)]
    event = store.event(name)
    if event is None:
        raise UsageError(f"{name}: neither an event nor an account (CLAIM#N)")
    return [(member.claim, member.event) for member in event.members]


def _account(place: tuple[str, int], known: dict[str, Found], standing: State) -> EventAt:
    """The account as the engine numbers it."""
    claim, at = place
    if claim not in known:
        raise UsageError(f"no claim {claim}")
    record, read = known[claim]
    there = events_kept(record, read, standing)
    if at >= len(there):
        raise UsageError(f"{claim}#{at + 1}: this claim tells of {len(there)} events")
    return EventAt(claim, there[at], read.events[there[at]].trigger.text)
