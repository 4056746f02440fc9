"""Where a mention lies: the point and the radius of its place moved as the spatial relation says.

Geodesics on WGS 84 by GeographicLib (Karney 2013).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geographiclib.geodesic import Geodesic
from msgspec import Struct
from msgspec.structs import replace

from riwaya.annotate.surroundings import Setting
from riwaya.rules.gazetteer import AREAS, Place

_COUNTRYSIDE_KM = 22.0
_COUNTRYSIDE_RADIUS_KM = 50.0
_NEAR_KM = 5.0
_INSIDE = 0.5
_BESIDE = 0.7
_REMEMBERED = 2_000
"""How many moved points are kept: the same sides of the same places are named again and again."""


class Where(Struct, frozen=True, gc=False):
    """A point in WGS 84 degrees and the radius of uncertainty in kilometres."""

    lat: float
    lon: float
    radius_km: float


@dataclass(frozen=True)
class Shapes:
    """Tables for places whose sides are no circle: parts by (id, bearing), borders by two countries."""

    parts: Mapping[tuple[str, str], Where]
    borders: Mapping[frozenset[str], Where]


def load_shapes(folder: Path) -> Shapes:
    """`places/parts.csv` (id, bearing or `countryside` or `countryside <bearing>`) and `places/borders.csv`."""
    parts = {(row[0], row[1]): _where(row[2:5]) for row in _rows(folder / "places/parts.csv")}
    borders = {frozenset(row[:2]): _where(row[2:5]) for row in _rows(folder / "places/borders.csv")}
    return Shapes(parts, borders)


def locate(place: Place, setting: Setting, shapes: Shapes, neighbour: str | None) -> Where:
    """The point and radius of a mention of `place`; `neighbour` is the country on the other side of a border."""
    own = Where(place.lat, place.lon, place.radius_km)
    if setting.relation == "countryside_of":
        return _countryside(place, setting, shapes)
    if setting.relation == "direction_of" and setting.bearing is not None:
        return _beside(place, setting, shapes)
    if setting.relation == "border_with" and place.feature == "country" and neighbour is not None:
        return shapes.borders.get(frozenset((place.country, neighbour)), own)
    if setting.relation == "near":
        return replace(own, radius_km=max(own.radius_km, setting.distance or _NEAR_KM))
    return own


@lru_cache(_REMEMBERED)
def facing(a: Where, b: Where) -> Where:
    """The part of `a` that lies toward `b`: what is between two places lies there."""
    line = Geodesic.WGS84.Inverse(a.lat, a.lon, b.lat, b.lon)
    return moved(a, line["azi1"], min(a.radius_km / 2, line["s12"] / 2000))


@lru_cache(_REMEMBERED)
def moved(where: Where, bearing: float, km: float) -> Where:
    """A point `km` kilometres from `where` on a geodesic that sets out at `bearing` degrees; the radius stays."""
    end = Geodesic.WGS84.Direct(where.lat, where.lon, bearing, km * 1000)
    return Where(round(end["lat2"], 5), round(end["lon2"], 5), where.radius_km)


def _beside(place: Place, setting: Setting, shapes: Shapes) -> Where:
    own, bearing = Where(place.lat, place.lon, place.radius_km), setting.bearing or 0.0
    known = shapes.parts.get((place.id, f"{bearing:.0f}"))
    if known is not None and setting.distance is None:
        return known
    if setting.distance is not None:
        return replace(moved(own, bearing, setting.distance), radius_km=max(2.0, setting.distance / 4))
    if place.feature in AREAS:
        return replace(moved(own, bearing, place.radius_km * _INSIDE), radius_km=place.radius_km * _INSIDE)
    return moved(own, bearing, place.radius_km * _BESIDE)


def _countryside(place: Place, setting: Setting, shapes: Shapes) -> Where:
    side = "countryside" if setting.bearing is None else f"countryside {setting.bearing:.0f}"
    known = shapes.parts.get((place.id, side))
    if known is not None:
        return known
    own = Where(place.lat, place.lon, _COUNTRYSIDE_RADIUS_KM)
    if setting.bearing is None:
        return own
    return replace(moved(own, setting.bearing, _COUNTRYSIDE_KM), radius_km=_COUNTRYSIDE_KM)


def _where(cells: list[str]) -> Where:
    return Where(float(cells[0]), float(cells[1]), float(cells[2]))


def _rows(path: Path) -> list[list[str]]:
    reader = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
    next(reader)
    return list(reader)
