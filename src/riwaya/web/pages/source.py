"""The pages of sources: what each claimed, through whom, and how often others said the same. Never a verdict."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse

from riwaya.model.finding import SourceFigures
from riwaya.store import base
from riwaya.web.language import Code
from riwaya.web.params import Offset, Words
from riwaya.web.site import Here, Site
from riwaya.web.templating import render

router = APIRouter(include_in_schema=False)
PAGE, MOST_EVENTS, MOST_CLAIMS = 100, 20, 60
_ACTOR = "actor:"


@router.get("/{language}/sources")
def sources(request: Request, site: Here, language: Code, name: Words = None, offset: Offset = 0) -> HTMLResponse:
    """All sources, those with most claims first."""
    found = site.store.sources(name, PAGE, offset)
    return render(request, "sources.html", sources=found, asked=name, offset=offset, page=PAGE)


@router.get("/{language}/source")
def source(
    request: Request, site: Here, language: Code, key: Annotated[str, Query(min_length=1, max_length=400)]
) -> HTMLResponse:
    """One source."""
    figures = source_of(site, key)
    return render(
        request,
        "source.html",
        figures=figures,
        events=site.store.find_events(base.Query(source=figures.voice.key, limit=MOST_EVENTS)),
        hits=site.store.told(figures.claims[-MOST_CLAIMS:]),
        more=len(figures.claims) > MOST_CLAIMS,
        actor=figures.voice.key.removeprefix(_ACTOR) if figures.voice.key.startswith(_ACTOR) else None,
    )


def source_of(site: Site, key: str) -> SourceFigures:
    """The figures of the source with a key or name. Raises HTTPException where there is none."""
    found = site.store.sources(key, limit=2)
    exact = [one for one in found if one.voice.key == key] or list(found)
    if not exact:
        raise HTTPException(404, f"no source {key}")
    return exact[0]
