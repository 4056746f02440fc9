"""What all pages share: words, headers, errors, static files, `riwaya serve` and `riwaya demo`."""

import os
import re
import signal
import subprocess
import sys
import tomllib
import urllib.error
import urllib.request
from pathlib import Path
from typing import get_args

import pytest
from fastapi.testclient import TestClient
from tests.corpora import ROOT

import riwaya.web
from riwaya.model import claim
from riwaya.model.errors import DataError, StoreError
from riwaya.rules.files import data_folder
from riwaya.web import Settings, create_app
from riwaya.web.language import LANGUAGES, load_languages, preferred

WEB = Path(riwaya.web.__file__).parent
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))


@pytest.fixture(scope="module")
def client(settings):
    with TestClient(create_app(settings), follow_redirects=False) as found:
        yield found


def test_both_languages_have_all_words():
    languages = load_languages()
    assert set(languages) == set(LANGUAGES)
    assert set(languages["ar"].words) == set(languages["en"].words)
    for language in languages.values():
        values = {key: re.findall(r"{\w*}", said) for key, said in language.words.items()}
        assert values == {key: re.findall(r"{\w*}", languages["ar"].words[key]) for key in language.words}


def test_every_code_of_the_record_has_a_word():
    words = load_languages()["ar"].words
    types = tomllib.loads((data_folder() / "ontology/events.toml").read_text(encoding="utf-8"))
    codes = {f"type.{name}" for name in types}
    for kind, values in (("stance", claim.Stance), ("certainty", claim.Certainty), ("delivery", claim.Delivery)):
        codes |= {f"{kind}.{value}" for value in get_args(values)}
    assert codes - set(words) == set()


def test_a_missing_word_is_named(tmp_path):
    (tmp_path / "ar.toml").write_text('[site]\nname = "a"\n', encoding="utf-8")
    (tmp_path / "en.toml").write_text('[site]\nother = "b"\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"ar\.toml: site\.other: missing\n.*en\.toml: site\.name: missing"):
        load_languages(tmp_path)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_script_style_or_unescaped_text(path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"<script(?![^>]* src=)[^>]*>|<style| style=| on\w+=|\|\s*safe\b|autoescape false", text) == []


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [(None, "", "ar"), (None, "en-GB,en;q=0.9", "en"), ("ar", "en", "ar"), ("xx", "fr, en;q=0.5", "en")],
)
def test_the_language_of_a_visitor(cookie, accepted, language):
    assert preferred(cookie, accepted) == language


def test_headers_of_every_answer(client):
    for path in ("/en/", "/static/css/base.css", "/en/nothing", "/api/openapi.json"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert client.get(path).headers["x-content-type-options"] == "nosniff"


def test_only_the_server_of_tiles_that_is_named_may_be_asked(settings):
    import dataclasses

    tiles = dataclasses.replace(settings, tiles="https://{s}.tile.example/{z}/{x}/{y}.png")
    with TestClient(create_app(tiles)) as client:
        policy = client.get("/en/").headers["content-security-policy"]
    assert "img-src 'self' data: https://*.tile.example;" in policy
    assert policy.count("https://") == 1


def test_errors_are_pages_for_people_and_json_for_programs(client):
    page = client.get("/ar/nothing")
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert client.get("/xx/status").status_code == 404
    assert client.get("/api/nothing").json() == {"status": 404, "message": "Not Found"}
    wrong = client.get("/en/search", params={"since": "<script>"})
    assert wrong.status_code == 422
    assert "<script>" not in wrong.text


def test_words_of_a_visitor_are_escaped(client):
    page = client.get("/en/search", params={"q": '"><script>alert(1)</script>'})
    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_vendored_files_are_those_that_are_listed():
    done = subprocess.run([sys.executable, ROOT / "scripts/vendor.py", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, "run scripts/vendor.py and review the diff"


def test_there_must_be_a_record(tmp_path):
    app = create_app(Settings(record=str(tmp_path / "none.db"), data=tmp_path, now=None))
    with pytest.raises(StoreError, match="no record here"), TestClient(app):
        pass


def started(*arguments):
    """A command of riwaya that serves, and the address that it prints."""
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "riwaya.cli", *arguments], stdout=subprocess.PIPE, text=True, env=environment
    )
    for line in process.stdout:
        if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
            return process, found[0]
    raise AssertionError(f"ended with {process.wait()}")


def stopped(process):
    process.send_signal(signal.SIGINT)
    code = process.wait(timeout=30)
    process.stdout.close()
    return code


def test_serve_prints_its_address_and_takes_a_free_port(settings):
    first, address = started("serve", "--record", settings.record, "--port", "0")
    port = address.rsplit(":", 1)[1].strip("/")
    second, other = started("serve", "--record", settings.record, "--port", port)
    try:
        assert address != other
        for each in (address, other):
            with urllib.request.urlopen(each, timeout=30) as answer:  # noqa: S310
                assert answer.status == 200
    finally:
        assert (stopped(first), stopped(second)) == (0, 0)


def test_demo_serves_the_examples():
    process, address = started("demo", "--examples", str(ROOT / "examples"), "--port", "0")
    try:
        with urllib.request.urlopen(f"{address}en/status", timeout=30) as answer:  # noqa: S310
            assert "riwaya-demo-" in answer.read().decode()
    finally:
        assert stopped(process) == 0
