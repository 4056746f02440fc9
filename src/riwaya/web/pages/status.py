"""The status of the record: what went in, what could not be read, by which engine."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from riwaya.web.language import Code
from riwaya.web.site import Here
from riwaya.web.templating import render

router = APIRouter(include_in_schema=False)
MOST_FAILURES = 200


@router.get("/{language}/status")
def status(request: Request, site: Here, language: Code) -> HTMLResponse:
    """Counts, failures and engines."""
    failures = site.store.failures()
    return render(
        request,
        "status.html",
        record=site.store.name,
        counts=site.store.counts(),
        linking=site.store.linking(),
        fault=site.linker.fault,
        failures=failures[:MOST_FAILURES],
        more=len(failures) - MOST_FAILURES,
    )
