"""Events: found, by columns, one by one; and what contradicts what."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response

from riwaya.export import FORMATS as EXPORTS
from riwaya.model.finding import Contradiction, EventCluster
from riwaya.store.base import FoundEvents
from riwaya.store.eventcolumns import SentColumns
from riwaya.web.api.answers import JSON, documented, has, json_answer, tagged, wanted
from riwaya.web.api.exports import exported
from riwaya.web.finding import found_events
from riwaya.web.params import EventParams, Words
from riwaya.web.site import Here

router = APIRouter(prefix="/api", tags=["events"])
FORMS = {"text/csv": "acled", "application/geo+json": "geojson"}
MOST_HEADS = 100
_LONGEST_HEAD = 220
Ids = Annotated[list[Annotated[str, Query(max_length=100)]], Query(min_length=1, max_length=MOST_HEADS)]


@router.get("/events", responses=documented(FoundEvents, more=dict.fromkeys(FORMS, "The same, whole")))
def events(request: Request, site: Here, asked: Annotated[EventParams, Query()]) -> Response:
    """Events as several articles tell them. `more` says that there are others behind these.

    As CSV (the columns of ACLED, ours after them) or GeoJSON where `Accept` asks for it: then all of them.
    """
    if form := wanted(request, FORMS):
        return exported(site, EXPORTS[form], asked)
    if asked.reviewed is not None:
        return json_answer(request, found_events(site.store, asked))
    linking = site.store.linking()
    body = site.lists.get(
        linking.stamp if linking else "",
        asked.model_dump_json(exclude_defaults=True),
        lambda: msgspec.json.encode(found_events(site.store, asked)),
    )
    return tagged(request, body, JSON)


@router.get("/events/columns", responses=documented(SentColumns))
def columns(request: Request, site: Here) -> Response:
    """All events at once, by columns, for maps and counts; with `reviewed`, whether somebody judged a claim of it."""
    packed = site.columns.get()
    headers = {"ETag": packed.etag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if has(request, packed.etag):
        return Response(status_code=304, headers=headers)
    return Response(packed.body, media_type=JSON, headers=headers | {"Content-Encoding": "gzip"})


@router.get("/events/heads", responses=documented(dict[str, str]))
def heads(request: Request, site: Here, id: Ids) -> Response:
    """The words of the first claim of each of some events, shortened, by event id."""
    found = {one: event for one in id if (event := site.store.event(one))}
    first = {one: event.claims[0] for one, event in found.items() if event.claims}
    said = {hit.claim: hit.text for hit in site.store.told(sorted(set(first.values())))}
    return json_answer(request, {one: _short(said[claim]) for one, claim in first.items() if claim in said})


@router.get("/events/{id}", responses=documented(EventCluster, missing=True))
def event(request: Request, site: Here, id: str) -> Response:
    """One event with its origins and claims."""
    found = site.store.event(id)
    if found is None:
        raise HTTPException(404, f"no event {id}")
    return json_answer(request, found)


@router.get("/contradictions", responses=documented(tuple[Contradiction, ...]))
def contradictions(request: Request, site: Here, event: Words = None, place: Words = None) -> Response:
    """Claims that cannot both be so; of one event or one place (by id) where they are given. Never decided."""
    return json_answer(request, site.store.contradictions(event=event, place=place))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_HEAD else f"{text[:_LONGEST_HEAD].rsplit(' ', 1)[0]}\u2026"
