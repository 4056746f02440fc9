"""Review: what people decided, put into effect on records. Pure functions of records and judgements."""

from riwaya.review.fit import adrift, objection
from riwaya.review.judged import Kept, judged, judged_record, kept
from riwaya.review.pairs import Forced, forced
from riwaya.review.state import ClaimState, State, state

__all__ = [
    "ClaimState",
    "Forced",
    "Kept",
    "State",
    "adrift",
    "forced",
    "judged",
    "judged_record",
    "kept",
    "objection",
    "state",
]
