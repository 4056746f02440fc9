"""The audit chain: each entry's hash covers the one before, so that nothing can be changed or taken out unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import msgspec

from riwaya.model.errors import StoreError
from riwaya.model.judgement import JUDGED, Judgement, Undo, act_of
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


def judgements(entries: Iterable[AuditEntry]) -> Iterator[Judgement | Fault]:
    """The judgements among entries of a chain; a fault for each whose body says nothing that can be understood."""
    for entry in entries:
        if entry.act.action == JUDGED:
            try:
                act = act_of(entry.act.body)
            except StoreError as fault:
                yield Fault("judgements", str(entry.number), str(fault))
            else:
                yield Judgement(number=entry.number, at=entry.act.at, who=entry.act.who, act=act)


def judgement_faults(entries: Iterable[AuditEntry]) -> Iterator[Fault]:
    """Judgements that cannot be read, and undos of what is no earlier judgement."""
    known: set[int] = set()
    for found in judgements(entries):
        if isinstance(found, Fault):
            yield found
            continue
        if isinstance(found.act, Undo) and found.act.number not in known:
            yield Fault("judgements", str(found.number), f"undoes {found.act.number}, which is no judgement before it")
        known.add(found.number)
