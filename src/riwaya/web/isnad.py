"""The chains of an event as a drawing: outlets on one side, origins on the other, what lies between in columns.

One origin that four outlets retell shows as four lines that meet in one point.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from riwaya.model.finding import EventCluster
from riwaya.store.base import Hit

ROW, GAP, COLUMN, WIDTH, TOP = 34.0, 10.0, 250.0, 200.0, 16.0
_LONGEST = 26
_SWEEPS = 4
Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Node:
    """One box: where its middle lies, what stands in it, and what it is (`outlet`, `relay` or `origin`)."""

    x: float
    y: float
    label: str
    name: str
    kind: str
    claims: int


@dataclass(frozen=True, slots=True)
class Edge:
    """One line from a box to the next, as the path of an SVG; `manner` is `affirms`, `denies` or `both`."""

    path: str
    manner: str
    claims: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """All of it, with its size in units of the SVG; `columns` counts them."""

    width: float
    height: float
    columns: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class _Way:
    """The way of one claim: the boxes it runs through, from the outlet to the origin."""

    stops: tuple[Key, ...]
    denies: bool


def drawing(event: EventCluster, hits: Sequence[Hit], mirrored: bool) -> Drawing:
    """The chains of the claims of an event, `mirrored` where one reads from the right."""
    labels, ways = _ways(event, hits)
    if not ways:
        return Drawing(0, 0, 0, (), ())
    columns = 1 + max(key[0] for key in labels)
    order = _ordered(ways, columns)
    tallest = max(len(column) for column in order)
    height = 2 * TOP + tallest * (ROW + GAP) - GAP
    width = WIDTH + (columns - 1) * COLUMN + 2
    at = dict(_placed(order, height, width if mirrored else None))
    through = _through(ways)
    nodes = tuple(
        Node(*at[key], _short(labels[key]), labels[key], _kind(key, columns), len(through[key])) for key in sorted(at)
    )
    return Drawing(width, height, columns, nodes, tuple(_edges(ways, at, mirrored)))


def _ways(event: EventCluster, hits: Sequence[Hit]) -> tuple[dict[Key, str], list[_Way]]:
    """The names of all boxes, and the way of each claim that rests on an origin."""
    by_claim = {hit.claim: hit for hit in hits}
    found = [(origin, by_claim[c]) for origin in event.origins for c in origin.claims if c in by_claim]
    last = 1 + max((len(hit.sources[:-1]) for _, hit in found), default=0)
    labels: dict[Key, str] = {}
    ways = []
    for origin, hit in found:
        outlet, end = (0, hit.outlet or "-"), (last, origin.id)
        between = [(depth, name) for depth, name in enumerate(hit.sources[:-1], 1)]
        labels |= {outlet: outlet[1], end: origin.voices[0].name} | {key: key[1] for key in between}
        ways.append(_Way((outlet, *between, end), hit.stance == "denied"))
    return labels, ways


def _ordered(ways: Sequence[_Way], columns: int) -> list[list[Key]]:
    """The boxes of each column from top to bottom, moved next to those they are joined with (barycentres)."""
    order = [sorted({key for way in ways for key in way.stops if key[0] == column}) for column in range(columns)]
    weight: dict[Key, int] = defaultdict(int)
    for way in ways:
        weight[way.stops[-1]] += 1
    order[-1].sort(key=lambda key: (-weight[key], key))
    beside: dict[Key, list[Key]] = defaultdict(list)
    for way in ways:
        for a, b in zip(way.stops, way.stops[1:], strict=False):
            beside[a].append(b)
            beside[b].append(a)
    for _ in range(_SWEEPS):
        for column in [*range(columns - 2, -1, -1), *range(1, columns)]:
            place = {key: nth / len(keys) for keys in order for nth, key in enumerate(keys)}
            order[column].sort(key=lambda key: (_mean(place[other] for other in beside[key]), key))
    return order


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def _placed(
    order: Sequence[Sequence[Key]], height: float, mirror: float | None
) -> Iterable[tuple[Key, tuple[float, float]]]:
    for column, keys in enumerate(order):
        taken = len(keys) * (ROW + GAP) - GAP
        x = 1 + WIDTH / 2 + column * COLUMN
        for nth, key in enumerate(keys):
            y = (height - taken) / 2 + nth * (ROW + GAP) + ROW / 2
            yield key, (mirror - x if mirror is not None else x, y)


def _through(ways: Sequence[_Way]) -> dict[Key, set[int]]:
    found: dict[Key, set[int]] = defaultdict(set)
    for nth, way in enumerate(ways):
        for key in way.stops:
            found[key].add(nth)
    return found


def _edges(ways: Sequence[_Way], at: dict[Key, tuple[float, float]], mirrored: bool) -> Iterable[Edge]:
    """Each line once, with how many claims run along it and what they say."""
    lines: dict[tuple[Key, Key], list[bool]] = defaultdict(list)
    for way in ways:
        for step in zip(way.stops, way.stops[1:], strict=False):
            lines[step].append(way.denies)
    half = -WIDTH / 2 if mirrored else WIDTH / 2
    for (a, b), denials in sorted(lines.items()):
        (ax, ay), (bx, by) = at[a], at[b]
        left, right = ax + half, bx - half
        bend = (right - left) / 2
        if b[0] - a[0] > 1:
            bend = min(abs(bend), COLUMN - WIDTH) * (-1 if mirrored else 1) * 1.5
        path = f"M{left:.1f} {ay:.1f}C{left + bend:.1f} {ay:.1f} {right - bend:.1f} {by:.1f} {right:.1f} {by:.1f}"
        manner = "denies" if all(denials) else "both" if any(denials) else "affirms"
        yield Edge(path, manner, len(denials))


def _kind(key: Key, columns: int) -> str:
    return "outlet" if key[0] == 0 else "origin" if key[0] == columns - 1 else "relay"


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1].rstrip()}\u2026"
