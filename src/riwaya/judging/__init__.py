"""Judging a record: what a person asks for, checked against what is held, appended, and put into effect."""

from riwaya.judging.acts import held, judge, judged_reading, judged_records
from riwaya.judging.wishes import Known, Wish, change_of, load_known

__all__ = ["Known", "Wish", "change_of", "held", "judge", "judged_reading", "judged_records", "load_known"]
