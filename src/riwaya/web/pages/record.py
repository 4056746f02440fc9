"""The record page: map, timeline and list of events, which filter each other in the browser."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from riwaya.web.api.exports import formats
from riwaya.web.language import Code, Language
from riwaya.web.site import Here
from riwaya.web.templating import render
from riwaya.web.view import MAP_WORDS

router = APIRouter(include_in_schema=False)
COLUMNS = "/api/events/columns"
_FILTERS = (
    "type", "stance", "certainty", "origins", "contradicted", "reviewed", "outlet", "actor", "source", "place",
)  # fmt: skip
_CODES = ("type", "stance", "certainty")


@router.get("/{language}/")
def record(request: Request, site: Here, language: Code) -> HTMLResponse:
    """The page around map, timeline and list."""
    words = _words(site.languages[language])
    return render(request, "record.html", columns=COLUMNS, formats=formats(), words=words)


def _words(language: Language) -> dict[str, Any]:
    """What the page says by itself."""
    return {
        **{kind: _codes(language, kind) for kind in _CODES},
        "filter": _said(language, "filter", _FILTERS),
        "figures": _said(language, "figure", ("claims", "outlets", "origins")),
        "map": {**_said(language, "map", MAP_WORDS), "events": language.say("record.events")},
        "yes": language.say("filter.yes"),
        "no": language.say("filter.no"),
        "find": language.say("filter.find"),
        "more": language.words["list.more"],
        "cover": language.say("cover.show"),
        "comma": language.say("list.comma"),
        "undated": language.say("record.undated_event"),
        "contradicted": language.say("filter.contradicted"),
    }


def _codes(language: Language, kind: str) -> dict[str, str]:
    start = f"{kind}."
    return {key.removeprefix(start): said for key, said in language.words.items() if key.startswith(start)}


def _said(language: Language, group: str, keys: Iterable[str]) -> dict[str, str]:
    return {key: language.say(f"{group}.{key}") for key in keys}
