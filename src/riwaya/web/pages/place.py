"""The page of a place: its ledger of reported holders, areas, events, articles."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from riwaya.model.finding import AreaFigure, Contradiction
from riwaya.store.base import Ledger, Query
from riwaya.web.eventview import Circle, Dispute, disputes
from riwaya.web.language import Code, Language
from riwaya.web.plots import Figure, bands, plot
from riwaya.web.site import Here, Site
from riwaya.web.templating import render
from riwaya.web.view import circles_of

router = APIRouter(include_in_schema=False)
MOST = 30
MOST_CLAIMS = 200


@router.get("/{language}/place/{id:path}")
def place(request: Request, site: Here, language: Code, id: str) -> HTMLResponse:
    """One place."""
    ledger = ledger_of(site, id)
    said = site.languages[language]
    names = _holders(ledger, site, said)
    events = site.store.find_events(Query(place=ledger.place, limit=MOST))
    hits = site.store.search(Query(place=ledger.place, limit=MOST_CLAIMS)).hits
    return render(
        request,
        "place.html",
        ledger=ledger,
        holder_names=names,
        bands=bands(ledger.control, names),
        areas=plot([_figure(area, names) for area in ledger.areas if area.day]),
        disputes=_disputes(site, ledger.contradictions),
        events=events,
        articles=list({hit.sha256: hit for hit in hits}.values()),
        circles=circles_of(_circle(ledger), said),
    )


def ledger_of(site: Site, id: str) -> Ledger:
    """The ledger of the place of an id. Raises HTTPException where nothing is told of it."""
    found = [ledger for ledger in site.store.ledgers(id) if ledger.place == id] or list(site.store.ledgers(id))
    if not found:
        raise HTTPException(404, f"nothing is told of the place {id}")
    return found[0]


def _holders(ledger: Ledger, site: Site, language: Language) -> dict[str, str]:
    """The names of known holders, and of those who contest them."""
    ids = {span.holder for span in ledger.control} | {other for span in ledger.control for other in span.contested_by}
    ids |= {area.holder for area in ledger.areas if area.holder}
    known = {id: facts for id in ids if (facts := site.actors.get(id))}
    return {id: language.choose(facts.name_ar, facts.name_en) for id, facts in known.items()}


def _figure(area: AreaFigure, names: dict[str, str]) -> Figure:
    holder = names.get(area.holder or "", area.holder or "-")
    said = f"{holder}: {area.low:g}" + (f"-{area.high:g}" if area.high != area.low else "") + f" {area.unit}"
    return Figure((area.day or "")[:10], area.low, area.high, f"{holder} ({area.unit})", area.claim, said)


def _disputes(site: Site, found: tuple[Contradiction, ...]) -> tuple[Dispute, ...]:
    claims = sorted({side.claim for one in found for side in (one.a, one.b)})
    return disputes(found, {hit.claim: hit for hit in site.store.told(claims)})


def _circle(ledger: Ledger) -> list[Circle]:
    if ledger.lat is None or ledger.lon is None:
        return []
    return [Circle(ledger.place_ar, ledger.place_en, ledger.lat, ledger.lon, 0.0)]
