"""GeoJSON, GeoParquet and KML, read by geopandas (GDAL, Arrow, GEOS)."""

import io
import json

import geopandas
import pandas
import pyarrow.parquet as pq
import pytest
from tests.reading import record_of
from tests.unit.export.nothing import NOTHING

from riwaya.export.eventrows import EventRow

SILENT = "قال مسؤول إن المفاوضات ستستأنف."


def placed(selection):
    return [event for event in selection.findings.events if event.lat is not None]


@pytest.fixture
def geojson(write):
    return lambda view: geopandas.read_file(io.BytesIO(write("geojson", view)), engine="pyogrio")


@pytest.fixture
def parquet(write):
    return lambda view: geopandas.read_parquet(io.BytesIO(write("parquet", view)))


@pytest.fixture
def kml(write, tmp_path):
    def read(view):
        (tmp_path / "doc.kml").write_bytes(write("kml", view))
        return geopandas.read_file(tmp_path / "doc.kml", engine="pyogrio")

    return read


@pytest.mark.parametrize("name", ["geojson", "parquet", "kml"])
def test_every_event_stands_where_it_was(name, request, selection):
    frame = request.getfixturevalue(name)(selection)
    assert len(frame) == len(selection.findings.events)
    assert frame.crs.name.startswith("WGS 84")
    found = sorted((point.x, point.y) for point in frame.geometry if point is not None)
    assert found == sorted((event.lon, event.lat) for event in placed(selection))


def test_the_row_of_an_event(selection, geojson, parquet):
    found = {row["event"]: row for row in parquet(selection).to_dict("records")}
    same = {row["event"]: row for row in geojson(selection).to_dict("records")}
    for event in selection.findings.events:
        row = found[event.id]
        assert (row["n_origins"], row["n_outlets"], row["n_claims"]) == (
            event.n_origins,
            event.n_outlets,
            event.n_claims,
        )
        assert list(row["claims"]) == list(event.claims)
        assert row["type"] == same[event.id]["type"] == event.type
        assert len(row["origins"]) == event.n_origins
        assert (None if pandas.isna(row["start"]) else str(row["start"])) == event.start


def test_arrow_knows_each_column(selection, write):
    schema = pq.read_schema(io.BytesIO(write("parquet", selection)))
    assert schema.names == [*EventRow.__struct_fields__, "geometry"]
    assert str(schema.field("start").type) == "date32[day]"
    assert str(schema.field("n_origins").type) == "int64"
    assert "string" in str(schema.field("quotes").type)
    geo = json.loads(schema.metadata[b"geo"])
    assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")


def test_an_event_without_a_place_has_no_point(select, geojson, parquet, kml):
    view = select(record_of(SILENT, outlet="جريدة", published="2019-06-21"))
    assert len(view.findings.events) > 0
    for read in (geojson, parquet):
        assert read(view).geometry.isna().all()
    assert len(kml(view)) == len(view.findings.events)


def test_nothing_is_a_valid_map(geojson, parquet, write):
    assert len(parquet(NOTHING)) == 0
    assert len(geojson(NOTHING)) == 0
    assert b"<Document" in write("kml", NOTHING)


def test_kml_says_when(selection, write):
    from lxml import etree

    names = {"k": "http://www.opengis.net/kml/2.2"}
    root = etree.fromstring(write("kml", selection))
    events = {f"e{e.id.partition(':')[2]}": e for e in selection.findings.events}
    for mark in root.iterfind(".//k:Placemark", names):
        event = events[mark.get("id")]
        when = mark.findtext("k:TimeStamp/k:when", None, names) or mark.findtext("k:TimeSpan/k:begin", None, names)
        assert when == event.start
        data = {d.get("name"): d.findtext("k:value", None, names) for d in mark.iterfind(".//k:Data", names)}
        assert data["n_origins"] == str(event.n_origins)


@pytest.mark.parametrize("name", ["kml", "html"])
def test_characters_that_xml_forbids_are_left_out(name, select, write):
    record = record_of(
        "قتل خمسة مدنيين في قصف على مدينة إدلب\u0001 أمس <b>.", outlet="a\u0000<&\ufffe", published="2019-06-21"
    )
    data = write(name, select(record)).decode()
    assert "&lt;&amp;" in data
    assert not set(data) & set("\u0000\u0001\ufffe")
