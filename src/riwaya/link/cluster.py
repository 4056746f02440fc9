"""Cluster accounts of one event: join the most alike first, unless the clusters as wholes speak against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from riwaya.link.blocking import candidate_pairs
from riwaya.link.score import corroborated, distance, explain_pair, parts_apart, reach, vetoed
from riwaya.link.sightings import Sighting, Spot
from riwaya.link.tables import Tables
from riwaya.model.finding import Joint


@dataclass
class Cluster:
    """Accounts joined so far, and what they state of themselves: targets, days, parts of the day, a place."""

    members: list[Sighting]
    targets: set[str] = field(default_factory=set)
    days: tuple[int, int] | None = None
    parts: set[str] = field(default_factory=set)
    place: Spot | None = None
    joints: list[Joint] = field(default_factory=list)

    def takes(self, other: Cluster, slip: bool, tables: Tables) -> bool:
        """Whether the other may be joined; `slip` allows days that differ."""
        if self.targets and other.targets and not self.targets & other.targets:
            return False
        if self.place and other.place and distance(self.place, other.place) > reach(self.place, other.place, tables):
            return False
        if self.days and other.days and (self.days[1] < other.days[0] or other.days[1] < self.days[0]):
            return slip
        return not parts_apart(frozenset(self.parts), frozenset(other.parts))

    def absorb(self, other: Cluster) -> None:
        """Add the members of the other and what they state."""
        self.members += other.members
        self.targets |= other.targets
        self.parts |= other.parts
        self.joints += other.joints
        self.days = _hull(self.days, other.days)
        self.place = min(filter(None, (self.place, other.place)), key=lambda p: (p.radius, p.id), default=None)


def clusters(sightings: Sequence[Sighting], tables: Tables) -> list[Cluster]:
    """All clusters, single accounts among them, in the order of their first account."""
    of = {s.at: _alone(s, tables) for s in sightings}
    pairs = ((a, b) for a, b in candidate_pairs(sightings, tables) if vetoed(a, b, tables) is None)
    explained = (explain_pair(a, b, tables) for a, b in pairs)
    by_ref = {s.ref: s for s in sightings}
    alike = sorted((e for e in explained if e.same), key=lambda e: (-e.score, by_ref[e.a].at, by_ref[e.b].at))
    for found in alike:
        a, b = by_ref[found.a], by_ref[found.b]
        first, second = of[a.at], of[b.at]
        if first is second or not first.takes(second, corroborated(a, b), tables):
            continue
        if len(first.members) < len(second.members):
            first, second = second, first
        first.absorb(second)
        first.joints.append(Joint(found.a, found.b, found.score))
        for member in second.members:
            of[member.at] = first
    return _sorted({id(c): c for c in of.values()}.values())


def _sorted(found: object) -> list[Cluster]:
    done: list[Cluster] = list(found)  # type: ignore[call-overload]
    for cluster in done:
        cluster.members.sort(key=lambda s: s.at)
        cluster.joints.sort(key=lambda joint: (joint.a, joint.b))
    return sorted(done, key=lambda c: c.members[0].at)


def _alone(s: Sighting, tables: Tables) -> Cluster:
    own = s.when if s.when and s.when.own else None
    brief = own is not None and own.end - own.start < tables.scoring.longest_event_days
    return Cluster(
        members=[s],
        targets=set(s.targets),
        days=(own.start, own.end) if own and brief else None,
        parts=set(own.parts) if own else set(),
        place=s.place if s.place and s.place.own else None,
    )


def _hull(a: tuple[int, int] | None, b: tuple[int, int] | None) -> tuple[int, int] | None:
    if a is None or b is None:
        return a or b
    return min(a[0], b[0]), max(a[1], b[1])
