"""Blind double coding: who has coded what, who may see it, and how far two coders agree.

Cohen's kappa and Krippendorff's alpha are those of nltk.metrics.agreement, over nominal values.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from riwaya.model.errors import UsageError
from riwaya.model.judgement import Batch, Coding
from riwaya.review.state import State

FIELDS = ("keep", "stance", "certainty", "source", "type", "place", "date")
NOTHING = "-"
"""The value where a coder says that there is none; two coders who both say so agree."""


class Agreement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far two coders agree on one field, over `n` claims: the share of equal codes, kappa and alpha.

    kappa and alpha are None where they say nothing: without claims, or where both gave one value throughout,
    so that chance alone would have made them agree.
    """

    field: str
    n: int
    same: int
    kappa: float | None
    alpha: float | None


class Disagreement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One field of one claim that the two coded otherwise, in the order of the batch's coders."""

    claim: str
    field: str
    codes: tuple[str, str]


class Reliability(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The agreement of the two coders of a batch, field by field, and all they disagree on."""

    batch: str
    coders: tuple[str, str]
    agreements: tuple[Agreement, ...]
    disagreements: tuple[Disagreement, ...]


def uncoded(batch: Batch, coder: str, state: State) -> tuple[str, ...]:
    """The claims of a batch that a coder has still to code, in its order."""
    coded = state.codings.get(batch.name, {})
    return tuple(claim for claim in dict.fromkeys(batch.claims) if (coder, claim) not in coded)


def finished(batch: Batch, state: State) -> bool:
    """Whether both have coded all: only then may either see the other's codes."""
    return not any(uncoded(batch, coder, state) for coder in batch.coders)


def visible(batch: Batch, coder: str, state: State) -> Mapping[tuple[str, str], Coding]:
    """The codes that a person may see: their own, and all once both have coded all."""
    codes = state.codings.get(batch.name, {})
    if finished(batch, state):
        return codes
    return {(who, claim): code for (who, claim), code in codes.items() if who == coder}


def reliability(batch: Batch, state: State) -> Reliability:
    """How far the two coders of a batch agree. Raises UsageError while either has still to code.

    Of claims that one of them rejected only `keep` is compared.
    """
    if not finished(batch, state):
        left = ", ".join(f"{coder} has {len(uncoded(batch, coder, state))} to code" for coder in batch.coders)
        raise UsageError(f"batch {batch.name} is not coded yet: {left}")
    pairs = {field: _pairs(batch, state.codings[batch.name], field) for field in FIELDS}
    return Reliability(
        batch=batch.name,
        coders=batch.coders,
        agreements=tuple(_agreement(field, found) for field, found in pairs.items()),
        disagreements=tuple(
            Disagreement(claim=claim, field=field, codes=pairs[field][claim])
            for claim in dict.fromkeys(batch.claims)
            for field in FIELDS
            if claim in pairs[field] and len(set(pairs[field][claim])) > 1
        ),
    )


def _pairs(batch: Batch, codes: Mapping[tuple[str, str], Coding], field: str) -> dict[str, tuple[str, str]]:
    """What both say of a field, by claim."""
    found = {}
    for claim in dict.fromkeys(batch.claims):
        first, second = (codes[coder, claim] for coder in batch.coders)
        if field == "keep" or first.keep == second.keep == "accept":
            found[claim] = (_value(first, field), _value(second, field))
    return found


def _value(coding: Coding, field: str) -> str:
    return getattr(coding, field) or NOTHING


def _agreement(field: str, pairs: Mapping[str, tuple[str, str]]) -> Agreement:
    same = sum(a == b for a, b in pairs.values())
    if len({value for pair in pairs.values() for value in pair}) < 2:
        return Agreement(field=field, n=len(pairs), same=same, kappa=None, alpha=None)
    from nltk.metrics.agreement import AnnotationTask

    task = AnnotationTask([(str(k), claim, pair[k]) for claim, pair in pairs.items() for k in (0, 1)])
    return Agreement(field=field, n=len(pairs), same=same, kappa=round(task.kappa(), 4), alpha=round(task.alpha(), 4))
