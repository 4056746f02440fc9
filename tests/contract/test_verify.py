"""Whatever is altered behind the store's back is named."""

from pathlib import Path

import pytest
from tests.contract.entries import LATER, NEWER, by, entry, page_bytes

from riwaya.store.archive import Archive
from riwaya.store.base import Act

ALTERED = {
    "words of a claim": ("UPDATE claims SET text = 'x'", "claims"),
    "a stance": ("UPDATE claims SET stance = 'asserted' WHERE stance = 'denied'", "claims"),
    "a source": ("UPDATE links SET source_text = 'x'", "links"),
    "a day": ("UPDATE claims SET first_day = '2001-01-01'", "claims"),
    "an event": ("UPDATE events SET type = 'x'", "events"),
    "a place": ("UPDATE places SET lat = 1.5 WHERE lat IS NOT NULL", "places"),
    "a link taken out": ("DELETE FROM links WHERE depth = 0", "links"),
    "the text": ("UPDATE articles SET text = 'x'", "articles"),
    "the outlet": ("UPDATE articles SET outlet = 'x'", "articles"),
    "a reading": ("UPDATE records SET sha256 = 'x'", "records"),
    "no current reading": ("UPDATE records SET current = false", "articles"),
    "a size": ("UPDATE captures SET size = 1", "captures"),
    "an act": ("UPDATE audit SET body = '{}' WHERE number = 1", "audit"),
    "who acted": ("UPDATE audit SET who = 'x' WHERE number = 2", "audit"),
    "an act taken out": ("DELETE FROM audit WHERE number = 1", "audit"),
    "the last reading taken out of the chain": ("DELETE FROM audit WHERE number = 3", "records"),
}


@pytest.fixture
def sound(store, engine):
    """A record with a reading, a judgement and a second reading."""
    one = entry(engine, page_bytes())
    store.add(one)
    store.append(Act(at=LATER, who="rasha", action="accept", subject="claim"))
    store.reread(one.capture.sha256, by(one.outcome, NEWER), NEWER, LATER)
    assert list(store.faults()) == []
    return store


@pytest.mark.parametrize("what", ALTERED)
def test_altered_rows(sound, place, what):
    statement, where = ALTERED[what]
    place.execute(statement)
    assert where in {fault.where for fault in sound.faults()}


def test_a_row_without_its_parent(sound, place):
    if place.kind == "postgres":
        place.execute("SET session_replication_role = replica; DELETE FROM captures")
    else:
        place.execute("DELETE FROM captures")
    assert {("articles", "capture"), ("sightings", "capture")} <= {(f.where, f.which) for f in sound.faults()}


def test_a_claim_that_the_index_does_not_know(sound, place):
    place.execute("DELETE FROM claim_words")
    assert ("index", "words") in {(f.where, f.which) for f in sound.faults()}


def test_a_facet_taken_away(sound, place):
    place.execute("DELETE FROM postings WHERE facet = (SELECT key FROM facets WHERE value = 'denied')")
    assert {fault.where for fault in sound.faults()} == {"index"}


@pytest.mark.parametrize("change", ["other bytes", "cut short", "gone"])
def test_an_altered_capture(sound, place, change):
    [capture] = sound.captures()
    if place.kind == "sqlite":
        file = Archive(Path(place.location).with_name("riwaya.captures")).path(capture.sha256)
        if change == "gone":
            file.unlink()
        else:
            file.write_bytes(b"x" * 40 if change == "other bytes" else file.read_bytes()[:-9])
    else:
        place.execute({
            "gone": "DELETE FROM capture_bytes",
            "cut short": "UPDATE capture_bytes SET frame = substr(frame, 1, 20)",
            "other bytes": "UPDATE capture_bytes SET frame = 'x'",
        }[change])  # fmt: skip
    assert [(fault.where, fault.which) for fault in sound.faults()] == [("captures", capture.sha256)]


def test_a_damaged_body(sound, place):
    place.execute("UPDATE records SET body = substr(body, 1, 30)")
    assert {fault.where for fault in sound.faults()} == {"records"}


def test_a_span_that_is_not_the_words(engine, store):
    """A reading whose own spans are wrong, as a faulty engine would make it."""
    import msgspec

    one = entry(engine, page_bytes())
    claim = msgspec.structs.replace(one.outcome.claims[0], text="كلمات أخرى")
    wrong = msgspec.structs.replace(one.outcome, claims=(claim,))
    from dataclasses import replace

    store.add(replace(one, outcome=wrong))
    assert [(f.where, "كلمات أخرى" in f.reason) for f in store.faults()] == [("claims", True)]
