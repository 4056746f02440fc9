"""Find where the outlet remarks on the words that it reports: behind a comma, in a hint at, in a step that."""

from __future__ import annotations

from riwaya.annotate.document import Document
from riwaya.annotate.phrases import PREPOSITION


def comment_in(doc: Document, first: int, last: int) -> int | None:
    """Where a remark begins in reported words, tokens `[first, last)`, which it ends; None where none does."""
    for hit in doc.lexemes.within("comments", first + 2, last):
        if doc.tokens.norm[hit.first - 1] in doc.marks.comma and not _quoted(doc, hit.first, first):
            return None if _inserted(doc, hit.last, last) else hit.first
    return None


def _quoted(doc: Document, i: int, first: int) -> bool:
    return any(q.open < i < q.close for q in doc.quotations_in(first, i + 1))


def _inserted(doc: Document, i: int, last: int) -> bool:
    """Whether a comma closes what begins before `i` and a preposition goes on: called, in a decision, for a truce."""
    commas = (k for k in range(i, last - 1) if doc.tokens.norm[k] in doc.marks.comma)
    return any(doc.classes[k + 1] == PREPOSITION for k in commas)
