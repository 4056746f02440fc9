"""Sentences: paragraphs end at a newline, sentences at a full stop, question or exclamation mark."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import compress

from msgspec import Struct

from riwaya.text.quotes import PAIRED, Quotation, pair_quotes
from riwaya.text.tokens import QUOTE_MARKS, Tokens

_ENDERS = frozenset(".!?\u061f\u06d4")
TELLING = _ENDERS | PAIRED
"""The marks that tell where sentences and quotations end."""
_GOING_ON = frozenset(".,\u060c\u061b")
_TRAILING = QUOTE_MARKS | frozenset(")].\u2026!?\u061f")


class Sentence(Struct, frozen=True):
    """Token range `[first, last)` of one sentence and the number of its paragraph."""

    first: int
    last: int
    paragraph: int


class Layout(Struct, frozen=True):
    """The sentences of a text in order, and its quotations."""

    sentences: tuple[Sentence, ...]
    quotations: tuple[Quotation, ...]


def lay_out(tokens: Tokens, telling: Iterable[bool]) -> Layout:
    """Find sentences and quotations. A quotation of several sentences is cut at their full stops too.

    `telling` says of each token whether it is one of `TELLING`.
    """
    sentences: list[Sentence] = []
    quotations: list[Quotation] = []
    norm = tokens.norm
    marks = [*compress(range(len(norm)), telling)]
    k = 0
    for number, (first, last) in enumerate(_paragraphs(tokens)):
        begun, k = k, bisect_left(marks, last, k)
        quotes = [i for i in marks[begun:k] if norm[i] in PAIRED]
        if quotes:
            quotations += pair_quotes(norm, quotes, last)
        for mark in marks[begun:k]:
            if mark >= first and norm[mark] in _ENDERS and _ends_sentence(tokens, mark, last):
                end = _behind(tokens, mark, last)
                sentences.append(Sentence(first, end, number))
                first = end
        if first < last:
            sentences.append(Sentence(first, last, number))
    return Layout(tuple(sentences), tuple(quotations))


def _paragraphs(tokens: Tokens) -> list[tuple[int, int]]:
    text, out, first, position = tokens.normal.original, [], 0, 0
    while True:
        newline = text.find("\n", position)
        last = len(tokens) if newline < 0 else tokens.index(newline)
        if last > first:
            out.append((first, last))
        if newline < 0:
            return out
        first, position = last, newline + 1


def _behind(tokens: Tokens, mark: int, last: int) -> int:
    """The token behind the mark that ends a sentence and the marks that are glued to it."""
    i = mark + 1
    while i < last and tokens.norm[i] in _TRAILING and tokens.start[i] == tokens.end[i - 1]:
        i += 1
    return i


def _ends_sentence(tokens: Tokens, i: int, last: int) -> bool:
    """A full stop ends a sentence unless it joins digits (12.5), initials (A. B.) or begins an ellipsis."""
    if tokens.norm[i] != ".":
        return True
    glued = i + 1 < last and tokens.start[i + 1] == tokens.end[i]
    if glued and (tokens.norm[i + 1].isdigit() or tokens.norm[i + 1] in _GOING_ON):
        return False
    before = tokens.norm[i - 1] if i else ""
    return len(before) > 1 or not before.isalpha()
