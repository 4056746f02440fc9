"""Find places and say where they lie: codebook section 5."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from riwaya.annotate.disambiguate import Scored, Story, best, rank
from riwaya.annotate.document import Base, Document, Fired, Found
from riwaya.annotate.relations import Shapes, Where, facing, load_shapes, locate
from riwaya.annotate.surroundings import Setting, Surroundings, Words, class_words, load_words
from riwaya.annotate.toponyms import LIST, Announced, Names, Slot, closed_tokens, known_slots
from riwaya.model.mention import PlaceMention
from riwaya.model.span import Span
from riwaya.rules.files import read_table
from riwaya.rules.gazetteer import Gazetteer, Place, TableGazetteer, read_places
from riwaya.rules.lexicon import Clitics, Entry, Hit, Lexicon, Pattern

REQUIRES = ("names",)
ASSIGNS = ("places",)
_CLITICS = "preposition"
_SUPPORT_KM = 150.0
_SUPPORT_SHARE = 0.15
_ACTOR_VOTES = 3
_DATELINE = 4
"""How many tokens from the start of a paragraph on the first name of a dateline may stand."""
_CLOSE_FIT = 3
_ENOUGH_VOTES = 3
_HOME_SHARE = 0.3
_ACROSS_KM = 250.0


@dataclass(frozen=True)
class Tables:
    """The gazetteer with its names, the words of the stage and the shapes of sides and borders."""

    names: Names
    words: Words
    shapes: Shapes


class _Judged(Struct):
    """A slot, its setting and whether it is taken for a place, None while that is open; then which place it is.

    `ranked` are all candidates with their scores where they are to be explained.
    """

    slot: Slot
    setting: Setting
    joined: int | None
    accepted: bool | None
    place: Place | None = None
    ranked: tuple[Scored, ...] = ()


def load(base: Base) -> Tables:
    """The tables of the data folder. Raises DataError for a table of another shape."""
    gazetteer = TableGazetteer(read_places(base.folder), base.normaliser)
    return load_with(base, gazetteer)


def load_with(base: Base, gazetteer: Gazetteer) -> Tables:
    """The same with another gazetteer, such as the one in the store."""
    words = load_words(base.folder)
    rows = read_table(base.folder / "lexicon/common_word_places.csv")
    common = {base.normaliser.form(row.cells["form"]): row.cells["near"] == "yes" for row in rows}
    wanted = (name for name in gazetteer.names() if not name.startswith(f"{words.rural} "))
    lexicon = Lexicon(_patterns(wanted, base.clitics))
    names = Names(gazetteer, lexicon, base.columns.add(lexicon.read), common)
    return Tables(names, words, load_shapes(base.folder))


def _patterns(names: Iterable[str], clitics: Clitics) -> Iterator[tuple[str, Pattern]]:
    """The strings under which names in normal form are looked for, as `rules.lists.spell` writes them."""
    allowed = clitics.allowed(_CLITICS)
    article = allowed & frozenset(clitics.article_without_alef)
    for name in names:
        entry = Entry(LIST, name, {})
        yield name, Pattern(allowed, entry)
        if name.startswith(clitics.article_alef):
            yield name[1:], Pattern(article, entry)


def annotate(doc: Document, given: Tables) -> Document:
    """Return `doc` with every place mention, resolved where the gazetteer knows it."""
    classes, closed = class_words(doc), closed_tokens(doc, given.words)
    known = known_slots(doc, given.names, given.words, closed)
    slots = Announced(doc, given.words, classes, closed).slots(known)
    judge = _Judge(doc, given, slots, classes)
    judged = judge.first_pass(slots)
    judge.settle(j for j in judged if j.accepted)
    judge.second_pass(judged)
    accepted = [j for j in judged if j.accepted]
    judge.rank_all(accepted)
    kept = [j for j in accepted if j.place or j.slot.kind == "unknown" or j.setting.feature]
    found = [judge.found(j, k, kept) for k, j in enumerate(kept)]
    fired = [judge.fired(j, f) for j, f in zip(kept, found, strict=True)] if doc.explained else []
    return doc.knowing(places=tuple(found), fired=(*doc.fired, *fired))


class _Judge:
    """Decides for one document which slots are places, and which places."""

    def __init__(self, doc: Document, given: Tables, slots: list[Slot], classes: Sequence[Hit]) -> None:
        self._doc, self._given, self._words = doc, given, given.words
        longer = ((s.first, s.last) for s in slots if s.last - s.first > 1)
        self._around = Surroundings(doc, given.words, classes, longer)
        self._story = Story()
        self._titles = {hit.last for hit in doc.lexemes.of("first_names")}
        self._reporting = doc.lexemes.starts["reporting"]

    def first_pass(self, slots: list[Slot]) -> list[_Judged]:
        """What the words around each slot say by themselves."""
        judged: list[_Judged] = []
        for slot in slots:
            setting = self._around.around(slot.first, slot.last, slot.prefix)
            joined = self._joined(slot, judged) if slot.kind != "word" else None
            if joined is not None:
                setting = _inherited(setting, judged[joined].setting)
            judged.append(_Judged(slot, setting, joined, self._verdict(slot, setting, joined, judged)))
        return judged

    def _verdict(self, slot: Slot, setting: Setting, joined: int | None, before: list[_Judged]) -> bool | None:
        partner = before[joined].accepted if joined is not None else None
        if setting.feature == "capital" and any(p.feature == "country" for p in slot.candidates):
            return False
        if slot.kind == "unknown":
            return True
        if slot.kind == "state":
            return self._state(slot, setting, partner)
        if slot.first in self._titles and not setting.cue:
            return False
        if slot.kind == "word":
            return self._fits(slot, setting)
        if self._fits(slot, setting) or (slot.kind == "known" and not self._acts(slot, setting)):
            return True
        return None

    def _fits(self, slot: Slot, setting: Setting) -> bool:
        if setting.feature is None:
            return False
        allowed = self._words.fits.get(setting.feature, ())
        if slot.kind in {"common", "weak", "word"}:
            allowed = allowed[:_CLOSE_FIT]
        return any(place.feature in allowed for place in slot.candidates)

    def _state(self, slot: Slot, setting: Setting, partner: bool | None) -> bool | None:
        """A country or a capital is a place where the words around it need a territory; else it acts."""
        if setting.territory or (partner and setting.cue) or self._is_dateline(slot):
            return True
        if partner and slot.prefix and not self._acts(slot, setting):
            return True
        if setting.party or setting.between or not setting.cue:
            return False
        return None if any(place.id.startswith("capital:") for place in slot.candidates) else False

    def _acts(self, slot: Slot, setting: Setting) -> bool:
        """Whether a verb stands right before a name that has no preposition: its subject."""
        if setting.cue or not slot.first:
            return False
        return slot.first - 1 in self._reporting

    def _joined(self, slot: Slot, judged: list[_Judged]) -> int | None:
        """The index of the name that this one is joined to by `and` or a comma."""
        if not judged:
            return None
        norm, last = self._doc.tokens.norm, self._around.side_at(judged[-1].slot.last)
        if slot.first > last + 1 and norm[slot.first - 1].isalpha():
            return None
        first = self._around.back(slot.first)
        and_ = slot.prefix in self._words.conjunctions
        comma = first == last + 1 and norm[last] in self._words.commas
        listed = comma and (and_ or (not slot.prefix and judged[-1].setting.number != "s"))
        return len(judged) - 1 if (first == last and and_) or listed else None

    @cached_property
    def _paragraphs(self) -> set[int]:
        """The first tokens of the paragraphs."""
        first_of = {s.paragraph: s.first for s in reversed(self._doc.layout.sentences)}
        return {*first_of.values()}

    def _is_dateline(self, slot: Slot) -> bool:
        """Whether only names, commas and an agency stand between the paragraph's start and a dash or colon."""
        if slot.prefix:
            return False
        near = range(slot.first, slot.first - _DATELINE, -1)
        if self._paragraphs.isdisjoint(near):
            return False
        start, norm = next(i for i in near if i in self._paragraphs), self._doc.tokens.norm
        for token in range(slot.last, min(slot.last + 5, len(norm))):
            if norm[token] in self._words.dateline:
                return True
            if norm[token] not in self._words.commas and slot.first != start:
                return False
        return False

    def settle(self, accepted: Iterable[_Judged]) -> None:
        """Count the votes of the names that are sure and of the actors, and remember unambiguous places."""
        story = self._story
        for judged in accepted:
            known = judged.slot.known
            if len(known.countries) == 1:
                story.countries[next(iter(known.countries))] += 1
            if known.unit is not None:
                story.admins.add(known.unit)
            if len(known.candidates) == 1:
                story.settle(judged.slot.name, known.candidates[0])
        cells = [hit.entry.attributes for hit in self._doc.lexemes.of("actors")]
        for _, country in sorted({(actor.get("id", ""), actor.get("country", "")) for actor in cells}):
            if country and story.countries[country] < _ACTOR_VOTES:
                story.countries[country] += 1

    def second_pass(self, judged: list[_Judged]) -> None:
        """Names that need support: of the article's countries, of places near them, of the name before them."""
        for one in judged:
            if one.accepted is not None:
                continue
            partner = one.joined is not None and judged[one.joined].accepted
            one.accepted = self._supported(one, bool(partner))

    def _supported(self, one: _Judged, partner: bool) -> bool:
        slot, cue = one.slot, one.setting.cue
        at_home = not slot.known.countries.isdisjoint(self._supporting)
        if slot.kind == "state":
            return at_home
        if slot.kind == "city":
            return at_home or cue > 0
        if slot.kind == "common":
            near = any(not p.generated and self._story.distance(p) < _SUPPORT_KM for p in slot.candidates)
            return near and (cue == 2 or partner)
        return at_home and (cue > 0 or partner)

    @cached_property
    def _supporting(self) -> set[str]:
        """The countries that the article speaks of often enough to support names."""
        return {country for country in self._story.countries if self._story.share(country) > _SUPPORT_SHARE}

    def rank_all(self, kept: list[_Judged]) -> None:
        """Rank the candidates of each name in order; what is chosen supports what follows."""
        voted = sum(self._story.countries.values()) >= _ENOUGH_VOTES
        for one in kept:
            if voted and one.slot.known.small:
                one.slot = self._at_home(one.slot)
            fits = self._words.fits.get(one.setting.feature or "", ())
            candidates, name = one.slot.candidates, one.slot.name
            units = self._rural(one)
            if units:
                candidates, fits = units, ()
            one.place = best(candidates, name, fits, self._story)
            if self._doc.explained:
                one.ranked = rank(candidates, name, fits, self._story)
            if one.place is not None:
                self._story.settle(name, one.place)

    def _at_home(self, slot: Slot) -> Slot:
        """The name without small places of countries that the article neither names nor borders on."""
        spoken_of = self._story.countries.get
        near = [p for p in slot.candidates if spoken_of(p.country) or not p.small or self._is_across(p)]
        return slot if len(near) == len(slot.candidates) else replace(slot, candidates=tuple(near))

    def _is_across(self, place: Place) -> bool:
        """Whether a place lies beyond a border of a country of the article, not far from the places named."""
        story = self._story
        return place.country in self._bordering and (not story.anchors or story.distance(place) <= _ACROSS_KM)

    @cached_property
    def _bordering(self) -> set[str]:
        """The countries that have a border with one that the article speaks of."""
        homes = {c for c in self._story.countries if self._story.share(c) >= _HOME_SHARE}
        pairs = [pair for pair in self._given.shapes.borders if not pair.isdisjoint(homes)]
        return {country for pair in pairs for country in pair if pair - {country} & homes}

    def _rural(self, one: _Judged) -> tuple[Place, ...]:
        """The unit that is called the countryside of a city, where there is one."""
        if one.setting.relation != "countryside_of":
            return ()
        return tuple(self._given.names.gazetteer.lookup(f"{self._words.rural} {one.slot.name}"))

    def found(self, one: _Judged, index: int, kept: list[_Judged]) -> Found:
        """The mention of a name that is a place, the one with that index among those kept."""
        slot, setting, place = one.slot, one.setting, one.place
        span = self._span(slot)
        text = span.of(self._doc.article.text)
        if place is None:
            feature = self._unknown_feature(setting)
            item = PlaceMention(text=text, span=span, feature=feature, relation=setting.relation)
            return Found(slot.first, slot.last, item, "places/class-word")
        where = self._where(place, setting)
        if setting.relation == "between":
            where = _toward(where, kept[index - 1 : index] + kept[index + 1 : index + 2])
        item = PlaceMention(
            text=text, span=span, id=place.id, name_ar=place.name_ar, name_en=place.name_en,
            feature=place.feature, country=place.country or None, admin1=place.admin1 or None,
            lat=where.lat, lon=where.lon, radius_km=where.radius_km,
            relation=setting.relation, candidates=len(slot.candidates),
        )  # fmt: skip
        return Found(slot.first, slot.last, item, "places/gazetteer")

    def fired(self, one: _Judged, found: Found) -> Fired:
        """What `explain` prints: the rule, the words it read, and each candidate with its score."""
        span: Span = found.item.span
        around = Span(self._doc.tokens.start[one.setting.first], span.end)
        scores = tuple((f"{s.place.id} {s.score} {dict(s.parts)}", span) for s in one.ranked)
        return Fired(found.rule, span, (("surroundings", around), *scores))

    def _where(self, place: Place, setting: Setting) -> Where:
        neighbour = self._neighbour(place.country) if setting.relation == "border_with" else None
        return locate(place, setting, self._given.shapes, neighbour)

    def _neighbour(self, country: str) -> str | None:
        """The country of the story on the other side of a border of `country`."""
        for other, _ in sorted(self._story.countries.items(), key=lambda c: (-c[1], c[0])):
            if frozenset((country, other)) in self._given.shapes.borders:
                return other
        return None

    def _unknown_feature(self, setting: Setting) -> str:
        fits = self._words.fits.get(setting.feature or "", ())
        return fits[0] if fits else "other"

    def _span(self, slot: Slot) -> Span:
        clitics = slot.prefix
        if slot.elided:
            clitics = clitics.rstrip(self._words.to)
        return self._doc.tokens.span(slot.first, slot.last, len(clitics))


def _toward(where: Where, beside: Iterable[_Judged]) -> Where:
    """What is between two places lies on the side of the other, which is named right before or after."""
    for other in beside:
        if other.setting.relation == "between":
            place = other.place
            return where if place is None else facing(where, Where(place.lat, place.lon, place.radius_km))
    return where


def _inherited(own: Setting, partner: Setting) -> Setting:
    """The setting of a name joined to another: what it does not say itself it shares."""
    if own.cue == 2:
        return own
    distance = partner.distance if partner.number != "s" or partner.between else None
    return replace(
        own,
        relation=partner.relation if own.cue == 0 else own.relation,
        feature=partner.feature if partner.number != "s" else None,
        number=partner.number,
        bearing=partner.bearing if own.cue == 0 else None,
        cue=max(own.cue, partner.cue),
        territory=own.territory or partner.territory,
        between=partner.between,
        distance=distance,
    )
