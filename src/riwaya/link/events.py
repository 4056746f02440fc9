"""Event clusters as findings: what a cluster says as a whole, with its origins."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date

from riwaya.link.cluster import Cluster
from riwaya.link.digest import Where
from riwaya.link.origins import Sources, Told
from riwaya.link.sightings import Sighting
from riwaya.link.tables import Tables
from riwaya.model.finding import EventCluster


def event_cluster(cluster: Cluster, told: Told, sources: Sources, tables: Tables) -> EventCluster:
    """The finding for one cluster."""
    members = cluster.members
    claims = list(dict.fromkeys(s.at[:2] for s in members))
    days = sorted(p for r in {s.at[0] for s in members} if (p := sources.articles[r].published))
    outlets = tuple(sorted({s.outlet for s in members}))
    kind = main_type(members, tables)
    place = _place(members, sources)
    start, end = _days(members)
    return EventCluster(
        id=cluster_id(members),
        type=kind,
        family=tables.of_type[kind][0],
        place=place.id if place else None,
        place_ar=place.name_ar if place else None,
        place_en=place.name_en if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        radius_km=place.radius_km if place else None,
        start=start,
        end=end,
        members=tuple(s.ref for s in members),
        claims=tuple(dict.fromkeys(sources.articles[r].claims[c].id for r, c in claims)),
        leaning=tuple(sources.articles[r].claims[c].id for r, c in told.leaning),
        outlets=outlets,
        origins=told.origins,
        n_outlets=len(outlets),
        n_claims=len(claims),
        n_origins=len(told.origins),
        n_affirming=sum(o.affirms for o in told.origins),
        n_denying=sum(o.denies for o in told.origins),
        first_report=days[0] if days else None,
        last_report=days[-1] if days else None,
        joints=cluster.joints,
    )


def cluster_id(members: Sequence[Sighting]) -> str:
    """An id that stays while the earliest account stays the same."""
    first = min(members, key=lambda s: (s.ref.claim, s.ref))
    return "event:" + hashlib.sha256(f"{first.ref.claim}#{first.ref.event}".encode()).hexdigest()[:12]


def main_type(members: Sequence[Sighting], tables: Tables) -> str:
    """The type that most accounts give; of equally frequent ones that of the first account.

    What the event led to (casualties) names it only where no account says what it was.
    """
    types = [s.type for s in members]
    counts = Counter([t for t in types if t not in tables.scoring.results] or types)
    return max(counts, key=lambda t: counts[t])


def _place(members: Sequence[Sighting], sources: Sources) -> Where | None:
    """The mention of the place that most accounts name; of equally frequent ones that of the first account.

    Where the dead were brought is not where they died: accounts of what the event led to count last.
    """
    placed = [s for s in members if s.place]
    causes = [s for s in placed if s.type not in sources.tables.scoring.results]
    named = [s for s in causes if s.place and s.place.own] or [s for s in placed if s.place and s.place.own] or placed
    counts = Counter((s.place.id, s.place.radius) for s in named if s.place)
    if not counts:
        return None
    best, radius = max(counts, key=lambda place: counts[place])
    article = next(sources.articles[s.at[0]] for s in named if s.place and s.place.id == best)
    return next((p for p in article.places if p.id == best and (p.radius_km or 0.0) == radius), None)


def _days(members: Sequence[Sighting]) -> tuple[str | None, str | None]:
    stated = [s.when for s in members if s.when and s.when.own] or [s.when for s in members if s.when]
    if not stated:
        return None, None
    start, end = min(w.start for w in stated), max(w.end for w in stated)
    return date.fromordinal(start).isoformat(), date.fromordinal(end).isoformat()
