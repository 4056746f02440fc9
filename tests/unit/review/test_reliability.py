import pytest
from tests.unit.review.acts import judgement

from riwaya.model.errors import UsageError
from riwaya.model.judgement import Batch, Coding
from riwaya.review import state
from riwaya.review.reliability import finished, reliability, uncoded, visible

CODERS = ("rasha", "omar")
# Artstein and Poesio (2008), table 1: 100 utterances, statements and requests for information by two coders.
TABLE = [("asserted", "asserted")] * 20 + [("asserted", "demanded")] * 20 + [("demanded", "asserted")] * 10
TABLE += [("demanded", "demanded")] * 50


def batch_of(number):
    return Batch(name="week 1", coders=CODERS, claims=tuple(f"c{k}" for k in range(number)))


def coding(claim, stance="asserted", keep="accept", **fields):
    return Coding(batch="week 1", claim=claim, keep=keep, stance=stance, certainty="certain", **fields)


def coded(pairs):
    """A batch whose claims were coded with these pairs of codings, one of each coder."""
    acts = [(who, act) for pair in pairs for who, act in zip(CODERS, pair, strict=True)]
    chain = [judgement(1, batch_of(len(pairs)))]
    return state([*chain, *(judgement(n, act, who) for n, (who, act) in enumerate(acts, 2))])


def agreement(done, field):
    found = reliability(done.batches["week 1"], done)
    return next(a for a in found.agreements if a.field == field)


def test_kappa_and_alpha_of_a_published_table():
    done = coded([(coding(f"c{k}", a), coding(f"c{k}", b)) for k, (a, b) in enumerate(TABLE)])
    found = agreement(done, "stance")
    assert (found.n, found.same) == (100, 70)
    # By hand: Ao 0.7, Ae 0.4*0.3 + 0.6*0.7 = 0.54; De 2*70*130/(200*199).
    assert found.kappa == pytest.approx((0.7 - 0.54) / (1 - 0.54), abs=1e-4)
    assert found.alpha == pytest.approx(1 - 0.3 / (2 * 70 * 130 / (200 * 199)), abs=1e-4)


def test_where_both_give_one_value_throughout_agreement_says_nothing():
    done = coded([(coding(f"c{k}"), coding(f"c{k}")) for k in range(5)])
    found = agreement(done, "certainty")
    assert (found.n, found.same, found.kappa, found.alpha) == (5, 5, None, None)


def test_of_a_rejected_claim_only_the_rejection_is_compared():
    done = coded([(coding("c0", keep="reject"), coding("c0", stance="denied")), (coding("c1"), coding("c1"))])
    assert agreement(done, "stance").n == 1
    assert (agreement(done, "keep").n, agreement(done, "keep").same) == (2, 1)
    found = reliability(done.batches["week 1"], done)
    assert [(d.claim, d.field, d.codes) for d in found.disagreements] == [("c0", "keep", ("reject", "accept"))]


def test_disagreements_name_both_codes_in_the_order_of_the_coders():
    done = coded([(coding("c0", place="geonames:1"), coding("c0")), (coding("c1"), coding("c1", "denied"))])
    found = reliability(done.batches["week 1"], done)
    assert [(d.claim, d.field, d.codes) for d in found.disagreements] == [
        ("c0", "place", ("geonames:1", "-")),
        ("c1", "stance", ("asserted", "denied")),
    ]


def test_nobody_sees_the_codes_of_the_other_before_both_are_done():
    batch = batch_of(2)
    chain = [
        judgement(1, batch),
        judgement(2, coding("c0"), "rasha"),
        judgement(3, coding("c1"), "rasha"),
        judgement(4, coding("c0", "denied"), "omar"),
    ]
    done = state(chain)
    assert uncoded(batch, "rasha", done) == ()
    assert uncoded(batch, "omar", done) == ("c1",)
    assert not finished(batch, done)
    assert {who for who, _ in visible(batch, "rasha", done)} == {"rasha"}
    assert {who for who, _ in visible(batch, "omar", done)} == {"omar"}
    assert visible(batch, "a third", done) == {}
    with pytest.raises(UsageError, match="omar has 1 to code"):
        reliability(batch, done)
    done = state([*chain, judgement(5, coding("c1"), "omar")])
    assert finished(batch, done)
    assert {who for who, _ in visible(batch, "rasha", done)} == set(CODERS)


def test_two_runs_give_the_same():
    pairs = [(coding(f"c{k}", a), coding(f"c{k}", b)) for k, (a, b) in enumerate(TABLE[15:45])]
    once, twice = (reliability(batch_of(len(pairs)), coded(pairs)) for _ in range(2))
    assert once == twice
