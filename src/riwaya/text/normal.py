"""The normal form of Arabic text, with a map back to the offsets of the original.

Text is never rewritten, only looked at through this form: hamza on alef, alef maqsura, Persian letters and
digits are folded; diacritics, tatweel, zero-width and bidirectional controls are dropped; presentation
forms are expanded (Unicode NFKC). Ta marbuta is kept, for it tells words apart.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from msgspec import Struct

from riwaya.model.span import Span

MARKS = "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
CONTROLS = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_DROPPED = re.compile(f"[{MARKS}{CONTROLS}]+")
_MARK = re.compile(f"[{MARKS}]*")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_SPECIAL = re.compile(f"[{MARKS}{CONTROLS}]+|[\ufb50-\ufdff\ufe70-\ufefc]")
_ANY_SPECIAL = re.compile(f"[{MARKS}{CONTROLS}\ufb50-\ufdff\ufe70-\ufefc]")
"""The same as one set, which is searched ten times as fast."""


class Normal(Struct, frozen=True):
    """A text and its normal form. Offsets count code points.

    `breaks[k]` is a normal offset from which on the original lies `shifts[k]` further right.
    """

    original: str
    text: str
    breaks: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()

    def origin(self, offset: int) -> int:
        """The original offset of the character at normal `offset`."""
        if not self.breaks:
            return offset
        k = bisect_right(self.breaks, offset)
        return offset + self.shifts[k - 1] if k else offset

    def span(self, start: int, end: int) -> Span:
        """The original span of normal `[start, end)`, with the diacritics that belong to its last letter."""
        if not self.breaks:
            return Span(start, end)
        if end <= start:
            return Span(self.origin(start), self.origin(start))
        last = self.origin(end - 1) + 1
        trailing = _MARK.match(self.original, last)
        return Span(self.origin(start), trailing.end() if trailing else last)


class Normaliser:
    """Makes normal forms; built once from the fold table of the data folder, where no fold leads to another."""

    def __init__(self, folds: Mapping[str, str]) -> None:
        self._folds = tuple(folds.items())
        self._changed = re.compile(f"[{re.escape(''.join(folds))}{MARKS}{CONTROLS}\ufb50-\ufdff\ufe70-\ufefc]")

    def form(self, text: str) -> str:
        """The normal form alone, for words of lexicons and rules."""
        if self._changed.search(text) is None:
            return text
        return self._folded(_DROPPED.sub("", _PRESENTATION.sub(_expand, text)))

    def normal(self, text: str) -> Normal:
        """The normal form of `text` with its offset map."""
        pieces, breaks, shifts = _pieces(text)
        return Normal(text, self._folded("".join(pieces)), tuple(breaks), tuple(shifts))

    def _folded(self, text: str) -> str:
        """The text with every fold made; to search for each is far quicker than `str.translate`."""
        for written, fold in self._folds:
            text = text.replace(written, fold)
        return text


def _specials(text: str) -> Iterator[re.Match[str]]:
    """What is dropped or expanded, in order."""
    end = 0
    while (first := _ANY_SPECIAL.search(text, end)) and (found := _SPECIAL.match(text, first.start())):
        yield found
        end = found.end()


def _pieces(text: str) -> tuple[list[str], list[int], list[int]]:
    pieces: list[str] = []
    breaks: list[int] = []
    shifts: list[int] = []
    length, last = 0, 0
    for found in _specials(text):
        start, end = found.span()
        pieces.append(text[last:start])
        length += start - last
        expanded = unicodedata.normalize("NFKC", found[0]) if _PRESENTATION.match(found[0]) else ""
        expanded = _DROPPED.sub("", expanded).strip()
        for _ in expanded:
            breaks.append(length)
            shifts.append(start - length)
            length += 1
        pieces.append(expanded)
        breaks.append(length)
        shifts.append(end - length)
        last = end
    pieces.append(text[last:])
    return pieces, breaks, shifts


def _expand(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0])
