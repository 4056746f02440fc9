"""Find counts and measures: how many of what, in which role, exact or not (codebook section 6)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.annotate.document import Base, Document, Fired, Found
from riwaya.annotate.numbers import find_numbers
from riwaya.annotate.quantitycontext import bound, role_of
from riwaya.annotate.quantitygrammar import Tables, load_grammar
from riwaya.annotate.quantityparts import Draft, Reader
from riwaya.model.mention import Quantity
from riwaya.model.span import Span
from riwaya.rules.cascade import NOTHING, Candidate, in_order

REQUIRES: tuple[str, ...] = ("names", "shapes", "times")
ASSIGNS: tuple[str, ...] = ("quantities",)


def load(base: Base) -> Tables:
    """The grammar of quantities. Raises DataError for its faults."""
    return load_grammar(base)


def annotate(doc: Document, given: Tables) -> Document:
    """Return `doc` with `quantities` in text order; none overlaps another, a time or a name."""
    table = given.cascade.table
    coded = table.encode(doc.tokens.norm)
    numbers = find_numbers(coded, table, doc.tokens, doc.digits)
    reader = Reader(doc, given, coded, numbers, frozenset(t.first for t in doc.times))
    times, names = _Taken([(t.first, t.last) for t in doc.times]), _Taken(doc.names)
    found: list[Found] = []
    free_from = 0
    for candidate in sorted([*given.cascade.candidates(coded), *reader.shaped_duals()], key=in_order):
        if candidate.first < free_from or not reader.whole(candidate):
            continue
        if candidate.rule.value == NOTHING:
            free_from = candidate.last
            continue
        taken = times.touches(candidate.first, candidate.last) or names.touches(candidate.first, candidate.first + 1)
        draft = None if taken else reader.draft(candidate)
        if draft is not None:
            found.append(_found(reader, candidate, draft, found))
            free_from = draft.last
    fired = tuple(Fired(f.rule, f.item.span) for f in found) if doc.explained else ()
    return doc.knowing(quantities=tuple(found), fired=(*doc.fired, *fired))


def _found(reader: Reader, candidate: Candidate, draft: Draft, before: Sequence[Found]) -> Found:
    low, high, approximate = bound(reader, draft)
    exact = low is not None and low == high
    span = _span(reader, draft)
    unit, of = _counted(reader, draft, before)
    item = Quantity(
        text=span.of(reader.doc.article.text),
        span=span,
        value=_plain(low) if exact else None,
        low=None if exact else _plain(low),
        high=None if exact else _plain(high),
        unit=unit,
        of=of,
        role=role_of(reader, draft),
        approximate=approximate,
    )
    return Found(draft.first, draft.last, item, candidate.rule.id)


def _plain(number: float | None) -> float | int | None:
    return int(number) if number is not None and number == int(number) else number


def _span(reader: Reader, draft: Draft) -> Span:
    readings = reader.given.cascade.table.readings(reader.coded, draft.first)
    strip = min((r.strip for r in readings), default=0)
    return reader.doc.tokens.span(draft.first, draft.last, strip)


def _counted(reader: Reader, draft: Draft, before: Sequence[Found]) -> tuple[str | None, str | None]:
    """Unit and counted noun; others, and a number alone, take up what was counted before."""
    if draft.again and before:
        last = before[-1].item
        if last.unit == "people" or draft.of is None:
            return draft.unit or last.unit, last.of
    if draft.of is None:
        return draft.unit, None
    return draft.unit, reader.doc.tokens.span(*draft.of).of(reader.doc.article.text)


@dataclass(frozen=True)
class _Taken:
    """Token ranges, sorted, that belong to times and names."""

    ranges: Sequence[tuple[int, int]]

    def touches(self, first: int, last: int) -> bool:
        """Whether one of the ranges shares a token with `[first, last)`."""
        k = bisect_right(self.ranges, (last - 1, float("inf")))
        return bool([1 for _, end in self.ranges[max(0, k - 3) : k] if end > first])
