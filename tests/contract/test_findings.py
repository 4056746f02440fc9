"""What is kept of the findings, and how it is found again, in both stores."""

from dataclasses import replace

import pytest
from tests.contract.entries import NEWER, SEEN, by, entry, page_bytes

from riwaya.linked import link_record
from riwaya.model.errors import StoreError
from riwaya.store.base import Linking, Query

EVERYTHING = Query(limit=10_000)


def shown(found):
    return {event.id for event in found.events}


def test_what_is_kept_is_what_was_found(linked, findings):
    assert linked.linking() == Linking("stamp", SEEN)
    assert shown(linked.find_events(EVERYTHING)) == {event.id for event in findings.events}
    assert [linked.event(event.id) for event in findings.events] == list(findings.events)
    assert linked.contradictions() == findings.contradictions
    assert sorted(s.voice for s in linked.sources(limit=1000)) == [s.voice for s in findings.sources]


def test_nothing_is_found_before_anything_was_linked(store):
    assert store.linking() is None
    assert store.find_events(EVERYTHING).events == ()
    assert store.event("event:none") is None
    assert store.contradictions() == store.ledgers("هجين") == store.sources() == ()


def test_linking_again_puts_new_findings_in_the_place_of_the_old(linked, findings):
    fewer = findings.__class__(
        events=findings.events[:3], statements=(), contradictions=(), control=(), areas=(), sources=()
    )
    linked.keep_findings(fewer, Linking("later", SEEN))
    assert shown(linked.find_events(EVERYTHING)) == {event.id for event in findings.events[:3]}
    assert linked.contradictions() == linked.sources() == ()
    assert list(linked.faults()) == []


def test_a_record_is_linked_when_it_has_changed_and_only_then(store, engine):
    told = []
    store.add(entry(engine, page_bytes()))
    assert link_record(store, SEEN, tell=told.append)
    assert not link_record(store, SEEN, tell=told.append)
    store.add(entry(engine, page_bytes(id="a2", outlet="أخرى")))
    assert link_record(store, SEEN, tell=told.append)
    assert told == ["linking 1 articles", "linking 2 articles"]
    assert max(event.n_outlets for event in store.find_events(EVERYTHING).events) == 2


def expected(findings, test):
    return {event.id for event in findings.events if test(event)}


def test_events_are_found_by_type_place_and_days(linked, findings):
    def found(**asked):
        return shown(linked.find_events(replace(EVERYTHING, **asked)))

    strikes = expected(findings, lambda e: e.type in ("air_strike", "displacement"))
    assert found(types=("air_strike", "displacement")) == strikes != set()
    event = next(e for e in findings.events if e.place and e.place_ar)
    there = expected(findings, lambda e: e.place == event.place)
    assert found(place=event.place) == there <= found(place=event.place_ar)
    assert event.id in found(place=event.place, radius_km=1.0)
    assert event.id in found(place=event.place, radius_km=0.0)
    june = expected(findings, lambda e: e.start and e.start <= "2019-06-30" and e.end >= "2019-06-01")
    assert found(since="2019-06-01", until="2019-06-30") == june != set()


def test_events_are_found_by_origins_and_contradiction(linked, findings):
    def found(**asked):
        return shown(linked.find_events(replace(EVERYTHING, **asked)))

    assert found(min_origins=2) == expected(findings, lambda e: e.n_origins >= 2) != set()
    assert found(min_origins=1, max_origins=1) == expected(findings, lambda e: e.n_origins == 1)
    disputed = {c.event for c in findings.contradictions}
    assert found(contradicted=True) == expected(findings, lambda e: e.id in disputed) != set()
    assert found(contradicted=False) == expected(findings, lambda e: e.id not in disputed)


def test_events_are_found_by_what_one_of_their_claims_says(linked, findings, examples):
    def found(**asked):
        return shown(linked.find_events(replace(EVERYTHING, **asked)))

    claims = {c.id: (e.outcome.article, c) for e in examples for c in e.outcome.claims}

    def told(test):
        return expected(findings, lambda e: any(test(*claims[id]) for id in e.claims))

    assert found(stance="denied") == told(lambda _, c: c.stance == "denied") != set()
    assert found(certainty="unconfirmed") == told(lambda _, c: c.certainty == "unconfirmed")
    assert found(outlet="ضفاف") == told(lambda a, _: a.outlet == "ضفاف") != set()
    assert found(outlet="ضفاف", stance="denied") == told(lambda a, c: a.outlet == "ضفاف" and c.stance == "denied")
    assert found(words="الغارات") != set()


@pytest.mark.parametrize("box", [(36.0, 34.0, 37.0, 36.0), (-10.0, 34.0, -9.0, 36.0)])
def test_events_are_found_on_the_map(linked, findings, box):
    west, south, east, north = box
    within = expected(findings, lambda e: e.lat is not None and south <= e.lat <= north and west <= e.lon <= east)
    assert shown(linked.find_events(replace(EVERYTHING, box=box))) == within
    assert bool(within) == (west > 0)


def test_a_box_may_span_the_antimeridian(linked, findings):
    located = {e.id for e in findings.events if e.lat is not None}
    assert shown(linked.find_events(replace(EVERYTHING, box=(150.0, -90.0, 149.0, 90.0)))) == located != set()


def test_pages_of_events_follow_one_another(linked, findings):
    for order, key in (("origins", "n_origins"), ("claims", "n_claims"), ("latest", "end")):
        pages = [linked.find_events(Query(limit=7), order, at) for at in range(0, len(findings.events), 7)]
        events = [event for page in pages for event in page.events]
        assert len({event.id for event in events}) == len(findings.events)
        values = [getattr(event, key) for event in events if getattr(event, key) is not None]
        assert values == sorted(values, reverse=True)
        assert [page.more for page in pages] == [True] * (len(pages) - 1) + [False]


def test_claims_are_found_by_what_is_known_of_their_events(linked, findings):
    hits = linked.search(Query(min_origins=3, limit=1000)).hits
    wanted = {id for event in findings.events if event.n_origins >= 3 for id in event.claims}
    assert {hit.claim for hit in hits} == wanted != set()


def test_a_source_is_found_by_key_and_by_any_name(linked, findings):
    source = max(findings.sources, key=lambda s: s.n_claims if s.voice.key.startswith("actor:") else 0)
    assert linked.sources(source.voice.key) == (source,)
    assert source in linked.sources(source.voice.name)
    hits = linked.search(Query(source=source.voice.key, limit=1000)).hits
    assert {hit.claim for hit in hits} == set(source.claims)
    assert linked.sources("لا أحد") == ()
    assert [s.n_claims for s in linked.sources(limit=5)] == sorted(
        (s.n_claims for s in findings.sources), reverse=True
    )[:5]


def test_the_ledger_of_a_place_by_its_id_and_names(linked, findings):
    span = findings.control[0]
    [ledger] = linked.ledgers(span.place)
    assert ledger.control == tuple(s for s in findings.control if s.place == span.place)
    assert (ledger.place_ar, ledger.place_en) == (span.place_ar, span.place_en)
    assert ledger.lat is not None
    assert ledger in linked.ledgers(span.place_ar)
    assert ledger in linked.ledgers(span.place_en)
    assert linked.ledgers("لا مكان") == ()


def test_claims_are_told_in_the_order_asked_for(linked, findings):
    event = max(findings.events, key=lambda e: e.n_claims)
    backwards = event.claims[::-1]
    assert tuple(hit.claim for hit in linked.told([*backwards, "none"])) == backwards


def test_findings_outlive_another_reading_until_the_record_is_linked_again(linked, examples):
    first = examples[0]
    sha256 = first.capture.sha256
    event = next(e for e in linked.find_events(EVERYTHING).events if e.claims[0] == first.outcome.claims[0].id)
    linked.reread(sha256, by(first.outcome, NEWER), NEWER, SEEN)
    assert linked.event(event.id) == event
    assert list(linked.faults()) == []
    assert link_record(linked, SEEN)
    assert linked.event(event.id) is not None


def test_an_altered_finding_is_named(linked, place, findings):
    place.execute("UPDATE found_events SET body = :body WHERE id = :id", body=b"x", id=findings.events[0].id)
    with pytest.raises(StoreError, match="a finding was altered"):
        linked.event(findings.events[0].id)
