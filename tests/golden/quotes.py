"""Finds quoted words in an article: a quote that is missing or ambiguous is refused.

Three notations spare whoever writes an expected file from counting characters:
- plain words: they must stand in the text exactly once (in the stretch that is searched);
- `first words … last words`: from the first to the nearest last words of the same paragraph;
- `context [words] context`: the brackets hold the words that are meant.
Words match whole words; the proclitics that Arabic writes onto a word may stand before them.
"""

from __future__ import annotations

import re

ELLIPSIS = " … "
LETTER = r"[ء-يٱ-ۓ\u064B-\u0652]"
PROCLITICS = re.compile(r"^[وف]?[بلكس]?(?:ال|ل)?$")


class QuoteError(ValueError):
    """A quote that the text does not hold, or holds more than once."""


def occurrences(text: str, words: str, start: int, end: int) -> list[tuple[int, int]]:
    """Every place in text[start:end] where the words stand as whole words."""
    found = []
    at = text.find(words, start, end)
    while at >= 0:
        if stands_alone(text, at, at + len(words)):
            found.append((at, at + len(words)))
        at = text.find(words, at + 1, end)
    return found


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] is not a part of longer words, proclitics aside."""
    if re.match(LETTER, text[end : end + 1]) and re.match(LETTER, text[end - 1]):
        return False
    left = re.search(LETTER + r"*\Z", text[:start])
    return not re.match(LETTER, text[start]) or bool(left and PROCLITICS.match(left.group()))


def only(text: str, quote: str, scope: tuple[int, int]) -> tuple[int, int]:
    """The one span that the quote means inside the scope."""
    found = spans(text, quote, scope)
    if len(found) != 1:
        raise QuoteError(f"{'missing' if not found else f'{len(found)} times'}: {quote}")
    return found[0]


def spans(text: str, quote: str, scope: tuple[int, int]) -> list[tuple[int, int]]:
    """Every span that the quote may mean inside the scope."""
    if "[" in quote:
        return bracketed(text, quote, scope)
    if ELLIPSIS in quote:
        return abridged(text, quote, scope)
    return occurrences(text, quote, *scope)


def bracketed(text: str, quote: str, scope: tuple[int, int]) -> list[tuple[int, int]]:
    before, rest = quote.split("[")
    words, after = rest.split("]")
    whole = occurrences(text, before + words + after, *scope)
    return [(start + len(before), end - len(after)) for start, end in whole]


def abridged(text: str, quote: str, scope: tuple[int, int]) -> list[tuple[int, int]]:
    first, last = quote.split(ELLIPSIS)
    found = []
    for start, middle in occurrences(text, first, *scope):
        ends = occurrences(text, last, middle, paragraph_of(text, start)[1])
        found += [(start, ends[0][1])] if ends else []
    return found


def paragraph_of(text: str, at: int) -> tuple[int, int]:
    """The paragraph in which the offset lies."""
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end


def nearest(text: str, quote: str, scopes: list[tuple[int, int]]) -> tuple[int, int]:
    """The one span in the first scope that holds the quote, else the last one before these scopes."""
    for scope in scopes:
        if spans(text, quote, scope):
            return only(text, quote, scope)
    before = spans(text, quote, (0, scopes[-1][0]))
    if not before:
        raise QuoteError(f"missing: {quote}")
    return before[-1]
