"""Word lists, and the table of words by which all of them are found in one pass over the tokens.

A form is looked up by its first word; what stands before it in that word must be a proclitic that the list
allows. Most words of a text come again, so what the lists know of a word is kept for the next time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import compress, islice
from operator import attrgetter
from typing import NamedTuple

import msgspec

from riwaya.rules.remembered import Remembered
from riwaya.text.tokens import QUOTE_MARKS, Tokens

_FIRST = attrgetter("first")
_REMEMBERED = 50_000
"""How many words a lexicon keeps."""


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


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One form of one list, with the attributes of its row."""

    list: str
    form: str
    attributes: Mapping[str, str]

    def get(self, key: str) -> str:
        """An attribute, or the empty string."""
        return self.attributes.get(key, "")


class Hit(msgspec.Struct, frozen=True, gc=False):
    """An entry found at tokens `[first, last)`, after `prefix` (normal letters) in its first token."""

    first: int
    last: int
    prefix: str
    entry: Entry


class Pattern(msgspec.Struct, frozen=True, gc=False):
    """What one form stands for: entries and the proclitics they allow."""

    allowed: frozenset[str]
    entry: Entry


class Starts(dict[str | tuple[str, ...], frozenset[int]]):
    """The tokens at which a hit of a list, or of one of several, begins; worked out when first asked for."""

    def __init__(self, by_list: Mapping[str, Sequence[Hit]]) -> None:
        super().__init__()
        self._by_list = by_list

    def __missing__(self, names: str | tuple[str, ...]) -> frozenset[int]:
        lists = (names,) if isinstance(names, str) else names
        found = self[names] = frozenset([hit.first for name in lists for hit in self._by_list.get(name, ())])
        return found


class Lexemes:
    """The hits of one text: by list in order of position, and by first token; `starts` says where they begin."""

    def __init__(self, by_list: Mapping[str, Sequence[Hit]], by_start: Mapping[int, Sequence[Hit]]) -> None:
        self.by_list, self.by_start, self.starts = by_list, by_start, Starts(by_list)

    def of(self, name: str) -> Sequence[Hit]:
        """All hits of a list."""
        return self.by_list.get(name, ())

    def without(self, names: Collection[str], tokens: Collection[int]) -> Lexemes:
        """The same without those hits of some lists that begin at certain tokens."""
        dropped = {hit.first for name in names for hit in self.of(name)} & set(tokens)
        if not dropped:
            return self
        by_list = dict(self.by_list)
        by_list |= {name: [h for h in by_list[name] if h.first not in dropped] for name in names if name in by_list}
        by_start = dict(self.by_start)
        by_start |= {i: [h for h in by_start[i] if h.entry.list not in names] for i in dropped}
        return Lexemes(by_list, by_start)

    def at(self, token: int, *names: str) -> Hit | None:
        """The longest hit of one of the lists that begins at `token`."""
        best: Hit | None = None
        for hit in self.by_start.get(token, ()):
            if hit.entry.list in names and (best is None or _wins(hit, best, names)):
                best = hit
        return best

    def within(self, name: str, first: int, last: int) -> Sequence[Hit]:
        """The hits of a list that begin in tokens `[first, last)`."""
        hits = self.by_list.get(name, ())
        if not hits or hits[-1].first < first:
            return ()
        k = bisect_left(hits, first, key=_FIRST)
        return hits[k : bisect_left(hits, last, k, key=_FIRST)]


def _wins(new: Hit, old: Hit, names: tuple[str, ...]) -> bool:
    """Whether a hit is longer than another, or as long and of a list that is named before."""
    if new.last != old.last or new.entry.list == old.entry.list:
        return new.last > old.last
    return names.index(new.entry.list) < names.index(old.entry.list)


_Readings = tuple[tuple[str, Entry], ...]
_Rests = dict[int, dict[str, _Readings]]


class Known(NamedTuple):
    """What a word can be: readings of it alone with their lists; by the next word what must follow for longer forms.

    What follows stands by the number of its words, and joined by spaces.
    """

    single: tuple[tuple[str, Entry, str], ...]
    longer: Mapping[str, _Rests]

    def starting(self, i: int, words: Sequence[str]) -> list[Hit]:
        """The hits of several words that begin with token `i`, a word such as this; marks inside are looked through."""
        rests = self.longer.get(words[i + 1])
        if rests is None:
            following = _unmarked(words, i + 1, 1)
            rests = self.longer.get(words[following[0]], {}) if following else {}
        found: list[Hit] = []
        for length, forms in rests.items():
            window = words[i + 1 : i + 1 + length]
            readings, last = forms.get(" ".join(window)), i + 1 + length
            if readings is None and not QUOTE_MARKS.isdisjoint(window):
                places = _unmarked(words, i + 1, length)
                readings, last = forms.get(" ".join([words[k] for k in places])), places[-1] + 1 if places else 0
            if readings is not None:
                found += [Hit(i, last, prefix, entry) for prefix, entry in readings]
        return found


class Lexicon:
    """All word lists behind one table of words; immutable after building, though it remembers words it has read."""

    def __init__(
        self, patterns: Iterable[tuple[str, Pattern]], names: Mapping[str, Collection[str]] | None = None
    ) -> None:
        """Index `patterns`. `names` says of lists of names which lists cannot hold, behind a proclitic, what is one."""
        self._names = names or {}
        self._patterns: dict[str, tuple[Pattern, ...]] = {}
        for form, pattern in patterns:
            self._patterns[form] = (*self._patterns.get(form, ()), pattern)
        self._longer = _longer(self._patterns)
        self._prefixes = frozenset().union(*{p.allowed for found in self._patterns.values() for p in found})
        self._reach = max(map(len, self._prefixes), default=0) + 1
        self.read = Remembered(self._known, _REMEMBERED).__getitem__
        """What the lists know of a word; None for one that no list knows."""

    def __len__(self) -> int:
        return len(self._patterns)

    def entries(self, name: str) -> list[Entry]:
        """The entries of one list, in the order of its patterns."""
        return [p.entry for patterns in self._patterns.values() for p in patterns if p.entry.list == name]

    def find(self, tokens: Tokens) -> Lexemes:
        """Every hit of every list in the text; quotation marks inside a name are looked through."""
        words, found = tokens.norm, _Finding(defaultdict(list), {}, {})
        by_list, by_start, reached = found.by_list, found.by_start, 0
        for i, known in enumerate(map(self.read, words)):
            if known is None:
                continue
            single, rests = known
            if rests and i + 1 < len(words) and (words[i + 1] in rests or words[i + 1] in QUOTE_MARKS):
                longer = known.starting(i, words)
                if longer:
                    reached = max(reached, found.longer(i, longer))
            if i < reached:
                found.single(i, single)
            elif single:
                by_start[i] = here = []
                for prefix, entry, name in single:
                    hit = Hit(i, i + 1, prefix, entry)
                    here.append(hit)
                    by_list[name].append(hit)
        return Lexemes(by_list, by_start)

    def longest(self, tokens: Tokens) -> list[Hit]:
        """The hits of a lexicon that is one list, in order of position, without those inside a longer one."""
        words, found, end = tokens.norm, list[Hit](), 0
        readings, following = [*map(self.read, words)], [*words[1:], ""]
        for i, known in zip(compress(range(len(words)), readings), filter(None, readings), strict=True):
            single, rests = known
            longer = None
            if rests and (following[i] in rests or following[i] in QUOTE_MARKS):
                longer = known.starting(i, words)
            if longer:
                here = sorted([*(Hit(i, i + 1, p, e) for p, e, _ in single), *longer], key=longest_first)
                if here[0].last > end:
                    end = here[0].last
                    found += [hit for hit in here if hit.last == end]
            elif single and i >= end:
                for prefix, entry, _ in single:
                    found.append(Hit(i, i + 1, prefix, entry))
                end = i + 1
        return found

    def _known(self, word: str) -> Known | None:
        """What the lists know of a word, shorter proclitics first; None for a word that no list knows."""
        single: list[tuple[str, Entry, str]] = []
        longer: dict[str, _Rests] = {}
        if word in QUOTE_MARKS:
            return None
        for length in range(min(len(word), self._reach)):
            prefix, stem = word[:length], word[length:]
            if prefix not in self._prefixes:
                continue
            single += [(*found, found[1].list) for found in self._allowing(stem, prefix)]
            for rest in self._longer.get(stem, ()):
                forms, joined = longer.setdefault(rest[0], {}).setdefault(len(rest), {}), " ".join(rest)
                forms[joined] = (*forms.get(joined, ()), *self._allowing(f"{stem} {joined}", prefix))
        if not single and not longer:
            return None
        return Known(tuple(self._without_proclitics(single)), longer)

    def _without_proclitics(self, single: Collection[tuple[str, Entry, str]]) -> Iterator[tuple[str, Entry, str]]:
        """The readings of a word but those after a proclitic that a name, as the whole word, rules out."""
        ruled_out = {other for prefix, _, name in single if not prefix for other in self._names.get(name, ())}
        return (found for found in single if not found[0] or found[2] not in ruled_out)

    def _allowing(self, form: str, prefix: str) -> Iterator[tuple[str, Entry]]:
        return ((prefix, found.entry) for found in self._patterns.get(form, ()) if prefix in found.allowed)


def _unmarked(words: Sequence[str], first: int, count: int) -> list[int]:
    """The next words from token `first` on that are no quotation marks, at most so many."""
    return list(islice((k for k in range(first, len(words)) if words[k] not in QUOTE_MARKS), count))


def _longer(forms: Iterable[str]) -> dict[str, list[list[str]]]:
    """Forms of several words: the words that follow the first, by the first."""
    longer: dict[str, list[list[str]]] = defaultdict(list)
    for form in forms:
        first, *rest = form.split(" ")
        if rest:
            longer[first].append(rest)
    return dict(longer)


class _Finding(msgspec.Struct):
    """Hits while they are found; `reach` says how far the last hit of several words of a list goes."""

    by_list: dict[str, list[Hit]]
    by_start: dict[int, list[Hit]]
    reach: dict[str, tuple[int, int]]

    def longer(self, i: int, hits: list[Hit]) -> int:
        """Take up the hits of several words that begin at a token; returns the token behind the longest."""
        hits.sort(key=longest_first)
        kept = [hit for hit in hits if self._goes_on(hit)]
        for hit in kept:
            self.by_list[hit.entry.list].append(hit)
        if kept:
            self.by_start[i] = kept
        return hits[0].last

    def _goes_on(self, hit: Hit) -> bool:
        """Whether a hit does not stand inside one of its list."""
        name, place = hit.entry.list, (hit.first, hit.last)
        before = self.reach.get(name, (0, 0))
        if hit.last > before[1]:
            self.reach[name] = place
            return True
        return place == before

    def single(self, i: int, readings: Iterable[tuple[str, Entry, str]]) -> None:
        """Take up the readings of one word, but those of a list of which a longer hit holds it."""
        for prefix, entry, name in readings:
            if self.reach.get(name, (0, 0))[1] <= i:
                hit = Hit(i, i + 1, prefix, entry)
                self.by_start.setdefault(i, []).append(hit)
                self.by_list[name].append(hit)


def outermost(hits: list[Hit]) -> tuple[list[Hit], list[Hit]]:
    """Hits of one list in order of position, without those inside a longer one, and those."""
    kept: list[Hit] = []
    nested: list[Hit] = []
    for hit in sorted(hits, key=longest_first):
        outer = not kept or hit.last > kept[-1].last or _same_place(kept[-1], hit)
        (kept if outer else nested).append(hit)
    return kept, nested


def longest_first(hit: Hit) -> tuple[int, int, int]:
    """Hits in order of position, the longer before the shorter, the shorter proclitics before the longer."""
    return (hit.first, -hit.last, len(hit.prefix))


def _same_place(a: Hit, b: Hit) -> bool:
    return (a.first, a.last) == (b.first, b.last)
