"""Join lines that were cut at a fixed width, as mail, terminals and old pages do, into paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riwaya.read.characters import ends_sentence, words

_NARROWEST = 38
_WIDEST = 130
_PROSE_WORDS = 5
_LEAST_LINES = 4
_FULL = 0.72
_FILLED = 0.75
"""So many of the lines that end without a full stop must leave no room for the next word."""


def join_wrapped(lines: Sequence[str]) -> list[str]:
    """The lines without blank ones, those of a wrapped paragraph joined by spaces; as they are when none is wrapped."""
    width = wrap_width(lines)
    if width is None:
        return [line for line in lines if line]
    return [" ".join(group) for group in _paragraphs(lines, width)]


def wrap_width(lines: Sequence[str]) -> int | None:
    """The width in code points at which lines were cut (blank lines are empty strings), or None for whole lines."""
    prose = [line for line in lines if len(words(line)) >= _PROSE_WORDS]
    longest = max(map(len, prose), default=0)
    if len(prose) < _LEAST_LINES or not _NARROWEST <= longest <= _WIDEST:
        return None
    pairs = [
        (line, after)
        for line, after in zip(lines, lines[1:], strict=False)
        if after and len(words(line)) >= _PROSE_WORDS and not ends_sentence(line)
    ]
    filled = sum(_is_full(line, after, longest) for line, after in pairs)
    return longest if len(pairs) >= _LEAST_LINES - 1 and filled >= _FILLED * len(pairs) else None


def _is_full(line: str, after: str, width: int) -> bool:
    """Whether the next word had no room on a line."""
    return len(line) >= _FULL * width and len(line) + 1 + len(after.split()[0]) > width


def _paragraphs(lines: Sequence[str], width: int) -> Iterator[list[str]]:
    """The lines of each paragraph. Where blank lines part paragraphs, a full stop alone does not."""
    parted = _blank_lines_part(lines)
    group: list[str] = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if line:
            group.append(line)
        goes_on = line and after and _is_full(line, after, width) and (parted or not ends_sentence(line))
        if group and not goes_on:
            yield group
            group = []


def _blank_lines_part(lines: Sequence[str]) -> bool:
    """Whether blank lines stand between lines of prose."""
    around = zip(lines, lines[1:], lines[2:], strict=False)
    return any(not b and len(words(a)) >= 2 and len(words(c)) >= _PROSE_WORDS for a, b, c in around)
