"""The English of noun phrases: known nouns, names, places and counts, nothing else."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from riwaya.annotate.gloss_phrases import Phrases, count
from riwaya.annotate.gloss_words import LONGEST_PREFIX, Known, Names, Reading, Words
from riwaya.model.mention import Quantity
from riwaya.text.normal import Normaliser
from riwaya.text.tokens import Tokens

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 12
_REMEMBERED = 20_000
_FROM, _OF = "from", "of"
_PERSON, _MEDIA, _PLACE = "person", "media", "place"
_PARTIES = frozenset({"people", "member", "group", "band"})
_APPOSITION = "+"


class Noun(Struct, frozen=True, gc=False):
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


class Pieces(Struct, frozen=True):
    """The words of a mention in normal form, with their places in the article: parallel lists."""

    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]


@dataclass(slots=True)
class NounReader:
    """Reads one noun phrase from its first word on, and stops at the first that it does not know."""

    pieces: Pieces
    words: Words
    phrases: Phrases
    names: Names
    at: int = 0

    def phrase(self) -> Noun | None:
        """The phrase at `at` with what is joined to it; None where its first word is not known."""
        first = self._one()
        if first is None:
            return None
        text, depth, most = first.text, 0, len(self.pieces.words)
        while self.at < most and depth < _MOST_WORDS:
            before, depth = self.at, depth + 1
            joint, inner = self._tail(first)
            if inner is None:
                self.at = before
                break
            if joint == _APPOSITION:
                return replace(inner, text=f"{text} {inner}") if first.people and not first.band else inner
            text = f"{text} {joint} {inner}"
        return first if depth == 0 else replace(first, text=text)

    def _tail(self, head: Noun) -> tuple[str, Noun | None]:
        """What follows: with a preposition, with `and`, or as a genitive."""
        reading = self._head(self.at)
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
        return _OF, replace(inner, article="the") if inner is not None and indefinite else inner

    def _after(self, joint: str, head: Noun) -> tuple[str, Noun | None]:
        """What a preposition joins: people whom the head is a part of, or a place to come from."""
        inner = self._one()
        part = head.part and joint == _FROM and inner is not None and inner.people
        return _OF if part else joint, inner

    def _one(self) -> Noun | None:
        """A counted noun, a name, or a noun with its adjectives."""
        at = self.at
        if at >= len(self.pieces.words):
            return None
        quantity = self.names.counted.get(self.pieces.starts[at])
        if quantity is not None:
            return self._counted(quantity)
        known = self._known(at)
        if known is not None:
            self._pass(known.end)
            return _name(known.english, known.kind != _PLACE, self.phrases.agreement.plural_names)
        reading = self._head(at)
        if reading is None:
            return self._nationals()
        kind = reading.word.kind
        if kind == "preposition":
            return None
        return self._part(reading) if kind in ("part", "single") else self._noun(reading)

    def _known(self, i: int) -> Known | None:
        """The name that begins in a word, behind its clitics; a medium behind one is spoken to, and left out."""
        named, first = self.names.named, self.pieces.starts[i]
        if named.keys().isdisjoint(range(first, first + LONGEST_PREFIX + 1)):
            return None
        for start in range(first, min(first + LONGEST_PREFIX + 1, self.pieces.ends[i])):
            found = named.get(start)
            if found is not None and (start == first or found.kind != _MEDIA):
                return found
        return None

    def _pass(self, end: int) -> None:
        starts, at = self.pieces.starts, self.at
        while at < len(starts) and starts[at] < end:
            at += 1
        self.at = at

    def _counted(self, quantity: Quantity) -> Noun | None:
        noun = self.words.normaliser.form(quantity.of or "")
        first = self.at
        self._pass(quantity.span.end)
        behind = [i for i in range(first, self.at) if self.pieces.words[i] == noun]
        self.at = behind[0] + 1 if behind else self.at
        told = self._counted_noun(quantity, noun)
        if told is None:
            return None
        text = count(quantity, told[0], self.phrases)
        return Noun(text, people=told[1], role=quantity.role, many=quantity.value != 1, part=True)

    def _counted_noun(self, quantity: Quantity, noun: str) -> tuple[str, bool] | None:
        """The noun that is counted, with the adjectives behind it, or else its unit."""
        found = self.words.head(noun)
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
        of = self._head(self.at)
        if of is not None and of.word.kind == "preposition":
            self.at += 1
        inner = self._one()
        if inner is None:
            return None
        if reading.word.kind == "single":
            return replace(inner, text=f"{reading.word.english} {inner.text}", article="", many=False)
        return replace(inner, text=f"{reading.word.english} {inner}", article="")

    def _noun(self, reading: Reading) -> Noun:
        word, kind, first = reading.word, reading.word.kind, self.at
        pair = self._pair(first) is not None
        self.at += 2 if pair else 1
        if kind == "ground" and self.at < len(self.pieces.words):
            place = self._known(self.at)
            if place is not None and place.kind == _PLACE:
                self._pass(place.end)
                return _name(place.english, False, self.phrases.agreement.plural_names)
        definite = reading.definite or (
            pair and self.pieces.words[first + 1].startswith(self.words.clitics.article_alef)
        )
        several = word.number != "one" or kind in ("mass", "voices")
        english = self._described(word.plural if several else word.english)
        if word.number == "two":
            english = f"two {english}"
        party = kind in _PARTIES
        return Noun(
            english,
            "the" if definite else "" if several else article(english),
            party,
            many=word.number != "one" and kind != "mass",
            part=kind == "member",
            speaks=party or kind in ("voice", "voices"),
            band=kind == "band" and not several,
        )

    def _nationals(self) -> Noun | None:
        """An adjective that stands alone: the people or the country that it means."""
        reading = self.words.adjective(self.pieces.words[self.at])
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
        words = self.pieces.words
        while self.at < len(words):
            reading = self.words.adjective(words[self.at])
            if reading is None or (reading.joined and not adjectives):
                break
            self.at += 1
            if reading.joined:
                adjectives[0] = f"{adjectives[0]} and {reading.word.english}"
            else:
                adjectives.insert(0, reading.word.english)
        return " ".join([*adjectives, noun]) if adjectives else noun

    def _head(self, i: int) -> Reading | None:
        """The noun or preposition at `i`, alone or with the word behind it."""
        if i >= len(self.pieces.words):
            return None
        return self._pair(i) or self.words.head(self.pieces.words[i])

    def _pair(self, i: int) -> Reading | None:
        """The noun that the words at `i` and behind it are together."""
        words = self.pieces.words
        if i + 1 >= len(words) or words[i + 1] not in self.words.longer:
            return None
        return self.words.head(f"{words[i]} {words[i + 1]}")


def _apart(reading: Reading) -> bool:
    """Whether a noun behind a noun for people is another one beside it and no genitive."""
    return reading.word.kind == "people" and reading.word.number == "many" and not reading.definite


def _spoken_to(reading: Reading) -> bool:
    """Whether a medium stands behind a preposition: the head spoke to it."""
    return reading.bound and reading.word.kind in ("voice", "voices")


def name_of(english: str, given: Phrases) -> Noun:
    """A known name; whether it is a plural is told by its last word."""
    return _name(english, True, given.agreement.plural_names)


@lru_cache(_REMEMBERED)
def _name(english: str, people: bool, plural_names: frozenset[str]) -> Noun:
    many = english.rpartition(" ")[2].lower() in plural_names
    return Noun(english, people=people, name=True, many=many, speaks=True)


def article(english: str) -> str:
    """The indefinite article before an English word."""
    return "an" if english[0].lower() in "aeiou" and not english.startswith(("uni", "UN")) else "a"


def pieces(text: str, offset: int, normaliser: Normaliser) -> Pieces:
    """The words of a mention that begins at `offset`, in normal form, with their places in the article."""
    normal = normaliser.normal(text)
    found = [*_WORD.finditer(normal.text)]
    spans = [normal.span(*m.span()) if normal.breaks else m.span() for m in found]
    return Pieces([m[0] for m in found], [offset + s for s, _ in spans], [offset + e for _, e in spans])


def pieces_of(tokens: Tokens, start: int, end: int) -> Pieces | None:
    """The same for the words that stand at `[start, end)` of an article, from its tokens.

    None where letters were left out of words or follow numbers: what is a word there is not told by tokens.
    """
    first, last = tokens.index(start), bisect_left(tokens.start, end)
    words, starts, ends = tokens.norm[first:last], tokens.start[first:last], tokens.end[first:last]
    joined = "".join(words)
    if not words or ends[-1] > end or sum(ends) - sum(starts) != len(joined):
        return None
    if not joined.isalpha():
        kept = [k for k, word in enumerate(words) if word.isalnum()]
        if _run_together(tokens, [first + k for k in kept]):
            return None
        words, starts, ends = [words[k] for k in kept], [starts[k] for k in kept], [ends[k] for k in kept]
    if starts and starts[0] < start:
        words[0], starts[0] = words[0][start - starts[0] :], start
    return Pieces(words, starts, ends)


def _run_together(tokens: Tokens, words: Sequence[int]) -> bool:
    """Whether nothing stands between one of the words and the next."""
    at, norm = tokens.at, tokens.norm
    return any(at[one] + len(norm[one]) == at[other] for one, other in pairwise(words))
