"""Find names of organisations and people that hold words which mean nothing by themselves.

A network called after a town and a number is one name: neither the town nor the number is a mention.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from riwaya.annotate.document import Base, Document
from riwaya.rules.lexicon import Hit

REQUIRES: tuple[str, ...] = ()
ASSIGNS = ("names",)
_LONGEST_TAIL = 4
_LONGEST_QUOTED = 6


@dataclass(frozen=True)
class Tables:
    """Names need no tables beyond the lists of the lexicon."""


def load(base: Base) -> Tables:
    """Nothing to load: the lists `name_heads`, `name_tails` and `actors` are part of the lexicon."""
    del base
    return Tables()


def annotate(doc: Document, given: Tables) -> Document:
    """Return `doc` with `names`: token ranges `[first, last)`, sorted, none inside another."""
    del given
    found = sorted({*_known(doc), *_quoted(doc), *_numbered(doc), *_tailed(doc)}, key=lambda r: (r[0], -r[1]))
    names: list[tuple[int, int]] = []
    for first, last in found:
        if not names or last > names[-1][1]:
            names.append((first, last))
    return doc.knowing(names=tuple(names))


def _known(doc: Document) -> Iterator[tuple[int, int]]:
    """Known actors, but for governments: a country's name is a place until it acts."""
    for hit in doc.lexemes.of("actors"):
        if hit.entry.get("kind") != "government":
            yield hit.first, hit.last


def _quoted(doc: Document) -> Iterator[tuple[int, int]]:
    opened = {q.open: q for q in doc.layout.quotations if q.closed}
    for hit in doc.lexemes.of("name_heads"):
        quotation = opened.get(hit.last)
        if quotation and quotation.close - quotation.open <= _LONGEST_QUOTED + 1:
            yield hit.first, quotation.close + 1


def _numbered(doc: Document) -> Iterator[tuple[int, int]]:
    """A channel or site called by a number alone."""
    for hit in doc.lexemes.of("name_heads"):
        if hit.entry.get("kind") == "media" and hit.last < len(doc.tokens):
            if doc.tokens.norm[hit.last].isdigit():
                yield hit.first, hit.last + 1


def _tailed(doc: Document) -> Iterator[tuple[int, int]]:
    heads: dict[int, Hit] = {h.last: h for h in doc.lexemes.of("name_heads")}
    for tail in doc.lexemes.of("name_tails"):
        for length in range(1, _LONGEST_TAIL):
            head = heads.get(tail.first - length)
            words = doc.tokens.norm[tail.first - length : tail.first]
            if head and all(word.isalpha() for word in words):
                yield head.first, tail.last
                break
