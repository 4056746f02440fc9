"""Tokens: words, numbers and single marks of a normal form, with their place in the original text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection
from itertools import accumulate
from operator import add

from msgspec import Struct

from riwaya.model.span import Span
from riwaya.text.normal import Normal

_TOKEN = re.compile("(?:[\u0620-\u064a]++[^\\W\\d_]*+|[^\\w\\s]|\\d++|[^\\W\\d_]++|_)\\s*+")
"""A token with the space behind it. Most words begin with a range of letters: it is found quicker than a category."""

_FEW = 10
"""To search so many words in a text costs less than to look at each of its words."""

QUOTE_MARKS = frozenset('"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\u2033\uff02')


class Tokens(Struct, frozen=True):
    """Parallel lists, one entry a token: normal form, original start and end, start in the normal form."""

    normal: Normal
    norm: list[str]
    start: list[int]
    end: list[int]
    at: list[int]

    def __len__(self) -> int:
        return len(self.norm)

    def span(self, first: int, last: int, letters: int = 0) -> Span:
        """The original span of tokens `[first, last)` behind so many normal letters of the first (its proclitics).

        Made as a plain pair is: that takes half the time of the constructor of named tuples.
        """
        start = self.inside(first, letters) if letters else self.start[first]
        return tuple.__new__(Span, (start, self.end[last - 1]))

    def standing(self, words: Collection[str], first: int) -> list[int]:
        """The tokens from `first` on that are one of some words in normal form; a few are searched in the text."""
        if len(words) > _FEW:
            return [i for i, word in enumerate(self.norm[first:], first) if word in words]
        text, found = self.normal.text, list[int]()
        for word in words if first < len(self.at) else ():
            at = text.find(word, self.at[first])
            while at >= 0:
                i = bisect_right(self.at, at) - 1
                if self.norm[i] == word:
                    found.append(i)
                at = text.find(word, at + 1)
        return sorted(found)

    def inside(self, i: int, letters: int) -> int:
        """The original offset of token `i` after its first `letters` normal letters (its proclitics)."""
        return self.normal.origin(self.at[i] + letters)

    def index(self, offset: int) -> int:
        """The first token that ends after original `offset`."""
        return bisect_left(self.end, offset + 1)


def tokenise(normal: Normal) -> Tokens:
    """Split a normal form into tokens; spaces belong to none."""
    text = normal.text
    spaced = _TOKEN.findall(text)
    norm = [*map(str.rstrip, spaced)]
    at = [*accumulate(map(len, spaced), initial=len(text) - len(text.lstrip()))]
    at.pop()
    start = _original(normal, at) if normal.breaks else at
    end = [*map(add, start, map(len, norm))]
    for broken in normal.breaks:
        i = bisect_left(at, broken) - 1
        if i >= 0 and at[i] + len(norm[i]) >= broken:
            end[i] = normal.span(at[i], at[i] + len(norm[i])).end
    return Tokens(normal, norm, start, end, at)


def _original(normal: Normal, at: list[int]) -> list[int]:
    """The original starts of tokens that begin at some offsets of the normal form, in this order."""
    start: list[int] = []
    for shift, broken in zip((0, *normal.shifts), (*normal.breaks, len(normal.text) + 1), strict=True):
        unmoved = at[len(start) : bisect_left(at, broken)]
        start += [offset + shift for offset in unmoved] if shift else unmoved
    return start
