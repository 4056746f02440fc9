"""`riwaya export`: formats, filters, files, and what goes wrong."""

import csv
import io
import json
import sys

import pytest
from tests.corpora import ROOT

from riwaya.export import FORMATS


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    from riwaya.cli.main import run

    path = tmp_path_factory.mktemp("kept") / "riwaya.db"
    assert run(["add", str(ROOT / "examples/difaf"), str(ROOT / "examples/alwatad"), "--record", str(path)]) == 0
    assert run(["events", "--record", str(path)]) == 0
    return path


@pytest.fixture
def export(riwaya, kept):
    return lambda *arguments: riwaya("export", *arguments, "--record", kept)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_each_format_into_a_file(export, tmp_path, name):
    out = tmp_path / f"out{FORMATS[name].suffix}"
    done = export(name, "--out", out)
    assert (done.code, done.out) == (0, "")
    assert out.stat().st_size > 1000
    assert list(tmp_path.iterdir()) == [out]
    first = out.read_bytes()
    assert export(name, "--out", out, "--force").code == 0
    assert out.read_bytes() == first


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_what_is_not_there_is_an_empty_file_and_no_fault(export, tmp_path, name):
    done = export(name, "--place", "لا مكان", "--out", tmp_path / "out")
    assert (done.code, done.err) == (0, "")
    assert (tmp_path / "out").is_file()


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_the_filters_of_search(export):
    everything = rows(export("csv").out)
    denied = rows(export("csv", "--stance", "denied").out)
    assert 0 < len(denied) < len(everything)
    assert {row["stance"] for row in denied} == {"denied"}
    found = rows(export("csv", "بالغارات", "--place", "اللطامنة").out)
    assert [row["claim"] for row in found] == ["dc08589dce434c1b"]
    assert export("csv", "--radius", "3").code == 2


def test_one_event(export):
    features = json.loads(export("geojson").out)["features"]
    event = max(features, key=lambda f: f["properties"]["n_claims"])
    (alone,) = json.loads(export("geojson", "--event", event["id"]).out)["features"]
    assert alone == event
    assert sorted(r["claim"] for r in rows(export("csv", "--event", event["id"]).out)) == sorted(
        event["properties"]["claims"]
    )


def test_an_event_that_there_is_not(export):
    done = export("html", "--event", "event:nothing")
    assert (done.code, done.out) == (2, "")
    assert done.err == "riwaya: no event event:nothing\n"


def test_a_file_is_not_replaced_unasked(export, tmp_path):
    out = tmp_path / "mine.csv"
    out.write_text("mine")
    done = export("csv", "--out", out)
    assert done.code == 2
    assert done.err == f"riwaya: {out}: there is a file already; --force replaces it\n"
    assert out.read_text() == "mine"


def test_a_folder_that_there_is_not(export, tmp_path):
    done = export("csv", "--out", tmp_path / "no" / "out.csv")
    assert done.code == 2
    assert "no/out.csv" in done.err
    assert "Traceback" not in done.err


def test_a_fault_midway_leaves_the_old_file(export, tmp_path, kept, monkeypatch):
    from riwaya.export import spreadsheet
    from riwaya.model.errors import StoreError

    def broken(view, manner):
        yield b"begun"
        raise StoreError("the record is gone")

    out = tmp_path / "mine.csv"
    out.write_text("mine")
    monkeypatch.setattr(spreadsheet, "chunks", broken)
    done = export("csv", "--out", out, "--force")
    assert (done.code, done.err) == (1, "riwaya: the record is gone\n")
    assert out.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [out]


def test_what_acled_does_not_code_is_counted(export):
    done = export("acled")
    assert done.code == 0
    assert "left out of a type that ACLED does not code" in done.err
    left_out = sum(int(line.split()[1]) for line in done.err.splitlines())
    events = {row["event"] for row in rows(done.out)}
    assert len(events) + left_out == len(json.loads(export("geojson").out)["features"])


def test_a_missing_package_is_named_with_its_extra(export, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = export("parquet", "--out", tmp_path / "out.parquet")
    assert done.code == 2
    assert done.err == "riwaya: the format parquet needs pyarrow: pip install 'riwaya[parquet]'\n"


def test_an_unknown_format(export):
    done = export("xls")
    assert done.code == 2
    assert "geojson" in done.err


def test_no_record(riwaya, tmp_path):
    done = riwaya("export", "csv", "--record", tmp_path / "none.db", "--out", tmp_path / "out.csv")
    assert done.code in (1, 2)
    assert "none.db" in done.err
    assert not (tmp_path / "out.csv").exists()


def test_the_report_names_what_was_asked_for(export):
    page = export("html", "--place", "اللطامنة", "--since", "2019-06-01", "--language", "ar").out
    assert "المكان: اللطامنة" in page
    assert "منذ: 2019-06-01" in page
