"""The way in: the language of a visitor, the choice of light or dark, what crawlers may read."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Cookie, Header
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from riwaya.web.language import COOKIE, preferred

router = APIRouter(include_in_schema=False)
YEAR_S = 365 * 24 * 3600


@router.get("/")
def start(
    language: Annotated[str | None, Cookie(alias=COOKIE)] = None,
    accepted: Annotated[str, Header(alias="accept-language")] = "",
) -> Response:
    """Lead to the first page in the visitor's language."""
    return RedirectResponse(f"/{preferred(language, accepted)}/", 307, headers={"Vary": "Accept-Language, Cookie"})


@router.get("/robots.txt")
def robots() -> Response:
    """Nothing here is for search engines."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


@router.get("/{language}", response_class=RedirectResponse)
def without_slash(language: Literal["ar", "en"]) -> str:
    """Lead to the first page of a language."""
    return f"/{language}/"
