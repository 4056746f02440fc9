"""Tokens: words, numbers and single marks of a normal form, with their place in the original text."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate

from msgspec import Struct

from riwaya.model.span import Span
from riwaya.text.normal import Normal

_TOKEN = re.compile(r"([^\W\d_]+|\d+|[^\w\s]|_)")
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

    def span(self, first: int, last: int) -> Span:
        """The original span of tokens `[first, last)`."""
        return Span(self.start[first], self.end[last - 1])

    def inside(self, i: int, letters: int) -> int:
        """The original offset of token `i` after its first `letters` normal letters (its proclitics)."""
        return self.normal.origin(self.at[i] + letters)

    def index(self, offset: int) -> int:
        """The first token that ends after original `offset`."""
        return bisect_left(self.end, offset + 1)


def tokenise(normal: Normal) -> Tokens:
    """Split a normal form into tokens; spaces belong to none."""
    pieces = _TOKEN.split(normal.text)
    edges = [*accumulate(map(len, pieces))]
    norm, at, ends = pieces[1::2], edges[:-1:2], edges[1::2]
    if not normal.breaks:
        return Tokens(normal, norm, at, ends, at)
    spans = _spans(normal, at, ends)
    return Tokens(normal, norm, [s for s, _ in spans], [e for _, e in spans], at)


def _spans(normal: Normal, starts: list[int], ends: list[int]) -> list[tuple[int, int]]:
    """The original places of tokens that stand in the normal form in this order; few of them hold a break."""
    breaks, shifts, spans = (*normal.breaks, len(normal.text) + 1), normal.shifts, []
    k, shift = 0, 0
    for start, end in zip(starts, ends, strict=True):
        while breaks[k] <= start:
            shift = shifts[k]
            k += 1
        spans.append((start + shift, end + shift) if end < breaks[k] else normal.span(start, end))
    return spans
