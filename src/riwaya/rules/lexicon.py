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

import msgspec

from riwaya.rules.remembered import Remembered
from riwaya.text.tokens import QUOTE_MARKS, Tokens

_FIRST = attrgetter("first")
_NOWHERE = frozenset[int]()
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
        if isinstance(names, str):
            hits = self._by_list.get(names, ())
        else:
            hits = [hit for name in names for hit in self._by_list.get(name, ())]
        found = self[names] = frozenset([hit.first for hit in hits]) if hits else _NOWHERE
        return found


class Lexemes:
    """The hits of one text: by list in order of position, and by first token, the longest of them first.

    `starts` says where they begin.
    """

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
        for i in dropped:
            by_start[i] = [hit for hit in by_start[i] if hit.entry.list not in names]
            if not by_start[i]:
                del by_start[i]
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


Readings = tuple[tuple[str, Entry, str], ...]
"""What a word or a form can be: a proclitic, an entry and its list."""


class Known(msgspec.Struct, frozen=True, gc=False):
    """What a word can be: readings of it alone, and longer forms by their second word.

    Longer forms stand by the number of their further words, many before few, and by these joined by spaces.
    """

    single: Readings
    longer: Mapping[str, Mapping[int, Mapping[str, Readings]]]

    def behind(self, i: int, words: Sequence[str]) -> list[tuple[int, Readings]]:
        """Where the forms of several words end that begin with token `i`, a word such as this, and their readings.

        The longest first; quotation marks inside are looked through.
        """
        found, second = [], i + 1
        while second < len(words) - 1 and words[second] in QUOTE_MARKS:
            second += 1
        for count, forms in self.longer.get(words[second], {}).items():
            last = second + 1 + count
            rest = words[second + 1 : last] if count else ()
            readings = forms.get(" ".join(rest))
            if readings is None and not QUOTE_MARKS.isdisjoint(rest):
                places = _unmarked(words, second + 1, count)
                readings, last = forms.get(" ".join([words[k] for k in places])), places[-1] + 1 if places else 0
            if readings is not None:
                found.append((last, readings))
        return found

    def begins(self, name: str) -> bool:
        """Whether a list has the word, or a form that begins with it."""
        further = (forms for rests in self.longer.values() for by_rest in rests.values() for forms in by_rest.values())
        return any(found[2] == name for readings in (self.single, *further) for found in readings)

    def starting(self, i: int, words: Sequence[str]) -> list[Hit]:
        """The hits of several words that begin with token `i`, a word such as this, the longest first."""
        found = self.behind(i, words)
        return [Hit(i, last, prefix, entry) for last, readings in found for prefix, entry, _ in readings]


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
        return self.find_in(tokens.norm, map(self.read, tokens.norm))

    def find_in(self, words: Sequence[str], read: Iterable[Known | None]) -> Lexemes:
        """The same where it is known what the lists know of each word."""
        following = [*words[1:], ""]
        by_list, by_start = defaultdict[str, list[Hit]](list), dict[int, list[Hit]]()
        reach, reached = dict[str, int](), 0
        for i, known in enumerate(read):
            if known is None:
                continue
            longer, last = known.longer, i + 1
            here: list[Hit] = []
            if longer and (following[i] in longer or following[i] in QUOTE_MARKS):
                here = _outside(reach, i, known.behind(i, words))
                for hit in here:
                    by_list[hit.entry.list].append(hit)
                    reached = max(reached, hit.last)
            alone = i >= reached
            for prefix, entry, name in known.single:
                if alone or reach.get(name, 0) <= i:
                    hit = Hit(i, last, prefix, entry)
                    here.append(hit)
                    by_list[name].append(hit)
            if here:
                by_start[i] = here
        return Lexemes(by_list, by_start)

    def longest(self, words: Sequence[str], read: Sequence[Known | None]) -> list[Hit]:
        """The hits of a lexicon that is one list, in order of position, without those inside a longer one.

        `read` is what the list knows of each word.
        """
        following, found, end = [*words[1:], ""], list[Hit](), 0
        for i, known in zip(compress(range(len(words)), read), filter(None, read), strict=True):
            single, longer, last = known.single, known.longer, i + 1
            if longer and (following[i] in longer or following[i] in QUOTE_MARKS):
                last, single = next(iter(known.behind(i, words)), (last, single))
            if last > end and single:
                end = last
                for prefix, entry, _ in single:
                    found.append(Hit(i, last, prefix, entry))
        return found

    def _known(self, word: str) -> Known | None:
        """What the lists know of a word, shorter proclitics first; None for a word that no list knows."""
        single: list[tuple[str, Entry, str]] = []
        longer: dict[str, dict[int, dict[str, Readings]]] = {}
        if word in QUOTE_MARKS:
            return None
        for length in range(min(len(word), self._reach)):
            prefix, stem = word[:length], word[length:]
            if prefix not in self._prefixes:
                continue
            single += self._allowing(stem, prefix)
            for second, *rest in self._longer.get(stem, ()):
                forms, joined = longer.setdefault(second, {}).setdefault(len(rest), {}), " ".join(rest)
                forms[joined] = (*forms.get(joined, ()), *self._allowing(" ".join((stem, second, *rest)), prefix))
        if not single and not longer:
            return None
        many_first = {second: dict(sorted(rests.items(), reverse=True)) for second, rests in longer.items()}
        return Known(tuple(self._without_proclitics(single)), many_first)

    def _without_proclitics(self, single: Collection[tuple[str, Entry, str]]) -> Iterator[tuple[str, Entry, str]]:
        """The readings of a word but those after a proclitic that a name, as the whole word, rules out."""
        ruled_out = {other for prefix, _, name in single if not prefix for other in self._names.get(name, ())}
        return (found for found in single if not found[0] or found[2] not in ruled_out)

    def _allowing(self, form: str, prefix: str) -> Iterator[tuple[str, Entry, str]]:
        found = (pattern for pattern in self._patterns.get(form, ()) if prefix in pattern.allowed)
        return ((prefix, pattern.entry, pattern.entry.list) for pattern in found)


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


def _outside(reach: dict[str, int], i: int, forms: Iterable[tuple[int, Readings]]) -> list[Hit]:
    """The hits of forms that begin with token `i`, the longest first, but those inside a longer hit of their list.

    `reach` says where the hits of each list end so far.
    """
    found = []
    for last, readings in forms:
        for prefix, entry, name in readings:
            if reach.get(name, 0) < last:
                found.append(Hit(i, last, prefix, entry))
        for _, _, name in readings:
            if reach.get(name, 0) < last:
                reach[name] = last
    return found


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
