"""Hostile articles: on no page does anything of them run, and no export is taken for a formula or for markup."""

import csv
import io
import json
import re
import urllib.request
from pathlib import Path

import pytest
from tests.web.conftest import NOW, Serving, Watched
from tests.web.hostile import MARKUP, make_hostile

from riwaya.export import FORMATS
from riwaya.store.location import open_store
from riwaya.web import Settings, create_app

INTRUDERS = "document.querySelectorAll('[onerror],[onload],img[src=x],main script,a[href^=\"javascript:\" i]').length"
FORMULA = re.compile(r"[=+@\t\r]|-(?![\d.])")


@pytest.fixture(scope="module")
def record(settings, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    model = open_store(settings.record)
    store = make_hostile(str(folder / "riwaya.db"), model)
    model.close()
    yield store
    store.close()


@pytest.fixture(scope="module")
def address(record):
    settings = Settings(record=record.name, data=Path(record.name).parent, now=lambda: NOW)
    with Serving(create_app(settings)) as serving:
        yield serving.address


def asked(address, path):
    with urllib.request.urlopen(f"{address}/{path}", timeout=30) as answer:  # noqa: S310
        return answer.headers, answer.read()


def answered(address, path):
    return json.loads(asked(address, path)[1])


@pytest.fixture(scope="module")
def paths(address):
    event = answered(address, "api/events?order=claims&limit=1")["events"][0]
    place = next(found["place"] for found in answered(address, "api/contradictions") if found["place"])
    article = answered(address, "api/articles?limit=1")[0]["sha256"]
    voices = [one["voice"] for one in answered(address, "api/sources?limit=500")]
    source = next(voice["key"] for voice in voices if "<script>" in voice["name"])
    return {
        "record": "",
        "event": f"event/{event['id']}",
        "article": f"article/{article}",
        "capture": f"capture/{article}",
        "place": f"place/{urllib.request.quote(place, safe='')}",
        "actor": "actor/syrian-government",
        "source": f"source?key={urllib.request.quote(source)}",
        "sources": "sources",
        "search": f"search?q={urllib.request.quote('قصف')}",
        "words": f"search?q={urllib.request.quote(MARKUP[:190])}",
        "status": "status",
    }


@pytest.mark.parametrize("language", ["ar", "en"])
def test_nothing_of_an_article_runs(browser, address, paths, language):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    watched = Watched(context, address)
    shown = set()
    for name, path in paths.items():
        page = watched.open(f"/{language}/{path}")
        page.wait_for_load_state("networkidle")
        text = page.locator("main").inner_text()
        shown |= {name} if "onerror=" in text else set()
        assert page.evaluate("window.hit") is None, name
        assert page.evaluate(INTRUDERS) == 0, name
        assert str(7 * 191) not in text, f"{name}: a template was filled twice"
        assert watched.faults == [], name
    context.close()
    assert shown >= {"record", "event", "article", "capture", "source", "sources", "search", "status"}


def test_a_capture_is_alone_in_its_frame(address, paths):
    sha256 = paths["capture"].rpartition("/")[2]
    headers, body = asked(address, f"capture/{sha256}/page")
    assert b"<script>" in body
    policy = headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none';")
    assert "allow-scripts" not in policy
    headers, _ = asked(address, f"capture/{sha256}/bytes")
    assert headers["content-type"] == "application/octet-stream"
    assert headers["content-disposition"].startswith("attachment;")
    assert headers["x-content-type-options"] == "nosniff"


def test_no_script_runs_where_a_capture_is_opened_as_a_page(browser, address, paths):
    context = browser.new_context()
    page = context.new_page()
    answers = []
    page.on("response", lambda answer: answers.append(answer.url))
    page.goto(f"{address}/capture/{paths['capture'].rpartition('/')[2]}/page")
    assert page.evaluate("window.hit") is None
    assert page.evaluate("self.origin") == "null"
    assert answers[1:] == [], "no picture, no style, no frame is fetched"
    context.close()


@pytest.mark.parametrize("name", [name for name, known in FORMATS.items() if "csv" in known.media_type])
def test_no_cell_of_an_export_is_a_formula(address, name):
    _, body = asked(address, f"api/export/{name}")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert len(rows) > 5
    assert any("onerror=" in cell for row in rows for cell in row)
    for nth, row in enumerate(rows):
        assert [cell for cell in row if FORMULA.match(cell) and not (nth < 2 and cell.startswith("#"))] == []


@pytest.mark.parametrize("name", ["html", "kml"])
def test_exports_as_markup_are_escaped(address, name):
    headers, body = asked(address, f"api/export/{name}")
    assert b"onerror=" in body
    assert b"<script" not in body
    assert b"<img src=x" not in body
    assert headers["content-disposition"].startswith("attachment;")
    assert headers["content-security-policy"].startswith("sandbox;")
