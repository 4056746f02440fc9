"""Review: what people decided, put into effect on records. Pure functions of records and judgements."""

from riwaya.review.candidates import candidates
from riwaya.review.fit import adrift, objection
from riwaya.review.judged import Kept, judged, judged_record, kept
from riwaya.review.pairs import Forced, forced
from riwaya.review.queue import Grounds, Waiting, grounds, queue
from riwaya.review.reliability import reliability
from riwaya.review.state import ClaimState, State, state

__all__ = [
    "ClaimState",
    "Forced",
    "Grounds",
    "Kept",
    "State",
    "Waiting",
    "adrift",
    "candidates",
    "forced",
    "grounds",
    "judged",
    "judged_record",
    "kept",
    "objection",
    "queue",
    "reliability",
    "state",
]
