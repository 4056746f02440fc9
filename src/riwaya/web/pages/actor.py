"""The page of an actor: what is told of it, what it said, where. Figures, never a verdict."""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from riwaya.model.finding import EventCluster
from riwaya.store.base import Query
from riwaya.web.actors import ActorFacts
from riwaya.web.eventview import Circle
from riwaya.web.language import Code
from riwaya.web.site import Here
from riwaya.web.templating import render
from riwaya.web.view import circles_of

router = APIRouter(include_in_schema=False)
MOST_EVENTS, MOST_CLAIMS, COUNTED, MOST_TYPES = 20, 30, 500, 10


@router.get("/{language}/actor/{id:path}")
def actor(request: Request, site: Here, language: Code, id: str) -> HTMLResponse:
    """One actor."""
    facts = site.actors.get(id)
    many = site.store.find_events(Query(actor=id, limit=COUNTED))
    found = site.store.search(Query(actor=id, limit=MOST_CLAIMS))
    if facts is None and not many.events and not found.hits:
        raise HTTPException(404, f"no actor {id}")
    said = site.languages[language]
    known = facts or ActorFacts(id=id, name_ar=None, name_en=None)
    belongs = site.actors.get(known.affiliation or "")
    sources = site.store.sources(f"actor:{id}", limit=1)
    return render(
        request,
        "actor.html",
        actor={
            "id": id,
            "name_ar": known.name_ar,
            "name_en": known.name_en,
            "kind": known.kind,
            "affiliation": known.affiliation,
            "affiliation_name": said.choose(belongs.name_ar, belongs.name_en) if belongs else known.affiliation,
            "role": said.choose(known.role_ar, known.role_en),
        },
        figures=sources[0] if sources else None,
        types=Counter(event.type for event in many.events).most_common(MOST_TYPES),
        events=type(many)(many.events[:MOST_EVENTS], many.more or len(many.events) > MOST_EVENTS),
        found=found,
        circles=circles_of(_circles(many.events), said),
    )


def _circles(events: tuple[EventCluster, ...]) -> list[Circle]:
    """Where the events are, each place once."""
    placed = [e for e in events if e.lat is not None and e.lon is not None]
    return list(
        dict.fromkeys(Circle(e.place_ar, e.place_en, e.lat or 0.0, e.lon or 0.0, e.radius_km or 0.0) for e in placed)
    )
