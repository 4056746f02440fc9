"""Contradictions within one event: denied and asserted, numbers, days. Shown with both chains, never decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import isinf

from riwaya.link.events import cluster_id
from riwaya.link.origins import At, Sources, Told
from riwaya.link.score import gap
from riwaya.link.sightings import Sighting, Toll
from riwaya.link.voices import outlet_key
from riwaya.model.finding import Contradiction, ContradictionKind, Side

_AFFIRMING = frozenset({"asserted", "accused", "opined"})
_COUNTED = frozenset({"killed", "injured", "detained", "abducted", "displaced", "missing"})


def contradictions(members: Sequence[Sighting], told: Told, sources: Sources) -> Iterator[Contradiction]:
    """All contradictions within one event, each pair of origins and each pair of figures once."""
    case = _Case(members, told, sources)
    yield from case.denials()
    yield from case.numbers()
    yield from case.dates()


def side(at: At, says: str, sources: Sources) -> Side:
    """One side of a contradiction: the claim with its chain from the outlet to the origin."""
    article = sources.articles[at[0]]
    claim = article.claims[at[1]]
    return Side(claim=claim.id, says=says, reported=article.published, chain=(article.outlet, *claim.chain))


class _Case:
    def __init__(self, members: Sequence[Sighting], told: Told, sources: Sources) -> None:
        self._members, self._told, self._sources = members, told, sources
        self._event = cluster_id(members)

    def denials(self) -> Iterator[Contradiction]:
        """The first denial of each origin against the first assertion of each other."""
        denied = self._first_of_each(s for s in self._members if s.negative)
        affirmed = self._first_of_each(s for s in self._members if not s.negative and s.stance in _AFFIRMING)
        for origin, a in denied:
            for other, b in affirmed:
                if a.at[:2] != b.at[:2]:
                    note = "took it back" if origin == other else "denied by another origin"
                    yield self._made("denial", (b, "asserted"), (a, "denied"), note)

    def numbers(self) -> Iterator[Contradiction]:
        """Each two counts of one role that exclude each other, in the order in which they were reported."""
        for role in sorted(_COUNTED):
            seen: list[tuple[Sighting, Toll]] = []
            for sighting, toll in self._counts(role):
                if any((t.low, t.high) == (toll.low, toll.high) for _, t in seen):
                    continue
                if seen and not _meet(seen[-1][1], toll):
                    first, count = seen[-1]
                    a, b = (first, f"{role} {count.text}"), (sighting, f"{role} {toll.text}")
                    yield self._made("numbers", a, b, "rose" if toll.low > count.low else "fell")
                seen.append((sighting, toll))

    def _counts(self, role: str) -> list[tuple[Sighting, Toll]]:
        """The largest count that each origin gives in each article: smaller ones are parts of it."""
        largest: dict[tuple[int, str], tuple[Sighting, Toll]] = {}
        for sighting in self._members:
            for toll in sighting.tolls:
                key = (sighting.at[0], self._origin(sighting))
                if toll.role == role and (key not in largest or toll.low > largest[key][1].low):
                    largest[key] = (sighting, toll)
        return sorted(largest.values(), key=lambda pair: (pair[0].reported or 0, pair[0].at))

    def dates(self) -> Iterator[Contradiction]:
        """Each two different days that accounts state themselves."""
        seen: list[Sighting] = []
        for sighting in self._members:
            if not sighting.when or not sighting.when.own:
                continue
            apart = [s for s in seen if s.when and s.at[:2] != sighting.at[:2] and gap(s.when, sighting.when)]
            if len(apart) == len(seen):
                for other in apart:
                    a, b = (other, _days(other)), (sighting, _days(sighting))
                    yield self._made("dates", a, b, "different days")
                seen.append(sighting)

    def _made(
        self, kind: ContradictionKind, a: tuple[Sighting, str], b: tuple[Sighting, str], note: str
    ) -> Contradiction:
        first, second = a[0], b[0]
        return Contradiction(
            kind=kind,
            event=self._event,
            place=first.place.id if first.place else None,
            a=side(first.at[:2], a[1], self._sources),
            b=side(second.at[:2], b[1], self._sources),
            same_origin=self._origin(first) == self._origin(second),
            note=note,
        )

    def _first_of_each(self, found: Iterable[Sighting]) -> list[tuple[str, Sighting]]:
        first: dict[str, Sighting] = {}
        for sighting in sorted(found, key=lambda s: (s.reported or 0, s.at)):
            first.setdefault(self._origin(sighting), sighting)
        return list(first.items())

    def _origin(self, sighting: Sighting) -> str:
        """The origin of an account; one that leans on sources beside it stands for its outlet."""
        known = self._told.of.get(sighting.at[:2])
        return known or outlet_key(sighting.outlet, self._sources.tables)


def _meet(a: Toll, b: Toll) -> bool:
    """Whether one number can be meant by both; "at least twelve" is what is known so far: twelve."""
    first, second = ((t.low, t.low if isinf(t.high) else t.high) for t in (a, b))
    return first[0] <= second[1] and second[0] <= first[1]


def _days(sighting: Sighting) -> str:
    start, end = sighting.days
    return start or "" if start == end else f"{start or ''}..{end or ''}"
