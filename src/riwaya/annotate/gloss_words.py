"""The English of single words and noun phrases: known nouns, names, places and counts, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from riwaya.annotate.document import Base
from riwaya.annotate.gloss_phrases import Phrases, count
from riwaya.model.errors import DataError
from riwaya.model.mention import Quantity
from riwaya.rules.files import read_table
from riwaya.rules.lexicon import Clitics
from riwaya.text.normal import Normaliser

_WORD = re.compile(r"[^\W_]+")
_NUMBERS = ("one", "two", "many")
_CLASSES = frozenset(
    {"people", "member", "group", "band", "voice", "voices", "noun", "ground", "mass", "part", "single"}
    | {"preposition", "adjective"}
)
_LONGEST_PREFIX = 3
_MOST_WORDS = 12
_FROM, _OF = "from", "of"
_PERSON, _MEDIA, _PLACE = "person", "media", "place"
_PARTIES = frozenset({"people", "member", "group", "band"})
_APPOSITION = "+"


class Word(NamedTuple):
    """One row of `ontology/gloss_words.csv`; `number` is the column that the form stands in."""

    english: str
    plural: str
    kind: str
    number: str
    alone: str


class Known(NamedTuple):
    """A known name: where it ends, what it is in English, and the kind of actor, or `place`."""

    end: int
    english: str
    kind: str


class Reading(NamedTuple):
    """A word as it stands: whether with the article, with `and` or with a preposition joined to it."""

    word: Word
    definite: bool
    joined: bool
    bound: bool = False


class Noun(NamedTuple):
    """A noun phrase: its words, the article before them, and whether it names people or a party.

    `role` is that of the quantity that counts it; `name` says that it begins with a name, `many` that it
    is a plural, `part` that what follows from is a part of it, `speaks` that it can be a source, `band`
    that it is a word for one group, which its name may follow.
    """

    text: str
    article: str = ""
    people: bool = False
    role: str = ""
    name: bool = False
    many: bool = False
    part: bool = False
    speaks: bool = False
    band: bool = False

    def __str__(self) -> str:
        return f"{self.article} {self.text}" if self.article else self.text


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

    def find(self, word: str, table: Mapping[str, Word]) -> Reading | None:
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
    memory: dict[tuple[str, bool], Reading | None] = field(default_factory=dict)


class _Piece(NamedTuple):
    word: str
    start: int
    end: int


@dataclass
class NounReader:
    """Reads one noun phrase from its first word on, and stops at the first that it does not know."""

    pieces: Sequence[_Piece]
    words: Words
    phrases: Phrases
    names: Names
    at: int = 0

    def phrase(self) -> Noun | None:
        """The phrase at `at` with what is joined to it; None where its first word is not known."""
        first = self._one()
        if first is None:
            return None
        text, depth = first.text, 0
        while self.at < len(self.pieces) and depth < _MOST_WORDS:
            before, depth = self.at, depth + 1
            joint, inner = self._tail(first)
            if inner is None:
                self.at = before
                break
            if joint == _APPOSITION:
                return inner._replace(text=f"{text} {inner}") if first.people and not first.band else inner
            text = f"{text} {joint} {inner}"
        return first._replace(text=text)

    def _tail(self, head: Noun) -> tuple[str, Noun | None]:
        """What follows: with a preposition, with `and`, or as a genitive."""
        reading = self._reading(self.at, adjective=False)
        if reading is not None and reading.word.kind == "preposition" and not reading.definite:
            self.at += 1
            return self._after(reading.word.english, head)
        if reading is not None and reading.joined:
            return "and", self._one()
        if head.name:
            return "", None
        known = self._known(self.at)
        if known is not None and head.speaks and (known.kind == _PERSON) == (head.people and not head.band):
            return _APPOSITION, self._one()
        if reading is not None and ((head.people and not head.part and _apart(reading)) or _spoken_to(reading)):
            return "", None
        inner = self._one()
        indefinite = inner is not None and inner.article in ("a", "an")
        return _OF, inner._replace(article="the") if inner is not None and indefinite else inner

    def _after(self, joint: str, head: Noun) -> tuple[str, Noun | None]:
        """What a preposition joins: people whom the head is a part of, or a place to come from."""
        inner = self._one()
        part = head.part and joint == _FROM and inner is not None and inner.people
        return _OF if part else joint, inner

    def _one(self) -> Noun | None:
        """A counted noun, a name, or a noun with its adjectives."""
        if self.at >= len(self.pieces):
            return None
        piece = self.pieces[self.at]
        quantity = self.names.counted.get(piece.start)
        if quantity is not None:
            return self._counted(quantity)
        name = self._name()
        if name is not None:
            return name
        reading = self._reading(self.at, adjective=False)
        if reading is None:
            return self._nationals()
        if reading.word.kind == "preposition":
            return None
        if reading.word.kind in ("part", "single"):
            return self._part(reading)
        return self._noun(reading)

    def _name(self) -> Noun | None:
        found = self._known(self.at)
        if found is None:
            return None
        self._pass(found.end)
        return name_of(found.english, self.phrases)._replace(people=found.kind != _PLACE)

    def _known(self, i: int) -> Known | None:
        """The name that begins in a word, behind its clitics; a medium behind one is spoken to, and left out."""
        piece = self.pieces[i]
        for start in range(piece.start, min(piece.start + _LONGEST_PREFIX + 1, piece.end)):
            found = self.names.named.get(start)
            if found is not None and (start == piece.start or found.kind != _MEDIA):
                return found
        return None

    def _pass(self, end: int) -> None:
        while self.at < len(self.pieces) and self.pieces[self.at].start < end:
            self.at += 1

    def _counted(self, quantity: Quantity) -> Noun | None:
        noun = self.words.normaliser.form(quantity.of or "")
        first = self.at
        self._pass(quantity.span.end)
        behind = [i for i in range(first, self.at) if self.pieces[i].word == noun]
        self.at = behind[0] + 1 if behind else self.at
        told = self._counted_noun(quantity, noun)
        if told is None:
            return None
        text = count(quantity, told[0], self.phrases)
        return Noun(text, people=told[1], role=quantity.role, many=quantity.value != 1, part=True)

    def _counted_noun(self, quantity: Quantity, noun: str) -> tuple[str, bool] | None:
        """The noun that is counted, with the adjectives behind it, or else its unit."""
        found = self.words.find(noun, self.words.heads)
        kind = found.word.kind if found is not None else ""
        people = kind in ("people", "member")
        if found is not None and (
            people or kind == "noun" or (kind in ("group", "band") and quantity.unit != "people")
        ):
            english = found.word.english if quantity.value == 1 else found.word.plural
            return self._described(english), people
        unit = self.phrases.units.get(quantity.unit or "")
        return (unit, quantity.unit == "people") if unit else None

    def _part(self, reading: Reading) -> Noun | None:
        """A part of something: what it is a part of must be known."""
        self.at += 1
        of = self._reading(self.at, adjective=False)
        if of is not None and of.word.kind == "preposition":
            self.at += 1
        inner = self._one()
        if inner is None:
            return None
        if reading.word.kind == "single":
            return inner._replace(text=f"{reading.word.english} {inner.text}", article="", many=False)
        return inner._replace(text=f"{reading.word.english} {inner}", article="")

    def _noun(self, reading: Reading) -> Noun:
        word, first = reading.word, self.at
        pair = self._pair(first) is not None
        self.at += 2 if pair else 1
        if word.kind == "ground" and self.at < len(self.pieces):
            place = self._known(self.at)
            if place is not None and place.kind == _PLACE:
                self._pass(place.end)
                return name_of(place.english, self.phrases)._replace(people=False)
        definite = reading.definite or (
            pair and self.pieces[first + 1].word.startswith(self.words.clitics.article_alef)
        )
        several = word.number != "one" or word.kind in ("mass", "voices")
        many = word.number != "one" and word.kind != "mass"
        english = self._described(word.plural if several else word.english)
        if word.number == "two":
            english = f"two {english}"
        before = "the" if definite else "" if several else article(english)
        band = word.kind == "band" and not several
        party, voice = word.kind in _PARTIES, word.kind in ("voice", "voices")
        return Noun(english, before, party, many=many, part=word.kind == "member", speaks=party or voice, band=band)

    def _nationals(self) -> Noun | None:
        """An adjective that stands alone: the people or the country that it means."""
        reading = self._reading(self.at, adjective=True)
        if reading is None or not (reading.word.alone or reading.word.number != "one"):
            return None
        self.at += 1
        many = reading.word.number != "one"
        if not many and self.at > 1:
            return None
        if not many:
            return name_of(reading.word.alone, self.phrases)
        return Noun(reading.word.plural, "the" if reading.definite else "", people=True, many=True, speaks=True)

    def _described(self, noun: str) -> str:
        """A noun with the adjectives that follow it, in the order of English."""
        adjectives: list[str] = []
        while self.at < len(self.pieces):
            reading = self._reading(self.at, adjective=True)
            if reading is None or (reading.joined and not adjectives):
                break
            self.at += 1
            if reading.joined:
                adjectives[0] = f"{adjectives[0]} and {reading.word.english}"
            else:
                adjectives.insert(0, reading.word.english)
        return " ".join([*adjectives, noun])

    def _reading(self, i: int, *, adjective: bool) -> Reading | None:
        if i >= len(self.pieces):
            return None
        if not adjective:
            pair = self._pair(i)
            if pair is not None:
                return pair
        word, memory = self.pieces[i].word, self.names.memory
        if (word, adjective) not in memory:
            memory[word, adjective] = self.words.find(word, self.words.adjectives if adjective else self.words.heads)
        return memory[word, adjective]

    def _pair(self, i: int) -> Reading | None:
        """The noun that the words at `i` and behind it are together."""
        if i + 1 >= len(self.pieces) or self.pieces[i + 1].word not in self.words.longer:
            return None
        return self.words.find(f"{self.pieces[i].word} {self.pieces[i + 1].word}", self.words.heads)


def _apart(reading: Reading) -> bool:
    """Whether a noun behind a noun for people is another one beside it and no genitive."""
    return reading.word.kind == "people" and reading.word.number == "many" and not reading.definite


def _spoken_to(reading: Reading) -> bool:
    """Whether a medium stands behind a preposition: the head spoke to it."""
    return reading.bound and reading.word.kind in ("voice", "voices")


def name_of(english: str, given: Phrases) -> Noun:
    """A known name; whether it is a plural is told by its last word."""
    many = english.rpartition(" ")[2].lower() in given.agreement.plural_names
    return Noun(english, people=True, name=True, many=many, speaks=True)


def article(english: str) -> str:
    """The indefinite article before an English word."""
    return "an" if english[0].lower() in "aeiou" and not english.startswith(("uni", "UN")) else "a"


def pieces(text: str, offset: int, normaliser: Normaliser) -> list[_Piece]:
    """The words of a mention that begins at `offset`, in normal form, with their places in the article."""
    normal = normaliser.normal(text)
    found = _WORD.finditer(normal.text)
    if not normal.breaks:
        return [_Piece(m[0], offset + m.start(), offset + m.end()) for m in found]
    spans = ((m[0], normal.span(*m.span())) for m in found)
    return [_Piece(word, offset + span.start, offset + span.end) for word, span in spans]


def known_names(named: Iterable[tuple[int, Known]]) -> dict[int, Known]:
    """Names by where they begin; of several at one place the longest."""
    found: dict[int, Known] = {}
    for start, name in named:
        if name.english and (start not in found or name.end > found[start].end):
            found[start] = name
    return found
