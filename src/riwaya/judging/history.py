"""What was decided about some claims, as it may be shown to anybody."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from riwaya.model.judgement import AnyAct, Coding, Judgement, Undo, claims_of
from riwaya.review import State, state
from riwaya.review.reliability import finished


def history(judgements: Iterable[Judgement], claims: AbstractSet[str] | None = None) -> list[tuple[Judgement, bool]]:
    """The judgements on these claims (all where None), oldest first, each with whether it is undone.

    The undos of what is shown are among them. Codes of a batch that is not finished are left out, whoever asks.
    """
    every = list(judgements)
    standing = state(every)
    acts = {found.number: found.act for found in every}
    return [
        (found, found.number in standing.undone)
        for found in every
        if not _blind(found.act, standing) and (claims is None or not claims.isdisjoint(_about(found.act, acts)))
    ]


def _blind(act: AnyAct, standing: State) -> bool:
    batch = standing.batches.get(act.batch) if isinstance(act, Coding) else None
    return isinstance(act, Coding) and not (batch and finished(batch, standing))


def _about(act: AnyAct, acts: dict[int, AnyAct]) -> tuple[str, ...]:
    """The claims of an act; of an undo, those of what it undoes in the end."""
    while isinstance(act, Undo):
        before = acts.get(act.number)
        if before is None or (isinstance(before, Undo) and before.number >= act.number):
            return ()
        act = before
    return claims_of(act)
