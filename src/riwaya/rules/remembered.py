"""What was worked out for words, kept for the next time that they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

Value = TypeVar("Value")
_LONGEST = 60
"""A word of more letters is worked out each time: it is no word, and would take memory that has no bound."""

_MOST = 30_000
"""How many words are kept with what all readers make of them."""


if TYPE_CHECKING:
    Once = cached_property
else:

    class Once(cached_property):
        """What an object works out when it is first asked for; without the lock of its base, which costs more."""

        def __get__(self, instance, owner=None):
            """Work it out; from then on it is found in the object itself."""
            found = instance.__dict__[self.attrname] = self.func(instance)
            return found


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


class Columns:
    """What several readers make of words, remembered together: the words of a text are looked up once for all."""

    def __init__(self) -> None:
        self._readers: list[Callable[[str], Any]] = []
        self._rows = Remembered(self._row, _MOST)

    def add(self, read: Callable[[str], Any]) -> int:
        """One more reader, while resources are loaded; returns the number of its column."""
        self._rows.clear()
        self._readers.append(read)
        return len(self._readers) - 1

    def of(self, words: Sequence[str]) -> list[tuple[Any, ...]]:
        """What each reader makes of some words, a column for each reader."""
        rows = map(self._rows.__getitem__, words)
        return [*zip(*rows, strict=True)] if words else [()] * len(self._readers)

    def _row(self, word: str) -> tuple[Any, ...]:
        return tuple([read(word) for read in self._readers])


class Read:
    """What the readers of `columns` make of the words of one text, by the number of the column."""

    def __init__(self, columns: Columns, words: Sequence[str]) -> None:
        self._columns, self._words = columns, words
        self._read: list[tuple[Any, ...]] = []

    def __getitem__(self, column: int) -> tuple[Any, ...]:
        if column >= len(self._read):
            self._read = self._columns.of(self._words)
        return self._read[column]
