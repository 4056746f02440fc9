"""The search for claims: the same query as `riwaya search`."""

from __future__ import annotations

from typing import Annotated, get_args

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from riwaya.model.claim import Stance
from riwaya.store.base import Found
from riwaya.web.language import Code
from riwaya.web.params import SearchParams
from riwaya.web.site import Here
from riwaya.web.templating import query_string, render

router = APIRouter(include_in_schema=False)


@router.get("/{language}/search")
def search(request: Request, site: Here, language: Code, asked: Annotated[SearchParams, Query()]) -> HTMLResponse:
    """The form, and the claims found where something was asked for."""
    given = asked.given()
    found = site.store.search(asked.query()) if given else Found((), False)
    api = f"/api/claims{query_string(given)}"
    return render(request, "search.html", asked=asked, given=given, found=found, stances=get_args(Stance), api=api)
