"""Linking over stories that were written for it: figures against floors, and what each story is about."""

import random
from dataclasses import replace

import msgspec
import pytest
from tests.unit.link.corpus import STORIES, bcubed, origins_right, tables, told
from tests.unit.link.figures import floors, reached

from riwaya.link import explain, link
from riwaya.model.errors import UsageError
from riwaya.model.finding import Ref
from riwaya.quality.floors import corpus_digest

LEAST_F1, LEAST_RIGHT = 0.85, 10


def story(name):
    return next(told(path) for path in STORIES if path.stem == name)


def main_cluster(name, event=0):
    found = story(name)
    return found.clusters(found.story.event[event])[0]


def test_there_are_enough_stories_of_three_articles_and_more():
    sizes = [len(told(path).story.article) for path in STORIES]
    assert len(sizes) >= 12
    assert min(sizes) >= 3


def test_figures_do_not_fall():
    least, now = floors(), reached()
    assert least.digest == corpus_digest(STORIES), "the stories have changed: look at the figures, then --raise"
    assert now.bcubed_f1 >= least.bcubed_f1
    assert now.origins_right >= least.origins_right


def test_figures_reach_the_targets():
    stories = [told(path) for path in STORIES]
    assert bcubed(stories)[2] >= LEAST_F1
    assert origins_right(stories) >= LEAST_RIGHT


def test_bcubed_knows_what_is_torn_and_what_is_thrown_together():
    whole = story("two-strikes-one-town")
    first = whole.clusters(whole.story.event[0])[0]
    alone = {ref: msgspec.structs.replace(first, id=f"alone {ref}") for ref in whole.cluster_of}
    thrown = replace(whole, cluster_of=dict.fromkeys(whole.cluster_of, first))
    torn = replace(whole, cluster_of=alone)
    assert bcubed([whole]) == (1.0, 1.0, 1.0)
    assert bcubed([thrown])[:2] == (pytest.approx(0.52), 1.0)
    assert bcubed([torn])[:2] == (1.0, pytest.approx(0.4))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_order_of_the_records_makes_no_difference(path):
    found = told(path)
    shuffled = list(found.records)
    random.Random(1).shuffle(shuffled)  # noqa: S311 - any order will do
    assert link(shuffled, tables()) == link(found.records, tables()) == found.findings


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_every_account_is_in_one_cluster_and_every_count_is_that_of_what_is_listed(path):
    found = told(path)
    members = [ref for c in found.findings.events for ref in c.members]
    accounts = {Ref(r.article.id, c.id, k) for r in found.records for c in r.claims for k in range(len(c.events))}
    assert len(members) == len(set(members))
    assert set(members) == accounts
    for cluster in found.findings.events:
        assert cluster.n_origins == len(cluster.origins) <= cluster.n_claims
        assert cluster.n_outlets == len(cluster.outlets)
        assert {c for o in cluster.origins for c in o.claims} | set(cluster.leaning) == set(cluster.claims)
        assert not {c for o in cluster.origins for c in o.claims} & set(cluster.leaning)


def test_copies_without_credit_rest_on_the_source_of_the_wire():
    cluster = main_cluster("copies-without-credit")
    assert (cluster.n_outlets, cluster.n_origins) == (5, 2)
    wire = next(o for o in cluster.origins if len(o.outlets) == 4)
    assert any("near-identical" in reason or "copied" in reason for reason in wire.joined)


def test_an_interview_retold_is_one_origin_without_credit_and_without_a_name():
    cluster = main_cluster("interview-retold")
    assert (cluster.n_outlets, cluster.n_origins) == (5, 1)


def test_unnamed_sources_of_one_outlet_are_one_origin():
    unnamed = [o for o in main_cluster("unnamed-twice").origins if o.voices[0].basis == "unnamed"]
    assert [len(o.claims) for o in unnamed] == [2]


@pytest.mark.parametrize(
    "path", [p for p in STORIES if any(e.denied for e in told(p).story.event)], ids=lambda p: p.stem
)
def test_a_denial_stands_beside_what_it_denies(path):
    found = told(path)
    event = next(e for e in found.story.event if e.denied)
    denied = [c for c in found.findings.contradictions if c.kind == "denial"]
    read = [r for m in event.mentions if (r := found.refs[tuple(m.split(": ", 1))])]
    assert denied or len(read) < len(event.mentions)
    for contradiction in denied:
        assert contradiction.a.says == "asserted"
        assert contradiction.b.says == "denied"
        assert contradiction.a.chain[0] in {r.article.outlet for r in found.records}


def test_a_later_denial_does_not_erase_the_claim():
    cluster = main_cluster("claim-and-denial")
    assert cluster.n_affirming >= 2
    assert cluster.n_denying == 1


def test_numbers_that_grow_are_shown_with_both_chains():
    found = [c for c in story("growing-numbers").findings.contradictions if c.kind == "numbers"]
    assert [(c.a.says, c.b.says, c.note) for c in found] == [
        ("killed ستة أشخاص", "killed 14 قتيلا", "rose"),
        ("killed 14 قتيلا", "killed 19 شخصا", "rose"),
    ]
    assert [c.same_origin for c in found] == [False, True]


def test_two_dates_of_one_strike_are_shown():
    found = [c for c in story("one-strike-two-dates").findings.contradictions if c.kind == "dates"]
    assert {(c.a.says, c.b.says) for c in found} == {("2021-10-26", "2021-10-27")}


def test_figures_of_a_source():
    figures = {s.voice.key: s for s in story("two-strikes-one-town").findings.sources}
    monitor = figures["actor:sohr"]
    assert (monitor.n_claims, monitor.n_events, monitor.matched, monitor.contradicted) == (2, 2, 2, 0)
    assert monitor.outlets == ("وكالة برقية",)


def test_an_explanation_gives_features_weights_and_the_verdict():
    found = story("two-strikes-one-town")
    market, school = found.clusters(found.story.event[0])[0], found.clusters(found.story.event[1])[0]
    same = explain(found.records, market.members[0], market.members[-1], tables())
    other = explain(found.records, market.members[0], school.members[0], tables())
    assert same.same
    assert same.veto is None
    assert not other.same
    assert other.veto == "different targets"
    known = [(f.value, f.weight) for f in same.features if f.value is not None]
    assert same.score == pytest.approx(sum(v * w for v, w in known) / sum(w for _, w in known), abs=1e-4)


def test_a_reference_to_no_event_is_refused():
    found = story("two-strikes-one-town")
    with pytest.raises(UsageError, match="no event 9"):
        explain(found.records, Ref("morning", "x", 9), Ref("morning", "x", 9), tables())
