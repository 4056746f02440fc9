"""The letters and marks by which words are told apart without a dictionary, and what the letters of a word tell."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import msgspec

from riwaya.rules.files import read_toml
from riwaya.text.tokens import QUOTE_MARKS

SHAPES = "NVDQ..N"
"""The classes that the shape of a word can give it, by the number in its lowest bits (`KIND`)."""
KIND = 7
DIGITS = 2
"""The shape of a word of digits."""
QUOTES = 3
"""The shape of a quotation mark."""
OPENS = 5
"""The number of a mark at which an insertion can begin: a parenthesis, a hashtag, a dash."""
ADVERB = 6
"""The number of a noun with the ending of an adverb, which belongs to no definite noun: `militarily`."""
ARTICLE = 8
"""A word that begins with the article."""
DEFINITE = 16
"""A word that bears the article or a pronoun."""
AND = 32
"""A word of four letters and more that begins with the letter of a joined `and`."""
BY = 64
"""A word that begins with the letter of a joined bi-."""
TO = 128
"""A word that begins with a joined li-."""
LETTERS = bytes(ord(SHAPES[shape & KIND]) if shape & KIND < len(SHAPES) else 0 for shape in range(256))
"""The class of a word by its shape, as a table for `bytes.translate`."""


class Marks(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True, rename={"and_": "and"}):
    """The letters and marks of `data/text/marks.toml`."""

    article: tuple[str, ...]
    verb_prefix: tuple[str, ...]
    pronoun_suffix: tuple[str, ...]
    comma: frozenset[str]
    open: frozenset[str]
    close: frozenset[str]
    colon: frozenset[str]
    dash: frozenset[str]
    hash: frozenset[str]
    and_: str
    to: frozenset[str]
    by: frozenset[str]
    joining: frozenset[str]
    before_imperfect: frozenset[str]
    bound: tuple[str, ...]
    circumstance: tuple[str, ...]
    feminine: tuple[str, ...]
    answer: frozenset[str]
    that_is: frozenset[str]
    theirs: frozenset[str]
    told: frozenset[str]
    future: frozenset[str]
    imperfect: tuple[str, ...]
    stop: frozenset[str]
    statement: frozenset[str]
    adjective: tuple[str, ...]
    adverb: tuple[str, ...]
    had: frozenset[str]
    was: frozenset[str]
    therein: frozenset[str]
    about: frozenset[str]
    posted: frozenset[str]
    oblique: tuple[str, ...]
    feminine_noun: tuple[str, ...]
    feminine_plural: tuple[str, ...]
    either_noun: tuple[str, ...]

    @cached_property
    def joined_to(self) -> frozenset[str]:
        """The spellings of a joined li-, without the article's own letters."""
        return self.to - {self.article[0]}

    @cached_property
    def by_the(self) -> str:
        """Joined bi- with the article."""
        return max(self.by, key=len)

    @cached_property
    def letter_by(self) -> str:
        """The letter of a joined bi-."""
        return min(self.by, key=len)


def load_marks(folder: Path) -> Marks:
    """The marks of a data folder. Raises DataError for a fault in the file."""
    return read_toml(folder / "text/marks.toml", Marks)


class Shapes:
    """What the letters of words tell, as bits (see the constants of this module)."""

    def __init__(self, marks: Marks) -> None:
        self._marks, self._to = marks, tuple(sorted(marks.joined_to))
        self._opens = marks.open | marks.hash | marks.dash | {"_"}

    def read(self, word: str) -> int:
        """The shape of a word in normal form."""
        shape = self._kind(word) | self._beginning(word)
        if any(word.startswith(article) and len(word) > len(article) + 1 for article in self._marks.article):
            shape |= ARTICLE | DEFINITE
        elif len(word) > 4 and word.endswith(self._marks.pronoun_suffix):
            shape |= DEFINITE
        return shape

    def _kind(self, word: str) -> int:
        if word.isalpha():
            if len(word) > 3 and word.startswith(self._marks.verb_prefix):
                return SHAPES.index("V")
            return ADVERB if len(word) > 4 and word.endswith(self._marks.adverb) else SHAPES.index("N")
        if word.isdigit():
            return DIGITS
        if word in self._opens:
            return OPENS
        return SHAPES.index("Q" if word in QUOTE_MARKS else ".")

    def _beginning(self, word: str) -> int:
        marks = self._marks
        shape = AND if len(word) > 3 and word.startswith(marks.and_) else 0
        shape |= BY if word.startswith(marks.letter_by) else 0
        return shape | (TO if word.startswith(self._to) else 0)
