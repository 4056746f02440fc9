"""What holds for every record: its spans hold its words, its indices point somewhere, it comes out the same."""

import os
import subprocess
import sys

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from tests.corpora import ROOT, example_articles, gold_articles, needs_shared, raw_articles
from tests.unit.pipeline.strategies import articles

from riwaya.model.record import Record
from riwaya.pipeline import analyse, resources


@pytest.fixture(scope="module")
def engine():
    return resources()


def faults(record):
    """Every place where the record contradicts its own text."""
    text, found = record.article.text, []

    def walk(value, where):
        if isinstance(value, dict):
            if "span" in value and "text" in value:
                start, end = value["span"]
                if not (0 <= start < end <= len(text) and text[start:end] == value["text"]):
                    found.append((where, value["span"], value["text"]))
            for key, inner in value.items():
                walk(inner, f"{where}.{key}")
        elif isinstance(value, list):
            for number, inner in enumerate(value):
                walk(inner, f"{where}[{number}]")

    walk(msgspec.json.decode(msgspec.json.encode(record)), "record")
    found += [("actors", span) for a in record.actors for span in a.mentions if not 0 <= span[0] < span[1] <= len(text)]
    return found + list(dangling(record))


def dangling(record):
    """Indices of events that point past the record's places and quantities."""
    for claim in record.claims:
        for event in claim.events:
            yield from (p for p in event.places if record.places[p.place : p.place + 1] == ())
            yield from (q for q in event.quantities if record.quantities[q : q + 1] == ())


def ids(record):
    return [claim.id for claim in record.claims]


@pytest.mark.parametrize(
    "texts",
    [example_articles, pytest.param(gold_articles, marks=needs_shared), pytest.param(raw_articles, marks=needs_shared)],
    ids=lambda f: f.__name__,
)
def test_every_mention_is_the_text_under_its_span(texts, engine):
    read = 0
    for article in texts():
        record = analyse(article, engine)
        assert faults(record) == [], article.id
        assert len(set(ids(record))) == len(record.claims), article.id
        read += 1
    assert read


@settings(max_examples=150, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(articles())
def test_no_text_breaks_the_engine(engine, article):
    record = analyse(article, engine)
    assert faults(record) == []
    encoded = msgspec.json.encode(record)
    assert msgspec.json.encode(msgspec.json.decode(encoded, type=Record)) == encoded


def printed(seed):
    command = [sys.executable, "-m", "riwaya.cli", "read", "examples", "--jsonl", "--reading-date", "2026-11-01"]
    environment = os.environ | {"PYTHONHASHSEED": str(seed)}
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True).stdout


def test_two_runs_give_the_same_bytes():
    first, second = printed(1), printed(2)
    assert first == second
    assert first.count(b"\n") == len(list((ROOT / "examples").rglob("*.html")))
