"""Find counts and measures: how many of what, in which role, exact or not (codebook section 6)."""

from __future__ import annotations

from collections.abc import Sequence

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
    coded = table.encode(doc.tokens.norm, doc.read[given.characters])
    numbers = find_numbers(coded, table, doc.tokens, doc.digits)
    reader = Reader(doc, given, coded, numbers, frozenset(t.first for t in doc.times))
    times, names = doc.timed.keys(), doc.named
    found: list[Found] = []
    free_from = 0
    candidates, duals = given.cascade.candidates(coded), [*reader.shaped_duals()]
    for candidate in sorted(candidates + duals, key=in_order) if duals else candidates:
        if candidate.first < free_from or not reader.whole(candidate):
            continue
        if candidate.rule.value == NOTHING:
            free_from = candidate.last
            continue
        free = candidate.first not in names and times.isdisjoint(range(candidate.first, candidate.last))
        draft = reader.draft(candidate) if free else None
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
    strip = reader.table.strip(reader.coded, draft.first)
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
