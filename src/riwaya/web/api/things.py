"""Places, actors, sources, and what the record holds."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response
from msgspec import Struct

from riwaya.model.finding import SourceFigures
from riwaya.store import base
from riwaya.store.base import Counts, Failure, FoundEvents, Ledger
from riwaya.web.actors import ActorFacts
from riwaya.web.api.answers import documented, json_answer
from riwaya.web.language import Code
from riwaya.web.names import Label, map_names
from riwaya.web.pages.source import source_of
from riwaya.web.params import Limit, Offset, Words
from riwaya.web.site import Here

router = APIRouter(prefix="/api")
MOST_EVENTS = 50


class Actor(Struct, frozen=True, kw_only=True):
    """An actor, its figures as a source, and the latest events it takes part in or speaks of."""

    actor: ActorFacts
    source: SourceFigures | None
    events: FoundEvents


class Status(Struct, frozen=True, kw_only=True):
    """What the record holds, what could not be read, and when events were linked (ISO instant)."""

    record: str
    counts: Counts
    failures: tuple[Failure, ...]
    linked_at: str | None
    fault: str | None


@router.get("/places/names", tags=["places"], responses=documented(list[Label]))
def names(request: Request, language: Code = "ar") -> Response:
    """Names for maps: name, latitude, longitude, rank (0 countries to 6 villages)."""
    return json_answer(request, _names(language))


@router.get("/places/{id:path}", tags=["places"], responses=documented(tuple[Ledger, ...]))
def places(request: Request, site: Here, id: str) -> Response:
    """Who is said to have held a place and when; of all places of a name."""
    return json_answer(request, site.store.ledgers(id))


@router.get("/actors", tags=["actors"], responses=documented(list[str]))
def actors(request: Request, site: Here) -> Response:
    """The ids of all actors that the tables know."""
    return json_answer(request, site.actors.ids())


@router.get("/actors/{id:path}", tags=["actors"], responses=documented(Actor, missing=True))
def actor(request: Request, site: Here, id: str) -> Response:
    """One actor: what is known of it, and what is told."""
    facts = site.actors.get(id)
    if facts is None:
        raise HTTPException(404, f"no actor {id}")
    sources = site.store.sources(f"actor:{id}", limit=1)
    events = site.store.find_events(base.Query(actor=id, limit=MOST_EVENTS))
    return json_answer(request, Actor(actor=facts, source=sources[0] if sources else None, events=events))


@router.get("/sources", tags=["sources"], responses=documented(tuple[SourceFigures, ...]))
def sources(request: Request, site: Here, name: Words = None, limit: Limit = 100, offset: Offset = 0) -> Response:
    """Sources, those with most claims first: figures, never a verdict."""
    return json_answer(request, site.store.sources(name, limit, offset))


@router.get("/source", tags=["sources"], responses=documented(SourceFigures, missing=True))
def source(request: Request, site: Here, key: Annotated[str, Query(min_length=1, max_length=400)]) -> Response:
    """One source by its key."""
    return json_answer(request, source_of(site, key))


@router.get("/status", tags=["status"], responses=documented(Status))
def status(request: Request, site: Here) -> Response:
    """What the record holds."""
    linking = site.store.linking()
    found = Status(
        record=site.store.name,
        counts=site.store.counts(),
        failures=site.store.failures(),
        linked_at=linking.linked_at if linking else None,
        fault=site.linker.fault,
    )
    return json_answer(request, found)


@lru_cache
def _names(language: Code) -> list[Label]:
    return map_names(language)
