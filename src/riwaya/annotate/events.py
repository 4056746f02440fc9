"""Find what is said to have happened: events with their arguments, times, polarity and status."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from riwaya.annotate.arguments import Reader
from riwaya.annotate.clauses import Chunk, chunks_of
from riwaya.annotate.document import Base, Document, Fired, FoundEvent
from riwaya.annotate.event_codes import Ontology, load_ontology
from riwaya.annotate.event_draft import Draft
from riwaya.annotate.event_drafts import drafts_of
from riwaya.annotate.event_kinds import CIVILIAN
from riwaya.annotate.event_lexis import Lexis, load_lexis
from riwaya.annotate.event_status import Modality
from riwaya.annotate.event_types import settle_types
from riwaya.annotate.stretches import after_dateline
from riwaya.annotate.triggers import Found, Scene, find_triggers, open_scene
from riwaya.model.claim import Argument, Event, PlaceArgument
from riwaya.model.errors import DataError
from riwaya.model.mention import Mention
from riwaya.model.span import Span
from riwaya.rules.files import read_table

REQUIRES = ("names", "times", "places", "quantities", "agents")
ASSIGNS = ("events",)
_LONGEST = 240


@dataclass(frozen=True)
class Tables:
    """The triggers of all types, the roles of prepositions, and the light verbs."""

    lexis: Lexis
    prepositions: dict[str, str]
    light: dict[str, str]
    ontology: Ontology


def load(base: Base) -> Tables:
    """The tables of the stage. Raises DataError with every fault of its files."""
    folder = base.folder / "lexicon"
    prepositions = {r.cells["form"]: r.cells["role"] for r in read_table(folder / "event_prepositions.csv")}
    light = {r.cells["verb"]: r.cells["gives"] for r in read_table(folder / "light_verbs.csv")}
    lexis, ontology = load_lexis(base), load_ontology(base.folder)
    faults = [f"ontology/events.toml: {t.type}: missing" for t in lexis.types if t.type not in ontology.types]
    if faults:
        raise DataError(faults)
    return Tables(lexis, prepositions, light, ontology)


def annotate(doc: Document, given: Tables) -> Document:
    """Return `doc` with its events in text order."""
    scene = open_scene(doc, given.lexis)
    found = sorted(_events(scene, given), key=lambda pair: pair[0].first)
    events = tuple(event for event, _ in found)
    return doc.knowing(events=events, fired=doc.fired + tuple(fired for _, fired in found))


def _events(scene: Scene, given: Tables) -> Iterator[tuple[FoundEvent, Fired]]:
    for draft in settle_types(scene, _drafts(scene, given)):
        event = _event(scene, draft, Modality(scene, draft.reader), given.ontology)
        yield event, _fired(event)


def _drafts(scene: Scene, given: Tables) -> Iterator[Draft]:
    """The drafts of all sentences in order."""
    triggers, light = find_triggers(scene), _light(scene.doc, given.light)
    at = 0
    for first, last in _stretches(scene.doc):
        own: dict[int, Found] = {}
        while at < len(triggers) and triggers[at].first < last:
            own[triggers[at].first] = triggers[at]
            at += 1
        if own:
            chunks = chunks_of(scene, first, last, own)
            reader = Reader(scene, chunks, light, given.prepositions)
            yield from drafts_of(scene, reader)


def _light(doc: Document, given: Mapping[str, str]) -> dict[int, tuple[str, ...]]:
    """What the light verbs of a text give, by their tokens; several readings of one verb in order."""
    found: dict[int, set[str]] = {}
    for hit in doc.lexemes.of("verbs"):
        if hit.entry.get("verb") in given:
            found.setdefault(hit.first, set()).add(hit.entry.get("verb"))
    return {token: tuple(given[verb] for verb in sorted(verbs)) for token, verbs in found.items()}


def _stretches(doc: Document) -> Iterator[tuple[int, int]]:
    """The sentences as token ranges; one without end is cut, so that time stays linear in the length."""
    for sentence in doc.layout.sentences:
        for first in range(after_dateline(doc, sentence), sentence.last, _LONGEST):
            yield first, min(first + _LONGEST, sentence.last)


def _event(scene: Scene, draft: Draft, modality: Modality, ontology: Ontology) -> FoundEvent:
    doc, found = scene.doc, draft.found
    time = doc.time_at(draft.times[0]) if draft.times else None
    event = Event(
        type=draft.type,
        trigger=_trigger(doc, found),
        agents=tuple(_argument(doc, c) for c in draft.roles.agents),
        patients=tuple(_argument(doc, c) for c in draft.roles.patients),
        places=tuple(_place(doc, n) for n in draft.places),
        start=time.item.start if time else None,
        end=time.item.end if time else None,
        polarity=modality.polarity(draft),
        status=modality.status(draft),
        quantities=tuple(draft.quantities),
        acled=ontology.acled(draft.type, *_kinds(scene, draft)),
        plover=ontology.plover(draft.type),
    )
    deed = found.tense == "masdar" and not event.agents and not found.defined(doc)
    return FoundEvent(found.first, found.last, event, found.kind.id, draft.roles.pro_drop, deed)


def _fired(found: FoundEvent) -> Fired:
    """The rule, the words it fired on, and its arguments by their roles."""
    event = found.event
    slots = (("agent", event.agents), ("patient", event.patients), ("place", event.places))
    roles = tuple((role, argument.span) for role, arguments in slots for argument in arguments)
    return Fired(found.rule, event.trigger.span, roles)


def _kinds(scene: Scene, draft: Draft) -> tuple[set[str], set[str]]:
    """The kinds of the actors among the agents, and `civilian` where a patient is one."""
    agents = {a.kind for c in draft.roles.agents for a in scene.doc.agents_in(c.first, c.last)}
    civilian = any(scene.first(CIVILIAN, c.first, c.last) >= 0 for c in draft.roles.patients)
    return agents, {"civilian"} if civilian else set()


def _trigger(doc: Document, found: Found) -> Mention:
    """The trigger without conjunctions and prepositions, but with its article."""
    span = doc.tokens.span(found.first, found.last)
    prefix = found.hit.prefix
    for article in doc.marks.article[:1]:
        prefix = prefix.removesuffix(article)
    start = doc.tokens.inside(found.first, len(prefix))
    return Mention(doc.article.text[start : span.end], Span(start, span.end))


def _argument(doc: Document, chunk: Chunk) -> Argument:
    start = doc.tokens.inside(chunk.first, chunk.prefix)
    span = Span(start, doc.tokens.end[chunk.last - 1])
    actors = [a for a in doc.agents_in(chunk.first, chunk.last) if a.actor is not None]
    return Argument(text=span.of(doc.article.text), span=span, actor=actors[0].actor if actors else None)


def _place(doc: Document, n: int) -> PlaceArgument:
    place = doc.places[n].item
    return PlaceArgument(text=place.text, span=place.span, place=n)
