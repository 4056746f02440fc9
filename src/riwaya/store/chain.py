"""The audit chain: each entry's hash covers the one before, so that nothing can be changed or taken out unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import msgspec

from riwaya.store.base import Act, AuditEntry, Fault

ROOT = "0" * 64
"""What the first entry names as the hash before it."""


def chained(number: int, previous: str, act: Act) -> AuditEntry:
    """The entry of an act that follows the entry of hash `previous`."""
    return AuditEntry(number, act, previous, entry_hash(number, previous, act))


def entry_hash(number: int, previous: str, act: Act) -> str:
    """SHA-256 over number, hash before and all parts of the act, as a JSON array."""
    parts = (number, previous, act.at, act.who, act.action, act.subject, act.body)
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


def chain_faults(entries: Iterable[AuditEntry]) -> Iterator[Fault]:
    """Where a chain is broken: an entry altered, or one taken out before it."""
    number, previous = 0, ROOT
    for entry in entries:
        number += 1
        if entry.number != number or entry.previous != previous:
            yield Fault("audit", str(entry.number), "the entry before it was altered or taken out")
        if entry.hash != entry_hash(entry.number, entry.previous, entry.act):
            yield Fault("audit", str(entry.number), "altered: its hash does not cover what it says")
        number, previous = entry.number, entry.hash


def entry_row(entry: AuditEntry) -> dict[str, object]:
    """An entry as a row of the table `audit`."""
    act = entry.act
    said = {"at": act.at, "who": act.who, "action": act.action, "subject": act.subject, "body": act.body}
    return {"number": entry.number, **said, "previous": entry.previous, "hash": entry.hash}


def details(body: object) -> str:
    """The body of an act as JSON, keys sorted."""
    return msgspec.json.encode(body, order="sorted").decode()
