"""Control of places: the dated sequence of reported holders, where they exclude each other, and areas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from riwaya.link.contradict import side
from riwaya.link.digest import Where
from riwaya.link.origins import At, Sources
from riwaya.link.parties import TEXT
from riwaya.link.score import shared_words
from riwaya.link.sightings import Sighting
from riwaya.link.tables import Tables
from riwaya.model.finding import AreaFigure, Contradiction, ControlSpan
from riwaya.model.mention import Quantity

_GAIN = frozenset({"territory_taken", "territory_transferred"})
_HOLD = frozenset({"territory_held"})
_SAME_HOLDER = 0.5
_REAL = frozenset({"asserted", "accused", "opined"})
_UNBOUNDED = frozenset({"country", "region", "governorate", "admin1", "sea", "river"})


@dataclass(frozen=True)
class Report:
    """One claim that a side holds a place as of a day; `negative` where the claim denies it."""

    place: str
    holder: str
    name: str
    day: int
    sighting: Sighting
    origin: str
    negative: bool


def control(sightings: Sequence[Sighting], sources: Sources) -> list[ControlSpan]:
    """The holders of every place, by place and day."""
    return [span for place in _by_place(sightings, sources) for span in _spans(place, sources)]


def opposed_holders(sightings: Sequence[Sighting], sources: Sources) -> list[Contradiction]:
    """Claims that two sides held one place on one day, each pair of sides and place once a day."""
    found = []
    for reports in _by_place(sightings, sources):
        for _, same_day in groupby(reports, key=lambda r: r.day):
            found += list(_opposed([r for r in same_day if not r.negative], sources))
    return found


def areas(sightings: Sequence[Sighting], sources: Sources) -> list[AreaFigure]:
    """Areas that claims give, with who is said to hold them, in the order of days."""
    accounts: dict[At, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        if sources.claim(sighting.at[:2]).areas:
            accounts[sighting.at[:2]].append(sighting)
    found = []
    for r, article in enumerate(sources.articles):
        for c, claim in enumerate(article.claims):
            found += [_area(q, (r, c), accounts[r, c], sources) for q in claim.areas]
    known = [figure for figure in found if figure is not None]
    return sorted(known, key=lambda f: (f.day or "", f.holder or "", f.low, f.claim))


def _by_place(sightings: Sequence[Sighting], sources: Sources) -> list[list[Report]]:
    out: dict[str, list[Report]] = defaultdict(list)
    for sighting in sightings:
        for report in _reports(sighting, sources):
            out[report.place].append(report)
    named = {place: _known_holders(reports, sources.tables) for place, reports in out.items()}
    return [sorted(named[place], key=lambda r: (r.day, r.sighting.at)) for place in sorted(named)]


def _known_holders(reports: Sequence[Report], tables: Tables) -> list[Report]:
    """The reports with holders that are not known taken as the known one that they share most words with."""
    known = sorted({r.name for r in reports if not r.name.startswith(TEXT)})
    done = []
    for report in reports:
        shares = [(shared_words(report.name, name, tables), name) for name in known]
        alike = max(shares, default=(0.0, ""), key=lambda pair: pair[0])
        if report.name.startswith(TEXT) and alike[0] >= _SAME_HOLDER:
            report = replace(report, name=alike[1], holder=tables.side(alike[1]))
        done.append(report)
    return done


def _reports(sighting: Sighting, sources: Sources) -> Iterator[Report]:
    tables = sources.tables
    if sighting.type not in _GAIN | _HOLD or sighting.planned or not _stated(sighting):
        return
    place, day = _mention(sighting, sources), _day(sighting)
    if place is None or place.feature in _UNBOUNDED or day is None:
        return
    if sighting.place is None or not sighting.place.at:
        return
    speaker = sources.speaker(sighting.at[:2])
    if sighting.holder is not None:
        holder = tables.side(sighting.holder)
        yield Report(place.id, holder, sighting.holder, day, sighting, speaker.voice.key, sighting.negative)


def _stated(sighting: Sighting) -> bool:
    return sighting.stance in _REAL or sighting.stance == "denied"


def _mention(sighting: Sighting, sources: Sources) -> Where | None:
    return sources.articles[sighting.at[0]].where(sighting.place.id) if sighting.place else None


def _day(sighting: Sighting) -> int | None:
    """The day as of which the place is held: that of the event, else that of the report."""
    when = sighting.when
    if when and when.own and sighting.type in _GAIN:
        return when.start if when.end - when.start <= 1 else when.end
    return when.end if when else sighting.reported


def _spans(reports: Sequence[Report], sources: Sources) -> Iterator[ControlSpan]:
    positive = [r for r in reports if not r.negative]
    runs = [list(run) for _, run in groupby(positive, key=lambda r: r.holder)]
    for k, run in enumerate(runs):
        following = runs[k + 1][0].day if k + 1 < len(runs) else None
        last = run[-1].day
        end = max(last, following - 1) if following is not None else last
        yield _span(run, (run[0].day, end, following is None), reports, sources)


def _span(
    run: Sequence[Report], days: tuple[int, int, bool], reports: Iterable[Report], sources: Sources
) -> ControlSpan:
    first, last, is_open = days
    place = _mention(run[0].sighting, sources)
    around = [r for r in reports if first <= r.day <= last]
    others = {r.name for r in around if r.holder != run[0].holder and not r.negative}
    denied = {r.origin for r in around if r.holder == run[0].holder and r.negative}
    origins = tuple(sorted({r.origin for r in run}))
    return ControlSpan(
        place=run[0].place,
        place_ar=place.name_ar if place else None,
        place_en=place.name_en if place else None,
        holder=run[0].name,
        holder_name=run[0].sighting.holder_name or "",
        start=_iso(first),
        end=_iso(last),
        open=is_open,
        claims=tuple(dict.fromkeys(r.sighting.ref.claim for r in run)),
        origins=origins,
        n_origins=len(origins),
        contested_by=tuple(sorted(others)),
        denied_by=tuple(sorted(denied)),
    )


def _opposed(reports: Sequence[Report], sources: Sources) -> Iterator[Contradiction]:
    first: dict[str, Report] = {}
    for report in reports:
        first.setdefault(report.holder, report)
    held = list(first.values())
    for k, a in enumerate(held):
        for b in held[k + 1 :]:
            yield Contradiction(
                kind="holders",
                event=None,
                place=a.place,
                a=side(a.sighting.at[:2], f"held by {a.name}", sources),
                b=side(b.sighting.at[:2], f"held by {b.name}", sources),
                same_origin=a.origin == b.origin,
                note=f"both on {_iso(a.day)}",
            )


def _area(q: Quantity, at: At, accounts: Sequence[Sighting], sources: Sources) -> AreaFigure | None:
    low, high = (q.value, q.value) if q.value is not None else (q.low, q.high)
    if low is None:
        return None
    about = next((s for s in accounts if s.type in _GAIN | _HOLD), accounts[0] if accounts else None)
    day = _day(about) if about else sources.articles[at[0]].day
    return AreaFigure(
        holder=about.holder if about else None,
        place=about.place.id if about and about.place else None,
        day=_iso(day) if day else None,
        low=float(low),
        high=float(low if high is None else high),
        unit=q.unit or "km2",
        claim=sources.claim(at).id,
        origin=sources.speaker(at).voice.key,
    )


def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
