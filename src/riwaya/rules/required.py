"""What a text must hold for a pattern over classes to match, so that most patterns need not be tried on it."""

from __future__ import annotations

from riwaya.rules.wordclass import PSEUDO, WordTable, pieces

Required = tuple[frozenset[str], ...]
"""Sets of characters: of each, a text that the pattern matches holds one at least."""


def required(pattern: str, table: WordTable) -> Required:
    """What a text must hold for a pattern that `compile_pattern` takes to match anywhere in it."""
    marks = [(piece["name"], piece["prefix"], piece["mark"]) for piece in pieces(pattern)]
    names = [mark or name + (prefix or "") for name, prefix, mark in marks if mark or name]
    return _Reading(names, table).choice()


class _Reading:
    """Reads a pattern piece by piece."""

    def __init__(self, names: list[str], table: WordTable) -> None:
        self._names, self._table, self._at = names, table, 0

    def choice(self) -> Required:
        """Branches up to the end or a closing bracket: one set of each together, if every branch has one."""
        branches = [self._sequence()]
        while self._ahead() == "|":
            self._at += 1
            branches.append(self._sequence())
        if len(branches) == 1:
            return branches[0]
        return (frozenset().union(*(min(b, key=len) for b in branches)),) if all(branches) else ()

    def _sequence(self) -> Required:
        found: list[frozenset[str]] = []
        while self._ahead() not in ("", ")", "|"):
            one = self._one()
            if self._ahead() in ("?", "*"):
                self._at += 1
            else:
                found += one
        return tuple(found)

    def _one(self) -> Required:
        """What one class or one group requires; a group that may not follow requires nothing."""
        name = self._ahead()
        self._at += 1
        if name in ("(", "!("):
            inner = self.choice()
            self._at += 1
            return inner if name == "(" else ()
        return () if name in PSEUDO else (frozenset(self._table.members(name)),)

    def _ahead(self) -> str:
        return self._names[self._at] if self._at < len(self._names) else ""
