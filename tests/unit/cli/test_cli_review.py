"""Reviewing from the command line: what is decided is kept, shown, undone; what makes no sense is refused."""

import csv
import io

import msgspec
import pytest

PAGES = {
    "a1": (
        "قال قائد الشرطة إن ثلاثة أشخاص قتلوا في انفجار عبوة ناسفة وسط مدينة الرقة يوم الجمعة الماضي.\n"
        "ونفت وزارة الدفاع الروسية قصف السوق في بلدة اللطامنة."
    ),
    "a2": "قال ناشط من الرقة إن ثلاثة أشخاص قتلوا في انفجار عبوة ناسفة وسط مدينة الرقة الجمعة.",
}
WHO = ("--who", "rasha")


@pytest.fixture
def record(riwaya, tmp_path, monkeypatch):
    """A record of two articles, and its address in the environment."""
    lines = [
        msgspec.json.encode({"id": name, "text": text, "outlet": f"جريدة {name}", "published": "2019-06-23"})
        for name, text in PAGES.items()
    ]
    source = tmp_path / "pages.jsonl"
    source.write_bytes(b"\n".join(lines))
    monkeypatch.setenv("RIWAYA_RECORD", str(tmp_path / "riwaya.db"))
    monkeypatch.setenv("RIWAYA_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    assert riwaya("add", source).code == 0
    return tmp_path


def rows(done):
    assert done.code == 0, done.err
    return [msgspec.json.decode(line) for line in done.out.splitlines()]


@pytest.fixture
def claims(riwaya, record):
    """The claims of the queue by article and first word."""
    found = rows(riwaya("review", "queue", "--json"))
    return {f"{item['article']} {item['text'].split()[0]}": item["claim"] for item in found}


def review(riwaya, *arguments, who=WHO):
    return riwaya("review", *arguments, *who)


def test_the_queue_loses_what_was_judged(riwaya, claims):
    first, second, *_ = claims.values()
    assert review(riwaya, "accept", first).code == 0
    assert review(riwaya, "reject", second, "--why", "a caption").code == 0
    left = {item["claim"] for item in rows(riwaya("review", "queue", "--json"))}
    assert left == set(claims.values()) - {first, second}


def test_the_queue_for_a_person_ends_with_a_number(riwaya, claims):
    done = riwaya("review", "queue", "--order", "new")
    assert done.out.splitlines()[-1] == f"{len(claims)} claims to review"


def test_the_log_says_who_did_what_and_what_was_undone(riwaya, claims):
    claim = claims["a1 ثلاثة"]
    (done,) = rows(review(riwaya, "correct", claim, "--stance", "denied", "--why", "he denies it", "--json"))
    assert review(riwaya, "note", claim, "ask the desk").code == 0
    assert review(riwaya, "undo", done["number"], who=("--who", "omar")).code == 0
    found = rows(riwaya("review", "log", claim, "--json"))
    assert [(f["who"], f["act"]["do"], f["undone"]) for f in found] == [
        ("rasha", "correct", True),
        ("rasha", "note", False),
        ("omar", "undo", False),
    ]
    shown = riwaya("review", "log", claim).out
    assert "because he denies it (undone)" in shown
    assert rows(riwaya("review", "log", "another", "--json")) == []


def test_words_are_found_in_the_article(riwaya, claims):
    claim = claims["a1 ثلاثة"]
    (done,) = rows(review(riwaya, "correct", claim, "--words", "انفجار  عبوة ناسفة", "--json"))
    assert done["act"]["change"]["text"] == "انفجار عبوة ناسفة"
    refused = review(riwaya, "correct", claim, "--words", "كلام آخر")
    assert refused.code == 2
    assert "the article does not say" in refused.err


def test_each_field_is_a_judgement(riwaya, claims):
    claim = claims["a1 ثلاثة"]
    done = rows(
        review(
            riwaya, "correct", claim, "--certainty", "possible", "--type", "shelling", "--from", "2019-06-20", "--json"
        )
    )
    assert [one["act"]["change"]["field"] for one in done] == ["certainty", "type", "date"]
    assert done[1]["act"]["change"]["acled"]["sub_event_type"] == "Shelling/artillery/missile attack"


def test_one_correction_for_the_same_mention_everywhere(riwaya, claims):
    claim = claims["a1 ثلاثة"]
    (done,) = rows(review(riwaya, "correct", claim, "--event", 1, "--at", "36.0,39.0,2", "--same", "--json"))
    assert done["act"]["do"] == "bulk"
    assert {c["claim"] for c in done["act"]["corrections"]} >= {claim}
    assert len({c["claim"] for c in done["act"]["corrections"]}) > 1


WRONG = {
    "nobody": (("review", "accept", "CLAIM"), "Missing option '--who'"),
    "no such claim": (("review", "accept", "none", *WHO), "no claim none"),
    "no reason": (("review", "reject", "CLAIM", *WHO), "a rejection needs its reason"),
    "nothing": (("review", "correct", "CLAIM", *WHO), "nothing to correct"),
    "no such type": (("review", "correct", "CLAIM", "--type", "picnic", *WHO), "no type 'picnic'"),
    "no such event": (("review", "correct", "CLAIM", "--event", "9", "--type", "attack", *WHO), "events"),
    "no such actor": (("review", "correct", "CLAIM", "--actor", "nobody", *WHO), "no actor nobody"),
    "no such place": (
        ("review", "correct", "CLAIM", "--event", "1", "--at", "geonames:0", *WHO),
        "no place geonames:0",
    ),
    "no point": (("review", "correct", "CLAIM", "--at", "91,0", *WHO), "no point on earth"),
    "no such judgement": (("review", "undo", "1", *WHO), "1 is no judgement"),
    "a merge of one": (("review", "merge", "CLAIM#1", *WHO), "two accounts"),
    "no such event to merge": (("review", "merge", "event:none", "CLAIM#1", *WHO), "neither an event nor an account"),
    "no such batch": (("review", "batch", "agreement", "week"), "no batch week"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_makes_no_sense_is_refused_and_changes_nothing(riwaya, claims, wrong):
    arguments, reason = WRONG[wrong]
    claim = claims["a1 ثلاثة"]
    done = riwaya(*(argument.replace("CLAIM", claim) for argument in arguments))
    assert done.code in (1, 2)
    assert reason in done.err
    assert rows(riwaya("review", "log", "--json")) == []


def test_verify_reports_judgements_that_point_to_nothing(riwaya, claims, record):
    claim = claims["a1 ثلاثة"]
    assert review(riwaya, "accept", claim).code == 0
    assert riwaya("verify").code == 0
    changed = record / "changed.jsonl"
    changed.write_bytes(msgspec.json.encode({"id": "a3", "text": "قال ناشط إن الطريق مفتوح."}))
    from riwaya.model.judgement import JUDGED, Accept, body_of
    from riwaya.store.base import Act
    from riwaya.store.location import open_store

    store = open_store(str(record / "riwaya.db"))
    gone = Act(
        at="2026-11-01T08:00:00Z", who="rasha", action=JUDGED, subject="gone", body=body_of(Accept(claim="gone"))
    )
    store.append(gone)
    store.close()
    done = riwaya("verify")
    assert done.code == 0
    assert "no claim gone" in done.err


def test_two_people_code_a_batch(riwaya, claims):
    some = list(claims.values())[:2]
    assert review(riwaya, "batch", "make", "week", *some, "--coders", "rasha", "omar").code == 0
    shown = review(riwaya, "batch", "code", "week").out.splitlines()
    assert shown[:2] == ["0 of 2 coded", some[0]]
    for claim in some:
        code = ("batch", "code", "week", claim, "--keep", "accept", "--stance", "asserted")
        assert review(riwaya, *code).code == 0
    early = riwaya("review", "batch", "agreement", "week")
    assert early.code == 2
    assert "omar has 2 to code" in early.err
    assert "code" not in [f["act"]["do"] for f in rows(riwaya("review", "log", "--json"))]
    for claim, stance in zip(some, ("asserted", "denied"), strict=True):
        code = ("batch", "code", "week", claim, "--keep", "accept", "--stance", stance)
        assert review(riwaya, *code, who=("--who", "omar")).code == 0
    (found,) = rows(riwaya("review", "batch", "agreement", "week", "--json"))
    assert found["disagreements"] == [{"claim": some[1], "field": "stance", "codes": ["asserted", "denied"]}]
    assert "stance" in riwaya("review", "batch", "agreement", "week").out
    strange = review(riwaya, "batch", "code", "week", who=("--who", "somebody"))
    assert "somebody codes no batch week" in strange.err


def test_candidates_are_a_table_that_actors_add_takes(riwaya, claims, record):
    claim = claims["a1 ثلاثة"]
    named = (
        "--source",
        "قائد الشرطة",
        "--actor",
        "raqqa-police",
        "--name-ar",
        "شرطة الرقة",
        "--name-en",
        "Raqqa police",
    )
    assert review(riwaya, "correct", claim, *named, "--kind", "organization").code == 0
    table = record / "found.csv"
    assert riwaya("review", "candidates", "-o", table).code == 0
    (row,) = csv.DictReader(io.StringIO(table.read_text(encoding="utf-8")))
    assert (row["id"], row["aliases_ar"]) == ("raqqa-police", "قائد الشرطة")
    assert riwaya("actors", "add", table).code == 0
    known = ("--source", "قائد الشرطة", "--actor", "sdf")
    assert review(riwaya, "correct", claim, *known).code == 0
    assert riwaya("review", "candidates", "-o", table).code == 0
    (row,) = csv.DictReader(io.StringIO(table.read_text(encoding="utf-8")))
    assert (row["id"], row["aliases_ar"].split("|")[-1]) == ("sdf", "قائد الشرطة")
    again = riwaya("actors", "add", table)
    assert (again.code, again.err) == (0, "")


def events(riwaya):
    """The members of every event, each as claim and trigger."""
    found = rows(riwaya("events", "--json", "--limit", 500))
    return [{(member["claim"], member["event"]) for member in event["members"]} for event in found], found


def test_events_are_merged_and_split_as_people_left_their_claims(riwaya, claims):
    one, other = claims["a1 ثلاثة"], claims["a2 ثلاثة"]
    assert review(riwaya, "correct", one, "--words", "انفجار عبوة ناسفة").code == 0
    together, found = events(riwaya)
    whole = next(event for event in found if {one, other} <= set(event["claims"]))
    assert review(riwaya, "split", whole["id"], f"{one}#1").code == 0
    (act,) = [f["act"] for f in rows(riwaya("review", "log", one, "--json")) if f["act"]["do"] == "split"]
    assert [m["trigger"] for m in act["members"]] == ["انفجار عبوة"]
    apart, _ = events(riwaya)
    assert {(one, 0)} in apart
    assert {(one, 0)} not in together
    assert review(riwaya, "merge", f"{one}#1", f"{other}#1").code == 0
    joined, _ = events(riwaya)
    assert any({(one, 0), (other, 0)} <= members for members in joined)
    gone = review(riwaya, "merge", f"{one}#2", f"{other}#1")
    assert gone.code == 2
    assert "this claim tells of 1 events" in gone.err


def test_findings_of_a_record_are_of_what_people_left(riwaya, claims):
    gone = claims["a1 قصف"]
    assert review(riwaya, "reject", gone, "--why", "a caption").code == 0
    (found,) = rows(riwaya("findings", "--json"))
    assert gone not in {claim for event in found["events"] for claim in event["claims"]}
