"""Blind double coding: batches, the next claim to code, and how far the two coders agree."""

from __future__ import annotations

from importlib.util import find_spec
from typing import get_args

import msgspec
from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import PlainTextResponse, Response

from riwaya.judging import held
from riwaya.model.claim import Certainty, Stance
from riwaya.model.judgement import Batch
from riwaya.review import State, candidates, reliability
from riwaya.review.queue import Order
from riwaya.review.reliability import FIELDS, finished, uncoded, visible
from riwaya.rules.actortable import table_text
from riwaya.web.known import known_of
from riwaya.web.language import Code
from riwaya.web.pages.review import coder_of, review_page
from riwaya.web.reader import paragraphs, removed_by_reason, told
from riwaya.web.site import Here, Site
from riwaya.web.standing import standing_of

router = APIRouter(include_in_schema=False)


@router.get("/{language}/review/batches")
def batches(request: Request, site: Here, language: Code) -> Response:
    """All batches with how far each coder is, and the form for a new one."""
    standing = standing_of(site.store)
    found = [(batch, _progress(batch, standing)) for batch in standing.batches.values()]
    return review_page(request, "review/batches.html", batches=found, orders=get_args(Order))


@router.get("/{language}/review/batch/{name}")
def batch(request: Request, site: Here, language: Code, name: str) -> Response:
    """A batch: what is left to code, and the agreement once both have coded all."""
    standing = standing_of(site.store)
    made = _batch(standing, name)
    done = finished(made, standing)
    found = reliability(made, standing) if done and find_spec("nltk") else None
    texts = {id: claim.text for id, (_, claim) in held(site.store, made.claims).items()} if done else {}
    return review_page(
        request,
        "review/batch.html",
        batch=made,
        progress=_progress(made, standing),
        done=done,
        found=found,
        texts=texts,
        mine=len(visible(made, coder_of(request), standing)),
    )


@router.get("/{language}/review/batch/{name}/code")
def code(request: Request, site: Here, language: Code, name: str, claim: str | None = None) -> Response:
    """One claim of a batch with its article, without what the engine or the other coder say of it."""
    standing = standing_of(site.store)
    made, who = _batch(standing, name), coder_of(request)
    if who not in made.coders:
        return review_page(request, "review/not_yours.html", batch=made)
    left = uncoded(made, who, standing)
    wanted = claim if claim in made.claims else (left[0] if left else None)
    found = held(site.store, [wanted]).get(wanted) if wanted else None
    if wanted is None or found is None:
        return review_page(request, "review/coded.html", batch=made, lost=wanted)
    return _desk(request, site, made, (who, wanted), standing)


@router.get("/{language}/review/candidates")
def names(request: Request, site: Here, language: Code) -> Response:
    """Names that review found and the tables of actors lack."""
    return review_page(request, "review/candidates.html", rows=_candidates(request, site))


@router.get("/review/candidates.csv")
def names_table(request: Request, site: Here) -> Response:
    """The same as a table that `riwaya actors add` takes."""
    named = {"Content-Disposition": 'attachment; filename="actors.csv"'}
    return PlainTextResponse(table_text(_candidates(request, site)), media_type="text/csv", headers=named)


def _candidates(request: Request, site: Site) -> list[dict[str, str]]:
    known = known_of(request)
    return candidates(site.store.records(), standing_of(site.store), known.actors, known.form)


def _desk(request: Request, site: Site, made: Batch, at: tuple[str, str], standing: State) -> Response:
    who, wanted = at
    record, read = held(site.store, [wanted])[wanted]
    bare = msgspec.structs.replace(read, chain=(), cue=None, events=(), notes=(), gloss=None)
    article = record.article
    mine = visible(made, who, standing).get((who, wanted))
    return review_page(
        request,
        "review/code.html",
        batch=made,
        claim_id=wanted,
        record=record,
        article=article,
        paragraphs=tuple(paragraphs(article.text)),
        claims=told(msgspec.structs.replace(record, claims=(bare,)), ()),
        stances=(),
        removed=removed_by_reason(article.removed),
        version=site.store.version(article.sha256),
        mine=msgspec.to_builtins(mine) if mine else dict.fromkeys(FIELDS),
        left=len(uncoded(made, who, standing)),
        choices={
            "stance": get_args(Stance),
            "certainty": get_args(Certainty),
            "type": sorted(known_of(request).types),
        },
    )


def _batch(standing: State, name: str) -> Batch:
    found = standing.batches.get(name)
    if found is None:
        raise HTTPException(404, f"no batch {name}")
    return found


def _progress(batch: Batch, standing: State) -> dict[str, int]:
    """How many claims each coder has coded."""
    whole = len(set(batch.claims))
    return {coder: whole - len(uncoded(batch, coder, standing)) for coder in batch.coders}
