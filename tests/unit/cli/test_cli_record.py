"""The commands of the record: init, add, status, search, reread, verify."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import msgspec
import pytest
from tests.corpora import ROOT
from tests.signals import HEARING

from riwaya.cli.recording import opened_record
from riwaya.store.base import Entry

EXAMPLES = ROOT / "examples"
WORDS = "قال قائد الشرطة إن ثلاثة أشخاص قتلوا في انفجار عبوة ناسفة وسط مدينة الرقة يوم الجمعة الماضي."
LINE = {"id": "a1", "text": WORDS, "outlet": "جريدة", "published": "2019-06-21"}
ENGINE_OF_BEFORE = "UPDATE records SET engine_data = 'before'"


@pytest.fixture
def record(tmp_path, monkeypatch):
    path = tmp_path / "mine.db"
    monkeypatch.setenv("RIWAYA_RECORD", str(path))
    return path


def jsonl(path, *lines):
    path.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines))
    return path


def alter(path, statement):
    with sqlite3.connect(path) as conn:
        conn.execute(statement)
    conn.close()


def test_init_makes_a_record_once(riwaya, record):
    first, second = riwaya("init"), riwaya("init")
    assert (first.code, second.code) == (0, 0)
    assert first.out == f"{record}: a new record\n"
    assert "already" in second.out
    assert record.is_file()


def test_the_record_is_named_by_option_variable_or_default(riwaya, record, tmp_path, monkeypatch):
    assert str(tmp_path / "other.db") in riwaya("init", "--record", tmp_path / "other.db").out
    monkeypatch.delenv("RIWAYA_RECORD")
    monkeypatch.chdir(tmp_path)
    assert riwaya("init").out == "riwaya.db: a new record\n"


def test_adding_a_folder_twice(riwaya, record):
    pages = len(list(EXAMPLES.rglob("*.html")))
    first = riwaya("add", EXAMPLES)
    assert (first.code, first.out, first.err) == (0, f"articles: {pages} new\n", "")
    second = riwaya("add", EXAMPLES, "--json")
    assert json.loads(second.out) == {"new": 0, "changed": 0, "reread": 0, "known": pages, "failed": 0}
    status = json.loads(riwaya("status", "--json").out)
    assert (status["captures"], status["sightings"], status["articles"]) == (pages, 2 * pages, pages)
    assert riwaya("verify").code == 0


def test_failures_are_told_kept_and_tried_again(riwaya, record, tmp_path):
    page = tmp_path / "english.html"
    page.write_text("<html><body><p>Only English words are on this page, nothing else.</p></body></html>")
    done = riwaya("add", page, tmp_path / "none.html", EXAMPLES / "difaf")
    assert done.code == 1
    assert done.out == "articles: 2 new, 2 failed\n"
    assert [line.split(": ")[1] for line in done.err.splitlines()] == [str(page), str(tmp_path / "none.html")]
    again = riwaya("add", page)
    assert (again.code, again.out) == (1, "articles: 0 new, 1 failed\n")
    status = riwaya("status", "--failures")
    assert "failures   2\n" in status.out
    assert f"{tmp_path / 'none.html'}: no such file or folder" in status.out
    assert json.loads(riwaya("status", "--json", "--failures").out)["failed"][0]["name"] == str(page)


def test_a_changed_page_replaces_the_old_one(riwaya, record, tmp_path):
    lines = jsonl(tmp_path / "a.jsonl", LINE)
    riwaya("add", lines)
    done = riwaya("add", jsonl(lines, LINE | {"text": WORDS.replace("ثلاثة", "خمسة")}))
    assert done.out == "articles: 0 new, 1 changed pages\n"
    assert "1 more, replaced by a later version" in riwaya("status").out
    assert len(riwaya("search", "عبوة", "--json").out.splitlines()) == 1
    assert len(riwaya("search", "عبوة", "--json", "--superseded").out.splitlines()) == 2


def test_standard_input_and_what_the_user_knows_better(record):
    command = [sys.executable, "-m", "riwaya.cli", "add", "-", "--outlet", "صوت", "--published", "2019-06-23"]
    done = subprocess.run(command, input=json.dumps(LINE).encode(), capture_output=True)
    assert done.returncode == 0, done.stderr
    asked = [sys.executable, "-m", "riwaya.cli", "search", "--json", "--outlet", "صوت"]
    hit = json.loads(subprocess.run(asked, capture_output=True, check=True).stdout)
    assert (hit["outlet"], hit["published"], hit["first_day"]) == ("صوت", "2019-06-23", "2019-06-21")


def test_what_the_user_knows_better_later_is_taken_over_and_kept(riwaya, record, tmp_path):
    lines = jsonl(tmp_path / "a.jsonl", LINE)
    riwaya("add", lines)
    assert riwaya("add", lines, "--outlet", "صوت").out == "articles: 0 new, 1 read anew\n"
    assert riwaya("add", lines).out == "articles: 0 new, 1 there already\n"
    riwaya("reread", "--all")
    assert json.loads(riwaya("search", "عبوة", "--json").out)["outlet"] == "صوت"
    assert json.loads(riwaya("status", "--json").out)["articles"] == 1


def test_search_for_a_person(riwaya, record, tmp_path):
    riwaya("add", jsonl(tmp_path / "a.jsonl", LINE))
    found = riwaya("search", "الإنفجار", "وسط", "--place", "Raqqa", "--since", "2019-06-01")
    assert found.code == 0
    assert "source     قائد الشرطة" in found.out
    assert "outlet     جريدة" in found.out
    assert found.out.endswith("1 claim\n")
    assert riwaya("search", "غيره").out == "no claims\n"


def test_wrong_usage_of_search(riwaya, record):
    riwaya("init")
    assert riwaya("search").code == 2
    assert riwaya("search", "--radius", "5").code == 2
    assert riwaya("search", "--stance", "unknown").code == 2
    assert riwaya("search", "--since", "yesterday").code == 2


@pytest.mark.parametrize("command", ["status", "verify", "reread", "search"])
def test_no_record(riwaya, record, command):
    done = riwaya(command, *(["x"] if command == "search" else []))
    assert done.code == 1
    assert done.err == f"riwaya: {record}: no record here; `riwaya init` makes one\n"
    assert not record.exists()


def test_verify_names_what_was_altered(riwaya, record, tmp_path):
    riwaya("add", jsonl(tmp_path / "a.jsonl", LINE))
    sound = riwaya("verify")
    assert (sound.code, sound.out) == (0, "")
    assert sound.err.endswith("checked: no faults\n")
    alter(record, "UPDATE claims SET text = 'x'")
    [capture] = (tmp_path / "mine.captures").rglob("*.zst")
    capture.write_bytes(b"x")
    altered = riwaya("verify")
    assert altered.code == 4
    assert f"captures {capture.stem}: altered" in altered.out
    assert "\nclaims " in altered.out
    assert altered.err.endswith("checked: 2 faults\n")
    faults = [json.loads(line) for line in riwaya("verify", "--json").out.splitlines()]
    assert {fault["where"] for fault in faults} == {"captures", "claims"}


def test_rereading_keeps_the_ids_of_what_is_unchanged(riwaya, record):
    riwaya("add", EXAMPLES / "difaf")
    before = riwaya("search", "--since", "1900-01-01", "--json", "--limit", "1000").out
    assert riwaya("reread").out == "articles: 2 passed over\nclaims: none\n"
    alter(record, ENGINE_OF_BEFORE)
    done = riwaya("reread")
    claims = len(before.splitlines())
    assert done.out == f"articles: 2 unchanged\nclaims: {claims} unchanged\n"
    assert riwaya("search", "--since", "1900-01-01", "--json", "--limit", "1000").out == before
    assert riwaya("verify").code == 0


def test_rereading_says_what_changed(riwaya, record, tmp_path):
    """A reading as an older engine might have made it: one claim less, another stance, a statement of its own."""
    text = f"{WORDS}\nونفت وزارة الدفاع الروسية قصف السوق في بلدة اللطامنة.\nوأعلن التحالف الدولي قصف موقع قرب هجين."
    riwaya("add", jsonl(tmp_path / "a.jsonl", LINE | {"text": text}))
    with opened_record(str(record)) as store:
        [now], [capture] = store.records(), store.captures()
        data = store.data(capture.sha256)
    assert len(now.claims) == 3
    other = msgspec.structs.replace(now.claims[2], id="f" * 16)
    denied = msgspec.structs.replace(now.claims[1], stance="asserted")
    older = msgspec.structs.replace(now, claims=(now.claims[0], denied, other))
    (tmp_path / "old").mkdir()
    with opened_record(str(tmp_path / "old/mine.db"), create=True) as store:
        engine = msgspec.structs.replace(now.engine, version="0.0.1")
        older = msgspec.structs.replace(older, engine=engine)
        store.add(Entry(capture=capture, data=data, outcome=older, engine=engine))
    dry = riwaya("reread", "--record", tmp_path / "old/mine.db", "--dry-run")
    done = riwaya("reread", "--record", tmp_path / "old/mine.db")
    assert dry.out == done.out
    lines = done.out.splitlines()
    assert lines[0] == capture.name
    assert [line.split()[:2] for line in lines[1:4]] == [
        ["-", "f" * 16], ["+", now.claims[2].id], ["~", now.claims[1].id],
    ]  # fmt: skip
    assert lines[4].strip() == "stance"
    assert lines[-2:] == ["articles: 1 changed", "claims: 1 changed, 1 gone, 1 new, 1 unchanged"]
    again = riwaya("reread", "--record", tmp_path / "old/mine.db", "--all", "--json")
    assert json.loads(again.out)["claims_unchanged"] == 3


def test_an_interrupted_run_says_what_was_added_and_goes_on(riwaya, record, tmp_path):
    number = 120
    lines = [LINE | {"id": f"a{n}", "text": WORDS.replace("ثلاثة", f"{n + 3}")} for n in range(number)]
    path = jsonl(tmp_path / "many.jsonl", *lines)
    command = [*HEARING, sys.executable, "-m", "riwaya.cli", "add", path]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ)
    while running.poll() is None and not json.loads(riwaya("status", "--json").out or "{}").get("articles"):
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate()
    assert running.returncode == 130, err
    assert "riwaya: stopped" in err
    added = int(out.split()[1])
    assert 0 < added < number
    kept = json.loads(riwaya("status", "--json").out)["articles"]
    assert kept - added in (0, 1), "the article in hand may be there already"
    assert riwaya("add", path).out == f"articles: {number - kept} new, {kept} there already\n"
    assert riwaya("verify").code == 0


def test_without_the_packages_of_the_store(riwaya, record, monkeypatch):
    monkeypatch.setattr("riwaya.cli.recording._NEEDED", ("sqlalchemy", "no_such_package"))
    done = riwaya("status")
    assert done.code == 2
    assert done.err == "riwaya: a record needs no_such_package: pip install 'riwaya[store]'\n"
