"""The HTTP API for people: every address, what may be asked, what is answered; from its OpenAPI description."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from riwaya.web.language import Code
from riwaya.web.templating import render

router = APIRouter(include_in_schema=False)


@router.get("/{language}/api")
def apidoc(request: Request, language: Code) -> HTMLResponse:
    """The addresses of the API."""
    described: dict[str, Any] = request.app.openapi()
    paths = [(path, method.upper(), found) for path, of in described["paths"].items() for method, found in of.items()]
    return render(request, "apidoc.html", paths=paths, about=described["info"]["description"])
