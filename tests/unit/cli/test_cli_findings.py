import msgspec
from tests.corpora import ROOT

from riwaya.model.finding import Findings

MARKET = (
    "examples/barqiya/yemen-market.html",
    "examples/alwatad/yemen-market.html",
    "examples/alshurfa/hodeidah-toll.html",
)


def pages():
    return [ROOT / page for page in MARKET]


def test_events_show_outlets_and_origins_side_by_side(riwaya):
    done = riwaya("findings", *pages())
    assert done.code == 0
    first = done.out.split("\n\n")[0]
    assert "rests on" in first
    assert "outlet     وكالة برقية" in first
    assert "denies     التحالف بقيادة السعودية" in first
    assert "denial: denied by another origin" in done.out


def test_json_is_all_the_findings(riwaya):
    done = riwaya("findings", *pages(), "--json")
    found = msgspec.json.decode(done.out, type=Findings)
    assert done.out.count("\n") == 1
    market = max(found.events, key=lambda event: event.n_claims)
    assert market.n_outlets == 3
    assert market.n_denying == 1
    assert {c.kind for c in found.contradictions} >= {"denial", "numbers"}


def test_one_page_that_fails_does_not_hide_the_others(riwaya):
    done = riwaya("findings", "missing.html", *pages())
    assert done.code == 1
    assert "missing.html" in done.err
    assert "rests on" in done.out


def test_the_events_of_one_claim_are_shown_on_request(riwaya):
    few, all_of_them = (riwaya("findings", *pages(), *more).out.count("told in") for more in ((), ("--all",)))
    assert few < all_of_them


def test_without_inputs_the_record_is_linked(riwaya, tmp_path):
    record = tmp_path / "riwaya.db"
    added = riwaya("add", "--record", record, *pages())
    assert added.code == 0, added.err
    kept = msgspec.json.decode(riwaya("findings", "--record", record, "--json").out, type=Findings)
    read = msgspec.json.decode(riwaya("findings", *pages(), "--json").out, type=Findings)
    assert [e.id for e in kept.events] == [e.id for e in read.events]
    assert kept.contradictions == read.contradictions


def test_why_the_accounts_of_an_event_were_joined(riwaya):
    found = msgspec.json.decode(riwaya("findings", *pages(), "--json").out, type=Findings)
    market = max(found.events, key=lambda event: event.n_claims)
    done = riwaya("findings", *pages(), "--why", market.id)
    assert done.code == 0
    assert done.out.count(" of at least 0.60") == len(market.joints) == len(market.members) - 1
    assert "place" in done.out


def test_an_event_that_there_is_not(riwaya):
    done = riwaya("findings", *pages(), "--why", "event:none")
    assert done.code == 2
    assert "no event event:none" in done.err
