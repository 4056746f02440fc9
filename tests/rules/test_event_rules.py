"""Every example of an event type is found as it says, and no counter-example is taken for that type."""

import tomllib

import pytest
from tests.reading import read_until

from riwaya.annotate import events
from riwaya.rules.files import data_folder

FOLDER = data_folder() / "grammar" / "events"
PATHS = sorted(FOLDER.glob("*.toml"))
FEWEST_EXAMPLES = 400
FEWEST_COUNTEREXAMPLES = 100


def tables(key):
    """Every table of that name with the type it stands for."""
    for path in PATHS:
        kind = tomllib.loads(path.read_text(encoding="utf-8"))
        for number, table in enumerate(kind[key], 1):
            yield pytest.param(kind["type"], table, id=f"{path.stem}-{number}")


def found(text):
    """The events that the stages up to that of events read in a sentence."""
    return [event.event for event in read_until(events, text, published="2024-03-15").events]


def words(arguments):
    return [argument.text for argument in arguments]


@pytest.mark.parametrize(("kind", "example"), list(tables("example")))
def test_example_is_found(kind, example):
    read = found(example["text"])
    assert {event.type for event in read} == {kind, *example.get("also", ())}
    same = [event for event in read if event.type == kind and event.trigger.text == example["trigger"]]
    assert len(same) == 1, words(event.trigger for event in read)
    event = same[0]
    assert example["text"][slice(*event.trigger.span)] == event.trigger.text
    for slot in ("agents", "patients", "places"):
        if slot in example:
            assert sorted(words(getattr(event, slot))) == sorted(example[slot]), slot
    for field in ("status", "polarity"):
        if field in example:
            assert getattr(event, field) == example[field]


@pytest.mark.parametrize(("kind", "counterexample"), list(tables("counterexample")))
def test_counterexample_is_not_of_that_type(kind, counterexample):
    assert kind not in {event.type for event in found(counterexample["text"])}


def test_types_are_named_for_their_files():
    for path in PATHS:
        assert tomllib.loads(path.read_text(encoding="utf-8"))["type"] == path.stem


def test_there_are_sentences_enough():
    assert len(list(tables("example"))) >= FEWEST_EXAMPLES
    assert len(list(tables("counterexample"))) >= FEWEST_COUNTEREXAMPLES


def test_no_sentence_stands_twice():
    texts = [table.values[1]["text"] for key in ("example", "counterexample") for table in tables(key)]
    assert len(texts) == len(set(texts))
