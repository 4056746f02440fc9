"""Bounds of scores: nobody is turned away who would be of one event."""

from itertools import product

from tests.unit.link.corpus import STORIES, read_story, record_of, tables

from riwaya.link.bounds import Bounds, outline
from riwaya.link.digest import digests
from riwaya.link.score import score_of


def outlines():
    records = [record_of(written) for path in STORIES for written in read_story(path).article]
    accounts = [account for article in digests(records, tables()) for account in article.accounts]
    found = [outline(k, k, account, 3, tables()) for k, account in enumerate(accounts)]
    return sorted(found, key=lambda account: account.first)


def test_no_pair_that_is_of_one_event_is_turned_away():
    bounds, turned_away = Bounds(tables()), 0
    for a, b in product(outlines(), repeat=2):
        one_family = (a.sighting.type, b.sighting.type) in tables().common
        if one_family and a.first <= b.first and a.index != b.index and not bounds.may_be_one(a, b):
            turned_away += 1
            assert score_of(a.sighting, b.sighting, tables()) is None
            assert score_of(b.sighting, a.sighting, tables()) is None
    assert turned_away > 1000
