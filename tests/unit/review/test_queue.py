import msgspec
from tests.unit.link.corpus import tables
from tests.unit.review.acts import MADE_UP, claims, numbered, records

from riwaya.link import link
from riwaya.model.claim import Argument, Link
from riwaya.model.judgement import Accept, Correct, KnownActor, Note, PartyChange, Reject, SourceChange
from riwaya.model.mention import Mention
from riwaya.model.span import Span
from riwaya.review import candidates, grounds, queue, state
from riwaya.review.queue import doubts
from riwaya.rules.actortable import actor_files, actor_rows
from riwaya.rules.files import data_folder
from riwaya.rules.lists import load_spelling

FOUND = link(records(), tables())
GROUNDS = grounds(FOUND.events, FOUND.contradictions)
RECORD, CLAIM = claims()[0]


def ids(order="uncertain", acts=(), **options):
    return [w.claim for w in queue(records(), GROUNDS, state(numbered(acts)), order, **options)]


def test_most_doubts_first():
    of = {claim.id: len(doubts(record, claim)) for record, claim in claims()}
    found = [of[claim] for claim in ids()]
    assert len(found) == len(of)
    assert found == sorted(found, reverse=True)
    assert found[0] > found[-1]


def test_new_begins_with_the_latest_day_and_keeps_the_order_of_each_text():
    later = msgspec.structs.replace(RECORD, article=msgspec.structs.replace(RECORD.article, published="2019-07-01"))
    found = queue([*records()[1:], later], GROUNDS, state([]), "new")
    texts = [claim.id for record in (later, *records()[1:]) for claim in record.claims]
    assert [item.claim for item in found] == texts


def test_single_and_contradicted_are_what_linking_says():
    single = {claim for event in FOUND.events if event.n_origins == 1 for claim in event.claims}
    assert set(ids("single")) == single
    assert single
    against = {side.claim for c in FOUND.contradictions for side in (c.a, c.b)}
    assert set(ids("contradicted")) == against


def test_what_was_judged_waits_no_more():
    acts = [Accept(claim=CLAIM.id), Reject(claim=claims()[1][1].id, why="a caption")]
    assert set(ids()) - set(ids(acts=acts)) == {CLAIM.id, claims()[1][1].id}
    assert set(ids(acts=acts, judged=True)) == set(ids())
    assert CLAIM.id in ids(acts=[Note(about=CLAIM.id, text="ask the desk")])


def known():
    return actor_rows(actor_files(data_folder()))


def rows(*acts):
    return candidates(records(), state(numbered(acts)), known(), load_spelling(data_folder()).normaliser.form)


def naming(words, actor):
    start = RECORD.article.text.index(words)
    link = Link(source=Mention(words, Span(start, start + len(words))), actor=actor.id)
    return Correct(claim=CLAIM.id, change=SourceChange(depth=0, to=link, known=actor))


def test_an_actor_that_no_table_has_becomes_a_row():
    (row,) = rows(naming("الشرطة", MADE_UP))
    assert row == {
        "id": MADE_UP.id,
        "name_ar": MADE_UP.name_ar,
        "name_en": MADE_UP.name_en,
        "kind": MADE_UP.kind,
        "aliases_ar": "الشرطة",
    }


def test_a_new_name_of_a_known_actor_is_added_to_its_row():
    cells = known()["sdf"]
    sdf = KnownActor(id="sdf", name_ar=cells["name_ar"], name_en=cells["name_en"], kind=cells["kind"])
    (row,) = rows(naming("قائد الشرطة", sdf))
    assert row["aliases_ar"].split("|") == [*cells["aliases_ar"].split("|"), "قائد الشرطة"]
    assert {k: v for k, v in row.items() if k != "aliases_ar"} == {k: v for k, v in cells.items() if k != "aliases_ar"}


def test_names_that_are_known_or_of_rejected_claims_are_no_candidates():
    own = KnownActor(id="raqqa", name_ar="الشُّرطة", kind="organization")
    assert "aliases_ar" not in rows(naming("الشرطة", own))[0]
    assert rows(naming("الشرطة", MADE_UP), Reject(claim=CLAIM.id, why="a caption")) == []
    words = CLAIM.events[0].patients[0] if CLAIM.events[0].patients else CLAIM.events[0].trigger
    party = Argument(text=words.text, span=words.span)
    change = PartyChange(event=0, trigger=CLAIM.events[0].trigger.text, role="patient", nth=0, to=party)
    assert rows(Correct(claim=CLAIM.id, change=change)) == []
