"""Claims and articles: search, one claim, one record."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import Response

from riwaya.export import FORMATS as EXPORTS
from riwaya.model.record import Record
from riwaya.store.base import Found, Hit, Listed
from riwaya.web.api.answers import documented, json_answer, wanted
from riwaya.web.api.exports import exported
from riwaya.web.params import EventParams, Limit, Offset, SearchParams, Words
from riwaya.web.site import Here

router = APIRouter(prefix="/api")
FORMS = {"text/csv": "csv", "application/geo+json": "geojson"}
Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="SHA-256 of the capture, in hexadecimal digits")]


@router.get("/claims", tags=["claims"], responses=documented(Found, more=dict.fromkeys(FORMS, "The same, whole")))
@router.get("/search", tags=["claims"], responses=documented(Found, more=dict.fromkeys(FORMS, "The same, whole")))
def claims(request: Request, site: Here, asked: Annotated[SearchParams, Query()]) -> Response:
    """Claims, those of the latest day first; the same as `riwaya search`. `more` says that there are others.

    As CSV or GeoJSON where `Accept` asks for it: then all of them.
    """
    if form := wanted(request, FORMS):
        return exported(site, EXPORTS[form], EventParams(**asked.model_dump()))
    return json_answer(request, site.store.search(asked.query()))


@router.get("/claims/{id}", tags=["claims"], responses=documented(Hit, missing=True))
def claim(request: Request, site: Here, id: str) -> Response:
    """One claim; its `sha256` leads to the record of its article."""
    found = site.store.told([id])
    if not found:
        raise HTTPException(404, f"no claim {id}")
    return json_answer(request, found[0])


@router.get("/articles", tags=["articles"], responses=documented(tuple[Listed, ...]))
def articles(request: Request, site: Here, outlet: Words = None, limit: Limit = 100, offset: Offset = 0) -> Response:
    """The latest versions of articles, the last published first."""
    return json_answer(request, site.store.articles(outlet, limit, offset))


@router.get("/articles/{sha256}", tags=["articles"], responses=documented(Record, missing=True))
def article(request: Request, site: Here, sha256: Sha256) -> Response:
    """The record of one article, format riwaya/1."""
    found = site.store.record(sha256)
    if found is None:
        raise HTTPException(404, f"no article {sha256}")
    return json_answer(request, found)
