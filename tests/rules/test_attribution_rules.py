"""Every example of an attribution rule is read by the whole pipeline as it says, no counter-example by that rule."""

import tomllib

import pytest
from tests.reading import record_of

from riwaya.rules.files import data_folder

FOLDER = data_folder() / "grammar" / "attribution"
PATHS = sorted(FOLDER.glob("*.toml"))


def tables(key):
    """Every table of that name, with the id of its rule."""
    for path in PATHS:
        rule = tomllib.loads(path.read_text(encoding="utf-8"))
        for number, table in enumerate(rule.get(key, ()), 1):
            yield pytest.param(f"attribution/{path.stem}", table, id=f"{path.stem}-{number}")


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


def said(text, rule):
    """The attributed claims of a text that the rule found."""
    return [roles(c) for c in record_of(text).claims if c.chain and rule in c.rules]


@pytest.mark.parametrize(("rule", "example"), tables("example"))
def test_the_rule_reads_its_example(rule, example):
    wanted = {key: value for key, value in example.items() if key != "text"}
    found = said(example["text"], rule)
    assert wanted in [{key: claim[key] for key in wanted} for claim in found], found


@pytest.mark.parametrize(("rule", "example"), tables("counterexample"))
def test_the_rule_leaves_its_counterexample(rule, example):
    assert said(example["text"], rule) == [], example["why"]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_rule_shows_what_it_reads_and_what_it_leaves(path):
    rule = tomllib.loads(path.read_text(encoding="utf-8"))
    assert rule["example"]
    assert rule["counterexample"]
    assert all(set(example) <= {"text", *roles_of_examples()} for example in rule["example"])


def roles_of_examples():
    return {"cue", "source", "relay", "content", "channel", "stance"}
