from hypothesis import given
from tests.unit.link.corpus import tables
from tests.unit.review.acts import at, chains, claims, judgement, numbered, records
from tests.unit.review.test_state import wide

from riwaya.link import link
from riwaya.model.finding import Ref
from riwaya.model.judgement import Correct, Merge, Reject, SpanChange, Split, Undo
from riwaya.review import forced, judged, state


def events_of(article):
    return [
        at(claim, k) for record, claim in claims() if record.article.id == article for k in range(len(claim.events))
    ]


def ref(event):
    article = next(record.article.id for record, claim in claims() if claim.id == event.claim)
    return Ref(article, event.claim, event.event)


def clusters(acts):
    """The members of every event after linking what people left."""
    standing = state(numbered(acts))
    asked = forced(records(), standing)
    found = link(list(judged(records(), standing)), tables(), asked.together, asked.apart)
    return [set(event.members) for event in found.events]


A, B = events_of("a1"), events_of("a2")
TOGETHER = next((set(members)) for members in clusters([]) if {m.article for m in members} == {"a1", "a2"})


def joined(a, b, acts):
    return any({ref(a), ref(b)} <= members for members in clusters(acts))


def test_a_merge_joins_what_the_scores_keep_apart():
    assert not joined(A[-1], B[0], [])
    assert joined(A[-1], B[0], [Merge(members=(A[-1], B[0]))])


def test_a_split_parts_what_the_scores_join():
    one, other = ([e for e in events if ref(e) in TOGETHER] for events in (A, B))
    assert joined(one[0], other[0], [])
    done = clusters([Split(members=tuple(one), others=tuple(other))])
    assert {ref(e) for e in one} in [members & TOGETHER for members in done]
    assert not any({ref(one[0]), ref(other[0])} <= members for members in done)


def test_undone_groupings_ask_nothing():
    acts = numbered([Merge(members=(A[-1], B[0])), Undo(number=1)])
    assert forced(records(), state(acts)).together == ()


def test_the_latest_grouping_overrules_an_earlier_one():
    merge, split = Merge(members=(A[0], B[0])), Split(members=(A[0],), others=(B[0],))
    done = forced(records(), state(numbered([merge, split])))
    assert (done.together, len(done.apart), done.overruled) == ((), 1, (1,))
    done = forced(records(), state(numbered([split, merge])))
    assert (len(done.together), done.apart, done.overruled) == (1, (), (1,))


def test_a_chain_of_merges_does_not_go_around_a_later_split():
    first, second = Merge(members=(A[0], A[1])), Merge(members=(A[1], B[0]))
    done = forced(records(), state(numbered([first, second, Split(members=(A[0],), others=(B[0],))])))
    assert done.overruled == (1,)
    assert done.together == ((min(ref(A[1]), ref(B[0])), max(ref(A[1]), ref(B[0]))),)


def test_rejected_claims_ask_nothing():
    acts = [Merge(members=(A[0], B[0])), Reject(claim=A[0].claim, why="a caption")]
    assert forced(records(), state(numbered(acts))).together == ()


def test_events_are_numbered_as_in_the_judged_record():
    record, claim = claims()[0]
    last = claim.events[-1].trigger
    change = SpanChange(span=last.span, text=last.text)
    acts = [Merge(members=(at(claim, len(claim.events) - 1), B[0])), Correct(claim=claim.id, change=change)]
    (pair,) = forced(records(), state(numbered(acts))).together
    assert Ref(record.article.id, claim.id, 0) in pair


@wide
@given(chains())
def test_pairs_never_contradict_each_other_and_lie_in_the_judged_records(chain):
    standing = state(chain)
    asked = forced(records(), standing)
    there = {
        Ref(record.article.id, claim.id, k)
        for record in judged(records(), standing)
        for claim in record.claims
        for k in range(len(claim.events))
    }
    assert {ref for pair in (*asked.together, *asked.apart) for ref in pair} <= there
    found = link(list(judged(records(), standing)), tables(), asked.together, asked.apart)
    cluster_of = {member: event.id for event in found.events for member in event.members}
    assert all(cluster_of[a] == cluster_of[b] for a, b in asked.together)
    assert all(cluster_of[a] != cluster_of[b] for a, b in asked.apart)


def test_an_old_number_is_no_reason_to_stand():
    merge, split = Merge(members=(A[0], B[0])), Split(members=(A[0],), others=(B[0],))
    assert forced(records(), state([judgement(20, merge), judgement(3, split)])).overruled == (3,)
