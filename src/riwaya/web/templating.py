"""Templates: everything that is put into one is escaped; no template holds a script or a style."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from riwaya import __version__
from riwaya.web.language import LANGUAGES, Language, preferred
from riwaya.web.menu import MENU
from riwaya.web.site import Site, site_of
from riwaya.web.view import View
from riwaya.web.visitors import visitor_of

_HERE = Path(__file__).resolve().parent
THEMES = ("light", "dark")
THEME_COOKIE = "riwaya_theme"


def environment() -> Environment:
    """The environment of all templates; a name that is not given is an error, never an empty string."""
    found = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    found.filters["part"] = lambda value: quote(str(value), safe="")
    found.filters["day"] = lambda value: str(value)[:10] if value else "-"
    found.filters["instant"] = lambda value: str(value)[:16].replace("T", " ")
    found.filters["builtins"] = msgspec.to_builtins
    found.filters["plain"] = lambda value: value if isinstance(value, str) else msgspec.json.encode(value).decode()
    found.filters["number"] = lambda value: f"{value:,}"
    return found


def render(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page in the language of its address."""
    site = site_of(request)
    language = language_of(request, site)
    theme = request.cookies.get(THEME_COOKIE)
    common = {
        "language": language,
        "t": language.say,
        "name": language.name,
        "x": View(language, site.settings, site.actors),
        "static": _static,
        "path": f"/{language.code}",
        "elsewhere": _in_other_language(request, language),
        "here": request.url.path,
        "menu": MENU,
        "theme": theme if theme in THEMES else "auto",
        "program": __version__,
        "settings": site.settings,
        "visitor": visitor_of(request),
        "request": request,
    }
    page = site.templates.get_template(template).render(common | values)
    return HTMLResponse(page, status, headers={"Content-Language": language.code, "Cache-Control": "no-cache"})


def language_of(request: Request, site: Site) -> Language:
    """The language that the address names, else the one that the visitor prefers."""
    first = request.url.path.split("/")[1]
    if first not in site.languages:
        first = preferred(None, request.headers.get("accept-language", ""))
    return site.languages[first]


def query_string(values: dict[str, Any]) -> str:
    """The values that are given, as the query of an address with its question mark; empty where there are none."""
    given = [(key, value) for key, value in values.items() if value not in (None, "", ())]
    return f"?{urlencode(given, doseq=True)}" if given else ""


def _in_other_language(request: Request, language: Language) -> str:
    """The address of the same page in the other language, filters and all."""
    parts = request.url.path.split("/")
    rest = "/".join(parts[2:]) if parts[1] in LANGUAGES else ""
    query = f"?{request.url.query}" if request.url.query else ""
    return f"/{language.other}/{quote(rest)}{query}"


def _static(name: str) -> str:
    """The address of a static file; it changes with the bytes of any, so that browsers may keep them."""
    return f"/static/{name}?{_stamp()}"


@cache
def _stamp() -> str:
    """A digest of our own static files."""
    digest = hashlib.sha256()
    for path in _own_files():
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def _own_files() -> Iterator[Path]:
    yield from sorted(p for p in (_HERE / "static").rglob("*") if p.is_file())
