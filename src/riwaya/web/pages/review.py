"""Review: the queue, a claim on the desk beside its article, an event whose accounts are merged or split, the log."""

from __future__ import annotations

from typing import Annotated, Any, get_args

import msgspec
from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response

from riwaya.judging import held
from riwaya.judging.history import history
from riwaya.judging.waiting import waiting
from riwaya.model.claim import Certainty, Claim, Polarity, Stance
from riwaya.model.record import Record
from riwaya.review import State, judged_record, kept
from riwaya.review.queue import Order, Waiting
from riwaya.rules.actortable import KINDS
from riwaya.store.base import Query as Wanted
from riwaya.web.desk import Words, desk
from riwaya.web.known import known_of
from riwaya.web.language import Code
from riwaya.web.reader import paragraphs, removed_by_reason, told
from riwaya.web.site import Here
from riwaya.web.standing import standing_of
from riwaya.web.templating import render
from riwaya.web.visitors import visitor_of

router = APIRouter(include_in_schema=False)
ORDERS: tuple[Order, ...] = get_args(Order)
IN_QUEUE = 50
IN_LOG = 200
NEAR_KM = 25.0
NEAR_EVENTS = 40


def review_page(request: Request, template: str, **values: Any) -> Response:
    """A page of review."""
    return render(request, template, coder=coder_of(request), **values)


def coder_of(request: Request) -> str:
    """The name under which a visitor reviews; empty for someone who has not logged in."""
    visitor = visitor_of(request)
    return visitor.name if visitor else ""


@router.get("/{language}/review")
def queue(request: Request, site: Here, language: Code, order: Order = "uncertain") -> Response:
    """What to review next."""
    standing = standing_of(site.store)
    found = waiting(site.store, standing, order, IN_QUEUE)
    counts = _counts(standing)
    return review_page(request, "review/queue.html", found=found, order=order, orders=ORDERS, counts=counts)


@router.get("/{language}/review/claim/{claim}")
def claim(request: Request, site: Here, language: Code, claim: str, order: Order = "uncertain") -> Response:
    """One claim with its article, and all that can be corrected."""
    found = held(site.store, [claim]).get(claim)
    if found is None:
        raise HTTPException(404, f"no claim {claim}")
    standing = standing_of(site.store)
    record, engine = found
    shown = _shown(record, claim, standing)
    article = record.article
    return review_page(
        request,
        "review/claim.html",
        record=record,
        article=article,
        paragraphs=tuple(paragraphs(article.text)),
        claims=told(shown, ()),
        stances=sorted({one.stance for one in shown.claims}),
        removed=removed_by_reason(article.removed),
        version=site.store.version(article.sha256),
        standing=standing.of(claim),
        kept={_slot(one.field, one.event): one.engine for one in kept(record, standing) if one.claim == claim},
        log=history(site.store.judgements(), {claim}),
        events=site.store.events_of([claim]),
        order=order,
        blank=_blank,
        **_neighbours(waiting(site.store, standing, order, IN_QUEUE), claim),
        desk=msgspec.to_builtins(desk(record, engine, standing)),
        choices=_choices(request),
    )


@router.get("/{language}/review/event/{event}")
def event(
    request: Request,
    site: Here,
    language: Code,
    event: str,
    q: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The accounts of an event, to be split; and events near it, to be merged."""
    found = site.store.event(event)
    if found is None:
        raise HTTPException(404, f"no event {event}")
    standing = standing_of(site.store)
    known = {id: (record, _left(record, id, standing)) for id, (record, _) in held(site.store, found.claims).items()}
    near = Wanted(words=q, limit=NEAR_EVENTS) if q or not found.place else _near(found.place)
    others = [other for other in site.store.find_events(near).events if other.id != event]
    return review_page(
        request,
        "review/event.html",
        event=found,
        accounts=[(member, *known[member.claim]) for member in found.members if member.claim in known],
        others=others,
        q=q,
        log=history(site.store.judgements(), set(found.claims)),
    )


@router.get("/{language}/review/log")
def log(request: Request, site: Here, language: Code) -> Response:
    """What was decided lately, the latest first."""
    found = history(site.store.judgements())
    return review_page(request, "review/log.html", log=found[-IN_LOG:], more=len(found) - IN_LOG)


def _neighbours(found: list[Waiting], claim: str) -> dict[str, str | None]:
    """The claims before and behind one in the queue; where it waits no more, the first is the next."""
    ids = [item.claim for item in found]
    at = ids.index(claim) if claim in ids else -1
    return {"previous": ids[at - 1] if at > 0 else None, "next": ids[at + 1] if at + 1 < len(ids) else None}


def _blank(found: list[dict[str, Any]]) -> Words:
    """A mention that is still to be named, behind those that there are."""
    return Words(max((words["nth"] for words in found), default=-1) + 1, "", 0, 0, False)


def _near(place: str) -> Wanted:
    return Wanted(place=place, radius_km=NEAR_KM, limit=NEAR_EVENTS)


def _shown(record: Record, claim: str, standing: State) -> Record:
    """The record with the claim alone, as people left it; a rejected one as the engine read it."""
    judged = judged_record(record, standing)
    source = judged if any(one.id == claim for one in judged.claims) else record
    return msgspec.structs.replace(source, claims=tuple(one for one in source.claims if one.id == claim))


def _left(record: Record, claim: str, standing: State) -> Claim:
    """A claim as people left it; a rejected one as the engine read it."""
    return _shown(record, claim, standing).claims[0]


def _slot(field: str, event: int | None) -> str:
    return field if event is None else f"{field} {event}"


def _counts(standing: State) -> dict[str, int]:
    """How many claims stand how."""
    found = [one.standing for one in standing.claims.values()]
    return {name: found.count(name) for name in ("accepted", "corrected", "rejected")}


def _choices(request: Request) -> dict[str, list[str]]:
    """The values that fields may have."""
    known = known_of(request)
    return {
        "stance": list(get_args(Stance)),
        "certainty": list(get_args(Certainty)),
        "polarity": list(get_args(Polarity)),
        "type": sorted(known.types),
        "kind": sorted(KINDS),
    }
