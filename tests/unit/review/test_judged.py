import jsonschema
import msgspec
from hypothesis import given
from tests.unit.pipeline.test_properties import faults
from tests.unit.review.acts import MADE_UP, SEEN, chains, claims, judgement, numbered, records
from tests.unit.review.test_state import wide

from riwaya.model.claim import Argument, Link, PloverCode
from riwaya.model.judgement import (
    Accept,
    Bulk,
    Correct,
    DateChange,
    Note,
    PartyChange,
    PlaceChange,
    Reject,
    SourceChange,
    SpanChange,
    StanceChange,
    TypeChange,
)
from riwaya.model.mention import Mention, PlaceMention
from riwaya.model.record import Record
from riwaya.model.span import Span
from riwaya.review import adrift, judged, judged_record, kept, state

SCHEMA = jsonschema.Draft202012Validator(msgspec.json.schema(Record))
RECORD, CLAIM = claims()[0]
TEXT = RECORD.article.text


def span_of(words):
    start = TEXT.index(words)
    return Span(start, start + len(words))


def after(*acts):
    """The first claim of the first record after some acts."""
    record = judged_record(RECORD, state(numbered(acts)))
    return record, record.claims[0]


def correct(change, claim=CLAIM):
    return Correct(claim=claim.id, change=change)


@wide
@given(chains())
def test_judged_records_are_valid_records(chain):
    for record in judged(records(), state(chain)):
        SCHEMA.validate(msgspec.json.decode(msgspec.json.encode(record)))
        assert faults(record) == []
        assert all(argument.place >= 0 for c in record.claims for e in c.events for argument in e.places)


@wide
@given(chains())
def test_two_runs_give_the_same_bytes(chain):
    once, twice = (msgspec.json.encode(list(judged(records(), state(chain)))) for _ in range(2))
    assert once == twice


def test_what_nobody_judged_is_left_as_it_is():
    done = list(judged(records(), state([])))
    assert all(a is b for a, b in zip(done, records(), strict=True))
    accepted = list(judged(records(), state(numbered([Accept(claim=CLAIM.id), Note(about=CLAIM.id, text="x")]))))
    assert accepted == list(records())


def test_a_rejected_claim_is_left_out():
    record = judged_record(RECORD, state(numbered([Reject(claim=CLAIM.id, why="a caption")])))
    assert [claim.id for claim in record.claims] == [claim.id for claim in RECORD.claims[1:]]


def test_a_corrected_claim_says_so_and_the_value_of_the_engine_is_kept():
    standing = state([judgement(9, correct(StanceChange(to="accused")))])
    record = judged_record(RECORD, standing)
    assert record.claims[0].stance == "accused"
    assert record.claims[0].notes == ("stance corrected by rasha (judgement 9)",)
    assert record.claims[0].gloss is None
    (one,) = kept(RECORD, standing)
    assert (one.claim, one.field, one.engine, one.now, one.number) == (
        CLAIM.id,
        "stance",
        "asserted",
        {"to": "accused"},
        9,
    )


def test_a_denial_says_that_its_events_did_not_happen():
    _, claim = after(correct(StanceChange(to="denied")))
    assert {event.polarity for event in claim.events} == {"negative"}


def test_a_shorter_statement_loses_the_events_outside_it():
    words = "ثلاثة أشخاص"
    record, claim = after(correct(SpanChange(span=span_of(words), text=words)))
    assert claim.text == words
    assert claim.id == CLAIM.id
    assert [event.type for event in CLAIM.events] == ["explosive_device"]
    assert claim.events == ()
    assert faults(record) == []


def test_a_source_is_corrected_added_and_taken_out():
    police = Link(source=Mention("الشرطة", span_of("الشرطة")), actor=MADE_UP.id, kind="organization")
    record, claim = after(correct(SourceChange(depth=0, to=police, known=MADE_UP)))
    assert claim.chain == (police,)
    assert (MADE_UP.id, (police.source.span,)) in [(actor.id, actor.mentions) for actor in record.actors]
    _, claim = after(correct(SourceChange(depth=5, to=police)))
    assert claim.chain == (*CLAIM.chain, police)
    _, claim = after(correct(SourceChange(depth=0, to=None)))
    assert claim.chain == CLAIM.chain[1:]


def test_a_mention_given_to_one_actor_is_taken_from_the_others():
    ministry = claims()[1][1]
    source = ministry.chain[0].source
    assert any(source.span in actor.mentions for actor in RECORD.actors)
    link = msgspec.structs.replace(ministry.chain[0], actor=MADE_UP.id)
    change = SourceChange(depth=0, to=link, known=MADE_UP)
    record = judged_record(RECORD, state(numbered([correct(change, ministry)])))
    assert [actor.id for actor in record.actors if source.span in actor.mentions] == [MADE_UP.id]


def event_change(kind, **fields):
    return correct(kind(event=0, trigger=CLAIM.events[0].trigger.text, **fields))


def test_parties_type_and_days_of_an_event():
    people = Argument(text="أشخاص", span=span_of("أشخاص"))
    record, claim = after(
        event_change(PartyChange, role="patient", nth=0, to=people),
        event_change(TypeChange, to="shelling", plover=PloverCode("ASSAULT")),
        event_change(DateChange, start="2019-06-01", end=None),
    )
    event = claim.events[0]
    assert (event.patients, event.type, event.start, event.end) == ((people,), "shelling", "2019-06-01", None)
    assert (event.acled, event.plover) == (None, PloverCode("ASSAULT")), "as the change says"
    assert claim.events[1:] == CLAIM.events[1:]
    assert faults(record) == []


def placed():
    """A record whose first claim has two events at one mention of a place."""
    place = next(event.places for event in CLAIM.events if event.places)
    events = tuple(msgspec.structs.replace(CLAIM.events[0], type=kind, places=place) for kind in ("attack", "killing"))
    claim = msgspec.structs.replace(CLAIM, events=events)
    return msgspec.structs.replace(RECORD, claims=(claim, *RECORD.claims[1:])), claim, place[0].place


def at_point(old):
    return PlaceMention(text=old.text, span=old.span, lat=35.0, lon=39.0, radius_km=1.0, name_en="A square")


def test_a_place_corrected_wherever_it_is_used_is_replaced():
    record, claim, index = placed()
    using = [(k, n) for k, e in enumerate(claim.events) for n, p in enumerate(e.places) if p.place == index]
    corrections = tuple(
        correct(
            PlaceChange(event=k, trigger=claim.events[k].trigger.text, nth=n, to=at_point(record.places[index])), claim
        )
        for k, n in using
    )
    done = judged_record(record, state(numbered([Bulk(mention="x", corrections=corrections)])))
    assert len(done.places) == len(record.places)
    assert done.places[index] == at_point(record.places[index])


def test_a_place_corrected_in_one_event_stays_in_the_others():
    record, claim, index = placed()
    using = [(k, n) for k, e in enumerate(claim.events) for n, p in enumerate(e.places) if p.place == index]
    assert len(using) > 1
    (k, n), *others = using
    change = PlaceChange(event=k, trigger=claim.events[k].trigger.text, nth=n, to=at_point(record.places[index]))
    done = judged_record(record, state(numbered([correct(change, claim)])))
    claim = next(c for c in done.claims if c.id == claim.id)
    assert done.places[index] == record.places[index]
    assert done.places[claim.events[k].places[n].place] == at_point(record.places[index])
    assert all(claim.events[k].places[n].place == index for k, n in others)


def test_events_are_found_again_by_their_trigger():
    moved = msgspec.structs.replace(CLAIM, events=CLAIM.events[::-1])
    record = msgspec.structs.replace(RECORD, claims=(moved, *RECORD.claims[1:]))
    done = judged_record(record, state(numbered([event_change(TypeChange, to="shelling")])))
    assert [event.type for event in done.claims[0].events][-1] == "shelling"
    assert [event.type for event in done.claims[0].events][:-1] == [event.type for event in moved.events][:-1]


def test_what_does_not_fit_changes_nothing_and_is_named():
    acts = numbered(
        [
            correct(SpanChange(span=Span(0, 5), text="other words")),
            correct(TypeChange(event=9, trigger="nothing", to="shelling")),
            event_change(DateChange, start="2019-02-31", end=None),
            Accept(claim="gone"),
            Accept(claim=CLAIM.id),
        ]
    )
    assert judged_record(RECORD, state(acts)).claims[0] == CLAIM
    reasons = {found.number: reason for found, reason in adrift(acts, records())}
    assert sorted(reasons) == [1, 2, 3, 4]
    assert reasons[4] == "no claim gone"
    assert "no event 9 nothing" in reasons[2]
    assert kept(RECORD, state(acts)) == ()


def test_a_judgement_keeps_its_instant():
    assert numbered([Accept(claim=CLAIM.id)])[0].at == SEEN
