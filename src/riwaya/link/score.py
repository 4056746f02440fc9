"""Compare two accounts: a weighted mean of readable features, and a few vetoes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import asin, cos, radians, sin, sqrt

from riwaya.link.parties import party_words
from riwaya.link.sightings import Sighting, Spot, Toll, When
from riwaya.link.stems import contained, share
from riwaya.link.tables import Tables
from riwaya.model.finding import Explanation, Feature

Weighed = tuple[float | None, float]
EARTH_KM = 6371.0
NEXT_DAY = 0.4
LATER_DAY = 0.15
WITHIN = 0.5
_SAME_PERIOD = 0.5
_NAMES = ("type", "place", "time", "target", "agents", "patients", "numbers", "words", "reality")
_PARTS = ("MO", "MI", "AF", "EV", "NI")


def score_of(a: Sighting, b: Sighting, tables: Tables) -> float | None:
    """The score of two accounts, where both are of one event; None where they are not."""
    if vetoed(a, b, tables) is not None:
        return None
    score, evidence = _score(_values(a, b, tables))
    return score if _enough(a, b, score, evidence, tables) else None


def explain_pair(a: Sighting, b: Sighting, tables: Tables) -> Explanation:
    """The features of two accounts, their score, and whether both are of one event."""
    values = _values(a, b, tables)
    named = zip(_NAMES, values, _reasons(a, b), strict=True)
    score, evidence = _score(values)
    veto = vetoed(a, b, tables)
    return Explanation(
        a=a.ref,
        b=b.ref,
        features=tuple(Feature(name, value, weight, why) for name, (value, weight), why in named),
        score=score,
        threshold=tables.scoring.threshold,
        veto=veto,
        same=veto is None and _enough(a, b, score, evidence, tables),
    )


def _score(values: Sequence[Weighed]) -> tuple[float, float]:
    """The weighted mean of what both accounts state, and how much that weighs together."""
    known = [(value, weight) for value, weight in values if value is not None]
    total = sum([weight for _, weight in known])
    return round(sum([value * weight for value, weight in known]) / total, 4) if total else 0.0, total


def _enough(a: Sighting, b: Sighting, score: float, evidence: float, tables: Tables) -> bool:
    scoring = tables.scoring
    return score >= scoring.threshold and (a.at[0] == b.at[0] or evidence >= scoring.least_evidence)


def _values(a: Sighting, b: Sighting, tables: Tables) -> tuple[Weighed, ...]:
    """The value (None where one of the two leaves it open) and the weight of each feature."""
    w = tables.scoring.weights
    return (
        (type_value(a, b, tables), w.type),
        (_place(a.place, b.place, tables), _weight(a, b, tables)),
        (_time(a.when, b.when, tables), w.time),
        (_sets(a.targets, b.targets), w.target),
        (agents_value(a, b), _agents_weight(a, b, tables)),
        (_parties(a.patient_words, b.patient_words), w.patients),
        (_numbers(a.tolls, b.tolls), w.numbers),
        (_words(a, b, tables), w.words),
        (None if a.planned == b.planned else 0.0, w.reality),
    )


def _reasons(a: Sighting, b: Sighting) -> tuple[str, ...]:
    """What was compared, feature by feature."""
    return (
        f"{a.type} / {b.type}",
        _places(a.place, b.place),
        f"{_days(a.when)} / {_days(b.when)}",
        _names(a.targets, b.targets),
        _names(a.agents, b.agents),
        _names(a.patients, b.patients),
        f"{_tolls(a)} / {_tolls(b)}",
        " ".join(sorted(set(a.words) & set(b.words))),
        f"{a.status} / {b.status}",
    )


def vetoed(a: Sighting, b: Sighting, tables: Tables) -> str | None:
    """What alone keeps two accounts apart; None when nothing does."""
    common = tables.common.get((a.type, b.type))
    if common is None:
        return "types of no common family"
    if a.targets and b.targets and not a.targets & b.targets:
        return "different targets"
    if a.place and b.place and distance(a.place, b.place) > reach(a.place, b.place, tables):
        return "different places"
    if common.exclusive and _opposed(a, b):
        return "opposing sides each said to have done it"
    return _times_apart(a, b, common.days, tables)


def _times_apart(a: Sighting, b: Sighting, most: int, tables: Tables) -> str | None:
    if a.when is None or b.when is None:
        return None
    longest = tables.scoring.longest_event_days
    if (length(a.when) > longest) != (length(b.when) > longest):
        return "a total over a period and an event of a day"
    if length(a.when) > longest and common_share(a.when, b.when) < _SAME_PERIOD:
        return "totals over different periods"
    apart = gap(a.when, b.when)
    if apart > most:
        return "too many days apart"
    if apart and a.when.own and b.when.own and (a.at[0] == b.at[0] or not corroborated(a, b, tables)):
        return "different days, and neither target, rare type nor numbers agree"
    if not apart and parts_apart(a.when.parts, b.when.parts):
        return "different parts of the day"
    return None


def type_value(a: Sighting, b: Sighting, tables: Tables) -> float:
    """1 for equal types, less for close ones and for those of one family, 0 for others."""
    common = tables.common.get((a.type, b.type))
    if common is not None:
        return common.alike
    first, second = sorted((a.type, b.type))
    return tables.scoring.close if (first, second) in tables.close else float(first == second)


def corroborated(a: Sighting, b: Sighting, tables: Tables) -> bool:
    """Whether target, a rare type or an exact number agree, so that a different day may be a slip."""
    if a.type == b.type and a.type in tables.scoring.rare:
        return True
    exact = {(t.role, t.low) for t in a.tolls if t.low == t.high}
    return bool(a.targets & b.targets) or bool(exact & {(t.role, t.low) for t in b.tolls if t.low == t.high})


def parts_apart(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two sets of parts of the day lie more than one step apart: morning and evening do."""
    first, second = ([_PARTS.index(p) for p in parts if p in _PARTS] for parts in (a, b))
    steps = [abs(i - j) for i in first for j in second]
    return bool(steps) and min(min(step, len(_PARTS) - step) for step in steps) > 1


def _opposed(a: Sighting, b: Sighting) -> bool:
    return bool(a.sides and b.sides and not a.sides & b.sides) and a.negative == b.negative


def distance(a: Spot, b: Spot) -> float:
    """Kilometres between two places on a sphere (haversine): half a percent off, far below their radii."""
    if a.id == b.id:
        return 0.0
    north, other = radians(a.lat), radians(b.lat)
    half = sin((other - north) / 2) ** 2 + cos(north) * cos(other) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def reach(a: Spot, b: Spot, tables: Tables) -> float:
    """Up to which distance two places may be one: their radii together and a slack."""
    return a.radius + b.radius + tables.scoring.place_slack_km


def _place(a: Spot | None, b: Spot | None, tables: Tables) -> float | None:
    if a is None or b is None:
        return None
    apart = distance(a, b)
    if _vague(a, b, tables):
        value = float(apart <= max(a.radius, b.radius))
    else:
        value = max(0.0, 1.0 - apart / reach(a, b, tables))
    return value if a.own and b.own else value * tables.scoring.inherited


def _vague(a: Spot, b: Spot, tables: Tables) -> bool:
    return max(a.radius, b.radius) > tables.scoring.vague_radius_km


def _weight(a: Sighting, b: Sighting, tables: Tables) -> float:
    """What the place weighs: little where one account says only roughly where."""
    weight = tables.scoring.weights.place
    if a.place is None or b.place is None or not _vague(a.place, b.place, tables):
        return weight
    wide = max(a.place.radius, b.place.radius) > tables.scoring.blocking.widest_km
    return weight * (tables.scoring.wide_weight if wide else tables.scoring.vague_weight)


def _words(a: Sighting, b: Sighting, tables: Tables) -> float | None:
    """How alike two articles word it; within one article no sentence repeats another."""
    if a.at[0] == b.at[0]:
        return None
    return min(1.0, share(a.words, b.words) / tables.scoring.alike_words)


def _time(a: When | None, b: When | None, tables: Tables) -> float | None:
    if a is None or b is None:
        return None
    apart = gap(a, b)
    later = NEXT_DAY if apart == 1 else LATER_DAY
    value = later if apart else max(WITHIN, common_share(a, b))
    return value if a.own and b.own else value * tables.scoring.inherited


def gap(a: When, b: When) -> int:
    """How many days lie between two intervals; 0 where they share a day."""
    return max(0, max(a.start, b.start) - min(a.end, b.end))


def common_share(a: When, b: When) -> float:
    """Which share of the longer interval both have in common."""
    return max(0, min(a.end, b.end) - max(a.start, b.start) + 1) / max(length(a), length(b))


def length(when: When) -> int:
    """The number of days of an interval."""
    return when.end - when.start + 1


def _sets(a: frozenset[str], b: frozenset[str]) -> float | None:
    return contained(a, b) if a and b else None


def agents_value(a: Sighting, b: Sighting) -> float | None:
    """1 where a party is common to both, else the share of common words; None where one of the two names nobody."""
    if a.sides & b.sides:
        return 1.0
    return _parties(a.agent_words, b.agent_words)


def _agents_weight(a: Sighting, b: Sighting, tables: Tables) -> float:
    """What agents weigh: more where they are the point (who took a place, who met)."""
    weight, common = tables.scoring.weights.agents, tables.common.get((a.type, b.type))
    return weight * tables.scoring.parties if common and common.telling else weight


def _parties(a: frozenset[str] | None, b: frozenset[str] | None) -> float | None:
    """Which share of the words of the shorter naming is in the other."""
    return None if a is None or b is None else contained(a, b)


def shared_words(a: str, b: str, tables: Tables) -> float:
    """Which share of the words of the shorter of two namings is in the other."""
    return contained(frozenset(party_words((a,), tables)), frozenset(party_words((b,), tables)))


def _numbers(a: tuple[Toll, ...], b: tuple[Toll, ...]) -> float | None:
    """1 where counts of one role agree, more than a half while they may have grown, little beyond."""
    values = [_ratio(x, y) for x in a for y in b if x.role == y.role]
    return max(values) if values else None


def _ratio(a: Toll, b: Toll) -> float:
    if a.low <= b.high and b.low <= a.high:
        return 1.0
    low, high = sorted((a.low, b.low))
    return max(0.1, low / high) if high else 0.1


def _places(a: Spot | None, b: Spot | None) -> str:
    if a is None or b is None:
        return f"{a.id if a else '-'} / {b.id if b else '-'}"
    return f"{a.id} / {b.id}: {distance(a, b):.1f} km, radius {a.radius:g} and {b.radius:g}"


def _days(when: When | None) -> str:
    if when is None:
        return "-"
    parts = "".join(sorted(when.parts))
    return f"{_iso(when.start)}..{_iso(when.end)}{parts}{'' if when.own else ' taken over'}"


def _names(a: frozenset[str], b: frozenset[str]) -> str:
    return f"{', '.join(sorted(a)) or '-'} / {', '.join(sorted(b)) or '-'}"


def _tolls(sighting: Sighting) -> str:
    return ", ".join(f"{t.role} {t.text}" for t in sighting.tolls) or "-"


def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
