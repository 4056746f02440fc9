"""What a text must hold for a pattern over classes to match, so that most patterns need not be tried on it."""

from __future__ import annotations

from typing import NamedTuple

from riwaya.rules.wordclass import PSEUDO, WordTable, pieces

Required = tuple[frozenset[str], ...]
"""Sets of characters: of each, a text that the pattern matches holds one at least."""


class Part(NamedTuple):
    """A pattern or a part of it: what it requires, and with which characters it begins, None for any.

    `empty` says that it can match no word at all, `plain` that its first piece is one class: then regular
    expressions find by themselves where it can begin.
    """

    needs: Required
    opening: frozenset[str] | None
    empty: bool
    plain: bool


_NOTHING = Part((), frozenset(), empty=True, plain=False)


def required(pattern: str, table: WordTable) -> Part:
    """What a text must hold for a pattern that `compile_pattern` takes to match anywhere in it."""
    marks = [(piece["name"], piece["prefix"], piece["mark"]) for piece in pieces(pattern)]
    names = [mark or name + (prefix or "") for name, prefix, mark in marks if mark or name]
    return _Reading(names, table).choice()


class _Reading:
    """Reads a pattern piece by piece."""

    def __init__(self, names: list[str], table: WordTable) -> None:
        self._names, self._table, self._at = names, table, 0

    def choice(self) -> Part:
        """Branches up to the end or a closing bracket: one set of each together, if every branch has one."""
        branches = [self._sequence()]
        while self._ahead() == "|":
            self._at += 1
            branches.append(self._sequence())
        if len(branches) == 1:
            return branches[0]
        needs = [min(branch.needs, key=len, default=frozenset[str]()) for branch in branches]
        together = (frozenset[str]().union(*needs),) if all(needs) else ()
        return Part(together, _either([b.opening for b in branches]), any(b.empty for b in branches), plain=False)

    def _sequence(self) -> Part:
        found: list[frozenset[str]] = []
        opening, empty, plain = _NOTHING.opening, True, False
        while self._ahead() not in ("", ")", "|"):
            one, begins = self._one(), not found and empty and not opening and opening is not None
            left_out = self._ahead() in ("?", "*")
            opening = _either([opening, one.opening]) if empty else opening
            plain = one.plain and not left_out if begins else plain
            if left_out:
                self._at += 1
            else:
                found += one.needs
                empty = empty and one.empty
        return Part(tuple(found), opening, empty, plain)

    def _one(self) -> Part:
        """What one class or one group requires; a group that may not follow requires nothing."""
        name = self._ahead()
        self._at += 1
        if name in ("(", "!("):
            inner = self.choice()
            self._at += 1
            return inner if name == "(" else _NOTHING
        if name in PSEUDO:
            return Part((), None, empty=False, plain=True)
        members = frozenset(self._table.members(name))
        return Part((members,), members, empty=False, plain=True)

    def _ahead(self) -> str:
        return self._names[self._at] if self._at < len(self._names) else ""


def _either(openings: list[frozenset[str] | None]) -> frozenset[str] | None:
    """The characters of several parts together; any where one of them begins with any."""
    known = [opening for opening in openings if opening is not None]
    return frozenset[str]().union(*known) if len(known) == len(openings) else None
