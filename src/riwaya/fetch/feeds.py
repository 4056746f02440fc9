"""Read what a feed lists: RSS and Atom by feedparser, sitemaps for news by lxml; nothing is fetched here."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from riwaya.fetch.exchange import normal_url
from riwaya.model.errors import PageError

_SITEMAP = re.compile(rb"<(?:[a-z]+:)?(urlset|sitemapindex)\b", re.I)
_HTML = re.compile(rb"<!doctype\s+html|<html\b", re.I)
_START = 4096
_NAMED = 3


@dataclass(frozen=True)
class Listing:
    """What a feed lists: its title, and the addresses of its articles in its order, each once."""

    title: str | None
    urls: tuple[str, ...]
    bad: int = 0
    """How many entries have no web address."""


def read_feed(url: str, body: bytes, content_type: str | None = None) -> Listing:
    """What the feed at `url` lists. Raises PageError for anything that is no feed."""
    start = body[:_START]
    found = _SITEMAP.search(start)
    if not body.strip():
        raise PageError(url, "the feed is empty")
    if found:
        return _sitemap(url, body, is_index=found[1].lower() == b"sitemapindex")
    return _feed(url, body, content_type)


def _feed(url: str, body: bytes, content_type: str | None) -> Listing:
    import feedparser

    headers = {"content-location": url} | ({"content-type": content_type} if content_type else {})
    parsed = feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False)
    if not parsed.get("version"):
        raise PageError(url, _no_feed(url, body, parsed))
    return _listing(url, parsed.feed.get("title"), (entry.get("link") for entry in parsed.entries))


def _no_feed(url: str, body: bytes, parsed: Any) -> str:
    """Why a body is no feed; of a page of HTML, which feeds it names."""
    if not _HTML.search(body[:_START]):
        return "not a feed: neither RSS nor Atom nor a sitemap"
    links = parsed.feed.get("links", [])
    kinds = ("application/rss+xml", "application/atom+xml")
    named = [link.get("href") for link in links if link.get("rel") == "alternate" and link.get("type") in kinds]
    found = _listing(url, None, named).urls[:_NAMED]
    return "not a feed but a page of HTML" + (f", which names {', '.join(found)}" if found else "")


def _sitemap(url: str, body: bytes, *, is_index: bool) -> Listing:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise PageError(url, f"not a feed: damaged XML ({fault})") from fault
    if root is None:
        raise PageError(url, "not a feed: damaged XML")
    listing = _listing(url, None, (loc.text for loc in root.iterfind("{*}*/{*}loc")))
    if is_index:
        named = ", ".join(listing.urls[:_NAMED]) or "none"
        raise PageError(url, f"a list of sitemaps: add one of those that it names ({named})")
    return listing


def _listing(url: str, title: object, links: Iterable[object]) -> Listing:
    found: dict[str, None] = {}
    bad = 0
    for link in links:
        try:
            found[normal_url(str(link or "").strip(), base=url) if link else ""] = None
        except PageError:
            bad += 1
    bad += found.pop("", 0) is None
    return Listing(" ".join(str(title).split())[:200] if title else None, tuple(found), bad)
