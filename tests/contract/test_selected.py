"""A view over either store exports the same bytes as a view of the same records in memory."""

import pytest
from tests.contract.entries import LATER, SEEN

from riwaya.export import FORMATS
from riwaya.export.manner import Manner
from riwaya.export.tables import load
from riwaya.export.view import Selection
from riwaya.link import link
from riwaya.link import load as load_linking
from riwaya.linked import link_record
from riwaya.model.judgement import JUDGED, Reject, body_of, subject_of
from riwaya.selected import Selected
from riwaya.store.base import Act, Query


@pytest.fixture(scope="session")
def in_memory(examples):
    records = [entry.outcome for entry in examples]
    return Selection(records, link(records, load_linking()))


@pytest.fixture(scope="session")
def manner():
    return Manner(load(), "0.0.0")


@pytest.fixture
def full(store, examples):
    store.load(examples)
    link_record(store, SEEN)
    return store


def test_both_stores_and_memory_export_the_same_bytes(full, in_memory, manner):
    for known in FORMATS.values():
        assert list(known.chunks(Selected(full), manner)) == list(known.chunks(in_memory, manner)), known.name


def test_a_query_chooses_claims_and_events(full, in_memory):
    chosen = Selected(full, Query(stance="denied", limit=1))
    ids = {claim.id for found in chosen.chosen() for claim in found.claims}
    assert ids == {c.id for record in in_memory.records for c in record.claims if c.stance == "denied"}
    events = {account.event.id for account in chosen.accounts()}
    assert events == {event.id for event in in_memory.findings.events if ids & set(event.claims)}
    wide = Selected(full, Query(min_origins=3))
    assert {a.event.id for a in wide.accounts()} == {e.id for e in in_memory.findings.events if e.n_origins >= 3}


def test_named_events_and_their_claims(full, in_memory):
    event = max(in_memory.findings.events, key=lambda e: e.n_claims)
    one = Selected(full, events=[event.id, "event:nothing"])
    assert one.unknown() == ["event:nothing"]
    assert [account.event for account in one.accounts()] == [event]
    assert {claim.id for found in one.chosen() for claim in found.claims} == set(event.claims)
    assert list(Selected(full, Query(place="لا مكان"), events=[event.id]).accounts()) == []


def test_a_rejected_claim_is_not_exported(full, in_memory):
    claim = in_memory.records[0].claims[0]
    act = Reject(claim=claim.id, why="a caption")
    full.append(Act(at=LATER, who="rasha", action=JUDGED, subject=subject_of(act), body=body_of(act)))
    assert claim.id not in {c.id for found in Selected(full).chosen() for c in found.claims}
