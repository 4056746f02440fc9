"""Exports: what a query asks for, in the formats of `riwaya export`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import Response, StreamingResponse
from msgspec import Struct

from riwaya import __version__
from riwaya.export import FORMATS, Format
from riwaya.export.manner import Manner
from riwaya.export.tables import Tables, load
from riwaya.rules.actortable import actor_files
from riwaya.selected import Selected
from riwaya.web.api.answers import documented
from riwaya.web.finding import reviewed_events
from riwaya.web.headers import ALONE
from riwaya.web.params import EventParams
from riwaya.web.site import Here, Site
from riwaya.web.templating import query_string

router = APIRouter(prefix="/api", tags=["export"])
_PAGING = ("order", "offset", "limit")


class FormatLine(Struct, frozen=True, kw_only=True):
    """One format: what it is called and for, whether it has one line a claim or an event."""

    name: str
    media_type: str
    suffix: str
    unit: Literal["claim", "event"]
    summary: str


def formats() -> list[Format]:
    """The formats whose packages are installed."""
    return [known for known in FORMATS.values() if not known.missing()]


@router.get("/export", responses=documented(list[FormatLine]))
def known_formats() -> Response:
    """The formats that can be had here."""
    lines = [
        FormatLine(name=f.name, media_type=f.media_type, suffix=f.suffix, unit=f.unit, summary=f.summary)
        for f in formats()
    ]
    return Response(msgspec.json.encode(lines), media_type="application/json")


@router.get("/export/{format}", responses=documented(None, missing=True, more={"*/*": "The file"}))
def export(site: Here, format: str, asked: Annotated[EventParams, Query()]) -> Response:
    """Everything that is asked for, as a file; `limit`, `offset` and `order` make no difference."""
    known = {one.name: one for one in formats()}.get(format)
    if known is None:
        raise HTTPException(404, f"no format {format} here; there are {', '.join(f.name for f in formats())}")
    return exported(site, known, asked)


def exported(site: Site, format: Format, asked: EventParams) -> Response:
    """What is asked for in a format, sent piece by piece, never shown within a page of ours."""
    headers = {
        "Content-Disposition": f'attachment; filename="riwaya-{format.name}{format.suffix}"',
        "Content-Security-Policy": ALONE,
        "Cache-Control": "no-store",
    }
    return StreamingResponse(_chunks(site, format, asked), media_type=format.media_type, headers=headers)


def _chunks(site: Site, format: Format, asked: EventParams) -> Iterator[bytes]:
    events = tuple(event.id for event in reviewed_events(site.store, asked)) if asked.reviewed is not None else ()
    if asked.reviewed is not None and not events:
        events = ("",)
    said = {key: value for key, value in asked.given().items() if key not in _PAGING}
    manner = Manner(_tables(site.settings.data), __version__, query_string(said).lstrip("?"))
    return format.chunks(Selected(site.store, asked.query(), events), manner)


@lru_cache(maxsize=2)
def _tables(data: Path) -> Tables:
    return load(extra=actor_files(data))
