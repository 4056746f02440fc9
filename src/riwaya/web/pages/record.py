"""The record page: map, timeline and list of events, which filter each other in the browser."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from riwaya.web.language import Code
from riwaya.web.site import Here
from riwaya.web.templating import render

router = APIRouter(include_in_schema=False)


@router.get("/{language}/")
def record(request: Request, site: Here, language: Code) -> HTMLResponse:
    """The page around map, timeline and list."""
    return render(request, "record.html", counts=site.store.counts())
