"""Origins: on how many independent sources the claims of one event rest.

Two claims are independent only if their chains end at different sources, neither source speaks for the other,
and their words are not those of one statement (codebook section 2). An outlet that sums up in its own voice
what sources named beside it say is no origin of its own, nor is a text that relays such an outlet, nor who only
comments on an event, asks or threatens.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from riwaya.link.digest import Digest, Said
from riwaya.link.sightings import Sighting
from riwaya.link.statements import Same
from riwaya.link.tables import Tables
from riwaya.link.voices import UNNAMED_AGENCIES, Speaker, outlet_key
from riwaya.model.finding import Origin

At = tuple[int, int]
_TESTIMONY = frozenset({"asserted", "denied", "accused"})


@dataclass(frozen=True)
class Sources:
    """What is known of all claims: the articles that they are of, and which of them are one statement."""

    articles: Sequence[Digest]
    same: Mapping[At, tuple[Same, ...]]
    tables: Tables

    def claim(self, at: At) -> Said:
        """The claim at (article, claim)."""
        return self.articles[at[0]].claims[at[1]]

    def speaker(self, at: At) -> Speaker:
        """The speaker of the claim at (article, claim)."""
        return self.articles[at[0]].claims[at[1]].speaker


@dataclass(frozen=True)
class Told:
    """The origins of one event, and the claims that lean on others."""

    origins: tuple[Origin, ...]
    leaning: tuple[At, ...]
    of: Mapping[At, str]


def by_claim(same: Iterable[Same]) -> dict[At, tuple[Same, ...]]:
    """The statements that each claim shares with others."""
    out: dict[At, list[Same]] = defaultdict(list)
    for found in same:
        out[found.a.at].append(found)
        out[found.b.at].append(found)
    return {at: tuple(pairs) for at, pairs in out.items()}


def origins_of(members: Sequence[Sighting], sources: Sources) -> Told:
    """The independent origins of the claims of one event, sorted by their first claim."""
    claims = sorted({s.at[:2] for s in members})
    leaning = _leaning(claims, members, sources)
    aside = set(leaning)
    counted = [at for at in claims if at not in aside] or claims
    groups = _Groups(sources.speaker(at).voice.key for at in counted)
    _join_parties(counted, sources, groups)
    _join_statements(counted, sources, groups)
    origins = [_origin(group, counted, members, sources) for group in groups.sorted()]
    origins.sort(key=lambda found: _place(found, counted, sources))
    of = {at: o.id for o in origins for at in counted if sources.speaker(at).voice.key in {v.key for v in o.voices}}
    return Told(tuple(origins), leaning if len(counted) < len(claims) else (), of)


class _Groups:
    """Voices that are joined step by step, with the reasons (union-find)."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._parent = {key: key for key in keys}
        self._reasons: dict[str, set[str]] = defaultdict(set)

    def root(self, key: str) -> str:
        while self._parent[key] != key:
            key = self._parent[key]
        return key

    def join(self, a: str, b: str, reason: str) -> None:
        first, second = sorted((self.root(a), self.root(b)))
        if first != second:
            self._parent[second] = first
            self._reasons[first] |= {reason, *self._reasons.pop(second, set())}

    def sorted(self) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        members: dict[str, list[str]] = defaultdict(list)
        for key in self._parent:
            members[self.root(key)].append(key)
        return [(tuple(sorted(keys)), tuple(sorted(self._reasons[root]))) for root, keys in sorted(members.items())]


def _leaning(claims: Sequence[At], members: Sequence[Sighting], sources: Sources) -> tuple[At, ...]:
    """The claims that are no origin of the event: they only comment on it, or they sum up or relay others here.

    An outlet's own voice sums up the sources that the article names for the event; a claim that rests on an
    outlet relays those that this outlet names for it in an article of its own.
    """
    naming = {s.at[0]: outlet_key(s.outlet, sources.tables) for s in members if _names_a_source(s, sources)}

    def leans(at: At) -> bool:
        voice = sources.speaker(at).voice
        comments = sources.claim(at).stance not in _TESTIMONY
        sums_up = voice.basis in ("own_voice", "credit") and at[0] in naming
        return comments or sums_up or any(key == voice.key for r, key in naming.items() if r != at[0])

    return tuple(at for at in claims if leans(at))


def _names_a_source(sighting: Sighting, sources: Sources) -> bool:
    named = sources.speaker(sighting.at[:2]).voice.basis in ("source", "unnamed")
    return named and not sighting.negative


def _join_parties(claims: Sequence[At], sources: Sources, groups: _Groups) -> None:
    """Join those who speak for one another, short and full names, and agencies that are not named."""
    speakers = [sources.speaker(at) for at in claims]
    keys = {s.voice.key for s in speakers}
    agencies = sorted(k for k in keys if k in sources.tables.agencies)
    for speaker in speakers:
        key = speaker.voice.key
        body = f"actor:{speaker.affiliation}"
        if body in keys and body != key and speaker.voice.kind in ("person", "officials_unnamed"):
            groups.join(body, key, f"{speaker.voice.name} speaks for {body}")
        for through in speaker.through:
            if through in keys and through != key:
                groups.join(through, key, f"{through} relays {speaker.voice.name}")
        if key == UNNAMED_AGENCIES and agencies:
            groups.join(agencies[0], key, "agencies credited without a name")
    for short, full in _short_names(keys):
        groups.join(short, full, "one name, short and full")


def _short_names(keys: Iterable[str]) -> list[tuple[str, str]]:
    names = sorted(k for k in keys if k.startswith("name:"))
    parts = {k: set(k.removeprefix("name:").split()) for k in names}
    return [(a, b) for a in names for b in names if a != b and parts[a] < parts[b]]


def _join_statements(claims: Sequence[At], sources: Sources, groups: _Groups) -> None:
    here = set(claims)
    for at in claims:
        for same in sources.same.get(at, ()):
            if same.a.at in here and same.b.at in here:
                keys = (same.a.voice.key, same.b.voice.key)
                groups.join(*keys, f"{same.found.reason}: {same.found.a}, {same.found.b}")


def _origin(
    group: tuple[tuple[str, ...], tuple[str, ...]],
    counted: Sequence[At],
    members: Sequence[Sighting],
    sources: Sources,
) -> Origin:
    keys, reasons = group
    claims = [at for at in counted if sources.speaker(at).voice.key in keys]
    told = [s for s in members if s.at[:2] in set(claims)]
    days = sorted(p for at in claims if (p := sources.articles[at[0]].published))
    voices = {sources.speaker(at).voice.key: sources.speaker(at).voice for at in reversed(claims)}
    return Origin(
        id="origin:" + hashlib.sha256("\n".join(keys).encode()).hexdigest()[:12],
        voices=tuple(sorted(voices.values())),
        claims=tuple(dict.fromkeys(sources.articles[r].claims[c].id for r, c in claims)),
        outlets=tuple(sorted({s.outlet for s in told})),
        affirms=any(not s.negative for s in told),
        denies=any(s.negative for s in told),
        first_report=days[0] if days else None,
        last_report=days[-1] if days else None,
        joined=reasons,
    )


def _place(origin: Origin, counted: Sequence[At], sources: Sources) -> At:
    keys = {voice.key for voice in origin.voices}
    return min(at for at in counted if sources.speaker(at).voice.key in keys)
