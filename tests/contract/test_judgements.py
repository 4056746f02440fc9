"""Judgements on the audit chain of both stores: kept, read back, undone, and checked."""

import pytest
from tests.contract.entries import LATER, NEWER, by, entry, page_bytes

from riwaya.linked import link_record
from riwaya.model.judgement import JUDGED, Accept, Correct, EventAt, Split, StanceChange, Undo, body_of, subject_of
from riwaya.review import judged, state
from riwaya.store.base import Act, Query


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


def test_events_of_claims(store, held):
    link_record(store, LATER)
    claims = [claim.id for claim in held.outcome.claims]
    found = store.events_of(claims)
    assert found
    assert {event.id for event in found} == {event.id for event in store.find_events(Query()).events}
    for claim in claims:
        assert all(claim in event.claims for event in store.events_of([claim]))
    assert store.events_of([]) == store.events_of(["none"]) == ()


def test_merges_and_splits_are_in_the_next_linking(store, engine):
    one, two = (entry(engine, page_bytes(id=name, outlet=name)) for name in ("a1", "a2"))
    store.add(one)
    store.add(two)
    link_record(store, LATER)
    whole = next(event for event in store.find_events(Query()).events if len(event.members) > 1)
    out, *rest = [EventAt(member.claim, member.event) for member in whole.members]
    number = judge(store, Split(members=(out,), others=tuple(rest))).number
    link_record(store, LATER)
    apart = next(event for event in store.events_of([out.claim]) if members_of(event) >= {out})
    assert members_of(apart).isdisjoint(rest)
    judge(store, Undo(number=number))
    link_record(store, LATER)
    assert whole in store.find_events(Query()).events


def members_of(event):
    return {EventAt(member.claim, member.event) for member in event.members}
