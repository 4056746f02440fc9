"""A stretch of text: half-open offsets in Unicode code points of `Article.text`."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """`[start, end)` in code points; the only coordinate of the record."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """The words that the span covers in `text`."""
        return text[self.start : self.end]
