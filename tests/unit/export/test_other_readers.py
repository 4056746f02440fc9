"""FollowTheMoney, HXL and KML, read by followthemoney, libhxl and fastkml, each checked against its standard.

These need packages under copyleft licences, so they live apart: `make readers` installs them into build/readers.
"""

import csv
import io
import json
import os
import subprocess
from collections import Counter

import pytest
from tests.corpora import ROOT
from tests.reading import record_of
from tests.unit.export.nothing import NOTHING

PYTHON = ROOT / "build/readers/venv/bin/python"
pytestmark = pytest.mark.skipif(
    not PYTHON.exists() and not os.environ.get("CI"), reason="the other readers are not installed: make readers"
)


@pytest.fixture
def read(tmp_path):
    def reading(name, data):
        path = tmp_path / f"export.{name}"
        path.write_bytes(data)
        done = subprocess.run([PYTHON, ROOT / "tests/readers/read.py", name, path], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return reading


def test_followthemoney_knows_every_entity(read, write, selection):
    found = read("ftm", write("ftm", selection))
    assert found["faults"] == []
    kinds = Counter(entity["schema"] for entity in found["entities"])
    assert kinds["Event"] == len(selection.findings.events)
    assert kinds["Article"] == len({ref.article for event in selection.findings.events for ref in event.members})
    assert len({entity["id"] for entity in found["entities"]}) == len(found["entities"])
    assert {"Person", "PublicBody", "Organization", "Address", "UnknownLink"} <= set(kinds)


def test_followthemoney_keeps_text_with_invisible_characters(read, write, select):
    text = "قال قائد الجيش إن \u200fخمسة\u200f مدنيين قتلوا في قصف على مدينة إدلب\u202fأمس\u0001."
    found = read("ftm", write("ftm", select(record_of(text, outlet="جريدة\ufeff", published="2019-06-21"))))
    assert found["faults"] == []
    assert found["entities"]


def test_followthemoney_finds_faults(read, write, selection):
    entities = [json.loads(line) for line in write("ftm", selection).splitlines()]
    event = next(entity for entity in entities if entity["schema"] == "Event")
    event["properties"]["country"] = ["zz9"]
    place = next(entity for entity in entities if entity["schema"] == "Address")
    faults = read("ftm", "\n".join(json.dumps(e) for e in entities if e is not place).encode())["faults"]
    assert any("country" in fault for fault in faults)
    assert any(f"no entity {place['id']}" in fault for fault in faults)


def test_hxl_tags_and_values(read, write, selection, tables):
    found = read("hxl", write("hxl", selection))
    assert found["faults"] == []
    assert found["tags"] == [column.tag for column in tables.hxl.column]
    assert len(found["rows"]) == len(selection.findings.events)


def test_hxl_finds_faults(read, write, selection):
    rows = list(csv.reader(io.StringIO(write("hxl", selection).decode())))
    rows[2][rows[1].index("#affected+killed+min")] = "many"
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    assert read("hxl", out.getvalue().encode())["faults"]


def test_kml_keeps_the_schema_of_the_ogc(read, write, selection):
    found = read("kml", write("kml", selection))
    assert found["faults"] == []
    assert len(found["placemarks"]) == len(selection.findings.events)


def test_kml_finds_faults(read, write, selection):
    data = write("kml", selection).replace(b"<when>", b"<when>about ", 1)
    assert read("kml", data)["faults"]


@pytest.mark.parametrize("name", ["ftm", "hxl", "kml"])
def test_nothing_is_valid(read, write, name):
    found = read(name, write(name, NOTHING))
    assert found["faults"] == []
    assert not any(found[key] for key in ("entities", "rows", "placemarks") if key in found)
