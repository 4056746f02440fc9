"""Find what is said to have happened: events with their arguments, times, polarity and status."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from riwaya.annotate.arguments import Reader
from riwaya.annotate.clauses import Chunk, chunks_of
from riwaya.annotate.document import Base, Document, Fired, FoundEvent
from riwaya.annotate.event_codes import Ontology, load_ontology
from riwaya.annotate.event_draft import Draft
from riwaya.annotate.event_drafts import drafts_of
from riwaya.annotate.event_kinds import CIVILIAN
from riwaya.annotate.event_lexis import Lexis, load_lexis
from riwaya.annotate.event_roles import Roles
from riwaya.annotate.event_status import Modality
from riwaya.annotate.event_types import settle_types
from riwaya.annotate.scene import Scene, open_scene
from riwaya.annotate.stretches import after_dateline
from riwaya.annotate.triggers import Found, find_triggers
from riwaya.annotate.verb_words import VerbWord, load_verb_words
from riwaya.model.claim import Argument, Event, PlaceArgument
from riwaya.model.errors import DataError
from riwaya.model.mention import Mention
from riwaya.model.span import Span
from riwaya.rules.files import read_table
from riwaya.rules.remembered import Remembered

REQUIRES = ("names", "times", "places", "quantities", "agents")
ASSIGNS = ("events",)
_LONGEST = 240
_span = tuple.__new__
"""Makes a `Span` of two numbers, in a third of the time that its own name takes."""


@dataclass(frozen=True)
class Tables:
    """The triggers of all types, the roles of prepositions, and what words are as verbs."""

    lexis: Lexis
    prepositions: dict[str, str]
    verbs: Remembered[VerbWord]
    ontology: Ontology


def load(base: Base) -> Tables:
    """The tables of the stage. Raises DataError with every fault of its files."""
    folder = base.folder / "lexicon"
    prepositions = {r.cells["form"]: r.cells["role"] for r in read_table(folder / "event_prepositions.csv")}
    lexis, ontology = load_lexis(base), load_ontology(base.folder)
    faults = [f"ontology/events.toml: {t.type}: missing" for t in lexis.types if t.type not in ontology.types]
    if faults:
        raise DataError(faults)
    return Tables(lexis, prepositions, load_verb_words(base), ontology)


def annotate(doc: Document, given: Tables) -> Document:
    """Return `doc` with its events in text order."""
    scene = open_scene(doc, given.lexis)
    modality, drafts = Modality(scene), settle_types(scene, _drafts(scene, given))
    found = [_event(scene, draft, modality, given.ontology) for draft in drafts]
    found.sort(key=attrgetter("first"))
    fired = tuple([_fired(event) for event in found]) if doc.explained else ()
    return doc.knowing(events=tuple(found), fired=doc.fired + fired)


def _drafts(scene: Scene, given: Tables) -> Iterator[Draft]:
    """The drafts of all sentences in order."""
    triggers = find_triggers(scene)
    at = 0
    for first, last in _stretches(scene.doc):
        own: dict[int, Found] = {}
        fillers: list[int] = []
        while at < len(triggers) and triggers[at].first < last:
            found = triggers[at]
            if found.first >= first:
                own[found.first] = found
            if found.filler >= 0:
                fillers.append(found.filler)
            at += 1
        if own:
            chunks = chunks_of(scene, first, last, own, fillers)
            yield from drafts_of(scene, Reader(scene, chunks, given.verbs, given.prepositions))


def _stretches(doc: Document) -> Iterator[tuple[int, int]]:
    """The sentences as token ranges; one without end is cut, so that time stays linear in the length."""
    for sentence in doc.layout.sentences:
        first, last = after_dateline(doc, sentence), sentence.last
        while last - first > _LONGEST:
            yield first, first + _LONGEST
            first += _LONGEST
        if first < last:
            yield first, last


def _event(scene: Scene, draft: Draft, modality: Modality, ontology: Ontology) -> FoundEvent:
    doc, found, roles, kind = scene.doc, draft.found, draft.roles, draft.type
    time = scene.times[draft.times[0]].item if draft.times else None
    polarity, status = modality.read(draft)
    event = Event(
        type=kind,
        trigger=_trigger(doc, found),
        agents=_arguments(scene, roles.agents),
        patients=_arguments(scene, roles.patients),
        places=tuple([_place(doc, n) for n in draft.places]) if draft.places else (),
        start=time.start if time else None,
        end=time.end if time else None,
        polarity=polarity,
        status=status,
        quantities=tuple(draft.quantities),
        acled=ontology.fixed[kind] if kind in ontology.fixed else ontology.acled(kind, *_kinds(scene, roles)),
        plover=ontology.plover(kind),
    )
    deed = found.tense == "masdar" and not event.agents and not found.defined(doc)
    return FoundEvent(found.first, found.last, event, found.kind.id, roles.pro_drop, deed)


def _fired(found: FoundEvent) -> Fired:
    """The rule, the words it fired on, and its arguments by their roles."""
    event = found.event
    roles = [("agent", argument.span) for argument in event.agents]
    roles += [("patient", argument.span) for argument in event.patients]
    roles += [("place", argument.span) for argument in event.places]
    return Fired(found.rule, event.trigger.span, tuple(roles))


def _kinds(scene: Scene, roles: Roles) -> tuple[set[str], tuple[str, ...]]:
    """The kinds of the actors among the agents, and `civilian` where a patient is one."""
    agents = {a.kind for c in roles.agents for a in scene.doc.agents_in(c.first, c.last)}
    for chunk in roles.patients:
        if scene.first(CIVILIAN, chunk.first, chunk.last) >= 0:
            return agents, ("civilian",)
    return agents, ()


def _trigger(doc: Document, found: Found) -> Mention:
    """The trigger without conjunctions and prepositions, but with its article."""
    tokens, prefix = doc.tokens, found.prefix.removesuffix(doc.marks.article[0])
    start = tokens.inside(found.first, len(prefix)) if prefix else tokens.start[found.first]
    end = tokens.end[found.last - 1]
    return Mention(doc.article.text[start:end], _span(Span, (start, end)))


def _arguments(scene: Scene, chunks: Sequence[Chunk]) -> tuple[Argument, ...]:
    """Noun phrases as arguments, each with the first known actor in it."""
    if not chunks:
        return ()
    tokens, text, actors, found = scene.doc.tokens, scene.doc.article.text, scene.actors, []
    for chunk in chunks:
        first, last = chunk.first, chunk.last
        start = tokens.inside(first, chunk.prefix) if chunk.prefix else tokens.start[first]
        end = tokens.end[last - 1]
        i = first
        while i < last and i not in actors:
            i += 1
        found.append(
            Argument(text=text[start:end], span=_span(Span, (start, end)), actor=actors[i] if i < last else None)
        )
    return tuple(found)


def _place(doc: Document, n: int) -> PlaceArgument:
    place = doc.places[n].item
    return PlaceArgument(text=place.text, span=place.span, place=n)
