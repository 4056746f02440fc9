"""`riwaya explain` and `riwaya demo`."""

import json
import re

import pytest
from tests.corpora import ROOT, example_articles

from riwaya.cli.explain import rule_file
from riwaya.pipeline import annotate, resources
from riwaya.rules.files import data_folder

PAGES = sorted((ROOT / "examples").rglob("*.html"))


@pytest.fixture(scope="module")
def documents():
    given = resources()
    return [annotate(article, given) for article in example_articles()]


def test_every_rule_of_every_claim_is_explained(riwaya, documents):
    done = riwaya("explain", ROOT / "examples", "--reading-date", "2026-11-01")
    assert done.code == 0
    flat = re.sub(r"\s+", "", done.out)
    for doc in documents:
        assert (doc.article.title or doc.article.id).replace(" ", "") in flat
        for claim in doc.claims:
            for rule in claim.rules:
                assert re.sub(r"\s+", "", str(rule_file(rule, data_folder()) or rule)) in flat


def test_every_rule_of_a_claim_is_written_in_a_file(documents):
    rules = {rule for doc in documents for claim in doc.claims for rule in claim.rules}
    assert rules
    assert [rule for rule in sorted(rules) if rule_file(rule, data_folder()) is None] == []


def test_explain_reports_what_cannot_be_read(riwaya, tmp_path):
    done = riwaya("explain", tmp_path / "nothing")
    assert (done.code, done.out) == (1, "")
    assert "no such file" in done.err


def test_demo_shows_every_page_and_the_totals(riwaya):
    done = riwaya("demo", "--no-serve", "--examples", ROOT / "examples", "--reading-date", "2026-11-01")
    assert done.code == 0
    read = riwaya("read", ROOT / "examples", "--jsonl", "--reading-date", "2026-11-01")
    records = [json.loads(line) for line in read.out.splitlines()]
    assert len(records) == len(PAGES)
    assert f"{len(PAGES)} articles, {sum(len(r['claims']) for r in records)} claims" in done.out
    for record in records:
        assert record["article"]["outlet"] in done.out


def test_demo_without_pages_is_wrong_usage(riwaya, tmp_path):
    done = riwaya("demo", "--examples", tmp_path / "nowhere")
    assert (done.code, done.out) == (2, "")
    assert "--examples" in done.err
