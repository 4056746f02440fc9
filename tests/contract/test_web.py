"""What a store keeps of the web: exchanges with their WARC, and feeds; the same in SQLite and PostgreSQL."""

from dataclasses import replace

import pytest
from tests.contract.entries import LATER, SEEN, entry, page_bytes

from riwaya.model.errors import StoreError
from riwaya.store.base import Failure
from riwaya.store.web import Exchange, Feed

URL = "https://jarida.example/1"
WARC = b"WARC/1.1\r\n" * 50


def asked(url=URL, status=200, **more):
    return Exchange(url=url, final_url=url, at=SEEN, status=status, **more)


@pytest.fixture
def capture(store, engine):
    one = entry(engine, page_bytes())
    store.add(one)
    return one.capture.sha256


def test_an_exchange_is_kept_once_with_its_bytes(store, capture):
    kept = store.web.keep(asked(etag='"1"', capture=capture), WARC)
    assert store.web.keep(asked(etag='"1"', capture=capture), WARC) == kept
    assert list(store.web.exchanges()) == [kept]
    assert store.web.of(capture) == (kept,)
    assert store.web.warc(kept) == WARC
    assert kept.size == len(WARC)
    assert list(store.faults()) == []


def test_the_last_exchange_that_brought_a_page(store, capture):
    assert store.web.last(URL) is None
    store.web.keep(asked(etag='"1"', capture=capture), b"one")
    second = store.web.keep(asked(etag='"2"', capture=capture), b"two")
    store.web.keep(asked(status=304, capture=capture), b"three")
    store.web.keep(asked(status=404), b"four")
    assert store.web.last(URL) == second


def test_what_was_answered_for_good_and_what_may_come_yet(store):
    for status in (200, 404, 410, 429, 503):
        store.web.keep(asked(f"{URL}/{status}", status), str(status).encode())
    urls = [f"{URL}/{status}" for status in (200, 404, 410, 429, 503, 999)] * 300
    assert store.web.answered(urls) == {f"{URL}/{status}" for status in (200, 404, 410)}
    assert store.web.answered([]) == frozenset()


def test_a_page_that_comes_ends_the_failures_of_its_address(store, capture):
    for name in (URL, f"{URL}/other"):
        store.fail(Failure(name=name, reason="status 503", failed_at=SEEN))
    store.web.keep(asked(status=404), b"one")
    assert len(store.failures()) == 2
    store.web.keep(asked(capture=capture), b"two")
    assert [failure.name for failure in store.failures()] == [f"{URL}/other"]


def test_many_exchanges_come_in_their_order(store):
    for n in range(3):
        store.web.keep(asked(f"{URL}/{n}"), bytes([n]))
    assert [one.url for one in store.web.exchanges()] == [f"{URL}/{n}" for n in range(3)]


def test_an_altered_warc_is_found(store, place, capture):
    kept = store.web.keep(asked(capture=capture), WARC)
    place.execute("UPDATE exchanges SET size = 7")
    assert [(fault.where, fault.which) for fault in store.faults()] == [("exchanges", URL)]
    place.execute("UPDATE exchanges SET warc = :other, size = 3", other="0" * 64)
    assert ["missing" in fault.reason for fault in store.faults()] == [True]
    with pytest.raises(StoreError, match="missing"):
        store.web.warc(replace(kept, warc="0" * 64))


def test_feeds_are_followed_changed_and_left(store):
    feed = Feed(url="https://jarida.example/rss", added_at=SEEN)
    other = Feed(url="https://abnus.example/rss", added_at=SEEN)
    assert store.web.add_feed(feed)
    assert store.web.add_feed(other)
    assert not store.web.add_feed(replace(feed, added_at=LATER))
    changed = replace(feed, title="جريدة", polled_at=LATER, etag='"1"', fault="not a feed")
    store.web.change_feed(changed)
    assert store.web.feeds() == (other, changed)
    assert store.web.remove_feed(feed.url)
    assert not store.web.remove_feed(feed.url)
    assert store.web.feeds() == (other,)
