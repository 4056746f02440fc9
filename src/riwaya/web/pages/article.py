"""The reader: an article with its claims marked in the text; and its capture, which is never part of our pages."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Request
from fastapi.responses import HTMLResponse, Response

from riwaya.model.errors import PageError
from riwaya.read.decode import decode
from riwaya.review import judged_record
from riwaya.store.base import Capture
from riwaya.web.headers import ALONE
from riwaya.web.language import Code
from riwaya.web.reader import paragraphs, removed_by_reason, told
from riwaya.web.site import Here, Site
from riwaya.web.standing import standing_of
from riwaya.web.templating import render

router = APIRouter(include_in_schema=False)
Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="SHA-256 of the capture, in hexadecimal digits")]
MOST_SHOWN = 1_000_000


@router.get("/{language}/article/{sha256}")
def article(request: Request, site: Here, language: Code, sha256: Sha256) -> HTMLResponse:
    """An article and what was read from it, as people left it."""
    record = site.store.record(sha256)
    if record is None:
        raise HTTPException(404, f"no article {sha256}")
    standing = standing_of(site.store)
    claims = told(judged_record(record, standing), site.settings.covered)
    return render(
        request,
        "article.html",
        record=record,
        standing=standing,
        rejected=[claim for claim in record.claims if standing.of(claim.id).standing == "rejected"],
        article=record.article,
        paragraphs=tuple(paragraphs(record.article.text)),
        claims=claims,
        stances=sorted({one.claim.stance for one in claims}),
        removed=removed_by_reason(record.article.removed),
        version=site.store.version(sha256),
    )


@router.get("/{language}/capture/{sha256}")
def capture(request: Request, site: Here, language: Code, sha256: Sha256) -> HTMLResponse:
    """The bytes as they were received: what is known of them, and their text."""
    found = _capture(site, sha256)
    text = _text(site, found)
    return render(
        request,
        "capture.html",
        capture=found,
        version=site.store.version(sha256),
        sightings=site.store.sightings(sha256),
        text=text[:MOST_SHOWN],
        cut=len(text) > MOST_SHOWN,
    )


@router.get("/capture/{sha256}/page")
def page(site: Here, sha256: Sha256) -> Response:
    """A capture as a page, without any right: for a frame."""
    text = _text(site, _capture(site, sha256))
    return HTMLResponse(text, headers={"Content-Security-Policy": ALONE, "Cache-Control": "private, max-age=3600"})


@router.get("/capture/{sha256}/bytes")
def raw(site: Here, sha256: Sha256) -> Response:
    """The bytes of a capture, to be kept as a file."""
    found = _capture(site, sha256)
    named = {"Content-Disposition": f'attachment; filename="{sha256}.bin"', "Content-Security-Policy": ALONE}
    return Response(site.store.data(found.sha256), media_type="application/octet-stream", headers=named)


def _capture(site: Site, sha256: str) -> Capture:
    found = site.store.capture(sha256)
    if found is None:
        raise HTTPException(404, f"no capture {sha256}")
    if not found.kept:
        raise HTTPException(404, f"the bytes of {sha256} are not kept here")
    return found


def _text(site: Site, found: Capture) -> str:
    """The text of a capture; bytes that are no text are shown as they can be."""
    data = site.store.data(found.sha256)
    try:
        return decode(found.name, data)
    except PageError:
        return data.decode("utf-8", errors="replace")
