"""Find expressions of time and work out what days they stand for (codebook section 4)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import msgspec
from msgspec.structs import replace

from riwaya.annotate.document import Base, Document, Fired, Found
from riwaya.annotate.numbers import Number, find_numbers
from riwaya.annotate.timegrammar import OPERATIONS, Tables, load_grammar
from riwaya.annotate.timeparts import Context, Parts
from riwaya.annotate.timesigns import Around
from riwaya.annotate.timevalues import Value
from riwaya.model.mention import Timex
from riwaya.model.span import Span
from riwaya.rules.cascade import NOTHING, Candidate
from riwaya.rules.wordclass import Coded

REQUIRES: tuple[str, ...] = ("names", "shapes")
ASSIGNS: tuple[str, ...] = ("times",)
UNKNOWN = date(2000, 1, 1)
"""Stands in for a publication day that is not known; no value worked out from it is kept."""
NO_DATE = "the publication date is not known"
_ANCHOR_PARAGRAPHS = 6


def load(base: Base) -> Tables:
    """The grammar of times. Raises DataError for its faults."""
    return load_grammar(base)


def annotate(doc: Document, given: Tables) -> Document:
    """Return `doc` with `times` in text order; none overlaps another or a name."""
    table = given.cascade.table
    coded = table.encode(doc.tokens.norm, doc.read[given.characters])
    numbers = find_numbers(coded, table, doc.tokens, doc.digits)
    reader = _Reader(doc, given, coded, numbers, _published(doc))
    found: list[Found] = []
    fired: list[Fired] = []
    for candidate in given.cascade.candidates(coded):
        mention = reader.read(candidate)
        if mention is not None:
            if found and reader.opened and _recurs(found[-1], mention):
                found[-1] = _lasting(found[-1], mention)
            found.append(mention)
            if doc.explained:
                fired.append(Fired(mention.rule, mention.item.span, _role_spans(doc, candidate)))
    return doc.knowing(times=tuple(found), fired=(*doc.fired, *fired))


def _published(doc: Document) -> date | None:
    try:
        return date.fromisoformat((doc.article.published or "")[:10])
    except ValueError:
        return None


def _is_apart(doc: Document, candidate: Candidate) -> bool:
    """Whether a candidate has words, lies in one paragraph and outside names."""
    if candidate.last <= candidate.first or not doc.named.isdisjoint(range(candidate.first, candidate.last)):
        return False
    tokens = doc.tokens
    return "\n" not in doc.article.text[tokens.start[candidate.began] : tokens.end[candidate.last - 1]]


def _role_spans(doc: Document, candidate: Candidate) -> tuple[tuple[str, Span], ...]:
    return tuple((role, doc.tokens.span(*at)) for role, at in sorted(candidate.roles.items()) if at[1] > at[0])


@dataclass
class _Reader:
    """Reads the chosen candidates from left to right and remembers what was mentioned last."""

    doc: Document
    given: Tables
    coded: Coded
    numbers: Mapping[int, Number]
    published: date | None
    free_from: int = 0
    previous: Value | None = None
    anchor: date | None = None
    anchor_paragraph: int = -9
    opened: bool = False

    def __post_init__(self) -> None:
        self._firsts = [s.first for s in self.doc.layout.sentences]

    def read(self, candidate: Candidate) -> Found | None:
        """The mention of a candidate, or None where its words are taken or mean something else.

        Where it refuses one, the next may try.
        """
        if candidate.first < self.free_from or not _is_apart(self.doc, candidate):
            return None
        operation = candidate.rule.value
        if operation == NOTHING:
            self.free_from = candidate.last
            return None
        context = self._context(candidate)
        parts = Parts(self.coded, self.given.cascade.table, self.numbers, candidate.roles)
        value = OPERATIONS[operation](parts, context)
        if value is None:
            return None
        self.free_from = candidate.last
        value = self._opened(context.around, value)
        if self.published is None:
            value = _undated(value)
        self._remember(candidate, value)
        return self._found(candidate, value)

    def _found(self, candidate: Candidate, value: Value) -> Found:
        tokens, first, last = self.doc.tokens, candidate.first, candidate.last
        span = tokens.span(first, last, self.given.cascade.table.strip(self.coded, first))
        item = Timex(
            text=span.of(self.doc.article.text), span=span, type=value.type, value=value.value,
            start=_iso(value.start, value.clock), end=_iso(value.end, value.clock),
            basis=value.basis, note=value.note,
        )  # fmt: skip
        return Found(first, last, item, candidate.rule.id)

    def _context(self, candidate: Candidate) -> Context:
        sentence = self.doc.layout.sentences[self._sentence(candidate.first)]
        near = sentence.paragraph - self.anchor_paragraph <= _ANCHOR_PARAGRAPHS
        by_verb = candidate.rule.value == "after"
        around = Around(
            self.doc, self.coded, self.given.signs, sentence.first, candidate.first, candidate.last, by_verb
        )
        return Context(self.published or UNKNOWN, self.anchor if near else None, self.previous, around)

    def _sentence(self, token: int) -> int:
        return max(0, bisect_right(self._firsts, token) - 1)

    def _opened(self, around: Around, value: Value) -> Value:
        """Since opens an interval that lasts until publication, by one that ends then."""
        self.opened, ends = around.opening()
        if self.opened and value.start is not None:
            return replace(value, end=self.published or UNKNOWN)
        if ends and value.end is not None:
            return replace(value, start=None)
        return value

    def _remember(self, candidate: Candidate, value: Value) -> None:
        if value.start is None and value.end is None:
            return
        self.previous = value
        if value.start is not None and value.start == value.end:
            self.anchor = value.start
            self.anchor_paragraph = self.doc.layout.sentences[self._sentence(candidate.first)].paragraph


def _undated(value: Value) -> Value:
    """Without a publication date only what is explicit keeps its days."""
    if value.basis == "explicit" and value.end != UNKNOWN:
        return value
    if value.basis == "explicit":
        return replace(value, end=None, note=NO_DATE)
    lasting = value.type in {"DURATION", "SET"} or (value.value or "").endswith("_REF")
    return replace(value, start=None, end=None, value=value.value if lasting else None, note=NO_DATE)


def _recurs(before: Found, after: Found) -> bool:
    """Whether what recurs is said to recur since the time after it."""
    return bool(before.item.type == "SET" and after.first - before.last == 1)


def _lasting(recurring: Found, since: Found) -> Found:
    item = msgspec.structs.replace(recurring.item, start=since.item.start, end=since.item.end)
    return replace(recurring, item=item)


def _iso(day: date | None, clock: str | None) -> str | None:
    if day is None:
        return None
    return f"{day.isoformat()}T{clock}" if clock else day.isoformat()
