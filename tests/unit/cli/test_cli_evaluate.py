"""`riwaya evaluate`: figures as text and JSON, disagreements, floors, broken gold."""

import json

import pytest

from riwaya.quality.floors import corpus_digest

TEXT = "قال قائد الشرطة إن ثلاثة أشخاص قتلوا في انفجار عبوة ناسفة وسط مدينة الرقة."
GOLD = {
    "id": "a",
    "text": TEXT,
    "published": "2019-06-21",
    "claims": [{"span": [19, len(TEXT) - 1], "chain": [{"source": {"text": "قائد الشرطة", "span": [4, 15]}}]}],
    "places": [{"text": "الرقة", "span": [TEXT.index("الرقة"), TEXT.index("الرقة") + 5]}],
    "times": [{"text": "قال", "span": [0, 3], "start": "1999-01-01", "end": "1999-01-01"}],
}


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOLD, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def test_figures_for_a_person_and_for_a_program_are_the_same(riwaya, gold):
    shown = riwaya("evaluate", gold)
    assert shown.code == 0
    assert shown.out.startswith("articles 1, of which read 1\nclaims  ")
    told = json.loads(riwaya("evaluate", gold, "--json").out)
    assert (told["articles"], told["read"]) == (1, 1)
    for name, figure in told["figures"].items():
        line = next(line for line in shown.out.splitlines() if line.split()[0] == name)
        assert f"F1 {figure['f1']:.3f}" in line
        assert f"(gold {figure['gold']}, system {figure['system']})" in line


def test_disagreements_are_printed_on_demand(riwaya, gold):
    assert "times missed" not in riwaya("evaluate", gold).out
    shown = riwaya("evaluate", gold, "--errors", "3")
    assert "\ntimes missed: 1\n  a: قال\n" in shown.out


def floors(tmp_path, digest, least):
    path = tmp_path / "floors.toml"
    path.write_text(f'[here]\ndigest = "{digest}"\n[here.f1]\ntimes = {least}\n', encoding="utf-8")
    return path


def test_floors_that_hold_and_that_break(riwaya, gold, tmp_path):
    digest = corpus_digest([gold])
    assert riwaya("evaluate", gold, "--floors", floors(tmp_path, digest, 0.0)).code == 0
    done = riwaya("evaluate", gold, "--floors", floors(tmp_path, digest, 0.5))
    assert done.code == 1
    assert done.err == "riwaya: here: times: F1 0.0000 is below its floor 0.500\n"


def test_floors_of_another_corpus(riwaya, gold, tmp_path):
    done = riwaya("evaluate", gold, "--floors", floors(tmp_path, "0", 0.0))
    assert done.code == 1
    assert "no floors for" in done.err


def test_broken_gold(riwaya, tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a"}\n{\n', encoding="utf-8")
    done = riwaya("evaluate", path)
    assert (done.code, done.out) == (1, "")
    assert [line.split(": ")[2] for line in done.err.splitlines()] == ["line 1", "line 2"]


def test_missing_gold(riwaya, tmp_path):
    done = riwaya("evaluate", tmp_path / "nothing.jsonl")
    assert (done.code, done.err) == (1, f"riwaya: {tmp_path / 'nothing.jsonl'}: No such file or directory\n")
