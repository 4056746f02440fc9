"""Match rule patterns over tokens and lexicon hits, by backtracking from an anchor.

A pattern is made into a chain of functions when it is loaded: each matches one element and calls the next.
Quotation marks are looked through between elements, unless a literal asks for them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from msgspec import Struct, field

from riwaya.rules.lexicon import Clitics, Hit, Lexemes
from riwaya.rules.schema import Element, as_tuple
from riwaya.text.normal import Normaliser
from riwaya.text.tokens import QUOTE_MARKS

END = ""
"""The role of what stands behind a match."""


class Part(Struct, frozen=True, gc=False):
    """Tokens `[first, last)` that one element matched; `value` is what a phrase made of them."""

    first: int
    last: int
    hit: Hit | None = None
    value: object = None


@dataclass(frozen=True, eq=False)
class Spots:
    """Where an element can begin: at hits of lists, at words, or at a phrase whose starts are known beforehand."""

    lists: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    phrase: str = ""


class Places(dict[Spots, list[int]]):
    """The tokens of one text at which an element can begin, or marks of quotation before them, in order.

    `words` are the tokens of the words that literals begin with, `starts` those at which some phrases can begin,
    `quoted` those behind marks of quotation.
    """

    def __init__(
        self,
        lexemes: Lexemes,
        words: Mapping[str, Sequence[int]],
        starts: Mapping[str, Sequence[int]],
        quoted: frozenset[int],
    ) -> None:
        super().__init__()
        self._lexemes, self._words, self._starts, self._quoted = lexemes, words, starts, quoted

    def __missing__(self, where: Spots) -> list[int]:
        if where.phrase:
            spots = set(self._starts[where.phrase])
        else:
            spots = {i for word in where.words for i in self._words.get(word, ())}
            spots |= self._lexemes.starts[where.lists]
        for i in spots & self._quoted:
            while i in self._quoted:
                i -= 1
                spots.add(i)
        found = self[where] = sorted(spots)
        return found


class Field(Struct):
    """What patterns are matched against: normal tokens, lexicon hits, phrases, and the token `last` where to stop.

    `phrases` has, by their names, the possible ends of each by the token where it begins, best first.
    """

    norm: list[str]
    lexemes: Lexemes
    phrases: Mapping[str, Mapping[int, Iterable[Part]]]
    places: Places
    last: int = 0
    _stops: dict[str, list[int]] = field(default_factory=dict)

    def stops(self, key: str, stop: tuple[str, ...], through: tuple[str, ...]) -> list[int]:
        """The tokens of some lists, but for those of others too, in order; remembered under a key."""
        found = self._stops.get(key)
        if found is None:
            found = self._stops[key] = sorted(self.lexemes.starts[stop] - self.lexemes.starts[through])
        return found


Roles = dict[str, Part]
Step = Callable[[Field, int], Roles | None]
"""Matches a pattern that begins exactly at a token: its parts by their roles, None where it does not match."""


class Matcher:
    """Makes patterns ready for matching; `known_starts` are the phrases whose starts `Places` are given."""

    def __init__(self, normaliser: Normaliser, clitics: Clitics, known_starts: frozenset[str] = frozenset()) -> None:
        self._normaliser = normaliser
        self._clitics = clitics
        self._known_starts = known_starts
        self._spots: dict[tuple[str, ...], Spots] = {}

    def ready(self, pattern: tuple[Element, ...]) -> Step:
        """The function that matches a pattern."""
        step: Step = _done
        following: Element | None = None
        for element in reversed(pattern):
            if element.gap is not None:
                step = _gap(element, self._next(following), step)
            elif element.literal is not None:
                step = _literal(element, self._forms(element), step)
            elif element.lexicon is not None:
                step = _listed(element, step)
            else:
                step = _phrase(element, step)
            following = element
        return step

    def needs(self, pattern: tuple[Element, ...]) -> tuple[Spots, ...]:
        """What must stand somewhere for a pattern to match."""
        spots = (self.spots(element) for element in pattern if not element.optional)
        return tuple(found for found in spots if found is not None)

    def spots(self, element: Element) -> Spots | None:
        """Where an element can begin, the same object for elements that begin alike; None where it may be anywhere."""
        if element.literal is not None:
            words = frozenset().union(*(firsts for firsts, _ in self._forms(element)))
            return self._spots.setdefault(("words", *sorted(words)), Spots(words=words))
        if element.lexicon is not None:
            names = as_tuple(element.lexicon)
            return self._spots.setdefault(("lists", *names), Spots(lists=names))
        name = element.phrase or ""
        return self._spots.setdefault((name,), Spots(phrase=name)) if name in self._known_starts else None

    def _next(self, following: Element | None) -> Spots | None:
        return None if following is None or following.optional else self.spots(following)

    def _forms(self, element: Element) -> list[tuple[frozenset[str], list[str]]]:
        """The literals of an element: how their first words may be spelt, and the words behind these."""
        prefixes = [p for p in self._clitics.allowed(element.clitics) if _prefix_fits(element, p)]
        spelt = [self._normaliser.form(literal).split() for literal in as_tuple(element.literal)]
        return [(frozenset(p + words[0] for p in prefixes), words[1:]) for words in spelt]


def _done(given: Field, i: int) -> Roles | None:
    del given
    return {END: Part(i, i)}


def _gap(element: Element, following: Spots | None, rest: Step) -> Step:
    """A gap, shortest first, ending only where the element behind it can begin."""
    longest, role, stop, through = element.gap or 0, element.role, element.stop, element.through
    key = f"stop {' '.join(stop)} through {' '.join(through)}"

    def match(given: Field, i: int) -> Roles | None:
        reach, last = i + longest + 1, given.last
        if stop:
            stops = given.stops(key, stop, through)
            k = bisect_left(stops, i)
            if k < len(stops) and stops[k] < reach:
                reach = stops[k] + 1
        spots: Sequence[int] = range(i, last + 1) if following is None else given.places[following]
        bound = min(reach, last if following else last + 1)
        k, size = bisect_left(spots, i), len(spots)
        while k < size and spots[k] < bound:
            found = rest(given, spots[k])
            if found is not None:
                if role:
                    found[role] = Part(i, spots[k])
                return found
            k += 1
        return None

    return match


def _literal(element: Element, forms: list[tuple[frozenset[str], list[str]]], rest: Step) -> Step:
    """One of several literals, with or without the quotation marks before it."""
    role, optional = element.role, element.optional
    begins = QUOTE_MARKS.union(*(firsts for firsts, _ in forms))

    def match(given: Field, i: int) -> Roles | None:
        near = i < given.last and given.norm[i] in begins
        bare = _bare(given, i) if near else i
        for firsts, others in forms if near else ():
            for begin in range(i, bare + 1):
                end = _spelt(given, begin, firsts, others)
                found = rest(given, end) if end else None
                if found is not None:
                    if role:
                        found[role] = Part(begin, end)
                    return found
        return rest(given, i) if optional else None

    return match


def _spelt(given: Field, begin: int, firsts: frozenset[str], others: list[str]) -> int:
    """Where a literal that begins at a token ends; 0 where it does not stand there."""
    norm, last = given.norm, given.last
    if begin >= last or norm[begin] not in firsts:
        return 0
    i = begin + 1
    for word in others:
        i = _bare(given, i)
        if i >= last or norm[i] != word:
            return 0
        i += 1
    return i


def _listed(element: Element, rest: Step) -> Step:
    """A hit of a list, the longest first."""
    role, optional, names = element.role, element.optional, as_tuple(element.lexicon)
    free = element.prefix is None and not element.where

    def match(given: Field, i: int) -> Roles | None:
        last = given.last
        for hit in given.lexemes.by_start.get(_bare(given, i), ()):
            fits = hit.entry.list in names and hit.last <= last and (free or takes(element, hit))
            found = rest(given, hit.last) if fits else None
            if found is not None:
                if role:
                    found[role] = Part(hit.first, hit.last, hit)
                return found
        return rest(given, i) if optional else None

    return match


def _phrase(element: Element, rest: Step) -> Step:
    """A phrase; it may begin at a quotation mark (a quotation) or behind it (a quoted name)."""
    role, optional, name = element.role, element.optional, element.phrase or ""

    def match(given: Field, i: int) -> Roles | None:
        last = given.last
        if i < last:
            phrase = given.phrases[name]
            parts = phrase[i]
            if given.norm[i] in QUOTE_MARKS:
                bare = _bare(given, i)
                parts = parts if bare == last else chain(parts, phrase[bare])
            for part in parts:
                found = rest(given, part.last) if part.last <= last else None
                if found is not None:
                    if role:
                        found[role] = part
                    return found
        return rest(given, i) if optional else None

    return match


def _bare(given: Field, i: int) -> int:
    """The first token from `i` on that is no quotation mark."""
    norm, last = given.norm, given.last
    while i < last and norm[i] in QUOTE_MARKS:
        i += 1
    return i


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
