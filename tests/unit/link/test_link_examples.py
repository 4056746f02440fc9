"""The three stories of examples/: what four outlets tell of one market, one interview, one salvo of rockets."""

from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.corpora import example_articles
from tests.reading import loaded
from tests.unit.link.corpus import tables

from riwaya.link import link
from riwaya.pipeline import analyse


@lru_cache(maxsize=1)
def records():
    return tuple(analyse(article, loaded()) for article in example_articles())


@lru_cache(maxsize=1)
def findings():
    return link(records(), tables())


def event(outlets, *types):
    """The event of these types that most claims of these outlets tell of."""
    found = [e for e in findings().events if e.type in types and set(outlets) <= set(e.outlets)]
    return max(found, key=lambda e: e.n_claims)


def origin(cluster, name):
    return next(o for o in cluster.origins if any(name in voice.name for voice in o.voices))


STRIKES = ("air_strike", "shelling", "attack")


def test_the_market_of_jarrahi_is_one_event_of_four_outlets():
    market = event(["وكالة برقية", "قناة الشرفة", "جريدة الوتد", "منارة تهامة"], *STRIKES)
    assert market.start == "2018-11-12"
    assert market.n_origins < market.n_claims
    assert market.n_denying >= 1


def test_the_copy_without_credit_adds_no_origin():
    market = event(["وكالة برقية", "جريدة الوتد"], *STRIKES)
    assert origin(market, "هتاري").outlets == ("جريدة الوتد", "وكالة برقية")
    assert [o for o in market.origins if o.outlets == ("جريدة الوتد",)] == []


def test_the_coalition_denies_the_strike_on_the_market():
    denials = [c for c in findings().contradictions if c.kind == "denial" and "التحالف" in c.b.chain[-1]]
    assert {c.a.chain[0] for c in denials} >= {"وكالة برقية", "قناة الشرفة"}


def test_an_interview_is_one_origin_in_the_outlets_that_retell_it():
    withdrawal = event(["وكالة برقية", "صباح الأطلس"], "withdrawal")
    assert set(origin(withdrawal, "القدور").outlets) >= {"وكالة برقية", "صباح الأطلس"}
    assert withdrawal.place == "own:sy-tal-malah"


@pytest.mark.parametrize("outlet", ["نبض السواد", "وكالة برقية", "صباح الأطلس"])
def test_the_rockets_of_kirkuk_are_one_event(outlet):
    rockets = event(["نبض السواد", "وكالة برقية", "صباح الأطلس"], *STRIKES)
    assert outlet in rockets.outlets
    assert (rockets.start, rockets.end) == ("2021-03-18", "2021-03-18")
    assert rockets.n_denying >= 1


def test_the_drone_in_libya_and_the_rockets_in_iraq_are_apart():
    places = {e.place: e for e in findings().events if e.n_outlets > 1 and e.place}
    assert "own:ly-gharyan" not in places


def test_the_ledger_of_tal_malah_is_contested():
    spans = [s for s in findings().control if s.place == "own:sy-tal-malah"]
    assert spans
    assert any(s.contested_by for s in spans)


def test_nothing_is_found_in_nothing():
    found = link([], tables())
    assert not any((found.events, found.contradictions, found.control, found.areas, found.sources))


def test_an_article_given_twice_counts_once():
    assert link([*records(), *records()], tables()) == findings()


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_any_articles_dated_or_not_give_sound_findings(data):
    chosen = data.draw(st.lists(st.sampled_from(range(len(records()))), unique=True))
    undated = data.draw(st.sets(st.sampled_from(range(len(records())))))
    given_records = [_without_date(records()[k]) if k in undated else records()[k] for k in chosen]
    found = link(given_records, tables())
    claims = {claim.id for record in given_records for claim in record.claims}
    for cluster in found.events:
        assert set(cluster.claims) <= claims
        assert len(cluster.joints) == len(cluster.members) - 1
        assert 1 <= cluster.n_origins <= cluster.n_claims
    for contradiction in found.contradictions:
        assert {contradiction.a.claim, contradiction.b.claim} <= claims
        assert contradiction.a.claim != contradiction.b.claim
    for span in found.control:
        assert span.start <= span.end


def _without_date(record):
    return replace(record, article=replace(record.article, published=None, published_basis="none", outlet=None))
