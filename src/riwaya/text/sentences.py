"""Sentences: paragraphs end at a newline, sentences at a full stop, question or exclamation mark."""

from __future__ import annotations

from msgspec import Struct

from riwaya.text.quotes import Quotation, pair_quotes
from riwaya.text.tokens import QUOTE_MARKS, Tokens

_ENDERS = frozenset(".!?\u061f\u06d4")
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


def lay_out(tokens: Tokens) -> Layout:
    """Find sentences and quotations. A quotation of several sentences is cut at their full stops too."""
    sentences: list[Sentence] = []
    quotations: list[Quotation] = []
    for number, (first, last) in enumerate(_paragraphs(tokens)):
        quotations.extend(pair_quotes(tokens.norm, first, last))
        sentences.extend(Sentence(a, b, number) for a, b in _cut(tokens, first, last))
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


def _cut(tokens: Tokens, first: int, last: int) -> list[tuple[int, int]]:
    norm, out, begin = tokens.norm, [], first
    for mark in [i for i in range(first, last) if norm[i] in _ENDERS]:
        if mark < begin or not _ends_sentence(tokens, mark, last):
            continue
        i = mark + 1
        while i < last and norm[i] in _TRAILING and tokens.start[i] == tokens.end[i - 1]:
            i += 1
        out.append((begin, i))
        begin = i
    if begin < last:
        out.append((begin, last))
    return out


def _ends_sentence(tokens: Tokens, i: int, last: int) -> bool:
    """A full stop ends a sentence unless it joins digits (12.5), initials (A. B.) or begins an ellipsis."""
    if tokens.norm[i] != ".":
        return True
    if i + 1 < last and tokens.start[i + 1] == tokens.end[i] and tokens.norm[i + 1].isdigit():
        return False
    if i + 1 < last and tokens.norm[i + 1] in _GOING_ON and tokens.start[i + 1] == tokens.end[i]:
        return False
    before = tokens.norm[i - 1] if i else ""
    return len(before) > 1 or not before.isalpha()
