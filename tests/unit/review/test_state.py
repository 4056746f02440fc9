from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.review.acts import acts_on, chains, claims, events, judgement, numbered

from riwaya.model.judgement import (
    Accept,
    Batch,
    CertaintyChange,
    Coding,
    Correct,
    Note,
    Reject,
    StanceChange,
    Undo,
    act_of,
    body_of,
)
from riwaya.review import state
from riwaya.review.state import OPEN

wide = settings(
    max_examples=60, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
FIRST, SECOND = (claim.id for _, claim in claims()[:2])


def test_the_last_verdict_stands():
    done = state(numbered([Accept(claim=FIRST), Reject(claim=FIRST, why="a caption")]))
    assert done.of(FIRST).standing == "rejected"
    assert done.of(SECOND) == OPEN


def test_a_correction_after_a_rejection_brings_the_claim_back():
    correction = Correct(claim=FIRST, change=StanceChange(to="denied"))
    done = state(numbered([Reject(claim=FIRST, why="a caption"), correction]))
    assert done.of(FIRST).standing == "corrected"


def test_an_accepted_claim_keeps_its_corrections():
    correction = Correct(claim=FIRST, change=StanceChange(to="denied"))
    done = state(numbered([correction, Accept(claim=FIRST)]))
    assert done.of(FIRST).standing == "corrected"
    assert [c.change for c in done.of(FIRST).corrections] == [correction.change]


def test_the_later_correction_of_one_field_replaces_the_earlier_of_it_alone():
    sure = Correct(claim=FIRST, change=CertaintyChange(to="possible"))
    stances = [Correct(claim=FIRST, change=StanceChange(to=to)) for to in ("denied", "accused")]
    done = state(numbered([stances[0], sure, stances[1]])).of(FIRST)
    assert [c.change for c in done.corrections] == [sure.change, stances[1].change]


def test_undoing_gives_back_what_stood_before():
    before = [Accept(claim=FIRST), Reject(claim=FIRST, why="a caption")]
    done = state(numbered([*before, Undo(number=2)]))
    assert done.of(FIRST) == state(numbered(before[:1])).of(FIRST)
    assert done.undone == {2}


@wide
@given(chains())
def test_undoing_an_undo_restores_what_it_undid(chain):
    undos = [*chain, judgement(len(chain) + 1, Undo(number=max(1, len(chain))))]
    both = [*undos, judgement(len(undos) + 1, Undo(number=len(undos)))]
    assert outcome(both) == outcome(chain)
    if chain:
        assert len(chain) in state(undos).undone or isinstance(chain[-1].act, Undo)


@wide
@given(chains())
def test_two_runs_give_the_same_and_order_of_arrival_makes_no_difference(chain):
    assert repr(state(chain)) == repr(state(list(reversed(chain))))


@wide
@given(st.lists(acts_on(*claims()[0]), max_size=6), st.lists(acts_on(*claims()[1]), max_size=6), st.randoms())
def test_acts_on_one_claim_do_not_touch_another(first, second, dice):
    mixed, queues = [], [list(first), list(second)]
    while any(queues):
        queue = dice.choice([q for q in queues if q])
        mixed.append(queue.pop(0))
    done = state(numbered(mixed))
    for claim, alone in ((FIRST, first), (SECOND, second)):
        assert outcome_of(done.of(claim)) == outcome_of(state(numbered(alone)).of(claim))


def outcome(chain):
    """What stands, whatever number it has."""
    done = state(chain)
    return [(name, outcome_of(found)) for name, found in done.claims.items()], [j.act for j in done.grouping]


def outcome_of(found):
    changes = [correction.change for correction in found.corrections]
    return found.standing, changes, [note.act for note in found.notes], found.verdict and found.verdict.act


def test_an_undo_of_nothing_is_named_and_does_nothing():
    done = state(numbered([Undo(number=1), Undo(number=7), Accept(claim=FIRST)]))
    assert [found.number for found in done.dangling] == [1, 2]
    assert done.of(FIRST).standing == "accepted"


def test_notes_on_an_event_are_notes_on_its_claim():
    here = next(event for event in events() if event.claim == FIRST)
    done = state(numbered([Note(about=FIRST, text="one"), Note(about=here, text="two")]))
    assert [note.act.text for note in done.of(FIRST).notes] == ["one", "two"]
    assert done.of(FIRST).standing == "open"


def test_only_the_coders_of_a_batch_code_it():
    batch = Batch(name="week 1", coders=("rasha", "omar"), claims=(FIRST,))
    values = {"batch": "week 1", "claim": FIRST, "keep": "accept", "certainty": "certain"}
    chain = [
        judgement(1, batch),
        judgement(2, Coding(**values, stance="asserted"), "rasha"),
        judgement(3, Coding(**values, stance="opined"), "somebody else"),
        judgement(4, Coding(**values, stance="accused"), "rasha"),
        judgement(5, Coding(**values, stance="denied"), "omar"),
        judgement(6, Batch(name="week 1", coders=("a", "b"), claims=(SECOND,)), "omar"),
    ]
    done = state(chain)
    assert done.batches["week 1"] == batch
    assert stances(done) == {"rasha": "accused", "omar": "denied"}
    assert done.claims == {}


def stances(done):
    return {coder: coding.stance for (coder, _), coding in done.codings["week 1"].items()}


def test_what_is_coded_once_both_have_coded_all_counts_no_more():
    values = {"batch": "week 1", "claim": FIRST, "keep": "accept", "certainty": "certain"}
    chain = [
        judgement(1, Batch(name="week 1", coders=("rasha", "omar"), claims=(FIRST,))),
        judgement(2, Coding(**values, stance="asserted"), "rasha"),
        judgement(3, Coding(**values, stance="denied"), "omar"),
        judgement(4, Coding(**values, stance="asserted"), "omar"),
        judgement(5, Undo(number=3), "omar"),
    ]
    done = state(chain)
    assert stances(done) == {"rasha": "asserted", "omar": "denied"}
    assert [found.number for found in done.dangling] == [5]


@wide
@given(chains())
def test_acts_survive_being_written(chain):
    for found in chain:
        assert act_of(body_of(found.act)) == found.act
