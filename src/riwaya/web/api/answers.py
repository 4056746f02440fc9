"""Answers of the API: JSON of the record's own nouns, entity tags, schemas for the documentation."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from fastapi import Request
from fastapi.responses import Response

REFS = "#/components/schemas/{name}"
JSON = "application/json"
Responses = dict[int | str, dict[str, Any]]


class Problem(msgspec.Struct, frozen=True):
    """Why a request was not answered."""

    status: int
    message: str


def json_answer(request: Request, value: Any, kind: str = JSON) -> Response:
    """A value as JSON with its entity tag; 304 without a body where the asker has it."""
    return tagged(request, msgspec.json.encode(value), kind)


def tagged(request: Request, body: bytes, kind: str, headers: dict[str, str] | None = None) -> Response:
    """A body with an entity tag made from it; 304 where the asker has it."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    stated = {"ETag": etag, "Cache-Control": "no-cache", "Vary": "Accept", **(headers or {})}
    if has(request, etag):
        return Response(status_code=304, headers=stated)
    return Response(body, media_type=kind, headers=stated)


def wanted(request: Request, offered: dict[str, str]) -> str | None:
    """Which of the offered forms (by media type) the asker prefers to JSON; None for JSON."""
    ranked = sorted(_accepted(request.headers.get("accept", "")), key=lambda one: -one[1])
    for kind, quality in ranked:
        if quality > 0 and kind in offered:
            return offered[kind]
        if kind in (JSON, "*/*", "application/*"):
            return None
    return None


def _accepted(header: str) -> Iterator[tuple[str, float]]:
    for part in header.split(","):
        kind, _, rest = part.strip().partition(";")
        found = re.search(r"q=([0-9.]+)", rest)
        try:
            yield kind.strip().lower(), float(found[1]) if found else 1.0
        except ValueError:
            yield kind.strip().lower(), 0.0


def has(request: Request, etag: str) -> bool:
    """Whether the asker says that it has the body with this tag."""
    known = request.headers.get("if-none-match", "")
    return known == "*" or etag in [tag.strip().removeprefix("W/") for tag in known.split(",")]


def documented(kind: Any, *, missing: bool = False, more: dict[str, str] | None = None) -> Responses:
    """The `responses` of a path operation that answers with a kind of ours; `more` are other media types."""
    (schema,), _ = msgspec.json.schema_components([kind], ref_template=REFS)
    content: dict[str, Any] = {JSON: {"schema": schema}}
    content |= {media: {"schema": {"type": "string", "description": said}} for media, said in (more or {}).items()}
    found: Responses = {200: {"description": "OK", "content": content}, 304: {"description": "Not changed"}}
    codes = {400: "A question that makes no sense", 422: "A value that cannot be"}
    codes |= {404: "Nothing of that name"} if missing else {}
    problem = {JSON: {"schema": {"$ref": REFS.format(name="Problem")}}}
    found |= {code: {"description": said, "content": problem} for code, said in codes.items()}
    return found


def schemas(kinds: list[Any]) -> dict[str, Any]:
    """The schemas of our nouns, for the components of the documentation."""
    return msgspec.json.schema_components([*kinds, Problem], ref_template=REFS)[1]
