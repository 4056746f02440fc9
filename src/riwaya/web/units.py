"""Code points to UTF-16 code units: the record counts the former, browsers the latter. Only pages convert."""

from __future__ import annotations

from bisect import bisect_left

from riwaya.model.span import Span

_LAST_OF_ONE_UNIT = 0xFFFF


class Utf16:
    """The offsets of one text in UTF-16 code units."""

    def __init__(self, text: str) -> None:
        self._wide = [at for at, letter in enumerate(text) if ord(letter) > _LAST_OF_ONE_UNIT]

    def offset(self, at: int) -> int:
        """The code unit at which a code point begins."""
        return at + bisect_left(self._wide, at)

    def span(self, span: Span | tuple[int, int]) -> str:
        """A span as the pages write it: start and end in code units, a hyphen between."""
        return f"{self.offset(span[0])}-{self.offset(span[1])}"
