"""Find what may be the name of a place: gazetteer names, and unknown names that a class word announces."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from msgspec import Struct

from riwaya.annotate.document import Document
from riwaya.annotate.surroundings import Words
from riwaya.rules.gazetteer import Gazetteer, Place
from riwaya.rules.lexicon import Hit, Lexemes, Lexicon
from riwaya.rules.remembered import Remembered
from riwaya.text.tokens import QUOTE_MARKS

LIST = "toponyms"
_HASHTAG = "_"
_TANWIN = "\u064b"
_OPENERS = QUOTE_MARKS | {"#", "("}
_WELL_KNOWN = 50_000
_SHORTEST = 3
_SEPARATE = frozenset(
    {"village", "town", "city", "neighbourhood", "district", "governorate", "region", "camp", "crossing", "river"}
)
_REMEMBERED = 8_000
"""How many names are kept with their places."""
_NOT_A_NAME = frozenset((
    "verbs", "reporting", "prepositions", "complementizers", "relatives", "conjunctions", "connectors",
    "not_toponyms", "place_classes", "place_relations", "place_directions", "place_nouns", "source_nouns",
    "place_homographs", "titles", "months", "weekdays", "reporting_phrases", "hedges", "name_heads", "actors",
))  # fmt: skip

Kind = Literal["state", "common", "homograph", "weak", "known", "city", "word", "unknown"]


class Known(Struct, frozen=True):
    """The places of a name, how much it needs beside it, and its first word.

    `countries` are those of the places; `unit` is the first-level unit that all of them lie in which lie in one;
    `small` says whether some place is small.
    """

    candidates: tuple[Place, ...] = ()
    kind: Kind = "unknown"
    head: str = ""
    countries: frozenset[str] = frozenset()
    unit: tuple[str, str] | None = None
    small: bool = False


_NOTHING_KNOWN = Known()


class Slot(Struct, frozen=True):
    """Tokens `[first, last)` that may be a toponym, after `prefix` in the first; `name` is in normal form.

    `known` is what is known of the name, `candidates` those of its places that come into question.
    """

    first: int
    last: int
    prefix: str
    name: str
    kind: Kind
    candidates: tuple[Place, ...] = ()
    elided: bool = False
    known: Known = _NOTHING_KNOWN


@dataclass(frozen=True)
class Names:
    """The names of the gazetteer in one table of words and its column, and those that are common words, with
    whether such a word counts only near another place of the article."""

    gazetteer: Gazetteer
    lexicon: Lexicon
    column: int
    common: Mapping[str, bool]

    @cached_property
    def known(self) -> Remembered[Known]:
        """What is known of a name; most names come again, so it is kept."""
        return Remembered(self._known, _REMEMBERED)

    def _known(self, name: str) -> Known:
        candidates = tuple(self.gazetteer.lookup(name))
        units = {(place.country, place.admin1) for place in candidates if place.admin1}
        return Known(
            candidates=candidates,
            kind=self._kind(name, candidates),
            head=name.split(" ", 1)[0],
            countries=frozenset(place.country for place in candidates),
            unit=units.pop() if len(units) == 1 else None,
            small=any(place.small for place in candidates),
        )

    def _kind(self, name: str, candidates: tuple[Place, ...]) -> Kind:
        """How much a name needs beside it before it counts."""
        if any(_is_state(place) for place in candidates):
            return "state"
        if name in self.common:
            return "common" if self.common[name] else "homograph"
        if " " in name or any(not p.generated for p in candidates):
            return "known"
        return "city" if any(p.population >= _WELL_KNOWN for p in candidates) else "weak"


def _is_state(place: Place) -> bool:
    """Countries, capitals and parts of the world speak and act as often as they are places."""
    part_of_world = place.feature == "region" and not place.country
    return place.feature == "country" or place.id.startswith("capital:") or part_of_world


def known_slots(doc: Document, names: Names, words: Words, closed: Collection[int]) -> list[Slot]:
    """Gazetteer names in order, none inside another, in a hashtag or at the `closed` tokens of other names."""
    norm, lexemes = doc.tokens.norm, doc.lexemes
    taken = {*closed, *covered((h.first, h.last) for h in lexemes.of("place_idioms"))}
    hashtags, accusatives = _HASHTAG in norm, _TANWIN in doc.article.text
    of_name, slots = names.known, list[Slot]()
    free_from = 0
    for hit in names.lexicon.longest(norm, doc.read[names.column]):
        if hit.first < free_from or hit.first in taken:
            continue
        if (hashtags and _in_hashtag(norm, hit)) or (accusatives and _is_indefinite(doc, hit)):
            continue
        name = hit.entry.form
        known = of_name[name]
        kind = known.kind
        if _may_be_word(lexemes, hit, kind):
            if words.like in hit.prefix or lexemes.at(hit.first, "not_toponyms"):
                continue
            kind = "word"
        if hit.last - hit.first > 1:
            hit = _without_class(doc, hit)
        elided = bool(hit.prefix) and not norm[hit.first].endswith(known.head)
        slots.append(Slot(hit.first, hit.last, hit.prefix, name, kind, known.candidates, elided, known))
        free_from = hit.last
    return slots


class Announced:
    """Reads unknown names after class words: the village of X, the two villages of X and Y."""

    def __init__(self, doc: Document, words: Words, classes: Sequence[Hit], closed: Collection[int]) -> None:
        self._doc, self._norm, self._words = doc, doc.tokens.norm, words
        self._classes, self._taken = classes, closed
        self._heads = {hit.first: hit for hit in doc.lexemes.of("place_heads")}
        self._sides = {hit.first: hit for hit in doc.lexemes.of("place_sides")}
        self._fused = (words.at + words.article, words.like + words.article, words.to + words.to)

    def slots(self, known: list[Slot]) -> list[Slot]:
        """The known slots and the unknown ones between them, in order of position."""
        begins = {slot.first: slot for slot in known}
        named = covered((s.first, s.last) for s in known)
        unknown: list[Slot] = []
        for hit in self._classes:
            start = self._after_marks(hit.last)
            slot = begins.get(start) or self._unknown(hit, start, named)
            if slot is None:
                continue
            if slot.kind == "unknown":
                unknown.append(slot)
            if hit.entry.get("number") != "s":
                unknown.extend(self._series(slot.last, hit, begins, named))
        return _apart([*unknown, *known]) if unknown else known

    def _unknown(self, hit: Hit, start: int, named: Collection[int]) -> Slot | None:
        allowed = hit.entry.get("unknown")
        if allowed == "no" or start in named or not self._may_be_name(start, ""):
            return None
        last = self._end(start)
        if hit.entry.get("number") == "d":
            last = self._before_and(last)
        definite = self._norm[start].startswith(self._words.article)
        if allowed == "definite" and not definite and start not in self._heads:
            return None
        if allowed == "placed" and not (self._placed_series(last, hit) and (definite or not self._adjective(start))):
            return None
        return Slot(start, last, "", " ".join(self._norm[start:last]), "unknown")

    def _series(self, position: int, hit: Hit, begins: dict[int, Slot], named: Collection[int]) -> Iterator[Slot]:
        """The rest of a series of names: two for a dual, any number for a plural."""
        left = 1 if hit.entry.get("number") == "d" else 40
        while left and position < len(self._norm):
            start = position + (self._norm[position] in self._words.commas)
            if start in begins:
                position = begins[start].last
            else:
                slot = self._joined(start, named)
                if slot is None:
                    return
                yield slot
                position = slot.last
            left -= 1

    def _joined(self, start: int, named: Collection[int]) -> Slot | None:
        and_ = self._words.conjunctions[0]
        if start >= len(self._norm) or start in named or not self._norm[start].startswith(and_):
            return None
        if not self._may_be_name(start, and_):
            return None
        last = self._end(start)
        return Slot(start, last, and_, " ".join(self._norm[start:last])[len(and_) :], "unknown")

    def _may_be_name(self, token: int, prefix: str) -> bool:
        if token >= len(self._norm) or token in self._taken:
            return False
        word = self._norm[token][len(prefix) :]
        if (len(word) < _SHORTEST and not self._is_head(token)) or not word.isalpha() or word[0].isascii():
            return False
        if token not in self._heads and any(_is_other(hit, prefix) for hit in self._hits(token)):
            return False
        return not self._bare_adjective(word) and not word.startswith(self._fused)

    def _is_head(self, token: int) -> bool:
        return token in self._heads and token + 1 < len(self._norm) and self._norm[token + 1].isalpha()

    def _hits(self, token: int) -> Sequence[Hit]:
        return self._doc.lexemes.by_start.get(token, ())

    def _adjective(self, token: int) -> bool:
        return self._norm[token].endswith(self._words.nisba)

    def _bare_adjective(self, word: str) -> bool:
        """A small border village: an adjective without the article after the class word is no name."""
        return not word.startswith(self._words.article) and word.endswith(self._words.nisba[0])

    def _end(self, start: int) -> int:
        last = start + 1
        if start in self._heads and last < len(self._norm) and self._norm[last].isalpha():
            last = self._heads[start].last + 1
        side = self._sides.get(last)
        return side.last if side else last

    def _before_and(self, last: int) -> int:
        """The first of two names may have a second word: it ends where `and` begins the other."""
        article, and_ = self._words.article, self._words.conjunctions[0]
        after = self._norm[last : last + 2]
        return last + (len(after) == 2 and after[0].startswith(article) and after[1].startswith(and_))

    def _placed_series(self, position: int, hit: Hit) -> bool:
        """Whether words that say where it lies follow the name, or the second name joined to it."""
        if self._placed(position):
            return True
        joined = position < len(self._norm) and self._norm[position].startswith(self._words.conjunctions[0])
        return joined and hit.entry.get("number") != "s" and self._placed(self._end(position))

    def _placed(self, position: int) -> bool:
        """Whether words that say where something lies follow: in the district of, north of, belonging to."""
        while position < len(self._norm) and not self._norm[position].isalpha():
            position += 1
        position += position < len(self._norm) and self._norm[position] == self._words.within
        lists = {hit.entry.list for hit in self._doc.lexemes.by_start.get(position, ())}
        return bool(lists & {"place_classes", "place_directions", "place_links"})

    def _after_marks(self, position: int) -> int:
        marks = _OPENERS
        while position < len(self._norm) and self._norm[position] in marks:
            position += 1
        return position


def _apart(slots: list[Slot]) -> list[Slot]:
    """The slots in order of position, none inside the one before it; of two at one place the first given."""
    kept: list[Slot] = []
    for slot in sorted(slots, key=lambda s: s.first):
        if not kept or slot.first >= kept[-1].last:
            kept.append(slot)
    return kept


def _is_other(hit: Hit, prefix: str) -> bool:
    return hit.entry.list in _NOT_A_NAME and len(hit.prefix) <= max(len(prefix), 1)


def _without_class(doc: Document, hit: Hit) -> Hit:
    """A name without the class word that it begins with: the camp of X is X, whose class is camp."""
    word = doc.lexemes.at(hit.first, "place_classes")
    if word is None or word.last >= hit.last or word.entry.get("inside"):
        return hit
    if word.entry.get("feature") not in _SEPARATE:
        return hit
    return Hit(word.last, hit.last, "", hit.entry)


def _is_indefinite(doc: Document, hit: Hit) -> bool:
    """Whether the accusative of an indefinite noun is written out: names of places do not take it."""
    return _TANWIN in doc.article.text[doc.tokens.start[hit.first] : doc.tokens.end[hit.last - 1]]


def closed_tokens(doc: Document, words: Words) -> Set[int]:
    """The tokens of names that hold no place: up to the word `in`, after which the place of a body is a place."""
    norm, within = doc.tokens.norm, words.within
    if within not in map(norm.__getitem__, doc.named):
        return doc.named
    ranges = []
    for first, last in doc.names:
        inside = norm[first:last]
        ranges.append((first, first + inside.index(within) if within in inside else last))
    return covered(ranges)


def covered(ranges: Iterable[tuple[int, int]]) -> frozenset[int]:
    """The tokens of ranges in order of their first; where one begins inside another, the later one counts."""
    tokens: set[int] = set()
    end = 0
    for first, last in ranges:
        if first < end:
            tokens.difference_update(range(first, end))
        if last == first + 1:
            tokens.add(first)
        else:
            tokens.update(range(first, last))
        end = last
    return frozenset(tokens)


def _may_be_word(lexemes: Lexemes, hit: Hit, kind: Kind) -> bool:
    if kind in {"known", "homograph"}:
        return bool(hit.prefix) and hit.first in lexemes.starts["place_homographs"]
    return kind in {"weak", "common", "city"} and _is_word(lexemes, hit)


def _is_word(lexemes: Lexemes, hit: Hit) -> bool:
    """Whether a word list has the same letters as a word of another kind."""
    last, prefix = hit.last, len(hit.prefix)
    for other in lexemes.by_start.get(hit.first, ()):
        if other.last >= last and len(other.prefix) <= prefix and other.entry.list in _NOT_A_NAME:
            return True
    return False


def _in_hashtag(norm: Sequence[str], hit: Hit) -> bool:
    after = norm[hit.last] if hit.last < len(norm) else ""
    return after == _HASHTAG or (hit.first > 0 and norm[hit.first - 1] == _HASHTAG)
