"""The contract of a store, held by SQLite and PostgreSQL alike."""

import hashlib
from dataclasses import replace

import msgspec
import pytest
from tests.contract.entries import (
    CORRECTED,
    LATER,
    NEWER,
    SEEN,
    SHELLING,
    TAKEN,
    by,
    entry,
    example_entries,
    page_bytes,
)

from riwaya.model.errors import PageError, StoreError
from riwaya.store.base import Act, Failure, Given, Query, Sighting, Version

URL = "https://jarida.example/1"


def sha(data):
    return hashlib.sha256(data).hexdigest()


def test_a_record_comes_back_as_it_was_given(store, engine):
    given = list(example_entries(engine))
    assert [store.add(one) for one in given] == ["new"] * len(given)
    assert list(store.records()) == [one.outcome for one in given]
    for one in given:
        assert store.record(one.capture.sha256) == one.outcome
        assert store.data(one.capture.sha256) == one.data
        assert store.read_by(one.capture.sha256) == engine.engine
    assert list(store.captures()) == [one.capture for one in given]
    assert list(store.faults()) == []


def test_loading_many_is_adding_each(store, engine):
    given = list(example_entries(engine))
    tally = store.load([*given, given[0]])
    assert (tally.of("new"), tally.of("known")) == (len(given), 1)
    assert list(store.records()) == [one.outcome for one in given]
    assert list(store.faults()) == []


def test_the_same_bytes_are_one_capture_with_two_sightings(store, engine):
    data = page_bytes()
    assert store.add(entry(engine, data, "a.jsonl:1")) == "new"
    assert store.add(entry(engine, data, "b.jsonl:7", LATER)) == "known"
    store.see([(sha(data), Sighting("c.jsonl:2", LATER))])
    assert store.sightings(sha(data)) == (
        Sighting("a.jsonl:1", SEEN), Sighting("b.jsonl:7", LATER), Sighting("c.jsonl:2", LATER),
    )  # fmt: skip
    counts = store.counts()
    assert (counts.captures, counts.sightings, counts.articles) == (1, 3, 1)
    assert list(store.faults()) == []


@pytest.mark.parametrize("fields", [{"url": URL}, {}], ids=["url", "id"])
@pytest.mark.parametrize("together", [False, True], ids=["one by one", "in one batch"])
def test_a_changed_page_is_a_new_capture_that_names_the_old_one(store, engine, fields, together):
    old, new = page_bytes(**fields), page_bytes(CORRECTED, **fields)
    entries = [entry(engine, old), entry(engine, new, seen_at=LATER)]
    if together:
        tally = store.load(entries)
        assert (tally.of("new"), tally.of("changed")) == (1, 1)
    else:
        assert [store.add(one) for one in entries] == ["new", "changed"]
    address = store.version(sha(old)).address
    assert store.version(sha(old)) == Version(sha256=sha(old), address=address, previous=None, latest=False)
    assert store.version(sha(new)) == Version(sha256=sha(new), address=address, previous=sha(old), latest=True)
    assert [r.article.sha256 for r in store.records()] == [sha(new)]
    assert [r.article.sha256 for r in store.records(superseded=True)] == [sha(old), sha(new)]
    assert store.data(sha(old)) == old
    counts = store.counts()
    assert (counts.articles, counts.superseded, counts.captures) == (1, 1, 2)
    assert list(store.faults()) == []


def test_equal_ids_of_different_outlets_are_different_articles(store, engine):
    store.add(entry(engine, page_bytes(outlet="الأولى")))
    assert store.add(entry(engine, page_bytes(TAKEN, outlet="الثانية"))) == "new"
    assert store.counts().articles == 2


def test_what_was_replaced_is_found_only_when_asked_for(store, engine):
    store.add(entry(engine, page_bytes(url=URL)))
    store.add(entry(engine, page_bytes(CORRECTED, url=URL)))
    now = store.search(Query(words="عبوة ناسفة"))
    ever = store.search(Query(words="عبوة ناسفة", superseded=True))
    assert (len(now.hits), len(ever.hits)) == (1, 2)
    assert "خمسة" in now.hits[0].text


def test_a_failed_reading_keeps_the_bytes_and_the_reason(store, engine):
    data = b"<html><body><p>Only English words are on this page, nothing else.</p></body></html>"
    failed = entry(engine, data, "english.html", form="page")
    assert isinstance(failed.outcome, PageError)
    assert store.add(failed) == "failed"
    assert store.data(sha(data)) == data
    assert store.record(sha(data)) is None
    assert store.version(sha(data)) is None
    assert store.read_by(sha(data)) == engine.engine
    assert store.failures() == (
        Failure(name="english.html", reason=failed.outcome.reason, failed_at=SEEN, sha256=sha(data)),
    )
    assert list(store.faults()) == []


def test_an_input_without_bytes_fails_once_for_each_reason(store):
    for _ in range(2):
        store.fail(Failure(name="missing.html", reason="no such file or folder", failed_at=SEEN))
    assert [(f.name, f.sha256) for f in store.failures()] == [("missing.html", None)]


def test_what_could_not_be_read_may_be_read_later(store, engine):
    good = entry(engine, page_bytes())
    store.add(replace(good, outcome=PageError("pages.jsonl:1", "an older engine could not")))
    store.reread(good.capture.sha256, by(good.outcome, NEWER), NEWER, LATER)
    assert store.failures() == ()
    assert store.record(good.capture.sha256) == by(good.outcome, NEWER)
    assert store.version(good.capture.sha256).latest
    assert list(store.faults()) == []


def test_rereading_replaces_the_rows_and_keeps_both_readings(store, engine):
    data = page_bytes()
    store.add(entry(engine, data))
    before = store.record(sha(data))
    fewer = msgspec.structs.replace(by(before, NEWER), claims=before.claims[:1], times=())
    store.reread(sha(data), fewer, NEWER, LATER)
    assert store.record(sha(data)) == fewer
    assert store.read_by(sha(data)) == NEWER
    assert store.readings(sha(data)) == (engine.engine, NEWER)
    assert store.counts().claims == 1
    assert store.search(Query(words="اللطامنة")).hits == ()
    assert [hit.claim for hit in store.search(Query(words="عبوة ناسفة")).hits] == [before.claims[0].id]
    assert list(store.faults()) == []
    store.reread(sha(data), before, engine.engine, LATER)
    assert store.record(sha(data)) == before
    assert store.readings(sha(data)) == (engine.engine, NEWER)
    assert list(store.faults()) == []


def test_a_reading_that_fails_later_does_not_take_the_earlier_one_away(store, engine):
    one = entry(engine, page_bytes())
    store.add(one)
    store.reread(one.capture.sha256, PageError("x", "a newer engine cannot"), NEWER, LATER)
    assert store.record(one.capture.sha256) == one.outcome
    assert store.read_by(one.capture.sha256) == NEWER
    assert [f.reason for f in store.failures()] == ["a newer engine cannot"]
    assert list(store.faults()) == []


def test_what_the_user_knows_better_may_come_later(store, engine):
    one = entry(engine, page_bytes())
    store.add(one)
    better = Given("الثانية", "2019-06-22")
    article = msgspec.structs.replace(one.outcome.article, outlet=better.outlet, published=better.published)
    again = msgspec.structs.replace(one.outcome, article=article)
    store.reread(one.capture.sha256, again, engine.engine, LATER, better)
    assert store.capture(one.capture.sha256) == replace(one.capture, given=better)
    assert store.record(one.capture.sha256).article.outlet == "الثانية"
    assert len(store.search(Query(outlet="الثانية")).hits) == len(one.outcome.claims)
    assert store.capture("0" * 64) is None
    assert list(store.faults()) == []


def test_captures_may_be_kept_elsewhere(store, engine):
    one = replace(entry(engine, page_bytes()), data=None)
    store.load([one])
    assert [capture.kept for capture in store.captures()] == [False]
    with pytest.raises(StoreError, match="missing"):
        store.data(one.capture.sha256)
    assert list(store.faults()) == []


def test_an_unknown_capture_is_an_error(store, engine):
    nothing = "0" * 64
    assert store.read_by(nothing) is None
    assert store.record(nothing) is None
    with pytest.raises(StoreError, match="missing"):
        store.data(nothing)
    with pytest.raises(StoreError, match="not in the record"):
        store.see([(nothing, Sighting("a", SEEN))])
    with pytest.raises(StoreError, match="not in the record"):
        store.reread(nothing, PageError("a", "b"), NEWER, LATER)


def test_counts(store, engine):
    store.load(example_entries(engine))
    records = list(store.records())
    counts = store.counts()
    assert counts.claims == sum(len(r.claims) for r in records)
    assert counts.events == sum(len(c.events) for r in records for c in r.claims)
    assert counts.outlets == len({r.article.outlet for r in records})
    assert counts.first_published == min(r.article.published for r in records if r.article.published)
    assert counts.engines == ((f"{engine.engine.version} {engine.engine.data}", len(records)),)


def test_reading_and_writing_may_alternate(store, engine):
    store.load(example_entries(engine))
    for capture in store.captures():
        store.reread(capture.sha256, by(store.record(capture.sha256), NEWER), NEWER, LATER)
    assert {record.engine for record in store.records()} == {NEWER}
    assert list(store.faults()) == []


def test_a_judgement_is_added_to_the_chain_that_the_readings_began(store, engine):
    store.add(entry(engine, page_bytes()))
    act = Act(at=LATER, who="rasha", action="accept", subject="claim 1", body="seen on video")
    added = store.append(act)
    chain = list(store.audit())
    assert [e.act.action for e in chain] == ["read", "accept"]
    assert chain[-1] == added
    assert added.act == act
    assert added.previous == chain[0].hash
    assert list(store.faults()) == []


def test_a_record_is_there_again_when_it_is_opened_again(place, engine):
    first = place.open()
    first.add(entry(engine, page_bytes(SHELLING)))
    first.close()
    second = place.open()
    assert second.counts().articles == 1
    assert place.create().counts().articles == 1
