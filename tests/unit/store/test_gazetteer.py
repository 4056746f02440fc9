"""The SQLite gazetteer: built, extended from files in the formats they are published in, asked by name."""

from __future__ import annotations

import resource
import sqlite3
import time
from pathlib import Path

import pytest

from riwaya.annotate import names, places
from riwaya.annotate.document import open_document
from riwaya.cli.main import run
from riwaya.model.article import Article
from riwaya.model.errors import DataError, StoreError
from riwaya.pipeline import load_base
from riwaya.rules.files import data_folder
from riwaya.rules.gazetteer import TableGazetteer, read_places
from riwaya.rules.lists import load_spelling
from riwaya.store.gazetteer import Added, Origin, SqliteGazetteer, add, build

ORIGIN = Origin("test", "CC0")
NORMALISER = load_spelling(data_folder()).normaliser


@pytest.fixture
def built(tmp_path: Path) -> Path:
    path = tmp_path / "gazetteer.sqlite"
    build(path)
    return path


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def dump(number: int, name: str, lat: str, lon: str, country: str = "SY") -> str:
    cells = [str(number), f"Town {number}", f"Town {number}", f"Latin,{name}", lat, lon, "P", "PPL", country]
    return "\t".join([*cells, "", "03", "", "", "", "1200", "", "300", "Asia/Damascus", "2020-01-01"])


def found(path: Path, name: str) -> list[tuple[str, str, float, float]]:
    gazetteer = SqliteGazetteer(path)
    result = [(p.id, p.feature, p.lat, p.lon) for p in gazetteer.lookup(NORMALISER.form(name))]
    gazetteer.close()
    return result


def test_built_file_answers_as_the_tables_do(built: Path) -> None:
    tables, stored = TableGazetteer(read_places(data_folder()), NORMALISER), SqliteGazetteer(built)
    assert len(stored) == len(tables)
    assert set(stored.names()) == set(tables.names())
    for name in ("الرقة", "دمشق", "طرابلس", "سنجار", "الجولان المحتل"):
        assert stored.lookup(NORMALISER.form(name)) == tables.lookup(NORMALISER.form(name))
    stored.close()


def test_build_overwrites_nothing(built: Path) -> None:
    with pytest.raises(StoreError, match="exists"):
        build(built)


def test_a_file_that_is_no_gazetteer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no gazetteer"):
        SqliteGazetteer(tmp_path / "none.sqlite")
    sqlite3.connect(tmp_path / "other.sqlite").execute("create table t (x)").connection.close()
    with pytest.raises(StoreError, match="version"):
        SqliteGazetteer(tmp_path / "other.sqlite")


def test_geonames_dump(built: Path, tmp_path: Path) -> None:
    lines = [dump(990001, "تل الزهور الشرقي", "35.1", "40.2"), dump(990002, "Nur latin", "35.2", "40.3")]
    file = write(tmp_path, "SY.txt", "\n".join(lines) + "\n")
    assert add(built, file, ORIGIN) == Added(1, 0, ())
    assert found(built, "تل الزهور الشرقي") == [("geonames:990001", "village", 35.1, 40.2)]


def test_alternate_names_join_known_places(built: Path, tmp_path: Path) -> None:
    rows = [
        ("1", "172955", "ar", "عاصمة الرشيد القديمة"),
        ("2", "172955", "de", "Rakka"),
        ("3", "1", "ar", "مجهول تماما"),
    ]
    text = "".join("\t".join(row) + "\t" * 6 + "\n" for row in rows)
    assert add(built, write(tmp_path, "alternateNames.txt", text), ORIGIN) == Added(0, 1, ())
    assert found(built, "عاصمة الرشيد القديمة")[0][0] == "geonames:172955"


@pytest.mark.parametrize(
    "header",
    [
        "ADM0_PCODE,ADM1_EN,ADM1_AR,ADM1_PCODE,ADM2_EN,ADM2_AR,ADM2_PCODE,lat,lon",
        "admin0Pcode,admin1Name_en,admin1Name_ar,admin1Pcode,admin2Name_en,admin2Name_ar,admin2Pcode,Latitude,Longitude",
    ],
)
def test_ocha_units_keep_their_pcodes(built: Path, tmp_path: Path, header: str) -> None:
    row = "SY,Aleppo,حلب,SY02,Test unit,ناحية الاختبار,SY0299,36.4,37.5"
    assert add(built, write(tmp_path, "units.csv", f"{header}\n{row}\n"), ORIGIN).places == 1
    assert found(built, "ناحية الاختبار") == [("ocha:SY0299", "district", 36.4, 37.5)]


def test_wikidata_points_give_longitude_first(built: Path, tmp_path: Path) -> None:
    text = (
        "item,itemLabel,itemLabel_ar,coord,country\n"
        "http://www.wikidata.org/entity/Q99,Testville,قرية الاختبار الكبرى,Point(40.5 35.5),SY\n"
    )
    assert add(built, write(tmp_path, "query.csv", text), ORIGIN).places == 1
    assert found(built, "قرية الاختبار الكبرى") == [("wikidata:Q99", "other", 35.5, 40.5)]


def test_own_columns(built: Path, tmp_path: Path) -> None:
    text = (
        "id,name_ar,lat,lon,feature,aliases_ar\nmine:1,دوار الاختبار,35.0,38.0,facility,ساحة الاختبار|مفرق الاختبار\n"
    )
    assert add(built, write(tmp_path, "mine.csv", text), ORIGIN).places == 1
    assert found(built, "مفرق الاختبار") == found(built, "دوار الاختبار") == [("mine:1", "facility", 35.0, 38.0)]


def test_geojson_points_and_shapes(built: Path, tmp_path: Path) -> None:
    text = """{"type": "FeatureCollection", "features": [
      {"type": "Feature", "id": "a", "properties": {"name:ar": "نقطة الاختبار"},
       "geometry": {"type": "Point", "coordinates": [38.5, 35.5]}},
      {"type": "Feature", "properties": {"id": "b", "name_ar": "حوض الاختبار", "feature": "region"},
       "geometry": {"type": "Polygon", "coordinates": [[[38, 35], [39, 35], [39, 36], [38, 36], [38, 35]]]}}]}"""
    assert add(built, write(tmp_path, "shapes.geojson", text), ORIGIN).places == 2
    assert found(built, "نقطة الاختبار") == [("a", "other", 35.5, 38.5)]
    assert found(built, "حوض الاختبار") == [("b", "region", 35.5, 38.5)]


BAD = [
    ("mine:1,,35,38,SY", "name_ar: no Arabic name"),
    ("mine:1,قرية,x,38,SY", "not a number"),
    ("mine:1,قرية,0,0,SY", "0, 0 is no place"),
    ("mine:1,قرية,138,35,SY", "138.0 is no latitude: swapped"),
    ("mine:1,قرية,35,238,SY", "238.0 is no longitude"),
    ("mine:1,قرية,48.9,15.9,YE", "lies far from YE: swapped?"),
    ("mine:1,قرية,35", "3 cells under 5 headings"),
    (",قرية,35,38,SY", "id: empty"),
]


@pytest.mark.parametrize(("row", "reason"), BAD)
def test_a_bad_line_stops_the_file_and_is_named(built: Path, tmp_path: Path, row: str, reason: str) -> None:
    file = write(tmp_path, "bad.csv", f"id,name_ar,lat,lon,country\nmine:0,قرية السليمة,35,38,SY\n{row}\n")
    with pytest.raises(DataError) as caught:
        add(built, file, ORIGIN)
    assert len(caught.value.faults) == 1
    assert caught.value.faults[0].startswith(f"{file}: line 3: ")
    assert reason in caught.value.faults[0]
    assert found(built, "قرية السليمة") == []


def test_good_lines_are_loaded_when_asked_and_bad_ones_kept(built: Path, tmp_path: Path) -> None:
    good, bad = "mine:0,قرية السليمة,35,38,SY", "mine:1,قرية السقيمة,0,0,SY"
    file = write(tmp_path, "mixed.csv", f"id,name_ar,lat,lon,country\n{bad}\n{good}\n")
    added = add(built, file, ORIGIN, keep_good=True)
    assert (added.places, [r.line for r in added.refused]) == (1, [2])
    assert [place[0] for place in found(built, "قرية السليمة")] == ["mine:0"]
    connection = sqlite3.connect(built)
    assert connection.execute("select line, text from refused").fetchall() == [(2, bad)]
    assert connection.execute("select source, licence from place where id = 'mine:0'").fetchone() == ("test", "CC0")
    connection.close()


def test_mixed_encodings_are_named_by_line(built: Path, tmp_path: Path) -> None:
    file = tmp_path / "mixed.csv"
    windows = "mine:1,قرية,35,38".encode("cp1256")
    file.write_bytes("id,name_ar,lat,lon\nmine:0,بلدة,35,38\n".encode() + windows + b"\n")
    with pytest.raises(DataError, match="line 3: not UTF-8"):
        add(built, file, ORIGIN)


def test_an_unknown_format_is_refused(built: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="not a format known here"):
        add(built, write(tmp_path, "what.csv", "a,b,c\n1,2,3\n"), ORIGIN)


def test_the_stage_reads_with_a_stored_gazetteer(built: Path, tmp_path: Path) -> None:
    text = "id,name_ar,lat,lon,feature,country\nmine:1,دوار الاختبار,35.0,38.0,facility,SY\n"
    add(built, write(tmp_path, "mine.csv", text), ORIGIN)
    base, gazetteer = load_base(data_folder()), SqliteGazetteer(built)
    document = open_document(Article(id="t", sha256="", text="قتل جندي سوري في دوار الاختبار أمس."), base)
    document = names.annotate(document, names.load(base))
    read = places.annotate(document, places.load_with(base, gazetteer))
    gazetteer.close()
    assert [place.item.id for place in read.places] == ["mine:1"]


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "g.sqlite")
    assert run(["gazetteer", "build", "--in", path]) == 0
    file = write(tmp_path, "bad.csv", "id,name_ar,lat,lon\nmine:0,قرية السليمة,35,38\nmine:1,قرية,0,0\n")
    assert run(["gazetteer", "add", str(file), "--in", path]) == 1
    assert "line 3" in capsys.readouterr().err
    assert run(["gazetteer", "add", str(file), "--in", path, "--keep-good"]) == 1
    assert run(["gazetteer", "look", "قرية السليمة", "--in", path]) == 0
    assert "mine:0" in capsys.readouterr().out


def test_two_hundred_thousand_names_load_quickly(built: Path, tmp_path: Path) -> None:
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
    size = len(letters)

    def name(n: int) -> str:
        word = "".join(letters[n // size**k % size] for k in range(4))
        return f"تل {word}ان"

    lines = (dump(2_000_000 + n, name(n), "35.1", "40.2") for n in range(200_000))
    add(built, write(tmp_path, "large.txt", "\n".join(lines)), ORIGIN)
    base, before = load_base(data_folder()), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    gazetteer, start = SqliteGazetteer(built), time.process_time()
    places.load_with(base, gazetteer)
    assert time.process_time() - start < 4
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 250
    gazetteer.close()
