"""`riwaya feed`: follow feeds, and fetch the articles that they newly list into the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click
import msgspec

from riwaya.cli.add import Adding, given_by, said
from riwaya.cli.inputs import reading_date_option
from riwaya.cli.net import Fetching, fetcher_of, manners_of, need_network, network_options
from riwaya.cli.progress import watched
from riwaya.cli.recording import EngineAtHand, now, opened_record, record_option
from riwaya.cli.userdata import data_option
from riwaya.model.errors import PageError

if TYPE_CHECKING:
    from riwaya.store.web import Feed

_OK, _UNCHANGED = 200, 304


@click.group("feed")
def command() -> None:
    """Follow feeds and fetch what they list."""


@command.command("add")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@record_option
def add_command(urls: tuple[str, ...], record: str) -> int:
    """Follow feeds.

    URL is that of a feed in RSS or Atom, or of a sitemap for news. Nothing is fetched before `riwaya feed
    poll`.
    """
    need_network()
    from riwaya.fetch.exchange import normal_url
    from riwaya.store.web import Feed

    failed = False
    with opened_record(record, create=True) as store:
        for url in urls:
            try:
                feed = Feed(url=normal_url(url), added_at=now())
            except PageError as fault:
                click.echo(f"riwaya: {fault}", err=True)
                failed = True
                continue
            click.echo(f"{feed.url}: {'followed' if store.web.add_feed(feed) else 'followed already'}")
    return 1 if failed else 0


@command.command("list")
@record_option
@click.option("--json", "as_json", is_flag=True, help="Print each as one line of JSON.")
def list_command(record: str, as_json: bool) -> int:
    """List the feeds.

    Each with its title, when it was last polled, and what was wrong then.
    """
    with opened_record(record) as store:
        for feed in store.web.feeds():
            click.echo(msgspec.json.encode(feed).decode() if as_json else _line(feed))
    return 0


@command.command("remove")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@record_option
def remove_command(urls: tuple[str, ...], record: str) -> int:
    """Follow feeds no more. What was fetched stays in the record."""
    failed = False
    with opened_record(record) as store:
        for url in urls:
            gone = store.web.remove_feed(url)
            failed = failed or not gone
            click.echo(f"{url}: {'followed no more' if gone else 'is not followed'}", err=not gone)
    return 1 if failed else 0


@command.command("poll")
@click.argument("urls", nargs=-1, metavar="[URL]...")
@record_option
@click.option("--most", type=click.IntRange(1), default=100, show_default=True, help="Fetch at most so many a feed.")
@network_options
@reading_date_option
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one line of JSON.")
def poll_command(urls: tuple[str, ...], record: str, most: int, as_json: bool, **options: Any) -> int:
    """Fetch the articles that feeds newly list.

    Without a URL all feeds that are followed are polled. A feed that has not changed is not sent again. An
    article is fetched once; what could not be fetched for a fault that may pass is tried again the next
    time, and what is beyond the limit comes then.
    """
    manners = manners_of(options)
    with opened_record(record) as store:
        options |= {"outlet": None, "published": None}
        adding = Adding(store, options["reading_date"], given_by(options), EngineAtHand(options["data"]))
        polling = Polling(Fetching(store, fetcher_of(manners), adding), most, now)
        unknown = sorted(set(urls) - {feed.url for feed in store.web.feeds()})
        for url in unknown:
            click.echo(f"riwaya: {url}: is not followed", err=True)
        try:
            for feed in store.web.feeds():
                if not urls or feed.url in urls:
                    polling.poll(feed)
        finally:
            click.echo(said(adding.counts, as_json))
        adding.flush()
    return 1 if unknown or adding.counts["failed"] else 0


@dataclass
class Polling:
    """Polls feeds, one after the other."""

    fetching: Fetching
    most: int
    clock: Callable[[], str]

    def poll(self, feed: Feed) -> None:
        """Fetch what a feed newly lists; what is wrong with the feed is told, counted and noted with it."""
        web = self.fetching.store.web
        try:
            listed, feed = self._listed(feed)
        except PageError as fault:
            self.fetching.adding.add(fault)
            web.change_feed(replace(feed, polled_at=self.clock(), fault=fault.reason))
            return
        answered = web.answered(listed)
        fresh = [url for url in listed if url not in answered]
        for url in watched(fresh[: self.most], lambda: min(len(fresh), self.most), "fetching"):
            self.fetching.fetch(url)
        if len(fresh) > self.most:
            click.echo(f"riwaya: {feed.url}: {len(fresh) - self.most} more articles wait for the next time", err=True)
        if len(web.answered(fresh)) < len(fresh):
            feed = replace(feed, etag=None, last_modified=None)
        web.change_feed(replace(feed, polled_at=self.clock(), fault=None))

    def _listed(self, feed: Feed) -> tuple[tuple[str, ...], Feed]:
        """The addresses that a feed lists, and the feed with what is known of it now. Raises PageError."""
        from riwaya.fetch.feeds import read_feed
        from riwaya.fetch.fetcher import Validators
        from riwaya.read.httpmessage import BodyFault, body_of
        from riwaya.read.sniff import LIMIT

        got = self.fetching.fetcher.fetch(feed.url, Validators(feed.etag, feed.last_modified))
        if got.response.status == _UNCHANGED:
            return (), feed
        if got.response.status != _OK:
            raise PageError(feed.url, f"status {got.response.status}")
        try:
            body = body_of(got.response, LIMIT)
        except BodyFault as fault:
            raise PageError(feed.url, str(fault)) from fault
        listing = read_feed(got.last.url, body, got.response.header("content-type"))
        if listing.bad:
            click.echo(f"riwaya: {feed.url}: {listing.bad} entries without a web address", err=True)
        known = got.validators
        return listing.urls, replace(
            feed, title=listing.title or feed.title, etag=known.etag, last_modified=known.last_modified
        )


def _line(feed: Feed) -> str:
    parts: Iterable[str | None] = (feed.url, feed.title, f"polled {feed.polled_at}" if feed.polled_at else "not polled")
    return "\t".join(part for part in (*parts, feed.fault) if part)
