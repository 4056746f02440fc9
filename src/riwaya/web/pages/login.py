"""Coming in and going out, and under which name one is known."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from riwaya.model.account import account_name
from riwaya.web.door import NAME, Visitor, Wait, cookie_name
from riwaya.web.language import Code
from riwaya.web.pages.entry import YEAR_S
from riwaya.web.sessions import LONGEST
from riwaya.web.site import Here
from riwaya.web.templating import language_of, render
from riwaya.web.visitors import Fields, needs, writer

router = APIRouter(include_in_schema=False)
_PATH_HERE = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")


@router.get("/{language}/login")
def login(request: Request, site: Here, language: Code, next: str = "") -> Response:
    """The form for name and password; there is none where nobody needs to log in."""
    if not site.door.guarded:
        return RedirectResponse(f"/{language}/", 303)
    return render(request, "login.html", next=_path_here(next, language), account="", fault=None)


@router.post("/{language}/login")
def enter(request: Request, site: Here, language: Code, sent: Fields) -> Response:
    """Let somebody in who knows his password; the session is a new one."""
    secure = request.url.scheme == "https"
    address = request.client.host if request.client else ""
    target = _path_here(sent.get("next", ""), language)
    found = site.door.enter(sent.get("name", ""), sent.get("password", ""), address)
    if not isinstance(found, str):
        return _shut_out(request, sent.get("name", ""), target, found)
    site.door.leave(request.cookies, secure)
    answer = RedirectResponse(target, 303)
    answer.set_cookie(
        cookie_name(secure),
        found,
        max_age=int(LONGEST.total_seconds()),
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )
    return answer


@router.post("/{language}/logout")
def leave(request: Request, site: Here, language: Code, who: Annotated[Visitor, Depends(writer("reader"))]) -> Response:
    """End the session of whoever asks."""
    secure = request.url.scheme == "https"
    site.door.leave(request.cookies, secure)
    answer = RedirectResponse(f"/{language}/" if who.local else f"/{language}/login", 303)
    answer.delete_cookie(cookie_name(secure), path="/", secure=secure, httponly=True, samesite="lax")
    return answer


@router.get("/{language}/account")
def person(request: Request, language: Code, who: Annotated[Visitor, Depends(needs("reader"))]) -> HTMLResponse:
    """Who somebody is here."""
    del language, who
    return render(request, "person.html", fault=None)


@router.post("/{language}/account")
def rename(
    request: Request, site: Here, language: Code, who: Annotated[Visitor, Depends(writer("reader"))], sent: Fields
) -> Response:
    """Call someone who sits at this machine by the name he gives; those with an account have one."""
    if not who.local:
        raise HTTPException(403, "an account keeps its name")
    name = account_name(sent.get("name", "").strip())
    if name is None:
        return render(request, "person.html", status=422, fault=language_of(request, site).say("account.bad_name"))
    answer = RedirectResponse(f"/{language}/account", 303)
    answer.set_cookie(NAME, quote(name), max_age=YEAR_S, path="/", httponly=True, samesite="lax")
    return answer


def _shut_out(request: Request, name: str, target: str, found: Wait | None) -> Response:
    """The form again. It says the same of a wrong name and of a wrong password."""
    say = language_of(request, request.app.state.site).say
    fault = say("account.wait", minutes=-(-found.seconds // 60)) if found else say("account.wrong")
    page = render(request, "login.html", status=429 if found else 401, next=target, account=name[:64], fault=fault)
    if found:
        page.headers["Retry-After"] = str(found.seconds)
    return page


def _path_here(text: str, language: Code) -> str:
    """A path of this site to go on to; the first page where something else was given."""
    return text if _PATH_HERE.fullmatch(text) else f"/{language}/"
