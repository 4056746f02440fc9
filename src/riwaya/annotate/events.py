"""Find what is said to have happened: events with their arguments, times, polarity and status."""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.annotate.document import Base, Document, FoundEvent
from riwaya.annotate.triggers import Found, Lexis, find_triggers, load_lexis, open_scene
from riwaya.model.claim import Event

REQUIRES = ("names", "times", "places", "quantities", "agents")
ASSIGNS = ("events",)


@dataclass(frozen=True)
class Tables:
    """The triggers of all types."""

    lexis: Lexis


def load(base: Base) -> Tables:
    """The tables of the stage. Raises DataError with every fault of its files."""
    return Tables(load_lexis(base))


def annotate(doc: Document, given: Tables) -> Document:
    """Return `doc` with its events in text order."""
    scene = open_scene(doc, given.lexis)
    found = find_triggers(scene)
    return doc.knowing(events=tuple(_event(doc, f) for f in found))


def _event(doc: Document, found: Found) -> FoundEvent:
    event = Event(type=found.kind.type, trigger=doc.mention(found.first, found.last))
    return FoundEvent(found.first, found.last, event, found.kind.id)
