"""Word lists and the automaton that finds all of them in one pass over the normal form.

Aho and Corasick (1975), by ahocorasick_rs. A pattern ends at a word boundary; what stands before it in
its first word must be a proclitic that the list allows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from typing import NamedTuple

import ahocorasick_rs
import msgspec

from riwaya.text.tokens import QUOTE_MARKS, Tokens


class Clitics(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The proclitic and suffix tables of `data/text/clitics.toml`."""

    none: tuple[str, ...]
    conjunction: tuple[str, ...]
    verb: tuple[str, ...]
    preposition: tuple[str, ...]
    article: tuple[str, ...]
    article_alef: str
    article_without_alef: tuple[str, ...]
    suffixes: tuple[str, ...]
    ta_marbuta: str
    ta: str

    def allowed(self, name: str) -> frozenset[str]:
        """The proclitics of one table, the empty one among them; one set for all patterns that use it."""
        return with_none(getattr(self, name))


@cache
def with_none(clitics: tuple[str, ...]) -> frozenset[str]:
    """Proclitics and the empty string, one set for all patterns that use them."""
    return frozenset(("", *clitics))


class Shared:
    """Attributes of entries, one mapping for all entries that say the same: verbs have many forms, few cells."""

    def __init__(self) -> None:
        self._known: dict[tuple[tuple[str, str], ...], Mapping[str, str]] = {}

    def of(self, cells: Mapping[str, str]) -> Mapping[str, str]:
        """The mapping that says what `cells` say."""
        return self._known.setdefault(tuple(cells.items()), cells)


class Entry(NamedTuple):
    """One form of one list, with the attributes of its row."""

    list: str
    form: str
    attributes: Mapping[str, str]

    def get(self, key: str) -> str:
        """An attribute, or the empty string."""
        return self.attributes.get(key, "")


class Hit(NamedTuple):
    """An entry found at tokens `[first, last)`, after `prefix` (normal letters) in its first token."""

    first: int
    last: int
    prefix: str
    entry: Entry


class Pattern(NamedTuple):
    """What one string of the automaton stands for: entries and the proclitics they allow."""

    allowed: frozenset[str]
    entry: Entry


@dataclass(frozen=True)
class Lexemes:
    """The hits of one text: by list in order of position, and by first token."""

    by_list: Mapping[str, Sequence[Hit]]
    by_start: Mapping[int, Sequence[Hit]]

    def of(self, name: str) -> Sequence[Hit]:
        """All hits of a list."""
        return self.by_list.get(name, ())

    def without(self, names: Collection[str], tokens: Collection[int]) -> Lexemes:
        """The same without those hits of some lists that begin at certain tokens."""
        dropped = {hit.first for name in names for hit in self.of(name)} & set(tokens)
        if not dropped:
            return self
        by_list = {
            name: [h for h in hits if h.first not in dropped] if name in names else hits
            for name, hits in self.by_list.items()
        }
        by_start = dict(self.by_start)
        by_start |= {i: [h for h in by_start[i] if h.entry.list not in names] for i in dropped}
        return Lexemes(by_list, by_start)

    def at(self, token: int, *names: str) -> Hit | None:
        """The longest hit of one of the lists that begins at `token`."""
        longest = self._longest.get(token)
        if longest is None:
            return None
        best: Hit | None = None
        for name in names:
            hit = longest.get(name)
            if hit is not None and (best is None or hit.last > best.last):
                best = hit
        return best

    @cached_property
    def _longest(self) -> dict[int, dict[str, Hit]]:
        """The longest hit of each list at each token; hits of one token come longest first."""
        return {i: {hit.entry.list: hit for hit in reversed(hits)} for i, hits in self.by_start.items()}


class Lexicon:
    """All word lists behind one automaton; immutable after building."""

    def __init__(self, patterns: Iterable[tuple[str, Pattern]]) -> None:
        forms: dict[str, list[Pattern]] = defaultdict(list)
        for form, pattern in patterns:
            forms[form + " "].append(pattern)
        self._patterns = [tuple(found) for found in forms.values()]
        self._automaton = ahocorasick_rs.AhoCorasick(list(forms)) if forms else None

    def __len__(self) -> int:
        return len(self._patterns)

    def entries(self, name: str) -> list[Entry]:
        """The entries of one list, in the order of its patterns."""
        return [p.entry for patterns in self._patterns for p in patterns if p.entry.list == name]

    def find(self, tokens: Tokens) -> Lexemes:
        """Every hit of every list in the text; quotation marks inside a name are looked through."""
        if self._automaton is None:
            return Lexemes({}, {})
        scan = _Scan(tokens)
        text, begins, ends, indices = scan.text, scan.begins, scan.ends, scan.tokens
        by_list: dict[str, list[Hit]] = defaultdict(list)
        for which, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            first, prefix = begins.get(start, -1), ""
            if first < 0:
                first = bisect_right(scan.starts, start) - 1
                prefix = text[scan.starts[first] : start]
            for allowed, entry in self._patterns[which]:
                if prefix in allowed:
                    by_list[entry.list].append(Hit(indices[first], ends[end], prefix, entry))
        return _collect(by_list)


class _Scan:
    """The words of a text joined by single spaces, without quotation marks.

    `begins` maps the start of each word to its number, `ends` the place behind its space to the token behind it.
    """

    def __init__(self, source: Tokens) -> None:
        self.tokens = [i for i, word in enumerate(source.norm) if word not in QUOTE_MARKS]
        words = [source.norm[i] for i in self.tokens]
        self.text = " ".join(words) + " "
        self.starts = list(accumulate((len(word) + 1 for word in words), initial=0))
        self.begins = {start: k for k, start in enumerate(self.starts)}
        self.ends = {self.starts[k + 1]: i + 1 for k, i in enumerate(self.tokens)}


def _collect(found: dict[str, list[Hit]]) -> Lexemes:
    by_start: dict[int, list[Hit]] = defaultdict(list)
    by_list: dict[str, list[Hit]] = {}
    for name, hits in found.items():
        kept = by_list[name] = hits if all(h.last - h.first == 1 for h in hits) else _outermost(hits)
        for hit in kept:
            by_start[hit.first].append(hit)
    return Lexemes(by_list, dict(by_start))


def _outermost(hits: list[Hit]) -> list[Hit]:
    """Hits of one list in order of position, without those inside a longer one."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=_longest_first):
        if not kept or hit.last > kept[-1].last or _same_place(kept[-1], hit):
            kept.append(hit)
    return kept


def _longest_first(hit: Hit) -> tuple[int, int, int]:
    return (hit.first, -hit.last, len(hit.prefix))


def _same_place(a: Hit, b: Hit) -> bool:
    return (a.first, a.last) == (b.first, b.last)
