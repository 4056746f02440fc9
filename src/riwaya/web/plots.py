"""Plots as numbers for an SVG: figures over time, and bands of reported holders. Nothing is decided or smoothed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

from riwaya.model.finding import ControlSpan

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640.0, 220.0, 56.0, 16.0, 14.0, 30.0
LANE, ABOVE = 44.0, 18.0
_TICKS, _ROOM = 4, 0.5


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that a claim gives: the day on which it was reported, its bounds, whose it is, and a link's end."""

    day: str
    low: float
    high: float
    series: str
    claim: str
    said: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One figure in the plot: a dot, with a line where there are bounds; `series` counts from 0."""

    x: float
    top: float
    bottom: float
    figure: Figure
    series: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid and its label."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Figures over time."""

    width: float
    height: float
    dots: tuple[Dot, ...]
    days: tuple[Tick, ...]
    values: tuple[Tick, ...]
    series: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """One stretch of days of one holder; `unclear` where others are named within it or it is denied."""

    x: float
    width: float
    y: float
    lane: int
    span: ControlSpan
    unclear: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """The line of one holder."""

    y: float
    holder: str
    name: str


@dataclass(frozen=True, slots=True)
class Bands:
    """Who is said to have held a place, over time."""

    width: float
    height: float
    lanes: tuple[Lane, ...]
    bands: tuple[Band, ...]
    days: tuple[Tick, ...]


def plot(figures: Sequence[Figure]) -> Plot | None:
    """The plot of figures; None where there are no two."""
    if len(figures) < 2:
        return None
    series = tuple(dict.fromkeys(figure.series for figure in sorted(figures, key=lambda f: f.series)))
    first, last = min(_day(f.day) for f in figures), max(_day(f.day) for f in figures)
    step, most = _scale(max(figure.high for figure in figures))
    ground = HEIGHT - BOTTOM

    def y(value: float) -> float:
        return ground - value / most * (ground - TOP)

    dots = [Dot(0, y(f.high), y(f.low), f, series.index(f.series)) for f in figures]
    placed = tuple(_apart(dots, first - _ROOM, last + _ROOM))
    values = tuple(Tick(y(step * n), _number(step * n)) for n in range(round(most / step) + 1))
    return Plot(WIDTH, HEIGHT, placed, _days(first, last, _ROOM), values, series)


def bands(control: Sequence[ControlSpan], names: dict[str, str]) -> Bands | None:
    """The bands of reported holders, a lane each; None where there are none."""
    if not control:
        return None
    first, last = min(_day(span.start) for span in control), max(_day(span.end) for span in control)
    holders = list(dict.fromkeys(span.holder for span in control))
    lanes = tuple(
        Lane(
            TOP + ABOVE + nth * LANE,
            holder,
            names.get(holder) or next(s.holder_name for s in control if s.holder == holder),
        )
        for nth, holder in enumerate(holders)
    )
    y = {lane.holder: lane.y for lane in lanes}
    found = []
    for span in control:
        left, right = _x(_day(span.start), first, last + 1), _x(_day(span.end) + 1, first, last + 1)
        unclear = bool(span.contested_by or span.denied_by)
        found.append(Band(left, max(4.0, right - left), y[span.holder], holders.index(span.holder), span, unclear))
    return Bands(WIDTH, TOP + len(lanes) * LANE + BOTTOM, lanes, tuple(found), _days(first, last))


def _apart(dots: Iterable[Dot], first: float, last: float) -> Iterable[Dot]:
    """Dots of one day side by side."""
    of_day: dict[str, list[Dot]] = defaultdict(list)
    for dot in sorted(dots, key=lambda d: (d.figure.day, d.series, d.figure.low, d.figure.claim)):
        of_day[dot.figure.day].append(dot)
    for day, some in of_day.items():
        middle = _x(_day(day), first, last)
        gap = min(12.0, 120.0 / len(some))
        for nth, dot in enumerate(some):
            x = middle + (nth - (len(some) - 1) / 2) * gap
            yield Dot(min(WIDTH - RIGHT, max(LEFT, x)), dot.top, dot.bottom, dot.figure, dot.series)


def _x(day: int, first: float, last: float) -> float:
    if last == first:
        return (LEFT + WIDTH - RIGHT) / 2
    return LEFT + (day - first) / (last - first) * (WIDTH - LEFT - RIGHT)


def _days(first: int, last: int, room: float = 0.0) -> tuple[Tick, ...]:
    steps = max(1, min(_TICKS, last - first))
    days = sorted({first + round((last - first) * n / steps) for n in range(steps + 1)})
    return tuple(Tick(_x(day, first - room, last + room), date.fromordinal(day).isoformat()) for day in days)


def _scale(most: float) -> tuple[float, float]:
    """A round step of the axis, and the value at its top."""
    if most <= 0:
        return 1.0, 1.0
    rough = most / _TICKS
    base = 10 ** floor(log10(rough))
    step = next(base * n for n in (1, 2, 2.5, 5, 10) if base * n >= rough)
    step = max(step, 1.0) if most >= _TICKS else step
    return step, step * ceil(most / step)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"


def _day(iso: str) -> int:
    return date.fromisoformat(iso[:10]).toordinal()
