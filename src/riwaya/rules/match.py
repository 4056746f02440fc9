"""Match rule patterns over tokens and lexicon hits, by backtracking from an anchor.

Quotation marks are looked through between elements, unless a literal asks for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from riwaya.rules.lexicon import Clitics, Hit, Lexemes
from riwaya.rules.schema import Element, Rule, as_tuple
from riwaya.text.normal import Normaliser
from riwaya.text.tokens import QUOTE_MARKS


class Part(NamedTuple):
    """Tokens `[first, last)` that one element matched; `value` is what a phrase made of them."""

    first: int
    last: int
    hit: Hit | None = None
    value: object = None


@dataclass(frozen=True)
class Match:
    """A rule that fired on tokens `[first, last)`, with its parts by role."""

    rule: Rule
    first: int
    last: int
    parts: Mapping[str, Part]


class Phrase(NamedTuple):
    """A phrase that a stage provides: where it may begin, and its possible ends, best first."""

    starts: Callable[[], Iterable[int]]
    ends: Callable[[int], Iterable[Part]]


class Field(NamedTuple):
    """What a pattern is matched against: normal tokens, lexicon hits, phrases, and where to stop."""

    norm: list[str]
    lexemes: Lexemes
    phrases: Mapping[str, Phrase]


class Matcher:
    """Patterns made ready for matching: literals in normal form, rules kept in order."""

    def __init__(self, normaliser: Normaliser, clitics: Clitics) -> None:
        self._normaliser = normaliser
        self._clitics = clitics
        self._literals: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {}

    def matches(self, rule: Rule, field: Field, first: int, last: int) -> Iterator[Match]:
        """Every place in tokens `[first, last)` where the rule's pattern fits; one match a start."""
        for start in self._starts(rule.pattern[0], field, first, last):
            parts = self.match_at(rule.pattern, field, start, last)
            if parts is not None:
                roles = {e.role: p for e, p in zip(rule.pattern, parts, strict=True) if e.role and p}
                yield Match(rule, start, max(p.last for p in parts if p), roles)

    def match_at(
        self, pattern: tuple[Element, ...], field: Field, start: int, last: int
    ) -> list[Part | None] | None:
        """The parts of a pattern that begins exactly at `start`, None for those left out."""
        if not pattern:
            return []
        element, rest = pattern[0], pattern[1:]
        for part in self._parts(element, field, start, last):
            tail = self.match_at(rest, field, part.last, last)
            if tail is not None:
                return [part, *tail]
        if element.optional:
            tail = self.match_at(rest, field, start, last)
            return None if tail is None else [None, *tail]
        return None

    def _starts(self, element: Element, field: Field, first: int, last: int) -> Iterable[int]:
        if element.lexicon is not None:
            names = as_tuple(element.lexicon)
            found = {h.first for name in names for h in field.lexemes.of(name) if first <= h.first < last}
            return sorted(found)
        if element.phrase is not None:
            return [s for s in field.phrases[element.phrase].starts() if first <= s < last]
        return range(first, last)

    def _parts(self, element: Element, field: Field, start: int, last: int) -> Iterator[Part]:
        if element.gap is not None:
            return self._gaps(element, field, start, last)
        if element.literal is not None:
            return self._literal(element, field, start, last)
        bare = start
        while bare < last and field.norm[bare] in QUOTE_MARKS:
            bare += 1
        if element.lexicon is not None:
            return self._hits(element, field, bare, last)
        return _phrases(field.phrases[element.phrase or ""], dict.fromkeys((start, bare)), last)

    def _gaps(self, element: Element, field: Field, start: int, last: int) -> Iterator[Part]:
        end = start
        for _ in range((element.gap or 0) + 1):
            yield Part(start, end)
            if end >= last or _stops(element, field, end):
                return
            end += 1

    def _hits(self, element: Element, field: Field, start: int, last: int) -> Iterator[Part]:
        names = as_tuple(element.lexicon)
        hits = [h for h in field.lexemes.by_start.get(start, ()) if h.entry.list in names and h.last <= last]
        for hit in sorted(hits, key=lambda h: -h.last):
            if takes(element, hit):
                yield Part(hit.first, hit.last, hit)

    def _literal(self, element: Element, field: Field, start: int, last: int) -> Iterator[Part]:
        begins = [start]
        while begins[-1] < last and field.norm[begins[-1]] in QUOTE_MARKS:
            begins.append(begins[-1] + 1)
        for words in self._words(element):
            for begin in begins:
                end = self._spelled(element, words, field.norm, (begin, last))
                if end:
                    yield Part(begin, end)

    def _spelled(
        self, element: Element, words: tuple[str, ...], norm: list[str], limit: tuple[int, int]
    ) -> int:
        begin, last = limit
        i = begin
        for k, word in enumerate(words):
            while k and i < last and norm[i] in QUOTE_MARKS:
                i += 1
            if i >= last or not self._same(element, norm[i], word, k == 0):
                return 0
            i += 1
        return i

    def _same(self, element: Element, token: str, word: str, is_first: bool) -> bool:
        if token == word:
            return not is_first or _prefix_fits(element, "")
        if not is_first or not token.endswith(word):
            return False
        prefix = token[: -len(word)]
        return prefix in self._clitics.allowed(element.clitics) and _prefix_fits(element, prefix)

    def _words(self, element: Element) -> tuple[tuple[str, ...], ...]:
        literals = as_tuple(element.literal)
        if literals not in self._literals:
            self._literals[literals] = tuple(tuple(self._normaliser.form(w).split()) for w in literals)
        return self._literals[literals]


def _stops(element: Element, field: Field, token: int) -> bool:
    if not element.stop or not field.lexemes.at(token, *element.stop):
        return False
    return not (element.through and field.lexemes.at(token, *element.through))


def _phrases(phrase: Phrase, starts: Iterable[int], last: int) -> Iterator[Part]:
    """A phrase may begin at a quotation mark (a quotation) or behind it (a quoted name)."""
    for start in starts:
        if start < last:
            yield from (part for part in phrase.ends(start) if part.last <= last)


def takes(element: Element, hit: Hit) -> bool:
    """Whether an element that names a list can take one of its hits, by prefix and attributes."""
    return _prefix_fits(element, hit.prefix) and all(_fits(hit, k, v) for k, v in element.where.items())


def _prefix_fits(element: Element, prefix: str) -> bool:
    return element.prefix is None or prefix in element.prefix.split("|")


def _fits(hit: Hit, key: str, wanted: str) -> bool:
    values = hit.entry.get(key).split("|")
    if wanted.startswith("!"):
        return not any(value in wanted[1:].split("|") for value in values)
    return any(value in wanted.split("|") for value in values)
