"""Rules over word classes: load them, compile them, and find where they match, the leftmost longest first."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from riwaya.model.errors import DataError
from riwaya.rules.files import read_toml
from riwaya.rules.load import load_rules
from riwaya.rules.required import Required, required
from riwaya.rules.schema import Rule
from riwaya.rules.wordclass import OTHER, PSEUDO, QUOTE, Coded, WordTable, compile_pattern, groups_of, pieces, roles_of

NOTHING = "nothing"
"""The operation of a rule that keeps others from matching where it does: its words mean something else."""

_NEXT_OPEN = re.compile(rf"!\((?:{'|'.join(PSEUDO)})\)")
_SHORT = 12
_MANY = 40
"""From so many kinds of stretches on all are walked through: to look for each would take the square of a text."""
_REMEMBERED = 10_000
"""How many stretches of no more than `_SHORT` words a cascade keeps with what its rules find in them."""


class ClassRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule over word classes.

    match: the patterns (rules/wordclass.py); `{name}` stands for a macro
    value: the operation that works out the value from the parts
    The parts `lead` and `tail` are context: they stay outside the mention.
    """

    match: tuple[str, ...]
    value: str


class _Openings(dict[re.Pattern[str], list[int]]):
    """Where a text has characters with which rules can begin; looked for once for all rules that begin alike."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def __missing__(self, opening: re.Pattern[str]) -> list[int]:
        found = self[opening] = [begun.start() for begun in opening.finditer(self._text)]
        return found


class CompiledRule(NamedTuple):
    """One pattern of a rule, what a text must hold for it, and whether it takes words that no list knows.

    `groups` are those of the pattern that stand for parts. `opening` finds the characters with which it can
    begin, where its own expression would try at every one.
    """

    rule: ClassRule
    pattern: re.Pattern[str]
    needs: Required
    is_open: bool
    groups: tuple[tuple[str, int], ...]
    opening: re.Pattern[str] | None = None

    def matches(self, text: str, openings: _Openings) -> Iterator[re.Match[str]]:
        """The matches in a text, from left to right; none begins inside the one before it."""
        if self.opening is None:
            yield from self.pattern.finditer(text)
            return
        end = 0
        for start in openings[self.opening]:
            match = self.pattern.match(text, start) if start >= end else None
            if match is not None:
                end = match.end()
                yield match


_ByNeed = tuple[tuple[frozenset[str], list[int]], ...]


class Candidate(Struct, frozen=True):
    """A rule's match: mention tokens `[first, last)`, where the whole match began, and its parts."""

    first: int
    last: int
    began: int
    order: int
    rule: ClassRule
    roles: Mapping[str, tuple[int, int]]


class _Match(Struct, frozen=True, gc=False):
    """A candidate before its place in the text is known: offsets count from where its stretch begins."""

    first: int
    last: int
    began: int
    order: int
    roles: tuple[tuple[str, tuple[int, int]], ...]


@dataclass(frozen=True)
class Cascade:
    """A word table and the compiled rules over its classes, with what a text must hold for each.

    Most rules take known words only, so they match within a stretch between words that no list knows. Such
    stretches are short and come again: what the rules find in one is kept for the next time.
    """

    table: WordTable
    rules: tuple[CompiledRule, ...]

    @cached_property
    def _closed(self) -> _ByNeed:
        """The rules of known words."""
        return _by_need(self.rules, is_open=False)

    @cached_property
    def _open(self) -> _ByNeed:
        """The rules that also take words that no list knows."""
        return _by_need(self.rules, is_open=True)

    @cached_property
    def _seen(self) -> set[str]:
        """The stretches that were read and are short enough to be kept."""
        return set()

    @cached_property
    def _telling(self) -> dict[str, tuple[_Match, ...]]:
        """Those of them in which a rule matches, with its matches."""
        return {}

    def candidates(self, coded: Coded) -> list[Candidate]:
        """All matches of all rules: the leftmost first, of those the longest, then the one with more context."""
        text = "".join(coded.codes)
        stretches = text.split(OTHER)
        before = OTHER + text[: len(text) - len(stretches[-1])]
        stretches[-1] = OTHER + stretches[-1]
        different = {*stretches}
        there = {OTHER, *coded.codes}
        found = [_candidate(match, 0, self.rules) for match in _matches(text, there, self._open, self.rules)]
        closed = self._in_stretches(before, stretches, different)
        return sorted(found + closed, key=in_order) if found else closed

    def _in_stretches(self, before: str, stretches: list[str], different: set[str]) -> list[Candidate]:
        """The matches of the rules of known words. The last stretch is marked: no word follows it."""
        long, known = self._read(different - self._seen), self._telling
        telling = long | {stretch: known[stretch] for stretch in different if stretch in known}
        found: list[Candidate] = []
        places = _places(before, telling) if len(telling) < _MANY else _walked(stretches, telling)
        for start, stretch in sorted(places):
            found += [_candidate(match, start, self.rules) for match in telling[stretch]]
        return found

    def _read(self, new: Collection[str]) -> dict[str, tuple[_Match, ...]]:
        """Read stretches that are not known yet; those too long to be kept are given back."""
        long: dict[str, tuple[_Match, ...]] = {}
        if len(self._seen) > _REMEMBERED:
            self._seen.clear()
            self._telling.clear()
        for stretch in new:
            matches = self._in_stretch(stretch[1:] if stretch[0:1] == OTHER else stretch + OTHER)
            if len(stretch) <= _SHORT:
                self._seen.add(stretch)
            if matches:
                (self._telling if len(stretch) <= _SHORT else long)[stretch] = matches
        return long

    def _in_stretch(self, text: str) -> tuple[_Match, ...]:
        return tuple(sorted(_matches(text, {*text}, self._closed, self.rules), key=in_order))


def _places(text: str, stretches: Collection[str]) -> Iterator[tuple[int, str]]:
    """Where stretches stand in a text, which begins with one word more; the marked one stands behind it."""
    for stretch in stretches:
        if stretch[0:1] == OTHER:
            yield len(text) - 1, stretch
            continue
        sought = OTHER + stretch + OTHER
        start = text.find(sought)
        while start >= 0:
            yield start, stretch
            start = text.find(sought, start + len(stretch) + 1)


def _walked(stretches: list[str], wanted: Collection[str]) -> Iterator[tuple[int, str]]:
    """The same by a walk through all stretches, which takes the less time the more of them are wanted."""
    starts = accumulate((len(stretch) + 1 for stretch in stretches), initial=0)
    return ((start, stretch) for start, stretch in zip(starts, stretches, strict=False) if stretch in wanted)


def in_order(found: Candidate | _Match) -> tuple[int, int, int, int]:
    """The order of candidates: by place, the longer first, then by where the match began and by rule."""
    return found.first, -found.last, found.began, found.order


def _by_need(rules: tuple[CompiledRule, ...], *, is_open: bool) -> _ByNeed:
    """The numbers of rules by the rarest of what they need: many rules need the same."""
    found: dict[frozenset[str], list[int]] = {}
    for order, rule in enumerate(rules):
        if rule.is_open == is_open:
            found.setdefault(min(rule.needs, key=len, default=frozenset()), []).append(order)
    return tuple(found.items())


def _matches(text: str, there: set[str], by_need: _ByNeed, rules: tuple[CompiledRule, ...]) -> Iterator[_Match]:
    """The matches of rules in a text that holds certain characters."""
    missing, openings = there.isdisjoint, _Openings(text)
    for rarest, orders in by_need:
        if rarest and missing(rarest):
            continue
        for order in orders:
            if not any(map(missing, rules[order].needs)):
                for match in rules[order].matches(text, openings):
                    yield _read(match, order, rules[order].groups)


def _candidate(match: _Match, start: int, rules: tuple[CompiledRule, ...]) -> Candidate:
    roles = {}
    for role, (begin, end) in match.roles:
        roles[role] = (begin + start, end + start)
    rule = rules[match.order].rule
    return Candidate(match.first + start, match.last + start, match.began + start, match.order, rule, roles)


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
    return Cascade(table, tuple(_compiled(rule, pattern, table) for rule, pattern in patterns))


def _compiled(rule: ClassRule, pattern: str, table: WordTable) -> CompiledRule:
    is_open = any(piece["name"] in PSEUDO for piece in pieces(_NEXT_OPEN.sub("", pattern)))
    whole = required(pattern, table)
    opening = None
    if whole.opening and not (whole.empty or whole.plain):
        opening = re.compile(f"[{''.join(sorted(whole.opening))}]")
    compiled = compile_pattern(pattern, table, rule.id)
    return CompiledRule(rule, compiled, whole.needs, is_open, groups_of(compiled), opening)


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


def _read(match: re.Match[str], order: int, groups: Iterable[tuple[str, int]]) -> _Match:
    """A match with its parts, of which `lead` and `tail` stay outside; no quotation mark ends it."""
    roles = roles_of(match, groups)
    first = roles["lead"][1] if "lead" in roles else match.start()
    last = roles["tail"][0] if "tail" in roles else match.end()
    while last > first and match.string[last - 1] == QUOTE:
        last -= 1
    return _Match(first, last, match.start(), order, tuple(roles.items()))
