"""The API of review: the queue, the log, suggestions, and one address to which every act is posted."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import Response

from riwaya.judging import judge
from riwaya.judging.history import history
from riwaya.judging.suggest import suggested_actors, suggested_places
from riwaya.judging.waiting import waiting
from riwaya.model.account import at_least
from riwaya.model.judgement import AnyAct, Batch, Bulk, Judgement, Merge, Split, claims_of
from riwaya.review.queue import Order
from riwaya.store.base import Store
from riwaya.web.door import Visitor
from riwaya.web.known import known_of
from riwaya.web.reviewing import act_asked
from riwaya.web.reviewparams import ActIn, UndoIn
from riwaya.web.site import Here
from riwaya.web.standing import standing_of
from riwaya.web.visitors import writer

router = APIRouter(prefix="/api/review", tags=["review"])
Writing = Annotated[Visitor, Depends(writer("coder"))]
Limit = Annotated[int, Query(ge=1, le=200)]
Words = Annotated[str, Query(min_length=1, max_length=100)]


@router.get("/queue", summary="Claims to review")
def queue(site: Here, order: Order = "uncertain", limit: Limit = 20) -> Response:
    """The claims that nobody has judged, in an order: `uncertain`, `single` origin, `contradicted`, `new`."""
    return _json(waiting(site.store, standing_of(site.store), order, limit))


@router.get("/log", summary="What was decided")
def log(
    site: Here, claim: Annotated[str | None, Query(max_length=200)] = None, limit: Annotated[int, Query(ge=1)] = 200
) -> Response:
    """The latest judgements, oldest first, all or those of one claim; codes of unfinished batches are left out."""
    found = history(site.store.judgements(), {claim} if claim else None)[-limit:]
    return _json([{"undone": undone, **msgspec.to_builtins(judgement)} for judgement, undone in found])


@router.get("/actors", summary="Actors by a part of their names")
def actors(request: Request, q: Words) -> Response:
    """Suggestions for the actor of a mention, at most ten."""
    return _json(suggested_actors(known_of(request), q))


@router.get("/places", summary="Places by a part of their names")
def places(request: Request, q: Words) -> Response:
    """Suggestions for the place of a mention, at most ten, the most populous first."""
    return _json(suggested_places(known_of(request), q))


@router.post("/acts", summary="Decide", status_code=201, responses={401: {}, 403: {}})
def act(request: Request, site: Here, asked: ActIn, who: Writing, preview: bool = False) -> Response:
    """Append one act: accept, correct, reject, note, merge, split, undo, batch or code.

    Coders may all of it but merge, split and batch, which are for editors.
    The header X-CSRF-Token must bring the token that stands in `<meta name="csrf-token">` of every page. With
    `preview` nothing is written, and the answer says which claims would be touched.
    """
    known = known_of(request)
    if not at_least(who.role, "editor") and _is_of_editors(asked, site.store):
        raise HTTPException(403, "only for the role editor")
    wanted = act_asked(asked, site.store, known)
    if preview:
        return _json({"number": None, **_touched(wanted)})
    at = site.settings.now().isoformat(timespec="seconds").replace("+00:00", "Z")
    entry = judge(site.store, wanted, who.name, at, known.types)
    done = Judgement(number=entry.number, at=at, who=entry.act.who, act=wanted)
    return _json({**msgspec.to_builtins(done), **_touched(wanted)}, 201)


def _is_of_editors(asked: ActIn, store: Store) -> bool:
    """Whether an act is about events or batches, or undoes one that is."""
    if not isinstance(asked, UndoIn):
        return asked.do in ("merge", "split", "batch")
    undone = (found.act for found in store.judgements() if found.number == asked.number)
    return any(isinstance(found, Merge | Split | Batch) for found in undone)


def _touched(act: AnyAct) -> dict[str, Any]:
    """How many fields of which claims an act is about."""
    return {"claims": claims_of(act), "fields": len(act.corrections) if isinstance(act, Bulk) else 1}


def _json(found: Any, status: int = 200) -> Response:
    return Response(
        msgspec.json.encode(found), status, media_type="application/json", headers={"Cache-Control": "no-store"}
    )
