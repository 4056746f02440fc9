"""Find expressions of time and work out what days they stand for (codebook section 4)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import msgspec
from msgspec.structs import replace

from riwaya.annotate.document import Base, Document, Fired, Found
from riwaya.annotate.numbers import Number, find_numbers
from riwaya.annotate.timegrammar import OPERATIONS, Tables, load_grammar
from riwaya.annotate.timeparts import Context, Parts
from riwaya.annotate.timevalues import Value
from riwaya.model.mention import Timex
from riwaya.model.span import Span
from riwaya.rules.cascade import NOTHING, Candidate
from riwaya.rules.wordclass import QUOTE, Coded

REQUIRES: tuple[str, ...] = ("names",)
ASSIGNS: tuple[str, ...] = ("times",)
UNKNOWN = date(2000, 1, 1)
"""Stands in for a publication day that is not known; no value worked out from it is kept."""
NO_DATE = "the publication date is not known"
_ANCHOR_PARAGRAPHS = 6
_PAST = {"perfect", "passive_perfect"}


def load(base: Base) -> Tables:
    """The grammar of times. Raises DataError for its faults."""
    return load_grammar(base)


def annotate(doc: Document, given: Tables) -> Document:
    """Return `doc` with `times` in text order; none overlaps another or a name."""
    coded = given.table.encode(doc.tokens.norm)
    numbers = find_numbers(coded, given.table, doc.tokens)
    reader = _Reader(doc, given, coded, _published(doc))
    found: list[Found] = []
    fired: list[Fired] = []
    for candidate, parts in _chosen(doc, given, coded, numbers):
        mention = reader.read(candidate, parts)
        if mention is not None:
            if found and reader.opened and _recurs(found[-1], mention):
                found[-1] = _lasting(found[-1], mention)
            found.append(mention)
            fired.append(Fired(mention.rule, mention.item.span, _role_spans(doc, candidate)))
    return doc.knowing(times=tuple(found), fired=(*doc.fired, *fired))


def _published(doc: Document) -> date | None:
    try:
        return date.fromisoformat((doc.article.published or "")[:10])
    except ValueError:
        return None


def _chosen(
    doc: Document, given: Tables, coded: Coded, numbers: dict[int, Number]
) -> Iterator[tuple[Candidate, Parts]]:
    """Candidates that lie in one paragraph and outside names. The reader's refusals let the next one try."""
    text, tokens = doc.article.text, doc.tokens
    for candidate in given.cascade.candidates(coded):
        if candidate.last <= candidate.first or _in_name(doc, candidate):
            continue
        if "\n" not in text[tokens.start[candidate.began] : tokens.end[candidate.last - 1]]:
            yield candidate, Parts(coded, given.table, numbers, candidate.roles)


def _in_name(doc: Document, candidate: Candidate) -> bool:
    k = bisect_right(doc.names, (candidate.last, -1)) - 1
    return any(doc.names[j][1] > candidate.first and doc.names[j][0] < candidate.last for j in (k - 1, k) if j >= 0)


def _role_spans(doc: Document, candidate: Candidate) -> tuple[tuple[str, Span], ...]:
    return tuple((role, doc.tokens.span(*at)) for role, at in sorted(candidate.roles.items()) if at[1] > at[0])


@dataclass
class _Reader:
    """Reads the chosen candidates from left to right and remembers what was mentioned last."""

    doc: Document
    given: Tables
    coded: Coded
    published: date | None
    free_from: int = 0
    previous: Value | None = None
    anchor: date | None = None
    anchor_paragraph: int = -9
    opened: bool = False

    def __post_init__(self) -> None:
        self._firsts = [s.first for s in self.doc.layout.sentences]

    def read(self, candidate: Candidate, parts: Parts) -> Found | None:
        """The mention of a candidate, or None where its words are taken or mean something else."""
        if candidate.first < self.free_from:
            return None
        if candidate.rule.value == NOTHING:
            self.free_from = candidate.last
            return None
        value = OPERATIONS[candidate.rule.value](parts, self._context(candidate))
        if value is None:
            return None
        self.free_from = candidate.last
        value = self._opened(candidate, value)
        if self.published is None:
            value = _undated(value)
        self._remember(candidate, value)
        return self._found(candidate, value)

    def _found(self, candidate: Candidate, value: Value) -> Found:
        tokens, first, last = self.doc.tokens, candidate.first, candidate.last
        strip = min((r.strip for r in self.given.table.readings(self.coded, first)), default=0)
        span = Span(tokens.inside(first, strip), tokens.end[last - 1])
        item = Timex(
            text=span.of(self.doc.article.text), span=span, type=value.type, value=value.value,
            start=_iso(value.start, value.clock), end=_iso(value.end, value.clock),
            basis=value.basis, note=value.note,
        )  # fmt: skip
        return Found(first, last, item, candidate.rule.id)

    def _context(self, candidate: Candidate) -> Context:
        sentence = self._sentence(candidate.first)
        near = self.doc.layout.sentences[sentence].paragraph - self.anchor_paragraph <= _ANCHOR_PARAGRAPHS
        return Context(
            published=self.published or UNKNOWN,
            anchor=self.anchor if near else None,
            previous=self.previous,
            future=self._future(self._firsts[sentence], candidate.first)
            or (candidate.rule.value == "after" and self._present(self._firsts[sentence], candidate.first)),
            deadline=any(self._is(i, "deadline") for i in range(max(0, candidate.first - 3), candidate.first)),
            of_event=self._is(candidate.last, "of", "on")
            and not self._is(candidate.last + 1, "now", "unit_def", "rel_day"),
        )

    def _sentence(self, token: int) -> int:
        return max(0, bisect_right(self._firsts, token) - 1)

    def _is(self, i: int, *names: str) -> bool:
        if not 0 <= i < len(self.coded.norm):
            return False
        return self.given.table.reading(self.coded, i, *names) is not None

    def _future(self, begin: int, first: int) -> bool:
        """Whether a future verb or another sign of what is to come stands shortly before."""
        near = range(first - 1, max(begin, first - self.given.reach) - 1, -1)
        if any(self._is(i, "future_cue") or self.given.future.match(self.coded.norm[i]) for i in near):
            return True
        words = " ".join(self.coded.norm[near.stop + 1 : first])
        return self.given.future_phrase.search(words) is not None

    def _present(self, begin: int, first: int) -> bool:
        """Whether the last verb before is in the imperfect, which with so long after speaks of what is to come."""
        for i in range(first - 1, begin - 1, -1):
            tenses = {h.entry.get("tense") for h in self.doc.lexemes.by_start.get(i, ()) if h.entry.list == "verbs"}
            if tenses & _PAST:
                return False
            if "imperfect" in tenses:
                return True
        return False

    def _opened(self, candidate: Candidate, value: Value) -> Value:
        """Since opens an interval that lasts until publication, by one that ends then."""
        before = candidate.first - 1
        while before > 0 and self.coded.codes[before] == QUOTE:
            before -= 1
        if self._is(before, "event_noun") and self._is(before - 1, "since"):
            before -= 1
        self.opened = self._is(before, "since")
        if self.opened and value.start is not None:
            return replace(value, end=self.published or UNKNOWN)
        if self._is(before, "by") and value.end is not None:
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
