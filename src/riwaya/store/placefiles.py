"""Read files of places in the formats they are published in; every bad line is kept with its reason.

GeoNames dumps and alternate names (download.geonames.org/export/dump/readme.txt), OCHA common operational
datasets of administrative units, Wikidata query results, GeoJSON (RFC 7946), and tables of our own columns.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from riwaya.model.errors import DataError
from riwaya.rules.gazetteer import COLUMNS

_ARABIC = re.compile("[\u0621-\u064a]")
_UNIT = re.compile(r"adm(?:in)?([0-5])(?:alt)?(?:name)?[0-9]?(ar|en|pcode)")
_POINT = re.compile(r"Point\((-?[0-9.]+) (-?[0-9.]+)\)", re.IGNORECASE)
_GEONAMES_CELLS = 19
_ALTERNATE_CELLS = range(4, 11)
_UNIT_FEATURES = ("country", "governorate", "district", "district", "village", "village")
_RADII = {"country": 500, "governorate": 50, "district": 15, "city": 10, "town": 5}
_OTHER_RADIUS = 3
_LATITUDE = ("lat", "latitude", "centerlat", "y", "latitudey")
_LONGITUDE = ("lon", "lng", "long", "longitude", "centerlon", "x", "longitudex")


class Placed(NamedTuple):
    """One place of a file: its cells by the column names of the package's tables."""

    line: int
    cells: Mapping[str, str]


class Renamed(NamedTuple):
    """One more name for a place that the gazetteer already has."""

    line: int
    id: str
    name: str


class Refused(NamedTuple):
    """A line that was not understood, as it stands in the file, and why."""

    line: int
    reason: str
    text: str


Read = Placed | Renamed | Refused
Reader = Callable[[Path, Sequence[tuple[int, str]]], Iterator[Read]]


def read_file(path: Path, form: str | None = None) -> list[Read]:
    """Everything in a file, in its order; `form` is one of FORMATS, told from the file when None.

    Lines of GeoJSON are numbers of features. Raises DataError when the format cannot be told.
    """
    lines, refused = _decoded(path)
    chosen = form or _format(path, lines)
    return sorted([*FORMATS[chosen](path, lines), *refused], key=lambda r: r.line)


def _decoded(path: Path) -> tuple[list[tuple[int, str]], list[Refused]]:
    """The lines that are UTF-8 with their numbers, and those that are not."""
    lines: list[tuple[int, str]] = []
    refused: list[Refused] = []
    for number, raw in enumerate(path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        try:
            text = raw.decode("utf-8").rstrip("\r")
        except UnicodeDecodeError as fault:
            refused.append(Refused(number, f"not UTF-8 at byte {fault.start + 1}", repr(raw)))
            continue
        if text.strip():
            lines.append((number, text))
    return lines, refused


def _format(path: Path, lines: Sequence[tuple[int, str]]) -> str:
    if path.suffix.lower() in {".geojson", ".json"}:
        return "geojson"
    first = lines[0][1] if lines else ""
    cells = first.split("\t")
    if len(cells) == _GEONAMES_CELLS:
        return "geonames"
    if len(cells) in _ALTERNATE_CELLS and cells[0].isdigit() and cells[1].isdigit():
        return "alternates"
    keys = [_key(cell) for cell in next(csv.reader([first]), [])]
    if any(_UNIT.fullmatch(key) for key in keys):
        return "ocha"
    if "item" in keys:
        return "wikidata"
    if {"id", "namear"} <= set(keys):
        return "csv"
    raise DataError([f"{path}: line 1: not a format known here; name one with --format"])


def _geonames(path: Path, lines: Sequence[tuple[int, str]]) -> Iterator[Read]:
    """A country dump; places without an Arabic name cannot be found in Arabic text and are passed over."""
    del path
    for line, text in lines:
        cells = text.split("\t")
        if len(cells) != _GEONAMES_CELLS:
            yield Refused(line, f"{len(cells)} cells where a dump has {_GEONAMES_CELLS}", text)
            continue
        names = [name for name in cells[3].split(",") if _ARABIC.search(name)]
        feature = _geonames_feature(cells[6], cells[7], cells[14])
        if names:
            found = {
                "id": f"geonames:{cells[0]}",
                "name_ar": names[0],
                "name_en": cells[1],
                "feature": feature,
                "country": cells[8],
                "lat": cells[4],
                "lon": cells[5],
                "population": cells[14],
                "aliases_ar": "|".join(names[1:]),
            }
            yield _placed(line, text, found)


def _alternates(path: Path, lines: Sequence[tuple[int, str]]) -> Iterator[Read]:
    """Alternate names of GeoNames: the Arabic ones, for places that are in the gazetteer."""
    del path
    for line, text in lines:
        cells = text.split("\t")
        if len(cells) not in _ALTERNATE_CELLS or not cells[1].isdigit():
            yield Refused(line, f"{len(cells)} cells where alternate names have 8 to 10", text)
        elif cells[2] == "ar" and _ARABIC.search(cells[3]):
            yield Renamed(line, f"geonames:{cells[1]}", cells[3])


def _rows(make: Callable[[int, str, dict[str, str]], Read]) -> Reader:
    """A reader of tables with a header, from a function that makes one place of one row."""

    def read(path: Path, lines: Sequence[tuple[int, str]]) -> Iterator[Read]:
        del path
        header = [_key(cell) for cell in next(csv.reader([lines[0][1]]))] if lines else []
        for line, text in lines[1:]:
            cells = next(csv.reader([text]))
            if len(cells) != len(header):
                yield Refused(line, f"{len(cells)} cells under {len(header)} headings", text)
            else:
                yield make(line, text, {k: cell.strip() for k, cell in zip(header, cells, strict=True)})

    return read


def _ocha(line: int, text: str, row: dict[str, str]) -> Read:
    """A row of administrative units; the deepest of them is its place, its p-code the id."""
    units = {m.groups(): value for key, value in row.items() if value and (m := _UNIT.fullmatch(key))}
    level = max((n for n, kind in units if kind == "pcode"), default=None)
    if level is None:
        return Refused(line, "no p-code", text)
    found = {
        "id": f"ocha:{units[level, 'pcode']}",
        "name_ar": units.get((level, "ar"), ""),
        "name_en": units.get((level, "en"), ""),
        "feature": _UNIT_FEATURES[int(level)],
        "country": units.get(("0", "pcode"), ""),
        "admin1": units.get(("1", "en"), ""),
    }
    return _placed(line, text, found | _point(row))


def _wikidata(line: int, text: str, row: dict[str, str]) -> Read:
    """A query result with the columns item, labels, and a WKT point (longitude first)."""
    point = next((m for value in row.values() if (m := _POINT.fullmatch(value))), None)
    if point is None:
        return Refused(line, "no Point(longitude latitude)", text)
    others = {"item", "country", "feature"}
    labels = [v for k, v in row.items() if k not in others and v and not _POINT.match(v)]
    arabic = [label for label in labels if _ARABIC.search(label)]
    latin = [label for label in labels if not _ARABIC.search(label)]
    found = {
        "id": "wikidata:" + row["item"].rsplit("/", 1)[-1],
        "name_ar": arabic[0] if arabic else "",
        "aliases_ar": "|".join(arabic[1:]),
        "name_en": latin[0] if latin else "",
        "feature": row.get("feature", "other"),
        "country": row.get("country", ""),
    }
    return _placed(line, text, found | {"lat": point[2], "lon": point[1]})


def _own(line: int, text: str, row: dict[str, str]) -> Read:
    """A row of the package's own columns; all but id, name_ar, lat and lon may be left out."""
    cells = {column: row[_key(column)] for column in COLUMNS if _key(column) in row}
    if not cells.get("id"):
        return Refused(line, "id: empty", text)
    return _placed(line, text, cells | _point(row))


def _geojson(path: Path, lines: Sequence[tuple[int, str]]) -> Iterator[Read]:
    """A feature collection: points as they are, other shapes by the middle of their bounding box."""
    try:
        features = json.loads("\n".join(text for _, text in lines))["features"]
    except (ValueError, KeyError, TypeError) as fault:
        raise DataError([f"{path}: not a GeoJSON feature collection: {fault}"]) from fault
    for number, feature in enumerate(features, start=1):
        yield _feature(number, feature)


def _feature(number: int, feature: Mapping[str, Any]) -> Read:
    given = {_key(key): str(value) for key, value in (feature.get("properties") or {}).items() if value}
    positions = list(_positions((feature.get("geometry") or {}).get("coordinates")))
    text = json.dumps(feature, ensure_ascii=False)[:500]
    if not positions:
        return Refused(number, "a feature without coordinates", text)
    lons, lats = [p[0] for p in positions], [p[1] for p in positions]
    name = next((given[k] for k in ("namear", "nameara", "name") if _ARABIC.search(given.get(k, ""))), "")
    found = {
        "id": str(feature.get("id") or given.get("id") or f"geojson:{number}"),
        "name_ar": name,
        "name_en": given.get("nameen", ""),
        "feature": given.get("feature", "other"),
        "country": given.get("country", ""),
        "admin1": given.get("admin1", ""),
        "lat": str((min(lats) + max(lats)) / 2),
        "lon": str((min(lons) + max(lons)) / 2),
    }
    return _placed(number, text, found)


def _positions(coordinates: Any) -> Iterator[Sequence[float]]:
    if not isinstance(coordinates, list) or not coordinates:
        return
    if isinstance(coordinates[0], int | float):
        yield coordinates
        return
    for part in coordinates:
        yield from _positions(part)


def _point(row: Mapping[str, str]) -> dict[str, str]:
    lat = next((row[key] for key in _LATITUDE if key in row), "")
    lon = next((row[key] for key in _LONGITUDE if key in row), "")
    return {"lat": lat, "lon": lon}


def _placed(line: int, text: str, cells: dict[str, str]) -> Placed | Refused:
    """A place whose cells are fit to be loaded, or why they are not."""
    reason = _fault(cells)
    if reason:
        return Refused(line, reason, text)
    feature = cells.get("feature") or "other"
    radius = cells.get("radius_km") or str(_RADII.get(feature, _OTHER_RADIUS))
    return Placed(line, {**cells, "feature": feature, "radius_km": radius})


def _fault(cells: Mapping[str, str]) -> str | None:
    if not _ARABIC.search(cells.get("name_ar", "")):
        return "name_ar: no Arabic name"
    try:
        lat, lon = float(cells["lat"]), float(cells["lon"])
        float(cells.get("radius_km") or 0), int(cells.get("population") or 0)
    except (KeyError, ValueError) as fault:
        return f"not a number: {fault}"
    if not -90 <= lat <= 90:
        return f"lat: {lat} is no latitude" + (": swapped with lon?" if -90 <= lon <= 90 else "")
    if not -180 <= lon <= 180:
        return f"lon: {lon} is no longitude"
    return "lat, lon: 0, 0 is no place" if (lat, lon) == (0.0, 0.0) else None


def _geonames_feature(kind: str, code: str, population: str) -> str:
    if kind == "A":
        return {"PCLI": "country", "ADM1": "governorate"}.get(code, "district")
    if kind == "P":
        size = int(population) if population.isdigit() else 0
        return "city" if size >= 100_000 else "town" if size >= 5_000 else "village"
    special = {"AIRP": "airport", "AIRB": "base", "DAM": "dam", "OILF": "field", "LK": "lake", "STM": "river"}
    return special.get(code, {"T": "mountain", "L": "region", "S": "facility"}.get(kind, "other"))


def _key(heading: str) -> str:
    """A heading reduced to small letters and digits, so that spellings of one column agree."""
    return re.sub(r"[^a-z0-9]", "", heading.lower())


FORMATS: Mapping[str, Reader] = {
    "geonames": _geonames,
    "alternates": _alternates,
    "ocha": _rows(_ocha),
    "wikidata": _rows(_wikidata),
    "csv": _rows(_own),
    "geojson": _geojson,
}
