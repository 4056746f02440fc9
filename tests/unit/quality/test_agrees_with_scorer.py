"""The package's figures are those of the published scorer, to the last digit."""

import importlib.util
import json

import msgspec
import pytest
from tests.corpora import GOLD_FILES, SHARED, needs_shared
from tests.unit.quality.disturbed import disturbed

from riwaya.pipeline import analyse, resources
from riwaya.quality import gold_article, read_gold, score

pytestmark = needs_shared


@pytest.fixture(scope="module")
def scorer():
    spec = importlib.util.spec_from_file_location("scorer", SHARED / "score/score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def theirs(scorer, path, records):
    tally = scorer.Tally()
    for gold in scorer.read(path):
        scorer.score_article(gold, json.loads(msgspec.json.encode(records[gold["id"]])), tally)
    return tally.figures()


def ours(path, records):
    return msgspec.to_builtins(score(read_gold(path), records).figures())


@pytest.mark.parametrize("path", GOLD_FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("seed", range(6))
def test_on_disturbed_gold(scorer, path, seed):
    raw = scorer.read(path)
    records = {gold["id"]: disturbed(gold, seed) for gold in raw}
    figures = ours(path, records)
    assert figures == theirs(scorer, path, records)
    assert 0 < figures["claims"]["f1"] < 1


@pytest.mark.parametrize("path", GOLD_FILES, ids=lambda path: path.stem)
def test_on_what_the_engine_reads(scorer, path, tmp_path, capsys):
    given = resources()
    records = {gold.id: analyse(gold_article(gold), given) for gold in read_gold(path)}
    output = tmp_path / "records.jsonl"
    output.write_bytes(b"".join(msgspec.json.encode(record) + b"\n" for record in records.values()))
    assert scorer.main([str(path), str(output), "--json"]) == 0
    assert ours(path, records) == json.loads(capsys.readouterr().out)["figures"]


def test_on_missing_records_and_other_texts(scorer, tmp_path, capsys):
    path = GOLD_FILES[1]
    raw = scorer.read(path)[:3]
    records = {gold["id"]: disturbed(gold, 1) for gold in raw[1:]}
    other = records[raw[1]["id"]]
    changed = msgspec.structs.replace(other.article, text=other.article.text + " ")
    records[raw[1]["id"]] = msgspec.structs.replace(other, article=changed)
    gold, output = tmp_path / "gold.jsonl", tmp_path / "records.jsonl"
    gold.write_text("".join(json.dumps(line) + "\n" for line in raw), encoding="utf-8")
    output.write_bytes(b"".join(msgspec.json.encode(record) + b"\n" for record in records.values()))
    assert scorer.main([str(gold), str(output), "--json"]) == 0
    assert ours(gold, records) == json.loads(capsys.readouterr().out)["figures"]
