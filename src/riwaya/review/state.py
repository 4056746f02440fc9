"""What stands: acts of people in the order of the audit chain, with what was undone taken out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from riwaya.model.judgement import (
    Accept,
    AnyAct,
    AnyChange,
    Batch,
    Bulk,
    CertaintyChange,
    Coding,
    Correct,
    EventAt,
    EventChange,
    Judgement,
    Merge,
    Note,
    PartyChange,
    PlaceChange,
    Reject,
    SourceChange,
    SpanChange,
    Split,
    StanceChange,
    Undo,
)

Standing = Literal["open", "accepted", "corrected", "rejected"]
Slot = tuple[str, int, str, int]
"""One thing that can be corrected of a claim: field, event, role, and which one of several."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A change that stands, with the judgement that made it."""

    judgement: Judgement
    change: AnyChange


@dataclass(frozen=True, slots=True)
class ClaimState:
    """What stands for one claim: the last verdict, the last correction of each slot, all notes, who coded it."""

    verdict: Judgement | None = None
    standing: Standing = "open"
    corrections: tuple[Correction, ...] = ()
    notes: tuple[Judgement, ...] = ()


OPEN = ClaimState()
"""A claim that nobody has judged."""


@dataclass(frozen=True, slots=True)
class State:
    """What stands after all acts.

    `grouping` are the merges and splits that stand, oldest first; `undone` the numbers of judgements that do not
    stand; `codings` of a batch by coder and claim; `dangling` are undos of what is no earlier judgement, or of a
    coding, which is coded again and never undone.
    """

    claims: Mapping[str, ClaimState]
    grouping: tuple[Judgement, ...]
    batches: Mapping[str, Batch]
    codings: Mapping[str, Mapping[tuple[str, str], Coding]]
    undone: frozenset[int]
    dangling: tuple[Judgement, ...]

    def of(self, claim: str) -> ClaimState:
        """What stands for a claim."""
        return self.claims.get(claim, OPEN)


def state(judgements: Iterable[Judgement]) -> State:
    """What stands after judgements, given in the order of their numbers or in any other."""
    ordered = sorted(judgements, key=lambda found: found.number)
    acts = {found.number: found.act for found in ordered}
    undone = _undone(ordered, acts)
    standing = [found for found in ordered if found.number not in undone]
    batches = _batches(standing)
    return State(
        claims=_claims(standing),
        grouping=tuple(found for found in standing if isinstance(found.act, Merge | Split)),
        batches=batches,
        codings=_codings(ordered, batches),
        undone=frozenset(undone),
        dangling=tuple(f for f in ordered if isinstance(f.act, Undo) and not can_undo(f.act, f.number, acts)),
    )


def slot_of(change: AnyChange) -> Slot:
    """What a change is about: a later change of the same slot takes its place."""
    field = type(change).__struct_config__.tag
    match change:
        case SourceChange():
            return str(field), -1, "", change.depth
        case PartyChange():
            return str(field), change.event, change.role, change.nth
        case PlaceChange():
            return str(field), change.event, "", change.nth
        case EventChange():
            return str(field), change.event, "", -1
        case SpanChange() | StanceChange() | CertaintyChange():
            return str(field), -1, "", -1


def _undone(ordered: Sequence[Judgement], acts: Mapping[int, AnyAct]) -> set[int]:
    """The numbers that do not stand: undone by an undo that stands, so the latest are asked first."""
    undone: set[int] = set()
    for found in reversed(ordered):
        if isinstance(found.act, Undo) and found.number not in undone and can_undo(found.act, found.number, acts):
            undone.add(found.act.number)
    return undone


def can_undo(act: Undo, number: int, acts: Mapping[int, AnyAct]) -> bool:
    """Whether an undo of this number is of an earlier judgement that can be undone."""
    return act.number < number and act.number in acts and not isinstance(acts[act.number], Coding)


def _claims(standing: Iterable[Judgement]) -> dict[str, ClaimState]:
    verdicts: dict[str, Judgement] = {}
    corrections: dict[str, dict[Slot, Correction]] = defaultdict(dict)
    notes: dict[str, list[Judgement]] = defaultdict(list)
    for found in standing:
        match found.act:
            case Accept() | Reject():
                verdicts[found.act.claim] = found
            case Correct() | Bulk():
                for correction in _corrections(found.act):
                    verdicts[correction.claim] = found
                    slots = corrections[correction.claim]
                    slots[slot_of(correction.change)] = Correction(found, correction.change)
            case Note():
                notes[_noted(found.act)].append(found)
    return {
        claim: ClaimState(
            verdict=verdicts.get(claim),
            standing=_standing(verdicts.get(claim), bool(corrections.get(claim))),
            corrections=tuple(c for _, c in sorted(corrections.get(claim, {}).items(), key=lambda item: item[0])),
            notes=tuple(notes.get(claim, ())),
        )
        for claim in sorted({*verdicts, *notes})
    }


def _corrections(act: Correct | Bulk) -> tuple[Correct, ...]:
    return act.corrections if isinstance(act, Bulk) else (act,)


def _noted(act: Note) -> str:
    return act.about.claim if isinstance(act.about, EventAt) else act.about


def _standing(verdict: Judgement | None, corrected: bool) -> Standing:
    """A rejection stands until the claim is accepted or corrected again; an accepted claim keeps its corrections."""
    if verdict is None:
        return "open"
    if isinstance(verdict.act, Reject):
        return "rejected"
    return "corrected" if corrected else "accepted"


def _batches(standing: Iterable[Judgement]) -> dict[str, Batch]:
    """Batches by name; the first of a name counts, so that nobody can change it under its coders."""
    found: dict[str, Batch] = {}
    for judgement in standing:
        if isinstance(judgement.act, Batch):
            found.setdefault(judgement.act.name, judgement.act)
    return dict(sorted(found.items()))


def _codings(ordered: Iterable[Judgement], batches: Mapping[str, Batch]) -> dict[str, dict[tuple[str, str], Coding]]:
    """The last coding of each claim by each coder of its batch, until both have coded all.

    From then on they may see each other's codes, and nothing that they code is blind any more.
    """
    found: dict[str, dict[tuple[str, str], Coding]] = {name: {} for name in batches}
    for judgement in ordered:
        act = judgement.act
        if isinstance(act, Coding) and act.batch in batches:
            batch, codings = batches[act.batch], found[act.batch]
            invited = judgement.who in batch.coders and act.claim in batch.claims
            if invited and len(codings) < len(set(batch.coders)) * len(set(batch.claims)):
                codings[judgement.who, act.claim] = act
    return found
