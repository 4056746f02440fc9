"""The English of an event, made from its type, arguments, time, polarity and status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from riwaya.annotate.gloss_phrases import EventPhrases, Phrases, count, listed, period
from riwaya.annotate.gloss_words import Names, Noun, NounReader, Words, name_of, pieces
from riwaya.model.claim import Argument, Event
from riwaya.model.mention import PlaceMention, Quantity

DEMAND = "demand"
"""The manner of events under a call, a threat or a charge."""
_ING, _DONE = 2, 3


@dataclass(frozen=True)
class Glossary:
    """What glosses are made with: phrases, words, English names of actors, of their roles and of outlets."""

    phrases: Phrases
    words: Words
    actors: Mapping[str, str]
    roles: Mapping[str, str]
    outlets: Mapping[str, str]


@dataclass(frozen=True)
class Scene:
    """What one article knows: its outlet's English name, its names, places and quantities in their order."""

    outlet: str | None
    names: Names
    places: Sequence[PlaceMention]
    quantities: Sequence[Quantity]


class Clause(NamedTuple):
    """An event told: `words` without the time `when`; `full` when anything but its type was understood.

    `agent` is who does it and `deed` what it is charged with, where that could be said with an -ing form.
    """

    words: str
    when: str
    full: bool
    agent: str = ""
    deed: str = ""


class _Parts(NamedTuple):
    agents: list[Noun]
    objects: list[Noun]
    losers: list[str]
    harmed: list[str]
    where: list[str]


def noun_phrase(text: str, start: int, scene: Scene, given: Glossary) -> Noun | None:
    """What is understood of a mention that begins at `start`; None where its first word is not."""
    words = pieces(text, start, given.words.normaliser)
    return NounReader(words, given.words, given.phrases, scene.names).phrase()


def clause(event: Event, scene: Scene, given: Glossary, manner: str = "") -> Clause:
    """An event as a clause of English; `manner` is DEMAND under a call, or empty."""
    form = given.phrases.events[event.type]
    parts = _parts(event, scene, given)
    key = ("not_" if event.polarity == "negative" else "") + (manner or event.status)
    if form.numbered and parts.harmed and not parts.agents:
        text = " ".join([listed(parts.harmed), *parts.where])
    else:
        words = [*_core(parts, form, key, given.phrases), *parts.where]
        text = ", ".join([" ".join(words), *parts.harmed])
    numbers = given.phrases.numbers
    full = any(parts)
    deed = _deed(parts, form) if parts.agents and event.polarity == "positive" and not form.mutual else ""
    return Clause(text, period(event.start, event.end, numbers), full, _listed(parts.agents) if deed else "", deed)


def _parts(event: Event, scene: Scene, given: Glossary) -> _Parts:
    form = given.phrases.events[event.type]
    agents = _distinct(n for n in (_party(a, scene, given) for a in event.agents) if n)
    parts = _Parts(agents, [], [], [], [])
    for patient in event.patients:
        noun = _counted(patient, event, scene, given) or _party(patient, scene, given)
        if noun is not None:
            _place_patient(noun, event, form, parts, given.phrases)
    arguments = [argument.span for argument in (*event.agents, *event.patients)]
    for quantity in (scene.quantities[i] for i in event.quantities):
        if not any(quantity.span.overlaps(span) for span in arguments):
            for noun in _amount(quantity, scene, given):
                _place_patient(noun, event, form, parts, given.phrases)
    _places(event, form, parts, scene, given.phrases)
    return parts._replace(objects=_distinct(parts.objects), harmed=_unique(parts.harmed), losers=_unique(parts.losers))


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
    noun = noun_phrase(argument.text, argument.span.start, scene, given)
    actor = given.actors.get(argument.actor or "")
    if actor and not (noun is not None and _within(actor, noun)):
        return name_of(actor, given.phrases)
    return noun


def _counted(argument: Argument, event: Event, scene: Scene, given: Glossary) -> Noun | None:
    """The quantity of the event whose last words the argument is."""
    for quantity in (scene.quantities[i] for i in event.quantities):
        if quantity.span.start < argument.span.start < quantity.span.end and argument.actor is None:
            return next(iter(_amount(quantity, scene, given)), None)
    return None


def _within(actor: str, noun: Noun) -> bool:
    """Whether a phrase says more than the actor's name that stands in it: the forces of somebody."""
    return not noun.name and noun.text.lower() != actor.lower() and f" {actor} " in f" {noun.text} "


def _amount(quantity: Quantity, scene: Scene, given: Glossary) -> Iterable[Noun]:
    """A quantity of the event, where its role and its noun are known."""
    if quantity.role not in given.phrases.roles:
        return
    noun = noun_phrase(quantity.text, quantity.span.start, scene, given)
    unit = given.phrases.units.get(quantity.unit or "")
    if noun is not None and noun.role:
        yield noun
    elif unit:
        text = count(quantity, unit, given.phrases)
        yield Noun(text, people=quantity.unit == "people", role=quantity.role, many=True)


def _places(event: Event, form: EventPhrases, parts: _Parts, scene: Scene, given: Phrases) -> None:
    """Where it happened; for deeds on ground without a patient, what ground it was."""
    if not event.places:
        return
    inside = [a.span for a in event.patients] if parts.objects else []
    found = [p for p in event.places if not any(span.contains(p.span) for span in inside)]
    found.sort(key=lambda p: _broad(scene.places[p.place], given))
    moving = event.type in given.places["moving"]
    ground = form.territory and not parts.objects and any(not _broad(scene.places[p.place], given) for p in found)
    names = given.what if ground else given.where
    at = "" if ground else form.place
    spots = [_Spot(scene.places[p.place], moving, at) for p in found]
    told, several = _located(spots, names, given)
    if ground and told:
        parts.objects.append(Noun(told, many=several))
    elif told:
        parts.where.append(told)


def _broad(place: PlaceMention, given: Phrases) -> bool:
    """Whether only a part of the place can be meant, so that it is never the ground itself."""
    beside = place.relation == "direction_of" and place.feature in given.places["wide"]
    return beside or place.feature == "country"


class _Spot(NamedTuple):
    """A place, whether somebody moves, and how the event says `at`."""

    place: PlaceMention
    moving: bool
    at: str

    def told(self, names: Mapping[str, str], given: Phrases) -> str:
        """The phrase for the place's relation."""
        relation: str = self.place.relation
        if relation == "toward" and (self.at == given.where["goal"] or not self.moving):
            relation = "at"
        if relation == "direction_of" and self.place.feature in given.places["wide"]:
            relation = "at"
        if relation == "at" and self.at:
            return self.at
        site = relation == "at" and self.place.feature in given.places["sites"]
        return names["site" if site else relation]


def _located(spots: Sequence[_Spot], names: Mapping[str, str], given: Phrases) -> tuple[str, bool]:
    """Places by their relation, and whether they are several; what holds a place follows it after a comma."""
    groups: list[tuple[str, list[str]]] = []
    last: PlaceMention | None = None
    for spot in spots:
        english, told = spot.place.name_en, spot.told(names, given)
        if english and spot.place.feature in given.places["the"] and "the {}" not in told:
            english = f"the {english}"
        if not english or any(english in held for _, group in groups for held in group):
            continue
        if last is not None and _holds(spot.place, last):
            groups[-1][1][-1] += f", {english}"
            continue
        if groups and groups[-1][0] == told:
            groups[-1][1].append(english)
        else:
            groups.append((told, [english]))
        last = spot.place
    text = " ".join(told.format(listed(group)) for told, group in groups)
    return text, sum(len(group) for _, group in groups) > 1


def _holds(outer: PlaceMention, inner: PlaceMention) -> bool:
    """Whether a place is the country or the governorate that another lies in."""
    if outer.feature == "country":
        return outer.country == inner.country
    return bool(inner.admin1) and outer.name_en in (inner.admin1, f"{inner.admin1} Governorate")


def _core(parts: _Parts, form: EventPhrases, key: str, given: Phrases) -> list[str]:
    """The deed with its agent and object, in the form that its status and polarity ask for."""
    if form.mutual:
        parties = _distinct([*parts.agents, *parts.objects])
        return [given.nominal[key].format(noun=form.noun), *_between([str(p) for p in parties])]
    verb, tail = _verb(parts, form)
    if (parts.agents and _stands(parts, form)) or (form.moves and parts.objects):
        subject = parts.agents or parts.objects
        told = given.active[key].format(agent=_listed(subject), **_forms(verb), **_agreeing(subject, given))
        return [told, *(_object(parts, form) if parts.agents else ()), *_losers(parts), *tail]
    if parts.objects and len(verb) > _DONE:
        agreeing = _agreeing(parts.objects, given)
        return [
            given.passive[key].format(object=_listed(parts.objects), **_forms(verb), **agreeing),
            *_losers(parts),
            *tail,
        ]
    return [given.nominal[key].format(noun=form.noun), *_of(parts, form)]


def _verb(parts: _Parts, form: EventPhrases) -> tuple[Sequence[str], list[str]]:
    """The forms of the verb, and what stands behind its object."""
    verb = form.with_object if parts.objects and form.with_object else form.verb
    tail = form.tail_with_object if parts.objects and form.tail_with_object else form.tail
    return verb, [tail] if tail else []


def _stands(parts: _Parts, form: EventPhrases) -> bool:
    """Whether the verb can do with the objects that are known: a transitive verb wants one."""
    return bool(parts.objects or form.object or form.with_object)


def _forms(verb: Sequence[str]) -> dict[str, str]:
    return dict(zip(("base", "past", "ing", "done"), verb, strict=False))


def _agreeing(subject: Sequence[Noun], given: Phrases) -> dict[str, str]:
    many = len(subject) > 1 or subject[0].many
    now, then = given.agreement.plural if many else given.agreement.singular
    return {"is": now, "was": then}


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


def _distinct(nouns: Iterable[Noun]) -> list[Noun]:
    """Nouns of different words, in their order."""
    found = list(nouns)
    return found if len(found) < 2 else list({str(noun): noun for noun in reversed(found)}.values())[::-1]


def _unique(items: list[str]) -> list[str]:
    return items if len(items) < 2 else list(dict.fromkeys(items))
