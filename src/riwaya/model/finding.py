"""Findings: what many records say together. All of it is derived and can be computed again.

Nothing here decides who is right: it says which accounts are of one event, on how many independent origins
they rest, and where they disagree.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

ContradictionKind = Literal["denial", "holders", "numbers", "dates"]
Order = Literal["latest", "origins", "claims"]
OriginBasis = Literal["source", "own_voice", "credit", "unnamed"]


class Ref(Struct, frozen=True, gc=False, order=True, forbid_unknown_fields=True):
    """One event of one claim of one article: `event` is its index in the claim."""

    article: str
    claim: str
    event: int


class Feature(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """One feature of a comparison: its value in 0..1, its weight, and what was compared.

    `value` is None where one of the two leaves it open.
    """

    name: str
    value: float | None
    weight: float
    why: str


class Explanation(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """Why two accounts are, or are not, taken as accounts of one event.

    `veto` names what alone keeps them apart, whatever the score.
    """

    a: Ref
    b: Ref
    features: tuple[Feature, ...]
    score: float
    threshold: float
    veto: str | None
    same: bool


class Joint(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A link that joined two accounts, with its score; `riwaya.link.explain` gives the features.

    `judged` is true where a person joined them.
    """

    a: Ref
    b: Ref
    score: float
    judged: bool = False


class Voice(Struct, frozen=True, gc=False, order=True, forbid_unknown_fields=True):
    """Who a claim rests on: a key equal for equal sources, the name as written, the kind of source."""

    key: str
    name: str
    kind: str
    basis: OriginBasis


class SameStatement(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """Two claims of two articles that are one statement, or a text and its copy.

    `similarity` is the share of common content words (Jaccard).
    """

    a: str
    b: str
    reason: str
    similarity: float


class Origin(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """One independent origin of what is claimed of an event, with all claims that rest on it.

    `voices` are the sources that are one here, `joined` the reasons; `affirms` and `denies` say which stands
    in its claims (both, where it changed its word).
    """

    id: str
    voices: tuple[Voice, ...]
    claims: tuple[str, ...]
    outlets: tuple[str, ...]
    affirms: bool
    denies: bool
    first_report: str | None
    last_report: str | None
    joined: tuple[str, ...] = ()


class EventCluster(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """One event as several accounts tell it.

    `n_claims` counts claims, `n_outlets` who printed them, `n_origins` on how many independent origins they
    rest. `leaning` are claims that sum up or relay sources which others of its claims name, and those that only
    comment on the event; they are no origin. `start`..`end` spans the days that accounts state.
    """

    id: str
    type: str
    family: str
    place: str | None
    place_ar: str | None
    place_en: str | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    start: str | None
    end: str | None
    members: tuple[Ref, ...]
    claims: tuple[str, ...]
    leaning: tuple[str, ...]
    outlets: tuple[str, ...]
    origins: tuple[Origin, ...]
    n_outlets: int
    n_claims: int
    n_origins: int
    n_affirming: int
    n_denying: int
    first_report: str | None
    last_report: str | None
    joints: tuple[Joint, ...]


class Side(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """One side of a contradiction: a claim, what it says of the point at issue, and its chain.

    `chain` names the outlet first and the origin last.
    """

    claim: str
    says: str
    reported: str | None
    chain: tuple[str, ...]


class Contradiction(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """Two claims that cannot both be so, or that give different figures; a later one never erases the earlier.

    `event` is the cluster, `place` the place, at issue. `same_origin` is true where one source corrected itself.
    """

    kind: ContradictionKind
    event: str | None
    place: str | None
    a: Side
    b: Side
    same_origin: bool
    note: str


class ControlSpan(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """A stretch of days in which a place is reported to be held by one side.

    `holder` is the actor's id or, for an unknown one, "text:" and stems; `holder_name` the words of the first
    report. `end` is the last day of a report, or the day before another holder is reported (`open` is then
    false). `contested_by` are other holders that claims name within these days, `denied_by` the origins that
    deny it.
    """

    place: str
    place_ar: str | None
    place_en: str | None
    holder: str
    holder_name: str
    start: str
    end: str
    open: bool
    claims: tuple[str, ...]
    origins: tuple[str, ...]
    n_origins: int
    contested_by: tuple[str, ...]
    denied_by: tuple[str, ...]


class AreaFigure(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """An area that a side is said to hold, as of a day: one point of a series."""

    holder: str | None
    place: str | None
    day: str | None
    low: float
    high: float
    unit: str
    claim: str
    origin: str


class SourceFigures(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """What a source claimed, through whom, and how often others said the same: figures, never a verdict.

    `matched` counts events of which another origin says the same; `contradicted` contradictions with another.
    """

    voice: Voice
    claims: tuple[str, ...]
    n_claims: int
    n_events: int
    matched: int
    contradicted: int
    through: tuple[str, ...]
    outlets: tuple[str, ...]
    channels: tuple[str, ...]
    first_report: str | None
    last_report: str | None


class Findings(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """Everything derived from a set of records."""

    events: tuple[EventCluster, ...]
    statements: tuple[SameStatement, ...]
    contradictions: tuple[Contradiction, ...]
    control: tuple[ControlSpan, ...]
    areas: tuple[AreaFigure, ...]
    sources: tuple[SourceFigures, ...]
