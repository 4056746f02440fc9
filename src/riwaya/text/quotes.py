"""Pair quotation marks that arrive mixed, nested and unclosed, with recovery at the paragraph's end."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

OPENING = frozenset("\u201c\u00ab\u2039\u201e")
CLOSING = frozenset("\u201d\u00bb\u203a")
STRAIGHT = frozenset('"\u2033\uff02\u201f')
PAIRED = OPENING | CLOSING | STRAIGHT
_PARTNER = {"\u201c": "\u201d", "\u201e": "\u201d", "\u00ab": "\u00bb", "\u2039": "\u203a"}


class Quotation(Struct, frozen=True):
    """Token indices of the opening and of the closing mark; `closed` is false where the mark was missing.

    For an unclosed quotation `close` is the token after its last word.
    """

    open: int
    close: int
    closed: bool = True


class _Opened(Struct):
    mark: str
    index: int


def pair_quotes(norm: Sequence[str], marks: Sequence[int], last: int) -> list[Quotation]:
    """Quotations of one paragraph, sorted by their opening mark.

    `marks` are the tokens of its quotation marks (`PAIRED`); the paragraph ends with token `last`.
    A straight mark opens when none is open, else closes. A curly mark that closes nothing opens when it
    stands at a place where only an opening can (outlets print ” ” for both). What stays open at the
    paragraph's end is reported as unclosed.
    """
    found: list[Quotation] = []
    stack: list[_Opened] = []
    for i in marks:
        mark = norm[i]
        if mark in OPENING and not _closes_here(stack, mark):
            stack.append(_Opened(mark, i))
        else:
            _close_or_open(stack, found, mark, i)
    found += [Quotation(o.index, last, closed=False) for o in stack]
    return sorted(found, key=lambda q: (q.open, q.close)) if len(found) > 1 else found


def _closes_here(stack: list[_Opened], mark: str) -> bool:
    return bool(stack) and mark == "\u201c" and stack[-1].mark in {"\u201e", "\u201d"}


def _close_or_open(stack: list[_Opened], found: list[Quotation], mark: str, i: int) -> None:
    for depth in range(len(stack) - 1, -1, -1):
        if _fits(stack[depth].mark, mark):
            found.append(Quotation(stack[depth].index, i))
            found.extend(Quotation(o.index, i, closed=False) for o in stack[depth + 1 :])
            del stack[depth:]
            return
    stack.append(_Opened(mark, i))


def _fits(opened: str, mark: str) -> bool:
    if mark in STRAIGHT or opened in STRAIGHT:
        return mark in STRAIGHT and opened in STRAIGHT
    return _PARTNER.get(opened, "\u201d") == mark or (opened == mark == "\u201d") or opened == "\u201d"
