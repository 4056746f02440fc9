"""Match rule patterns over tokens and lexicon hits, by backtracking from an anchor.

Quotation marks are looked through between elements, unless a literal asks for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct

from riwaya.rules.lexicon import Clitics, Hit, Lexemes
from riwaya.rules.schema import Element, as_tuple
from riwaya.text.normal import Normaliser
from riwaya.text.tokens import QUOTE_MARKS


class Part(Struct, frozen=True):
    """Tokens `[first, last)` that one element matched; `value` is what a phrase made of them."""

    first: int
    last: int
    hit: Hit | None = None
    value: object = None


class Phrase(NamedTuple):
    """A phrase that a stage provides: a quick test of where it may begin, and its possible ends, best first."""

    begins: Callable[[int], bool]
    ends: Mapping[int, Iterable[Part]]


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

    def match_at(self, pattern: tuple[Element, ...], field: Field, start: int, last: int) -> list[Part | None] | None:
        """The parts of a pattern that begins exactly at `start`, None for those left out."""
        return self._match(pattern, 0, field, (start, last))

    def match_behind(
        self, pattern: tuple[Element, ...], field: Field, anchor: Part, last: int
    ) -> list[Part | None] | None:
        """The parts of a pattern whose first element is known to have matched `anchor`."""
        rest = self._match(pattern, 1, field, (anchor.last, last))
        return None if rest is None else [anchor, *rest]

    def needs(self, pattern: tuple[Element, ...]) -> tuple[tuple[frozenset[str], ...], tuple[str, ...]]:
        """What must stand somewhere for a pattern to match: first words of its literals, lists behind its anchor."""
        behind = [e for e in pattern[1:] if not e.optional]
        words = [frozenset(w[0] for w in self._words(e)) for e in behind if e.literal and e.clitics == "none"]
        return tuple(words), tuple(e.lexicon for e in behind if isinstance(e.lexicon, str))

    def _match(
        self, pattern: tuple[Element, ...], k: int, field: Field, limits: tuple[int, int]
    ) -> list[Part | None] | None:
        if k == len(pattern):
            return []
        element, last = pattern[k], limits[1]
        for part in self._parts(pattern, k, field, limits):
            tail = self._match(pattern, k + 1, field, (part.last, last))
            if tail is not None:
                return [part, *tail]
        if element.optional:
            tail = self._match(pattern, k + 1, field, limits)
            return None if tail is None else [None, *tail]
        return None

    def _parts(self, pattern: tuple[Element, ...], k: int, field: Field, limits: tuple[int, int]) -> Iterator[Part]:
        element, (start, last) = pattern[k], limits
        if element.gap is not None:
            following = pattern[k + 1] if k + 1 < len(pattern) else None
            return _gaps(element, following, field, limits)
        if element.literal is not None:
            return self._literal(element, field, start, last)
        bare = start
        while bare < last and field.norm[bare] in QUOTE_MARKS:
            bare += 1
        if element.lexicon is not None:
            return self._hits(element, field, bare, last)
        return _phrases(field.phrases[element.phrase or ""], dict.fromkeys((start, bare)), last)

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

    def _spelled(self, element: Element, words: tuple[str, ...], norm: list[str], limit: tuple[int, int]) -> int:
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


def _gaps(element: Element, following: Element | None, field: Field, limits: tuple[int, int]) -> Iterator[Part]:
    """A gap, shortest first, ending only where the element behind it can begin."""
    start, last = limits
    stops, through = field.lexemes.starts(*element.stop), field.lexemes.starts(*element.through)
    for end in range(start, min(start + (element.gap or 0), last) + 1):
        if following is None or following.optional or _may_begin(following, field, end, last):
            yield Part(start, end)
        if end >= last or (end in stops and end not in through):
            return


def _may_begin(element: Element, field: Field, i: int, last: int) -> bool:
    if i >= last:
        return False
    if field.norm[i] in QUOTE_MARKS:
        return True
    if element.lexicon is not None:
        return i in field.lexemes.starts(*as_tuple(element.lexicon))
    return element.phrase is None or field.phrases[element.phrase].begins(i)


def _phrases(phrase: Phrase, starts: Iterable[int], last: int) -> Iterator[Part]:
    """A phrase may begin at a quotation mark (a quotation) or behind it (a quoted name)."""
    for start in starts:
        if start < last:
            yield from (part for part in phrase.ends[start] if part.last <= last)


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
