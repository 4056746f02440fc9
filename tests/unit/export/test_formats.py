"""What all formats have in common: the registry, order, empty views, what a view holds."""

import itertools
import json

import pytest
from tests.corpora import ROOT
from tests.unit.export.nothing import NOTHING

from riwaya.export import FORMATS
from riwaya.export.acled import OWN_COLUMNS
from riwaya.export.eventrows import EventRow
from riwaya.export.manner import Manner
from riwaya.export.spreadsheet import ClaimRow
from riwaya.export.view import Selection


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_order_of_the_records_makes_no_difference(name, selection, write):
    turned = Selection(tuple(reversed(selection.records)), selection.findings)
    assert write(name, selection) == write(name, turned)


class Repeated:
    """A view again and again: as long as one likes, without more memory."""

    def __init__(self, view, times):
        self.view, self.times = view, times

    def chosen(self):
        return itertools.chain.from_iterable(self.view.chosen() for _ in range(self.times))

    def accounts(self):
        return itertools.chain.from_iterable(self.view.accounts() for _ in range(self.times))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_long_file_comes_in_small_pieces(name, selection, tables):
    pieces = [len(piece) for piece in FORMATS[name].chunks(Repeated(selection, 40), Manner(tables, "0.0.0"))]
    assert max(pieces) < sum(pieces) / 2


def test_formats_are_described():
    assert list(FORMATS) == sorted(FORMATS)
    for name, known in FORMATS.items():
        assert known.name == name
        assert known.suffix.startswith(".")
        assert known.media_type.count("/") == 1
        assert known.missing() == ()


def test_articles_come_by_day_and_events_from_the_latest_on(selection):
    days = [chosen.record.article.published or "" for chosen in selection.chosen()]
    assert days == sorted(days)
    ends = [account.event.end or "" for account in selection.accounts()]
    assert ends == sorted(ends, reverse=True)
    assert len(ends) == len(selection.findings.events)


def test_a_view_of_some_claims_holds_these_and_their_whole_events(selection):
    event = max(selection.findings.events, key=lambda e: e.n_claims)
    view = Selection(selection.records, selection.findings, claims={event.claims[0]})
    (chosen,) = view.chosen()
    assert [claim.id for claim in chosen.claims] == [event.claims[0]]
    (whole,) = (account for account in view.accounts() if account.event.id == event.id)
    assert {told.claim.id for told in whole.told} == set(event.claims)
    assert all(event.claims[0] in account.event.claims for account in view.accounts())


def test_a_view_of_an_event_holds_its_claims_alone(selection):
    event = max(selection.findings.events, key=lambda e: e.n_claims)
    view = Selection(selection.records, selection.findings, events={event.id})
    assert [account.event for account in view.accounts()] == [event]
    claims = itertools.chain.from_iterable(chosen.claims for chosen in view.chosen())
    assert sorted(claim.id for claim in claims) == sorted(event.claims)


@pytest.mark.parametrize("name", ["annotations", "geojson", "prov"])
def test_nothing_is_valid_json(name, write):
    (things,) = (v for v in json.loads(write(name, NOTHING)).values() if isinstance(v, list))
    assert things == []


@pytest.mark.parametrize("name", ["ftm", "jsonl"])
def test_nothing_is_no_line(name, write):
    assert write(name, NOTHING) == b""


def test_every_format_and_field_is_explained():
    page = (ROOT / "docs/exports.md").read_text(encoding="utf-8")
    fields = {*FORMATS, *EventRow.__struct_fields__, *ClaimRow.__struct_fields__, *OWN_COLUMNS}
    assert [name for name in sorted(fields) if f"\n| `{name}` |" not in page] == []
