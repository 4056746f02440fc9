"""Every example of an attribution rule is read by the whole pipeline as it says, no counter-example by that rule."""

import tomllib

import pytest
from tests.reading import record_of

from riwaya.rules.files import data_folder

FOLDER = data_folder() / "grammar" / "attribution"
PATHS = sorted(FOLDER.glob("*.toml"))
ROLES = {"cue", "source", "relay", "content", "channel", "stance"}
NOT_YET: dict[str, str] = {}


def tables(key):
    """Every table of that name, with its number in the file of its rule."""
    for path in PATHS:
        rule = tomllib.loads(path.read_text(encoding="utf-8"))
        for number, table in enumerate(rule.get(key, ()), 1):
            name = f"{path.stem}-{number}"
            yield pytest.param(name, table, id=name)


def roles(claim):
    """The roles of a claim under the names that examples use."""
    first, last = claim.chain[0], claim.chain[-1]
    return {
        "cue": claim.cue.text if claim.cue else None,
        "source": last.source.text,
        "relay": first.source.text if len(claim.chain) > 1 else None,
        "content": claim.text,
        "channel": last.channel,
        "stance": claim.stance,
    }


def said(text):
    """The attributed claims of a text."""
    return [claim for claim in record_of(text).claims if claim.chain]


@pytest.mark.parametrize(("number", "example"), list(tables("example")))
def test_the_example_is_read_as_it_says(number, example):
    wanted = {key: value for key, value in example.items() if key != "text"}
    found = [roles(claim) for claim in said(example["text"])]
    read = wanted in [{key: claim[key] for key in wanted} for claim in found]
    if number in NOT_YET:
        assert not read, f"{number} is read now: take it off the list ({NOT_YET[number]})"
    else:
        assert read, found


@pytest.mark.parametrize(("number", "example"), list(tables("counterexample")))
def test_the_rule_leaves_its_counterexample(number, example):
    rule = f"attribution/{number.rpartition('-')[0]}"
    assert [roles(claim) for claim in said(example["text"]) if rule in claim.rules] == [], example["why"]


@pytest.mark.parametrize("path", PATHS, ids=[path.stem for path in PATHS])
def test_every_rule_shows_what_it_reads_and_what_it_leaves(path):
    rule = tomllib.loads(path.read_text(encoding="utf-8"))
    assert rule["example"]
    assert rule["counterexample"]
    assert all({"text", "content"} <= set(example) <= {"text", *ROLES} for example in rule["example"])


def test_the_list_of_examples_not_yet_read_names_examples():
    assert set(NOT_YET) <= {param.id for param in tables("example")}
