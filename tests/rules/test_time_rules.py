"""Every rule for times and quantities keeps what its examples and counter-examples say."""

import pytest
from tests.stages import annotated

from riwaya.rules.cascade import NOTHING, ClassRule
from riwaya.rules.files import data_folder
from riwaya.rules.load import load_rules

RULES = {kind: load_rules(data_folder(), kind, ClassRule) for kind in ("times", "quantities")}
EXAMPLES = [(kind, r, n, e) for kind, rules in RULES.items() for r in rules for n, e in enumerate(r.example)]
COUNTER = [(kind, r, n, e) for kind, rules in RULES.items() for r in rules for n, e in enumerate(r.counterexample)]


def names(cases):
    return [f"{rule.id}-{number}" for _, rule, number, _ in cases]


def mentions(kind, example):
    doc = annotated(example["text"], example.get("published"))
    return getattr(doc, kind)


def said(item, keys):
    return {key: getattr(item, key) for key in keys}


@pytest.mark.parametrize(("kind", "rule", "number", "example"), EXAMPLES, ids=names(EXAMPLES))
def test_example(kind, rule, number, example):
    found = mentions(kind, example)
    wanted = example[kind]
    assert [said(m.item, want) for m, want in zip(found, wanted, strict=True)] == wanted
    assert (rule.id in {m.rule for m in found}) == (rule.value != NOTHING)


@pytest.mark.parametrize(("kind", "rule", "number", "example"), COUNTER, ids=names(COUNTER))
def test_counterexample(kind, rule, number, example):
    assert rule.id not in {m.rule for m in mentions(kind, example)}
    assert example["why"]
