"""The page of an event: who claimed what, by origin; the chains; what contradicts what; figures; where."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from riwaya.web.eventview import event_view
from riwaya.web.isnad import drawing
from riwaya.web.language import Code
from riwaya.web.plots import plot
from riwaya.web.site import Here
from riwaya.web.templating import render
from riwaya.web.view import circles_of

router = APIRouter(include_in_schema=False)


@router.get("/{language}/event/{id}")
def event(request: Request, site: Here, language: Code, id: str) -> HTMLResponse:
    """One event as several accounts tell it."""
    found = site.store.event(id)
    if found is None:
        raise HTTPException(404, f"no event {id}")
    view = event_view(site.store, found)
    return render(
        request,
        "event.html",
        event=found,
        view=view,
        chains=drawing(found, view.hits, mirrored=language == "ar"),
        plot=plot(view.figures),
        circles=circles_of(view.circles, site.languages[language]),
    )
