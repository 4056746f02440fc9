"""Who asks, for pages and for the API: every handler that writes depends on `writer(role)`.

    @router.post("/api/judgements")
    def judge(who: Annotated[Visitor, Depends(writer("coder"))], asked: Body) -> Answer: ...

It answers 403 to a role that may not, and to a request without the token of the visitor. Scripts send the token
in the header `X-CSRF-Token` and find it in `<meta name="csrf-token">`; forms (urlencoded) in a field `csrf`,
whose value is `visitor.token` in every template. A handler takes the fields of a form from `Fields`. Pages that
not everybody may see depend on `needs(role)`. `Visitor.name` is who did it, as the audit chain keeps it.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, HTTPException, Request

from riwaya.model.account import Role, at_least
from riwaya.web.door import Visitor

HEADER = "x-csrf-token"
FIELD = "csrf"
_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 100


def visitor_of(request: Request) -> Visitor | None:
    """Who asks; None for someone who has not logged in."""
    found = getattr(request.state, "visitor", None)
    return found if isinstance(found, Visitor) else None


async def fields(request: Request) -> dict[str, str]:
    """The fields of a form, the last of each name; none where another kind of body was sent."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        return {}
    try:
        text = (await request.body()).decode("utf-8")
        return dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS))
    except ValueError as fault:
        raise HTTPException(400, f"the form cannot be read: {fault}") from fault


Fields = Annotated[dict[str, str], Depends(fields)]


def needs(role: Role) -> Callable[[Request], Visitor]:
    """A dependency: the visitor, who has this role or a higher one; everybody else is answered 403."""

    def admitted(request: Request) -> Visitor:
        visitor = visitor_of(request)
        if visitor is None or not at_least(visitor.role, role):
            raise HTTPException(403, f"only for the role {role}")
        return visitor

    return admitted


def writer(role: Role) -> Callable[[Request, dict[str, str]], Awaitable[Visitor]]:
    """A dependency of everything that writes: as `needs`, and the request brings the visitor's token."""
    admitted = needs(role)

    async def writing(request: Request, sent: Fields) -> Visitor:
        visitor = admitted(request)
        token = request.headers.get(HEADER) or sent.get(FIELD, "")
        if not hmac.compare_digest(token.encode(), visitor.token.encode()):
            raise HTTPException(403, "the page is too old to send anything: open it again")
        return visitor

    return writing
