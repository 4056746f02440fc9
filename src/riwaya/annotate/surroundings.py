"""What the words around a toponym say of it: its class, how a thing lies to it, and whether a country is a place.

The words are read from the toponym to the left, as Arabic stacks them: relation, direction, class, name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from riwaya.annotate.document import Document
from riwaya.model.mention import Relation
from riwaya.rules.files import read_toml
from riwaya.rules.lexicon import Hit
from riwaya.text.tokens import QUOTE_MARKS

COUNTRYSIDE = "countryside"
LAND = "land"
CENTRE = "centre"
_REACH = 5
_PASSED = QUOTE_MARKS | {"#"}
_HAMZATED = frozenset("\u0622\u0623\u0625")
_LISTS = ("place_directions", "place_relations", "place_nouns")


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`places/reading.toml`: the few letters and endings that the stage needs, and what class words fit."""

    article: str
    rural: str
    at: str
    to: str
    like: str
    conjunctions: tuple[str, ...]
    out_of: str
    between: str
    within: str
    on: str
    nisba: tuple[str, ...]
    commas: tuple[str, ...]
    dateline: tuple[str, ...]
    fits: dict[str, tuple[str, ...]]


def load_words(folder: Path) -> Words:
    """The words of the data folder. Raises DataError for a key that is missing or unknown."""
    return read_toml(folder / "places/reading.toml", Words)


class Setting(Struct):
    """What was read around a toponym; filled in while it is read.

    `feature`, `number` are the class word's; `bearing` is in degrees; `distance` in kilometres.
    `cue` is 0 for none, 1 for a preposition that also takes other nouns, 2 for one that takes places.
    `territory` tells that even the name of a country stands for its land, `party` that a word makes it a
    party to something. `first` is the leftmost token read.
    """

    first: int
    relation: Relation = "at"
    feature: str | None = None
    number: str = "s"
    bearing: float | None = None
    distance: float | None = None
    cue: int = 0
    territory: bool = False
    between: bool = False
    party: bool = False

    def add(self, relation: str, *, territory: bool) -> None:
        """Add what a preposition or a noun before the toponym says."""
        self.relation = _joined(self.relation, relation)
        self.cue = max(self.cue, 1)
        self.territory = self.territory or territory


class _Walk(Struct):
    position: int
    clitic: str
    found: Setting
    sided: bool = False


def class_words(doc: Document) -> list[Hit]:
    """The class words of a text, without words that differ from them in the hamza that is written."""
    return [hit for hit in doc.lexemes.of("place_classes") if _spelt_alike(doc, hit)]


def _spelt_alike(doc: Document, hit: Hit) -> bool:
    start, end = doc.tokens.inside(hit.first, len(hit.prefix)), doc.tokens.end[hit.last - 1]
    written = doc.article.text[start:end]
    return _HAMZATED.isdisjoint(written) or all(letter in hit.entry.form for letter in _HAMZATED.intersection(written))


class Surroundings:
    """The cue words of one document by the token where they end, and the walk that reads them."""

    def __init__(
        self, doc: Document, words: Words, classes: Sequence[Hit], named: Iterable[tuple[int, int]] = ()
    ) -> None:
        self._norm = doc.tokens.norm
        self._words = words
        self._and = "".join(words.conjunctions)
        self._ends = defaultdict[int, list[Hit]](list)
        for hits in (classes, *map(doc.lexemes.of, _LISTS)):
            for hit in hits:
                self._ends[hit.last].append(hit)
        inside = {token for first, last in named for token in range(first, last)}
        sides = [hit for hit in doc.lexemes.of("place_sides") if hit.first not in inside]
        self._side_ends = {hit.last: hit for hit in sides}
        self._attacks = {hit.last for hit in doc.lexemes.of("place_attacks")}
        self._side_starts = {hit.first: hit for hit in sides}
        self._units = {hit.last: hit for hit in doc.lexemes.of("distance_units")}
        self._parties = {hit.last: hit for hit in doc.lexemes.of("place_parties")}

    def around(self, first: int, last: int, prefix: str) -> Setting:
        """The setting of a toponym at tokens `[first, last)` whose first word begins with `prefix`."""
        walk = _Walk(first, prefix, Setting(first))
        while self._step(walk):
            pass
        found = walk.found
        found.first = walk.position
        side = self._side_starts.get(last)
        if side is not None and (found.relation == "countryside_of" or found.number == "p"):
            _turn(found, side)
        return found

    def side_at(self, token: int) -> int:
        """The end of an adjective of side that begins at `token`, or `token` itself."""
        hit = self._side_starts.get(token)
        return hit.last if hit else token

    def back(self, position: int) -> int:
        """`position` moved left over quotation and opening marks."""
        while position and self._norm[position - 1] in _PASSED:
            position -= 1
        return position

    def _step(self, walk: _Walk) -> bool:
        if walk.clitic:
            clitic = walk.clitic.lstrip(self._and)
            if clitic.startswith(self._words.at):
                return self._in(walk)
            if clitic.startswith(self._words.to):
                return self._of(walk)
            return self._second_direction(walk) or self._second_of_two(walk)
        position = self.back(walk.position)
        hits = self._ends.get(position, ())
        for hit in hits if len(hits) < 2 else sorted(hits, key=_first):
            going = self._take(walk, hit)
            if going is not None:
                return going
        return self._apposition(walk, position)

    def _take(self, walk: _Walk, hit: Hit) -> bool | None:
        """Read one cue word: whether the walk goes on after it, None where it does not fit."""
        name = hit.entry.list
        if name == "place_classes":
            return self._class(walk, hit) or None
        if name == "place_directions":
            return self._direction(walk, hit) or None
        if name == "place_relations":
            self._relation(walk, hit)
        else:
            self._noun(walk, hit)
        return False

    def _class(self, walk: _Walk, hit: Hit) -> bool:
        found, feature = walk.found, hit.entry.get("feature")
        if feature == COUNTRYSIDE:
            found.relation, found.feature = "countryside_of", found.feature or feature
        elif found.feature is None and found.bearing is None:
            found.feature = feature
        elif found.feature is not None and feature != LAND:
            return False
        if found.number == "s":
            found.number = hit.entry.get("number")
        found.cue, found.territory = 2, True
        walk.position, walk.clitic = hit.first, hit.prefix
        return True

    def _direction(self, walk: _Walk, hit: Hit) -> bool:
        found = walk.found
        if found.bearing is not None or walk.sided:
            return False
        _turn(found, hit)
        found.cue, found.territory, found.distance = 2, True, self._distance(hit.first)
        walk.sided = True
        walk.position, walk.clitic = hit.first, hit.prefix
        return True

    def _second_direction(self, walk: _Walk) -> bool:
        """North and middle of Sinai: the first of two directions decides."""
        for hit in self._ends.get(walk.position, ()) if walk.sided else ():
            if hit.entry.list == "place_directions":
                _turn(walk.found, hit)
                walk.position, walk.clitic = hit.first, hit.prefix
                return True
        return False

    def _second_of_two(self, walk: _Walk) -> bool:
        """The border between the Strip and Israel: the second name shares what stands before the first."""
        for end in range(walk.position - 1, max(walk.position - _REACH, 0), -1):
            for hit in self._ends.get(end, ()):
                if hit.entry.list == "place_relations" and self._norm[hit.last - 1] == self._words.between:
                    self._relation(walk, hit)
                    return False
        return False

    def _relation(self, walk: _Walk, hit: Hit) -> None:
        found, cells, word = walk.found, hit.entry.attributes, self._norm[hit.last - 1]
        if self._party(hit, word):
            found.cue, found.party = max(found.cue, 1), True
            return
        if word == self._words.out_of and self._sided(walk, hit.first):
            return
        if word == self._words.within and self._rural(walk, hit.first):
            return
        distance = self._distance(hit.first) if word == self._words.out_of else None
        relation = "near" if distance and not walk.sided else cells.get("relation", "")
        territory = cells.get("country") == "yes" or (word == self._words.on and self._attacked(hit))
        found.relation = _joined(found.relation, relation)
        found.cue = max(found.cue, 2 if territory and cells.get("relation") != "from" else 1)
        found.territory = found.territory or territory
        found.distance = found.distance or distance
        found.between = word == self._words.between
        walk.position = hit.first

    def _attacked(self, relation: Hit) -> bool:
        """An attack on, control over: with one of these words shortly before, `on` takes ground."""
        return not self._attacks.isdisjoint(range(relation.first - _REACH, relation.first + 1))

    def _party(self, relation: Hit, word: str) -> bool:
        """Whether a word that a party to something follows stands before a relation, which `word` ends."""
        for end in (relation.first, relation.first - 1):
            if end in self._parties and word in self._parties[end].entry.get("before").split("|"):
                return True
        return False

    def _noun(self, walk: _Walk, hit: Hit) -> None:
        walk.found.add(hit.entry.get("relation"), territory=hit.entry.get("country") == "yes")
        walk.position = hit.first

    def _in(self, walk: _Walk) -> bool:
        """Joined b-: in. After a word for ties it names a party."""
        party = self._parties.get(self.back(walk.position))
        ties = party is not None and self._words.at in party.entry.get("before").split("|")
        relation = "near" if self._noun_before(walk, "near") else "at"
        walk.found.add(relation, territory=not ties)
        walk.found.party = ties
        return False

    def _of(self, walk: _Walk) -> bool:
        """Joined l-: of; after an adjective of side, a border word or a visit it is a place's own."""
        position = self.back(walk.position)
        if self._sided(walk, position):
            return False
        noun = next((h for h in self._ends.get(position, ()) if h.entry.list == "place_nouns"), None)
        relation = noun.entry.get("relation") if noun else "at"
        walk.found.add(relation, territory=noun is not None)
        return False

    def _noun_before(self, walk: _Walk, relation: str) -> bool:
        hits = self._ends.get(self.back(walk.position), ())
        return any(h.entry.list == "place_nouns" and h.entry.get("relation") == relation for h in hits)

    def _sided(self, walk: _Walk, position: int) -> bool:
        """The northern part of, the western countryside of: a side before the link to the place."""
        side = self._side_ends.get(position)
        if side is None:
            return False
        found = walk.found
        _turn(found, side)
        if any(h.entry.get("feature") == COUNTRYSIDE for h in self._ends.get(side.first, ())):
            found.relation = "countryside_of"
        found.cue, found.territory = 2, True
        walk.position = side.first
        return True

    def _rural(self, walk: _Walk, position: int) -> bool:
        """The northern countryside in: a side that does not belong to the countryside is another matter's."""
        side = self._side_ends.get(position)
        hits = self._ends.get(side.first, ()) if side else ()
        return any(h.entry.get("feature") == COUNTRYSIDE for h in hits) and self._sided(walk, position)

    def _distance(self, position: int) -> float | None:
        unit = self._units.get(position)
        if unit is None or not unit.first:
            return None
        number = self._norm[unit.first - 1]
        return float(number) * float(unit.entry.get("km")) if number.isdigit() and len(number) < 4 else None

    def _apposition(self, walk: _Walk, position: int) -> bool:
        """The Syrian capital Damascus: a definite class word, its adjective, perhaps a comma, the name."""
        comma = bool(position) and self._norm[position - 1] in self._words.commas
        position -= comma
        if position < 2 or walk.found.feature:
            return False
        adjective = self._norm[position - 1]
        described = adjective.startswith(self._words.article) and adjective.endswith(self._words.nisba)
        position -= described
        for hit in self._ends.get(position, ()):
            definite = self._norm[hit.first][len(hit.prefix) :].startswith(self._words.article)
            if hit.entry.list == "place_classes" and definite and hit.entry.get("feature") != COUNTRYSIDE:
                capital = hit.entry.get("feature") == "capital"
                return (capital or (described and not comma)) and self._class(walk, hit)
        return False


def _first(hit: Hit) -> int:
    return hit.first


def _turn(found: Setting, hit: Hit) -> None:
    """Note that the place lies on the side that a word says."""
    bearing = hit.entry.get("bearing")
    if found.relation != "countryside_of":
        found.relation = "direction_of"
    found.bearing = None if bearing == CENTRE else float(bearing)


_STRONGER: tuple[Relation, ...] = (
    "countryside_of", "direction_of", "border_with", "between", "near", "from", "toward", "at",
)  # fmt: skip
_ORDER: dict[str, int] = {relation: k for k, relation in enumerate(_STRONGER)}


def _joined(old: Relation, new: str) -> Relation:
    """Of two relations of one toponym the one that moves its point more: toward the north of X is north of X."""
    return _STRONGER[min(_ORDER[old], _ORDER[new])]
