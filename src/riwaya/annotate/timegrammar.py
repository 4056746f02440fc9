"""The grammar of times: the rules of `grammar/times`, compiled over word classes, and where they match."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from riwaya.annotate import dateops, shareops, spanops
from riwaya.annotate.document import Base
from riwaya.annotate.numbers import LISTS as NUMBER_LISTS
from riwaya.annotate.numbers import number_classes
from riwaya.annotate.timeparts import Context, Parts
from riwaya.annotate.timesigns import Signs, load_signs
from riwaya.annotate.timevalues import Value
from riwaya.rules.cascade import Cascade, load_cascade
from riwaya.rules.wordclass import WordTable, load_words

LISTS = (
    *NUMBER_LISTS, "ordinals", "months", "hijri_months", "weekdays", "weekdays_bare", "time_units", "day_parts",
    "time_modifiers", "relative_days", "time_references", "time_links", "set_adjectives", "named_days",
    "seasons", "decades", "event_nouns", "age_words", "time_blockers", "future_cues",
)  # fmt: skip
Operation = Callable[[Parts, Context], Value | None]
OPERATIONS: Mapping[str, Operation] = {
    "day": dateops.day, "last_night": dateops.last_night, "month": dateops.month, "year": dateops.year,
    "day_of_month": dateops.day_of_month, "hijri": dateops.hijri, "feast": dateops.feast, "season": dateops.season,
    "share": shareops.share,
    "calendar_unit": spanops.calendar_unit, "recent_units": spanops.recent_units, "ago": spanops.ago,
    "after": spanops.after, "from_mention": spanops.from_mention, "since": spanops.since,
    "duration": spanops.duration, "nth_unit": spanops.nth_unit, "adjacent_day": spanops.adjacent_day,
    "day_range": spanops.day_range, "month_range": spanops.month_range, "year_range": spanops.year_range,
    "every": spanops.every, "reference": spanops.reference, "later": spanops.later, "clock": spanops.clock,
}  # fmt: skip


@dataclass(frozen=True)
class Tables:
    """The compiled rules, the column of the characters of words, and the signs around an expression."""

    cascade: Cascade
    characters: int
    signs: Signs

    @property
    def table(self) -> WordTable:
        """The words that the rules know."""
        return self.cascade.table


def load_grammar(base: Base) -> Tables:
    """Read and compile the rules. Raises DataError for unknown classes, macros and operations."""
    table = WordTable(load_words(base.folder, base.spelling, LISTS), number_classes())
    cascade = load_cascade(base.folder, "times", table, OPERATIONS)
    return Tables(cascade, base.columns.add(table.character), load_signs(base, table))
