"""Judgements on the audit chain of both stores: kept, read back, undone, and checked."""

import pytest
from tests.contract.entries import LATER, NEWER, by, entry, page_bytes

from riwaya.model.judgement import JUDGED, Accept, Correct, StanceChange, Undo, body_of, subject_of
from riwaya.review import judged, state
from riwaya.store.base import Act


def judge(store, act, who="rasha"):
    return store.append(Act(at=LATER, who=who, action=JUDGED, subject=subject_of(act), body=body_of(act)))


@pytest.fixture
def held(store, engine):
    """A store with one article, and its entry."""
    one = entry(engine, page_bytes())
    store.add(one)
    return one


def test_judgements_are_read_back_in_order_with_who_and_when(store, held):
    claim = held.outcome.claims[0].id
    acts = [Accept(claim=claim), Correct(claim=claim, change=StanceChange(to="denied"), why="he denies it")]
    numbers = [judge(store, act).number for act in acts]
    store.append(Act(at=LATER, who="rasha", action="other", subject="x"))
    found = list(store.judgements())
    assert [(j.number, j.who, j.at, j.act) for j in found] == [
        (number, "rasha", LATER, act) for number, act in zip(numbers, acts, strict=True)
    ]
    assert list(store.faults()) == []


def test_judgements_stay_attached_when_an_article_is_read_again(store, held):
    claim = held.outcome.claims[0].id
    judge(store, Correct(claim=claim, change=StanceChange(to="denied")))
    store.reread(held.capture.sha256, by(held.outcome, NEWER), NEWER, LATER)
    (record,) = judged(store.records(), state(store.judgements()))
    assert (record.engine, record.claims[0].id, record.claims[0].stance) == (NEWER, claim, "denied")
    assert list(store.faults()) == []


def test_undoing_is_one_more_act(store, held):
    claim = held.outcome.claims[0].id
    number = judge(store, Accept(claim=claim)).number
    judge(store, Undo(number=number), who="omar")
    assert state(store.judgements()).of(claim).standing == "open"
    assert [found.who for found in store.judgements()] == ["rasha", "omar"]
    assert list(store.faults()) == []


BROKEN = {
    "no JSON": "x",
    "an act that there is not": '{"do":"praise","claim":"c"}',
    "a rejection without a reason": '{"do":"reject","claim":"c"}',
    "an undo of a reading": '{"do":"undo","number":1}',
    "an undo of itself": '{"do":"undo","number":99}',
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_broken_judgements_are_faults(store, held, body):
    number = store.append(Act(at=LATER, who="rasha", action=JUDGED, subject="x", body=body)).number
    assert [(fault.where, fault.which) for fault in store.faults()] == [("judgements", str(number))]


def test_an_altered_judgement_is_a_fault(store, held, place):
    number = judge(store, Accept(claim=held.outcome.claims[0].id)).number
    place.execute("UPDATE audit SET body = replace(body, 'accept', 'note') WHERE action = 'judge'")
    assert {(fault.where, fault.which) for fault in store.faults()} == {
        ("audit", str(number)),
        ("judgements", str(number)),
    }
