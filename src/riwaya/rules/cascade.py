"""Rules over word classes: load them, compile them, and find where they match, the leftmost longest first."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from riwaya.model.errors import DataError
from riwaya.rules.files import read_toml
from riwaya.rules.load import load_rules
from riwaya.rules.required import Required, required
from riwaya.rules.schema import Rule
from riwaya.rules.wordclass import QUOTE, Coded, WordTable, compile_pattern, roles_of

NOTHING = "nothing"
"""The operation of a rule that keeps others from matching where it does: its words mean something else."""


class ClassRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule over word classes.

    match: the patterns (rules/wordclass.py); `{name}` stands for a macro
    value: the operation that works out the value from the parts
    The parts `lead` and `tail` are context: they stay outside the mention.
    """

    match: tuple[str, ...]
    value: str


class Candidate(Struct, frozen=True):
    """A rule's match: mention tokens `[first, last)`, where the whole match began, and its parts."""

    first: int
    last: int
    began: int
    order: int
    rule: ClassRule
    roles: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Cascade:
    """A word table and the compiled rules over its classes, with what a text must hold for each."""

    table: WordTable
    rules: tuple[tuple[ClassRule, re.Pattern[str], Required], ...]

    @cached_property
    def _by_need(self) -> dict[frozenset[str], list[int]]:
        """The numbers of the rules by the rarest of what they need: many rules need the same."""
        found: dict[frozenset[str], list[int]] = {}
        for order, (*_, needs) in enumerate(self.rules):
            found.setdefault(min(needs, key=len, default=frozenset()), []).append(order)
        return found

    def candidates(self, coded: Coded) -> list[Candidate]:
        """All matches of all rules: the leftmost first, of those the longest, then the one with more context."""
        text = "".join(coded.codes)
        missing = set(text).isdisjoint
        found: list[Candidate] = []
        for rarest, orders in self._by_need.items():
            if rarest and missing(rarest):
                continue
            for order in orders:
                rule, pattern, needs = self.rules[order]
                if not any(map(missing, needs)):
                    found += _of_rule(text, order, rule, pattern)
        return sorted(found, key=lambda c: (c.first, -c.last, c.began, c.order))


def load_cascade(folder: Path, kind: str, table: WordTable, operations: Collection[str]) -> Cascade:
    """The rules of `grammar/<kind>` with the macros of `grammar/<kind>_macros.toml`.

    Raises DataError for unknown classes, macros and operations.
    """
    written = read_toml(folder / f"grammar/{kind}_macros.toml", dict[str, str])
    macros = {name: f"({pattern})" for name, pattern in written.items()}
    rules = load_rules(folder, kind, ClassRule)
    known = {*operations, NOTHING}
    faults = [f"{r.id}: value: no operation named {r.value!r}" for r in rules if r.value not in known]
    if faults:
        raise DataError(faults)
    patterns = [(r, _expanded(match, macros, r.id)) for r in rules for match in r.match]
    compiled = ((r, compile_pattern(pattern, table, r.id), required(pattern, table)) for r, pattern in patterns)
    return Cascade(table, tuple(compiled))


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


def _of_rule(text: str, order: int, rule: ClassRule, pattern: re.Pattern[str]) -> Iterator[Candidate]:
    for match in pattern.finditer(text):
        roles = roles_of(match)
        first = roles["lead"][1] if "lead" in roles else match.start()
        last = roles["tail"][0] if "tail" in roles else match.end()
        while last > first and text[last - 1] == QUOTE:
            last -= 1
        yield Candidate(first, last, match.start(), order, rule, roles)
