"""Cluster accounts of one event: join the most alike first, unless the clusters as wholes speak against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from msgspec import Struct

from riwaya.link.blocking import candidate_pairs
from riwaya.link.score import corroborated, distance, parts_apart, reach, score_of
from riwaya.link.sightings import Sighting, Spot
from riwaya.link.tables import Tables
from riwaya.model.finding import Joint, Ref

Days = tuple[int, int]
Pair = tuple[Ref, Ref]
Pairs = Iterable[Pair]
_NOTHING: frozenset[str] = frozenset()
_NONE: frozenset[Ref] = frozenset()


@dataclass(frozen=True)
class Asked:
    """What people asked of the clusters: accounts to join, and accounts to keep apart, which goes first."""

    together: tuple[Pair, ...] = ()
    apart: tuple[Pair, ...] = ()


class Cluster(Struct, gc=False, kw_only=True, eq=False):
    """Accounts joined so far, and what they have in common: families, targets, days, parts of the day, a place.

    `days` are those that all dated accounts share, `window` those that all undated ones allow; `barred` are
    accounts that people keep apart from a member.
    """

    members: list[Sighting]
    families: frozenset[str]
    targets: frozenset[str]
    days: Days | None
    window: Days | None
    parts: frozenset[str]
    place: Spot | None
    joints: tuple[Joint, ...] = ()
    barred: frozenset[Ref] = _NONE

    def keeps_out(self, other: Cluster) -> bool:
        """Whether people keep the two apart."""
        return bool(self.barred) and not self.barred.isdisjoint(member.ref for member in other.members)

    def takes(self, other: Cluster, slip: bool, tables: Tables) -> bool:
        """Whether the other may be joined; `slip` allows days that differ."""
        if not self.families & other.families or self.keeps_out(other):
            return False
        if self.targets and other.targets and not self.targets & other.targets:
            return False
        if self.place and other.place and distance(self.place, other.place) > reach(self.place, other.place, tables):
            return False
        if not self._meets(other, slip, tables):
            return False
        return self.days != other.days or not parts_apart(self.parts, other.parts)

    def _meets(self, other: Cluster, slip: bool, tables: Tables) -> bool:
        """Whether the days agree; an undated account may be printed a little after what it tells of."""
        mine, theirs = self.days or self.window, other.days or other.window
        if mine is None or theirs is None or mine[0] <= theirs[1] and theirs[0] <= mine[1]:
            return True
        if self.days and other.days:
            return slip
        apart = max(mine[0], theirs[0]) - min(mine[1], theirs[1])
        return apart <= tables.scoring.undated_days

    def absorb(self, other: Cluster) -> None:
        """Add the members of the other and what they state."""
        self.members += other.members
        self.families = self.families & other.families or self.families | other.families
        self.targets |= other.targets
        self.parts |= other.parts
        self.joints += other.joints
        self.barred |= other.barred
        self.days = _common(self.days, other.days)
        self.window = _common(self.window, other.window)
        self.place = min(filter(None, (self.place, other.place)), key=lambda p: (p.radius, p.id), default=None)


def clusters(sightings: Sequence[Sighting], tables: Tables, asked: Asked | None = None) -> list[Cluster]:
    """All clusters, single accounts among them, in the order of their first account."""
    of = {s.ref: _alone(s, tables) for s in sightings}
    _ask(of, asked or Asked())
    for negative, a, b in sorted(_alike(sightings, tables), key=lambda found: (found[0], found[1].at, found[2].at)):
        first, second = of[a.ref], of[b.ref]
        if first is not second and first.takes(second, corroborated(a, b, tables), tables):
            _join(of, Joint(a.ref, b.ref, -negative))
    return _in_order({id(c): c for c in of.values()}.values())


def _ask(of: dict[Ref, Cluster], asked: Asked) -> None:
    """Bar and join as people asked, before anything is compared; accounts that are not there are passed over."""
    against: dict[Ref, set[Ref]] = defaultdict(set)
    for a, b in asked.apart:
        against[a].add(b)
        against[b].add(a)
    for ref, others in against.items():
        if ref in of:
            of[ref].barred |= others
    for a, b in asked.together:
        if a in of and b in of and of[a] is not of[b] and not of[a].keeps_out(of[b]):
            _join(of, Joint(a, b, 1.0, judged=True))


def _join(of: dict[Ref, Cluster], joint: Joint) -> None:
    """Put the smaller of two clusters into the larger."""
    first, second = of[joint.a], of[joint.b]
    if len(first.members) < len(second.members):
        first, second = second, first
    first.absorb(second)
    first.joints += (joint,)
    for member in second.members:
        of[member.ref] = first


def _alike(sightings: Sequence[Sighting], tables: Tables) -> Iterator[tuple[float, Sighting, Sighting]]:
    """The pairs that are alike enough, each with its score, negative so that the most alike sort first."""
    for a, b in candidate_pairs(sightings, tables):
        score = score_of(a, b, tables)
        if score is not None:
            yield -score, a, b


def _in_order(found: Iterable[Cluster]) -> list[Cluster]:
    done = list(found)
    for cluster in done:
        cluster.members.sort(key=lambda s: s.at)
        cluster.joints = tuple(sorted(cluster.joints, key=lambda joint: (joint.a, joint.b)))
    return sorted(done, key=lambda c: c.members[0].at)


def _alone(s: Sighting, tables: Tables) -> Cluster:
    days = (s.when.start, s.when.end) if s.when else None
    own = s.when is not None and s.when.own
    return Cluster(
        members=[s],
        families=frozenset(tables.of_type.get(s.type, ())),
        targets=s.targets,
        days=days if own else None,
        window=None if own else days,
        parts=s.when.parts if s.when and own else _NOTHING,
        place=s.place if s.place and s.place.own else None,
    )


def _common(a: Days | None, b: Days | None) -> Days | None:
    """The days that both have; where they have none (one account is a slip) all from the first to the last."""
    if a is None or b is None:
        return a or b
    first, last = max(a[0], b[0]), min(a[1], b[1])
    return (first, last) if first <= last else (min(a[0], b[0]), max(a[1], b[1]))
