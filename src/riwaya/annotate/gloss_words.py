"""The English of single words: known nouns and adjectives behind their clitics, and names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from msgspec import Struct

from riwaya.annotate.document import Base
from riwaya.model.errors import DataError
from riwaya.model.mention import Quantity
from riwaya.rules.files import read_table
from riwaya.rules.lexicon import Clitics
from riwaya.rules.remembered import Remembered
from riwaya.text.normal import Normaliser

_NUMBERS = ("one", "two", "many")
_CLASSES = frozenset(
    {"people", "member", "group", "band", "voice", "voices", "noun", "ground", "mass", "part", "single"}
    | {"preposition", "adjective"}
)
_REMEMBERED = 20_000
LONGEST_PREFIX = 3
"""How many letters of a word may stand before a name in it."""


class Word(Struct, frozen=True):
    """One row of `ontology/gloss_words.csv`; `number` is the column that the form stands in."""

    english: str
    plural: str
    kind: str
    number: str
    alone: str


class Known(Struct, frozen=True, gc=False):
    """A known name: where it ends, what it is in English, and the kind of actor, or `place`."""

    end: int
    english: str
    kind: str


class Reading(Struct, frozen=True):
    """A word as it stands: whether with the article, with `and` or with a preposition joined to it."""

    word: Word
    definite: bool
    joined: bool
    bound: bool = False


@dataclass(frozen=True)
class Words:
    """The table of words, ready to look up; built once, never changed.

    `longer` holds the second words of forms of two, `bare` the proclitics without the article.
    """

    heads: Mapping[str, Word]
    adjectives: Mapping[str, Word]
    longer: frozenset[str]
    normaliser: Normaliser
    clitics: Clitics
    bare: frozenset[str]
    prefixes: tuple[str, ...]

    def head(self, word: str) -> Reading | None:
        """A noun or a preposition behind the clitics that it may bear; None for a word not known."""
        return self._heads[word]

    def adjective(self, word: str) -> Reading | None:
        """The same of an adjective."""
        return self._adjectives[word]

    @cached_property
    def _heads(self) -> Remembered[Reading | None]:
        return Remembered(lambda word: self._find(word, self.heads), _REMEMBERED)

    @cached_property
    def _adjectives(self) -> Remembered[Reading | None]:
        return Remembered(lambda word: self._find(word, self.adjectives), _REMEMBERED)

    def _find(self, word: str, table: Mapping[str, Word]) -> Reading | None:
        """A word of a table behind the clitics that it may bear; None for one not known."""
        found = table.get(word)
        if found is not None:
            return Reading(found, word.startswith(self.clitics.article_alef), False)
        for prefix in self.prefixes:
            if word.startswith(prefix):
                found = table.get(word[len(prefix) :]) or self._suffixed(word[len(prefix) :], table)
                if found is not None:
                    joined = prefix[0] in self.clitics.conjunction
                    bound = prefix[joined : joined + 1] not in ("", self.clitics.article_alef[0])
                    return Reading(found, prefix not in self.bare, joined, bound)
        found = self._suffixed(word, table)
        return Reading(found, False, False) if found else None

    def _suffixed(self, word: str, table: Mapping[str, Word]) -> Word | None:
        """A word with a possessive pronoun: whose it is stays untold."""
        for suffix in self.clitics.suffixes:
            if word.endswith(suffix) and len(word) > len(suffix) + 2:
                stem = word[: -len(suffix)]
                found = table.get(stem)
                if found is None and stem.endswith(self.clitics.ta):
                    found = table.get(stem[:-1] + self.clitics.ta_marbuta)
                if found is not None:
                    return found
        return None


def load_words(base: Base) -> Words:
    """The table of `ontology/gloss_words.csv`. Raises DataError for a class or a form that stands twice."""
    heads: dict[str, Word] = {}
    adjectives: dict[str, Word] = {}
    faults = []
    for row in read_table(base.folder / "ontology/gloss_words.csv"):
        cells = row.cells
        table = adjectives if cells["class"] == "adjective" else heads
        if cells["class"] not in _CLASSES:
            faults.append(f"{row.where}: class: {cells['class']!r} is not a class of words")
        for number in _NUMBERS:
            word = Word(cells["english"], cells["plural"], cells["class"], number, cells["alone"])
            for form in filter(None, cells[number].split("|")):
                normal = base.normaliser.form(form)
                if table.setdefault(normal, word) is not word:
                    faults.append(f"{row.where}: {number}: {form!r} stands twice")
    if faults:
        raise DataError(faults)
    longer = frozenset(form.split()[1] for form in heads if " " in form)
    clitics = base.clitics
    article = sorted(clitics.allowed("article") - {""}, key=lambda p: (-len(p), p))
    return Words(heads, adjectives, longer, base.normaliser, clitics, clitics.allowed("preposition"), tuple(article))


@dataclass(frozen=True)
class Names:
    """What is known of an article's words by their offset: English names with their end, and quantities."""

    named: Mapping[int, Known]
    counted: Mapping[int, Quantity]

    @cached_property
    def starts(self) -> frozenset[int]:
        """Where any of them begins."""
        return frozenset({**self.named, **self.counted})


def known_names(named: Iterable[tuple[int, Known]]) -> dict[int, Known]:
    """Names by where they begin; of several at one place the longest."""
    found: dict[int, Known] = {}
    for start, name in named:
        if name.english and (start not in found or name.end > found[start].end):
            found[start] = name
    return found
