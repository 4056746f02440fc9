"""Append what a person decided, if it fits the record, and read the record as people left it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from riwaya.model.errors import UsageError
from riwaya.model.judgement import (
    JUDGED,
    AnyAct,
    Batch,
    Bulk,
    Coding,
    Correct,
    TypeChange,
    Undo,
    body_of,
    claims_of,
    subject_of,
)
from riwaya.model.record import Record
from riwaya.review import State, judged_record, objection, state
from riwaya.review.fit import Found, claims_by_id
from riwaya.store.base import Act, AuditEntry, Store

LONGEST_TEXT = 4000
"""So many characters at most has a reason, a note or a name."""


def judge(store: Store, act: AnyAct, who: str, at: str, types: Iterable[str] = ()) -> AuditEntry:
    """Append an act of a person at an instant (ISO). `types` are the event types that there are, where they matter.

    Raises UsageError for what does not fit the record: claims, events and words that are not there, an undo of
    nothing, a batch that there is already, codes of a batch that is not the coder's.
    """
    who = " ".join(who.split())
    if not who:
        raise UsageError("a judgement needs to know who makes it")
    _check_length(act, who)
    reason = objection(act, held(store, claims_of(act))) or _against(act, who, store) or _no_type(act, set(types))
    if reason:
        raise UsageError(reason)
    return store.append(Act(at=at, who=who, action=JUDGED, subject=subject_of(act), body=body_of(act)))


def held(store: Store, claims: Iterable[str]) -> dict[str, Found]:
    """The claims of these ids with their records, of the latest versions of pages; unknown ones are left out."""
    wanted = tuple(dict.fromkeys(claims))
    readings = dict.fromkeys(hit.sha256 for hit in store.told(wanted))
    return claims_by_id((record for sha256 in readings if (record := store.record(sha256))), wanted)


def judged_records(store: Store) -> Iterator[Record]:
    """Every article of a record as people left it, in the order in which they came."""
    standing = state(store.judgements())
    return (judged_record(record, standing) for record in store.records())


def judged_reading(store: Store, sha256: str, standing: State) -> Record | None:
    """The current reading of one capture as people left it; None where it holds no article."""
    record = store.record(sha256)
    return judged_record(record, standing) if record else None


def _check_length(act: AnyAct, who: str) -> None:
    texts = (who, act.why or "", getattr(act, "text", ""), getattr(act, "name", ""), getattr(act, "mention", ""))
    if max(map(len, texts)) > LONGEST_TEXT:
        raise UsageError(f"a name, reason or note has at most {LONGEST_TEXT} characters")


def _against(act: AnyAct, who: str, store: Store) -> str | None:
    """What the judgements made so far have against an act."""
    match act:
        case Undo():
            return _no_undo(act, store)
        case Batch():
            return _no_batch(act, state(store.judgements()))
        case Coding():
            return _no_coding(act, who, state(store.judgements()))
    return None


def _no_undo(act: Undo, store: Store) -> str | None:
    found = next((j for j in store.judgements() if j.number == act.number), None)
    if found is None:
        return f"{act.number} is no judgement"
    if isinstance(found.act, Coding):
        return f"{act.number} is a code of a batch: code the claim again instead"
    if act.number in state(store.judgements()).undone:
        return f"{act.number} is undone already; undo the undo to restore it"
    return None


def _no_batch(act: Batch, standing: State) -> str | None:
    if act.name in standing.batches:
        return f"there is a batch {act.name} already"
    if len(set(act.coders)) < len(act.coders):
        return "a batch is coded by two people"
    return None


def _no_coding(act: Coding, who: str, standing: State) -> str | None:
    batch = standing.batches.get(act.batch)
    if batch is None:
        return f"no batch {act.batch}"
    if who not in batch.coders:
        return f"batch {act.batch} is coded by {' and '.join(batch.coders)}"
    if act.claim not in batch.claims:
        return f"claim {act.claim} is not in batch {act.batch}"
    if len(standing.codings[act.batch]) == len(batch.coders) * len(set(batch.claims)):
        return f"batch {act.batch} is done: both have coded all of it"
    return None


def _no_type(act: AnyAct, types: set[str]) -> str | None:
    corrections = act.corrections if isinstance(act, Bulk) else (act,) if isinstance(act, Correct) else ()
    stated = {c.change.to for c in corrections if isinstance(c.change, TypeChange)}
    if isinstance(act, Coding) and act.type:
        stated.add(act.type)
    unknown = sorted(stated - types)
    return f"no event type {unknown[0]}" if unknown else None
