"""The grammar of times: the rules of `grammar/times`, compiled over word classes, and where they match."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from riwaya.annotate import dateops, spanops
from riwaya.annotate.document import Base
from riwaya.annotate.numbers import LISTS as NUMBER_LISTS
from riwaya.annotate.numbers import number_classes
from riwaya.annotate.timeparts import Context, Parts
from riwaya.annotate.timevalues import Value
from riwaya.model.errors import DataError
from riwaya.rules.files import read_toml
from riwaya.rules.lists import load_spelling
from riwaya.rules.load import load_rules
from riwaya.rules.schema import Rule
from riwaya.rules.wordclass import QUOTE, Coded, WordTable, compile_pattern, load_words, roles_of

LISTS = (
    *NUMBER_LISTS, "ordinals", "months", "hijri_months", "weekdays", "weekdays_bare", "time_units", "day_parts",
    "time_modifiers", "relative_days", "time_references", "time_links", "set_adjectives", "named_days",
    "seasons", "decades", "event_nouns", "age_words", "time_blockers", "future_cues",
)  # fmt: skip
Operation = Callable[[Parts, Context], Value | None]
OPERATIONS: Mapping[str, Operation] = {
    "day": dateops.day, "last_night": dateops.last_night, "month": dateops.month, "year": dateops.year,
    "day_of_month": dateops.day_of_month, "hijri": dateops.hijri, "feast": dateops.feast, "season": dateops.season,
    "calendar_unit": spanops.calendar_unit, "recent_units": spanops.recent_units, "ago": spanops.ago,
    "after": spanops.after, "from_mention": spanops.from_mention, "since": spanops.since,
    "duration": spanops.duration, "nth_unit": spanops.nth_unit, "adjacent_day": spanops.adjacent_day,
    "day_range": spanops.day_range, "month_range": spanops.month_range, "year_range": spanops.year_range,
    "every": spanops.every, "reference": spanops.reference, "later": spanops.later, "clock": spanops.clock,
}  # fmt: skip
NOTHING = "nothing"
"""The operation of a rule that keeps others from matching: its words are no time."""


class TimeRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule for times.

    match: the pattern over word classes (rules/wordclass.py); `{name}` stands for a macro
    value: the operation that works out the value from the parts (annotate/timegrammar.py)
    The parts `lead` and `tail` are context: they stay outside the mention.
    """

    match: str | tuple[str, ...]
    value: str


class Future(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a clause about what is to come is known: the shape of future verbs, and words that only look so."""

    shape: str
    unless: tuple[str, ...]
    reach: int


@dataclass(frozen=True)
class Tables:
    """The word table, the compiled rules, and the signs of the future."""

    table: WordTable
    rules: tuple[tuple[TimeRule, re.Pattern[str]], ...]
    future: re.Pattern[str]
    reach: int


class Candidate(NamedTuple):
    """A rule's match: mention tokens `[first, last)`, where the whole match began, and its parts."""

    first: int
    last: int
    began: int
    order: int
    rule: TimeRule
    roles: Mapping[str, tuple[int, int]]


def load_grammar(base: Base) -> Tables:
    """Read and compile the rules. Raises DataError for unknown classes, macros and operations."""
    spelling = load_spelling(base.folder)
    table = WordTable(load_words(base.folder, spelling, LISTS), number_classes())
    written = read_toml(base.folder / "grammar/time_macros.toml", dict[str, str])
    macros = {name: f"({pattern})" for name, pattern in written.items()}
    rules = load_rules(base.folder, "times", TimeRule)
    faults = [f"{r.id}: value: no operation named {r.value!r}" for r in rules if r.value not in {*OPERATIONS, NOTHING}]
    if faults:
        raise DataError(faults)
    future = read_toml(base.folder / "grammar/future.toml", Future)
    unless = "|".join(spelling.normaliser.form(word) for word in future.unless)
    shape = re.compile(f"(?!(?:{unless})){spelling.normaliser.form(future.shape)}")
    compiled = tuple((r, compile_pattern(_expanded(m, macros, r.id), table, r.id)) for r in rules for m in _matches(r))
    return Tables(table, compiled, shape, future.reach)


def _matches(rule: TimeRule) -> tuple[str, ...]:
    return (rule.match,) if isinstance(rule.match, str) else rule.match


def _expanded(pattern: str, macros: Mapping[str, str], where: str) -> str:
    for _ in range(len(macros) + 1):
        try:
            replaced = pattern.format_map(macros)
        except (KeyError, ValueError, IndexError) as fault:
            raise DataError([f"{where}: match: no macro named {fault}"]) from fault
        if replaced == pattern:
            return pattern
        pattern = replaced
    raise DataError([f"{where}: match: macros that hold each other"])


def candidates(coded: Coded, given: Tables) -> list[Candidate]:
    """All matches of all rules: the leftmost first, of those the longest, then the one with more context."""
    text = "".join(coded.codes)
    found = [c for order, (rule, pattern) in enumerate(given.rules) for c in _of_rule(text, order, rule, pattern)]
    return sorted(found, key=lambda c: (c.first, -c.last, c.began, c.order))


def _of_rule(text: str, order: int, rule: TimeRule, pattern: re.Pattern[str]) -> Iterator[Candidate]:
    for match in pattern.finditer(text):
        roles = roles_of(match)
        first = roles["lead"][1] if "lead" in roles else match.start()
        last = roles["tail"][0] if "tail" in roles else match.end()
        while last > first and text[last - 1] == QUOTE:
            last -= 1
        yield Candidate(first, last, match.start(), order, rule, roles)
