"""Reading gold files, and floors that hold, rise, and fall only on demand."""

import json

import pytest

from riwaya.model.errors import DataError
from riwaya.quality.floors import Floors, corpus_digest, faults, raised, read_floors, write_floors
from riwaya.quality.gold import gold_article, read_gold
from riwaya.quality.score import Figures

GOLD = {"id": "g", "text": "نص", "published": "2018-02-27T10:47:38+00:00", "outlet": "جريدة", "claims": [], "extra": 1}


def figure(f1):
    return Figures(f1, f1, f1, 10, 10)


def test_gold_is_read_and_becomes_an_article(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text(f"\n{json.dumps(GOLD)}\n", encoding="utf-8")
    (gold,) = read_gold(path)
    article = gold_article(gold)
    assert (article.id, article.text, article.outlet) == ("g", "نص", "جريدة")
    assert (article.published, article.published_basis) == (GOLD["published"], "given")


def test_every_broken_line_is_named(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text(f'{json.dumps(GOLD)}\n{{"id": 1}}\n{{\n', encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_gold(path)
    assert [fault.split(": ")[1] for fault in caught.value.faults] == ["line 2", "line 3"]


@pytest.mark.parametrize("content", [None, b"", b"\n\n", b"\xff\xfe"])
def test_files_without_gold(tmp_path, content):
    path = tmp_path / "gold.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError, match=r"gold\.jsonl"):
        read_gold(path)


def test_floors_hold_or_are_broken():
    floors = Floors("d", {"claims": 0.5, "times": 0.9})
    assert faults("dev", floors, "d", {"claims": figure(0.5), "times": figure(0.9)}) == []
    low, gone = faults("dev", floors, "d", {"claims": figure(0.4999)})
    assert low == "dev: claims: F1 0.4999 is below its floor 0.500"
    assert gone.startswith("dev: times: F1 0.0000")
    (changed,) = faults("dev", floors, "e", {"claims": figure(1), "times": figure(1)})
    assert "the corpus has changed (e)" in changed


def test_floors_rise_and_fall_only_on_demand():
    old = Floors("d", {"claims": 0.5, "times": 0.9})
    now = {"claims": figure(0.6789), "times": figure(0.8)}
    assert raised(old, "e", now) == Floors("e", {"claims": 0.678, "times": 0.9})
    assert raised(old, "d", now, lower=True) == Floors("d", {"claims": 0.678, "times": 0.8})
    assert raised(None, "d", now).f1 == {"claims": 0.678, "times": 0.8}


def test_floors_are_written_and_read_back(tmp_path):
    floors = {"dev": Floors("d", {"claims": 0.678}), "seed": Floors("e", {})}
    write_floors(tmp_path / "floors.toml", floors, "Two lines\nof preamble.")
    assert read_floors(tmp_path / "floors.toml") == floors


@pytest.mark.parametrize("content", [None, "[dev\n", "[dev]\ndigest = 3\n", '[dev]\ndigest = "x"\nother = 1\n'])
def test_broken_floor_files(tmp_path, content):
    path = tmp_path / "floors.toml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=r"floors\.toml"):
        read_floors(path)


def test_the_digest_depends_on_bytes_and_order(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"1")
    two.write_bytes(b"2")
    digests = {corpus_digest(files) for files in ([one, two], [two, one], [one], [two])}
    assert len(digests) == 4
