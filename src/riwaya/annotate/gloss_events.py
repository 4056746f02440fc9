"""The English of an event, made from its type, arguments, time, polarity and status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from msgspec import Struct

from riwaya.annotate.gloss_nouns import Noun, NounReader, name_of, pieces, pieces_of
from riwaya.annotate.gloss_phrases import EventPhrases, Phrases, count, listed, period
from riwaya.annotate.gloss_words import Names, Words
from riwaya.model.claim import Argument, Event
from riwaya.model.mention import PlaceMention, Quantity
from riwaya.rules.remembered import Remembered
from riwaya.text.tokens import Tokens

DEMAND = "demand"
"""The manner of events under a call, a threat or a charge."""
_ING, _DONE = 2, 3
_VERBS = 1000
_GAP = "\0"
_FEW = 2
"""Mentions of so many words are remembered."""
_REMEMBERED = 20_000


@dataclass(frozen=True)
class Glossary:
    """What glosses are made with: phrases, words, English names of actors, of their roles and of outlets."""

    phrases: Phrases
    words: Words
    actors: Mapping[str, str]
    roles: Mapping[str, str]
    outlets: Mapping[str, str]

    @cached_property
    def short(self) -> Remembered[Noun | None]:
        """What is understood of mentions of a few words in which no name stands."""
        return Remembered(self._noun, _REMEMBERED)

    def _noun(self, text: str) -> Noun | None:
        return NounReader(pieces(text, 0, self.words.normaliser), self.words, self.phrases, Names({}, {})).phrase()


@dataclass(frozen=True)
class Scene:
    """What one article knows: its outlet's English name, its names, places and quantities in their order.

    `tokens` are those of the text, where it was just read; `days` remembers how its times are written.
    """

    outlet: str | None
    names: Names
    places: Sequence[PlaceMention]
    quantities: Sequence[Quantity]
    tokens: Tokens | None = None
    days: dict[tuple[str | None, str | None], str] = field(default_factory=dict)


class Clause(Struct, frozen=True, gc=False):
    """An event told: `words` without the time `when`; `full` when anything but its type was understood.

    `agent` is who does it and `deed` what it is charged with, where that could be said with an -ing form.
    """

    words: str
    when: str
    full: bool
    agent: str = ""
    deed: str = ""


class _Parts(Struct):
    agents: list[Noun]
    objects: list[Noun]
    losers: list[str]
    harmed: list[str]
    where: list[str]


def noun_phrase(text: str, start: int, scene: Scene, given: Glossary) -> Noun | None:
    """What is understood of a mention that begins at `start`; None where its first word is not."""
    if text.count(" ") < _FEW and scene.names.starts.isdisjoint(range(start, start + len(text))):
        return given.short[text]
    words = pieces_of(scene.tokens, start, start + len(text)) if scene.tokens is not None and start >= 0 else None
    if words is None:
        words = pieces(text, start, given.words.normaliser)
    return NounReader(words, given.words, given.phrases, scene.names).phrase()


def clause(event: Event, scene: Scene, given: Glossary, manner: str = "", *, charged: bool = False) -> Clause:
    """An event as a clause of English; `manner` is DEMAND under a call, or empty.

    What an agent is charged with is told where somebody is `charged`.
    """
    form = given.phrases.events[event.type]
    key = ("not_" if event.polarity == "negative" else "") + (manner or event.status)
    if not (event.agents or event.patients or event.places or event.quantities):
        return Clause(_nominal(given.phrases.nominal[key], form.noun), _when(event, scene, given), full=False)
    parts = _parts(event, form, scene, given)
    if form.numbered and parts.harmed and not parts.agents:
        text = " ".join([listed(parts.harmed), *parts.where])
    else:
        text = " ".join([*_core(parts, form, key, given.phrases), *parts.where])
        text = ", ".join([text, *parts.harmed]) if parts.harmed else text
    full = bool(parts.agents or parts.objects or parts.losers or parts.harmed or parts.where)
    tells = charged and parts.agents and event.polarity == "positive" and not form.mutual
    deed = _deed(parts, form) if tells else ""
    return Clause(text, _when(event, scene, given), full, _listed(parts.agents) if deed else "", deed)


def _when(event: Event, scene: Scene, given: Glossary) -> str:
    days = (event.start, event.end)
    told = scene.days.get(days)
    if told is None:
        told = scene.days[days] = period(*days, given.phrases.numbers)
    return told


def _parts(event: Event, form: EventPhrases, scene: Scene, given: Glossary) -> _Parts:
    parts = _Parts([], [], [], [], [])
    for agent in event.agents:
        noun = _party(agent, scene, given)
        if noun is not None:
            parts.agents.append(noun)
    counted = [scene.quantities[i] for i in event.quantities] if event.quantities else ()
    for patient in event.patients:
        noun = (_counted(patient, counted, scene, given) if counted else None) or _party(patient, scene, given)
        if noun is not None:
            _place_patient(noun, event, form, parts, given.phrases)
    arguments = [argument.span for argument in (*event.agents, *event.patients)] if counted else []
    for quantity in counted:
        noun = None if [1 for s in arguments if quantity.span.overlaps(s)] else _amount(quantity, scene, given)
        if noun is not None:
            _place_patient(noun, event, form, parts, given.phrases)
    if event.places:
        _places(event, form, parts, scene, given.phrases)
    _without_repetition(parts)
    return parts


def _without_repetition(parts: _Parts) -> None:
    """Leave out of each part what it says already."""
    if len(parts.agents) > 1:
        parts.agents = _distinct(parts.agents)
    if len(parts.objects) > 1:
        parts.objects = _distinct(parts.objects)
    if len(parts.harmed) > 1:
        parts.harmed = [*dict.fromkeys(parts.harmed)]
    if len(parts.losers) > 1:
        parts.losers = [*dict.fromkeys(parts.losers)]


def _place_patient(noun: Noun, event: Event, form: EventPhrases, parts: _Parts, given: Phrases) -> None:
    """A patient is who was harmed, who lost the ground, or the object of the deed."""
    text = str(noun)
    told = noun.role in given.tells.get(event.type, ())
    if noun.role in given.roles and not told and (noun.people or noun.role in given.measures):
        parts.harmed.append(given.roles[noun.role].format(text))
    elif form.losers and noun.people and event.places:
        parts.losers.append(text)
    elif noun.people != form.ground if form.ground else noun.people or not form.people:
        parts.objects.append(noun)


def _party(argument: Argument, scene: Scene, given: Glossary) -> Noun | None:
    """An argument in English: what is understood of its words, or the known actor that it stands for."""
    start, names = argument.span.start, scene.names
    actor = given.actors.get(argument.actor) if argument.actor else None
    if actor and start in names.named and start not in names.counted:
        return name_of(actor, given.phrases)
    noun = noun_phrase(argument.text, start, scene, given)
    if actor and not (noun is not None and _within(actor, noun)):
        return name_of(actor, given.phrases)
    return noun


def _counted(argument: Argument, counted: Sequence[Quantity], scene: Scene, given: Glossary) -> Noun | None:
    """The quantity of the event whose last words the argument is."""
    for quantity in counted:
        if quantity.span.start < argument.span.start < quantity.span.end and argument.actor is None:
            return _amount(quantity, scene, given)
    return None


def _within(actor: str, noun: Noun) -> bool:
    """Whether a phrase says more than the actor's name that stands in it: the forces of somebody."""
    return not noun.name and noun.text.lower() != actor.lower() and f" {actor} " in f" {noun.text} "


def _amount(quantity: Quantity, scene: Scene, given: Glossary) -> Noun | None:
    """A quantity of the event, where its role and its noun are known."""
    if quantity.role not in given.phrases.roles:
        return None
    noun = noun_phrase(quantity.text, quantity.span.start, scene, given)
    if noun is not None and noun.role:
        return noun
    unit = given.phrases.units.get(quantity.unit or "")
    if not unit:
        return None
    text = count(quantity, unit, given.phrases)
    return Noun(text, people=quantity.unit == "people", role=quantity.role, many=True)


def _places(event: Event, form: EventPhrases, parts: _Parts, scene: Scene, given: Phrases) -> None:
    """Where it happened; for deeds on ground without a patient, what ground it was."""
    inside = [a.span for a in event.patients] if parts.objects else []
    narrow: list[PlaceMention] = []
    broad: list[PlaceMention] = []
    for found in event.places:
        if not (inside and any(span.contains(found.span) for span in inside)):
            place = scene.places[found.place]
            (broad if _broad(place, given) else narrow).append(place)
    ground = form.territory and not parts.objects and narrow != []
    told, several = _located([*narrow, *broad], event.type in given.places["moving"], None if ground else form, given)
    if ground and told:
        parts.objects.append(Noun(told, many=several))
    elif told:
        parts.where.append(told)


def _broad(place: PlaceMention, given: Phrases) -> bool:
    """Whether only a part of the place can be meant, so that it is never the ground itself."""
    beside = place.relation == "direction_of" and place.feature in given.places["wide"]
    return beside or place.feature == "country"


def _phrase(place: PlaceMention, moving: bool, form: EventPhrases | None, given: Phrases) -> str:
    """The phrase for the place's relation, in the way of the event type; as ground without one."""
    relation: str = place.relation
    at = form.place if form is not None else ""
    if relation == "toward" and (at == given.where["goal"] or not moving):
        relation = "at"
    if relation == "direction_of" and place.feature in given.places["wide"]:
        relation = "at"
    if relation == "at" and at:
        return at
    site = relation == "at" and place.feature in given.places["sites"]
    return (given.what if form is None else given.where)["site" if site else relation]


def _located(
    places: Sequence[PlaceMention], moving: bool, form: EventPhrases | None, given: Phrases
) -> tuple[str, bool]:
    """Places by their relation, and whether they are several; what holds a place follows it after a comma."""
    groups: list[tuple[str, list[str]]] = []
    last: PlaceMention | None = None
    for place in places:
        english, told = place.name_en, _phrase(place, moving, form, given)
        if english and place.feature in given.places["the"] and "the {}" not in told:
            english = f"the {english}"
        if not english or (groups and any(english in held for _, group in groups for held in group)):
            continue
        if last is not None and _holds(place, last):
            groups[-1][1][-1] += f", {english}"
            continue
        if groups and groups[-1][0] == told:
            groups[-1][1].append(english)
        else:
            groups.append((told, [english]))
        last = place
    if len(groups) == 1:
        return groups[0][0].format(listed(groups[0][1])), len(groups[0][1]) > 1
    return " ".join([told.format(listed(group)) for told, group in groups]), len(groups) > 1


def _holds(outer: PlaceMention, inner: PlaceMention) -> bool:
    """Whether a place is the country or the governorate that another lies in."""
    if outer.feature == "country":
        return outer.country == inner.country
    return bool(inner.admin1) and outer.name_en in (inner.admin1, f"{inner.admin1} Governorate")


def _core(parts: _Parts, form: EventPhrases, key: str, given: Phrases) -> list[str]:
    """The deed with its agent and object, in the form that its status and polarity ask for."""
    if form.mutual:
        parties = _distinct([*parts.agents, *parts.objects])
        return [_nominal(given.nominal[key], form.noun), *_between([str(p) for p in parties])]
    verb, tail = _verb(parts, form)
    if (parts.agents and _stands(parts, form)) or (form.moves and parts.objects):
        subject = parts.agents or parts.objects
        told = _agreeing(given.active[key], verb, subject, given)
        return [told, *(_object(parts, form) if parts.agents else ()), *_losers(parts), *tail]
    if parts.objects and len(verb) > _DONE:
        told = _agreeing(given.passive[key], verb, parts.objects, given)
        return [told, *_losers(parts), *tail]
    return [_nominal(given.nominal[key], form.noun), *_of(parts, form)]


@lru_cache(_VERBS)
def _nominal(template: str, noun: str) -> str:
    """A template with the noun for the deed."""
    return template.format(noun=noun)


def _verb(parts: _Parts, form: EventPhrases) -> tuple[tuple[str, ...], list[str]]:
    """The forms of the verb, and what stands behind its object."""
    verb = form.with_object if parts.objects and form.with_object else form.verb
    tail = form.tail_with_object if parts.objects and form.tail_with_object else form.tail
    return verb, [tail] if tail else []


def _stands(parts: _Parts, form: EventPhrases) -> bool:
    """Whether the verb can do with the objects that are known: a transitive verb wants one."""
    return bool(parts.objects or form.object or form.with_object)


def _agreeing(template: str, verb: tuple[str, ...], subject: Sequence[Noun], given: Phrases) -> str:
    """A template with its subject, and the forms of the verb and of `to be` that go with it."""
    many = len(subject) > 1 or subject[0].many
    filled = _filled(template, verb, given.agreement.plural if many else given.agreement.singular)
    return filled.replace(_GAP, _listed(subject))


@lru_cache(_VERBS)
def _filled(template: str, verb: tuple[str, ...], be: tuple[str, str]) -> str:
    """A template with the forms of a verb and of `to be`, and a gap for its subject."""
    forms = dict(zip(("base", "past", "ing", "done"), verb, strict=False))
    return template.format(agent=_GAP, object=_GAP, **forms, **{"is": be[0], "was": be[1]})


def _object(parts: _Parts, form: EventPhrases) -> list[str]:
    if not parts.objects:
        return []
    joined = "" if form.with_object else form.object
    return [joined, _listed(parts.objects)] if joined else [_listed(parts.objects)]


def _of(parts: _Parts, form: EventPhrases) -> list[str]:
    """What is joined to the noun: whom it befell and who did it."""
    of = [form.of, _listed(parts.objects)] if parts.objects else []
    of += _losers(parts)
    return [*of, form.by.format(_listed(parts.agents))] if parts.agents else of


def _listed(nouns: Sequence[Noun]) -> str:
    return listed([str(noun) for noun in nouns])


def _between(parties: Sequence[str]) -> list[str]:
    if not parties:
        return []
    return ["between" if len(parties) > 1 else "involving", listed(parties)]


def _losers(parts: _Parts) -> list[str]:
    return ["from", listed(parts.losers)] if parts.losers else []


def _deed(parts: _Parts, form: EventPhrases) -> str:
    """What an accused agent did, as an -ing form; the empty string where the verb lacks its object."""
    if not _stands(parts, form):
        return ""
    verb, tail = _verb(parts, form)
    words = [verb[_ING], *_object(parts, form), *_losers(parts), *tail, *parts.where]
    return ", ".join([" ".join(words), *parts.harmed])


def _distinct(nouns: list[Noun]) -> list[Noun]:
    """Nouns of different words, in their order."""
    return nouns if len(nouns) < 2 else list({str(noun): noun for noun in reversed(nouns)}.values())[::-1]
