"""Find where a channel or a medium is named apart from its verb: before it, or behind whom the words come from."""

from __future__ import annotations

from riwaya.annotate.document import Document
from riwaya.annotate.frames import Frame
from riwaya.annotate.phrases import COMPLEMENTIZER, MARK, PREPOSITION, QUOTE, VERB

_BEFORE = 16
_BEHIND = 8
_ENDS = VERB + COMPLEMENTIZER
_JOINTS = ("connectors", "adverbs")


def channel_before(doc: Document, frame: Frame, first: int) -> int:
    """Where a channel is named that opens a frame's clause (in a statement, he said), from token `first` on.

    Where the frame begins if none is.
    """
    begin, channels = frame.outer[0], doc.lexemes.starts["channels"]
    first = max(first, begin - _BEFORE)
    if frame.kind not in ("say", "relay") or channels.isdisjoint(range(first, begin)):
        return begin
    named = False
    for i in range(begin - 2, first - 1, -1):
        relative = doc.classes[i + 1] == VERB and doc.classes[i] != MARK and not channels.isdisjoint((i, i - 1))
        if doc.classes[i + 1] in _ENDS and not relative:
            break
        named = (named and doc.classes[i + 1] != MARK) or i + 1 in channels
        if named and doc.classes[i] == PREPOSITION and (i == first or _opens(doc, i)):
            return i
    return begin


def _opens(doc: Document, i: int) -> bool:
    """Whether a clause can open at `i`: behind a mark or a word that joins clauses."""
    return doc.classes[i - 1] in (MARK, QUOTE) or doc.lexemes.at(i - 1, *_JOINTS) is not None


def medium_behind(doc: Document, frame: Frame) -> tuple[int, int] | None:
    """Where whom a source told may be named behind it: as he told the agency."""
    if frame.kind != "according" or frame.source is None:
        return None
    first = frame.source.last
    last = min(first + _BEHIND, len(doc.tokens))
    return first, next((i for i in range(first, last) if doc.classes[i] == VERB or _apart(doc, i)), last)


def _apart(doc: Document, i: int) -> bool:
    """Whether a mark that is no bracket stands at `i`."""
    return doc.classes[i] == MARK and doc.tokens.norm[i] not in doc.marks.open | doc.marks.close
