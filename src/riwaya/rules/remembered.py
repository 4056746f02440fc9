"""What was worked out for words, kept for the next time that they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")
_LONGEST = 60
"""A word of more letters is worked out each time: it is no word, and would take memory that has no bound."""


class Remembered(dict[str, Value]):
    """What a function makes of words; it begins anew when it holds `most` of them.

    A dictionary: to look up what it holds costs half of what `functools.lru_cache` takes.
    """

    def __init__(self, read: Callable[[str], Value], most: int) -> None:
        super().__init__()
        self._read, self._most = read, most

    def __missing__(self, word: str) -> Value:
        """Work out what was not asked for before."""
        found = self._read(word)
        if len(word) > _LONGEST:
            return found
        if len(self) >= self._most:
            self.clear()
        self[word] = found
        return found
