"""Read what a page declares about its article: JSON-LD, OpenGraph, meta tags and the canonical address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import msgspec

from riwaya.read.characters import clean_line, key
from riwaya.read.dates import believable, find_dates

_PUBLISHED = (
    ["article:published_time", "og:article:published_time", "article:published", "datepublished", "pubdate"]
    + ["publishdate", "publish_date", "publish-date", "publication_date", "published_time", "dc.date.issued"]
    + ["dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date", "parsely-pub-date"]
    + [
        "sailthru.date",
        "cxenseparse:recs:publishtime",
        "date",
        "originalpublicationdate",
        "article_date_original",
    ]
)
_TITLE = ("og:title", "twitter:title", "dc.title", "title")
_SITE = ("og:site_name", "dc.publisher", "publisher", "application-name", "twitter:site")
_AUTHOR = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author")
_ADDRESS = ("og:url", "twitter:url")
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_CONTROL = re.compile(r"[\x00-\x1f]")
_ISO = re.compile(r"^\d{4}-\d{2}-\d{2}")
_PLAIN_HOST = re.compile(r"^(?:www|m|amp|mobile)\.")
_ABOUT = ("og:description", "description", "twitter:description")
_ARTICLES = ("Article", "BlogPosting", "Posting", "Report")
_PAGES = ("WebPage", "ItemPage")
_SAME_MOMENT = timedelta(minutes=2)
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\s+\d{1,2}:\d\d(?::\d\d)?\s*[AP]M$", re.I)
"""Dates as ASP.NET writes them where nobody told it otherwise: the month stands first."""
_DEEPEST = 12


@dataclass(frozen=True)
class Metadata:
    """What a page declares; absent knowledge is None or empty.

    `page_published` is the date of the page rather than of an article on it, `about` what the page says of itself,
    `body` the article as the page gives it to programs.
    """

    title: str | None = None
    site: str | None = None
    url: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    page_published: str | None = None
    about: str | None = None
    body: str = ""


def read_metadata(tree: Any, reading_date: date) -> Metadata:
    """The metadata of a page whose scripts are still in the tree."""
    tags = _meta_tags(tree)
    address = _address(tree, tags)
    nodes = list(_json_ld(tree))
    linked = _of_article(nodes, tags, address)
    dates = [linked.get("datePublished"), linked.get("dateCreated"), *(tags.get(name) for name in _PUBLISHED)]
    moments = [d for value in dates if (d := iso_date(value, reading_date))]
    paged = (iso_date(node.get("datePublished"), reading_date) for node in nodes if _is_a(node, _PAGES))
    named = list(_names(linked.get("author"))) or [tags[name] for name in _AUTHOR if name in tags]
    return Metadata(
        title=_text(linked.get("headline")) or _first(tags, _TITLE),
        site=_first(tags, _SITE[:1]) or next(iter(_names(linked.get("publisher"))), None) or _first(tags, _SITE[1:]),
        url=address,
        published=_local(moments),
        authors=tuple(dict.fromkeys(n for name in named if (n := clean_line(name)) and "://" not in n)),
        page_published=next((day for day in paged if day), None),
        about=_first(tags, _ABOUT) or _text(linked.get("description")),
        body=_body(linked.get("articleBody")),
    )


def _body(value: object) -> str:
    return value if isinstance(value, str) else ""


def _local(moments: list[str]) -> str | None:
    """The first declared moment; where it is given in UTC, the same moment as given with the zone of the outlet."""
    if not moments:
        return None
    first = datetime.fromisoformat(moments[0])
    if first.utcoffset() == timedelta(0):
        for other in map(datetime.fromisoformat, moments[1:]):
            if other.utcoffset() and abs(other - first) < _SAME_MOMENT:
                return other.isoformat()
    return moments[0]


def iso_date(value: object, reading_date: date) -> str | None:
    """A declared date as ISO 8601 date or date-time, or None when it is none or cannot be believed."""
    text = _text(value)
    if not text:
        return None
    if _ISO.match(text):
        try:
            moment = datetime.fromisoformat(text.replace(" +", "+"))
        except ValueError:
            text = text[:10]
        else:
            plain = len(text) == len("2019-01-28")
            written = moment.date().isoformat() if plain else moment.isoformat()
            return written if believable(moment.date(), reading_date) else None
    american = _AMERICAN.match(text)
    if american:
        text = f"{american[3]}-{american[1]}-{american[2]}"
    days = [day for found in find_dates(text) if (day := found.on()) and believable(day, reading_date)]
    return days[0].isoformat() if days else None


def _meta_tags(tree: Any) -> dict[str, str]:
    tags: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = clean_line(element.get("content") or "")
        if name and content:
            tags.setdefault(name.strip().lower(), content)
    return tags


def fetched_from(metadata: Metadata, url: str | None) -> Metadata:
    """The metadata of a page that came from `url`: an address that it declares counts only on the same site.

    Otherwise any page could pass for one of another outlet.
    """
    if url is None or (metadata.url and _same_site(metadata.url, url)):
        return metadata
    return replace(metadata, url=url)


def _same_site(one: str, other: str) -> bool:
    """Whether two addresses lie on one host, or on one and a subdomain of it; www, m and amp make no difference."""
    first, second = (_PLAIN_HOST.sub("", _host(address) or "") for address in (one, other))
    return "." in first and (first == second or first.endswith(f".{second}") or second.endswith(f".{first}"))


def _host(url: str) -> str | None:
    """The host of a web address in lower case; None where it has none."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _address(tree: Any, tags: dict[str, str]) -> str | None:
    for element in tree.iter("link"):
        href = (element.get("href") or "").strip()
        if (element.get("rel") or "").lower() == "canonical" and href.startswith(("http://", "https://")):
            return href
    return next((tags[n] for n in _ADDRESS if tags.get(n, "").startswith(("http://", "https://"))), None)


def _json_ld(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            yield from _nodes(_decoded(script.text or ""), 0)


def _of_article(nodes: list[dict[str, Any]], tags: dict[str, str], address: str | None) -> dict[str, Any]:
    """The JSON-LD node of this article: the one with its title or address, else the first that is an article."""
    found = [node for node in nodes if _is_a(node, _ARTICLES)]
    title = key(tags.get("og:title", ""))
    for node in found:
        headline = key(_text(node.get("headline")) or "")
        if headline and title and (headline in title or title in headline):
            return node
        if address and address in (node.get("url"), node.get("mainEntityOfPage"), node.get("@id")):
            return node
    return found[0] if found else {}


def _is_a(node: dict[str, Any], kinds: tuple[str, ...]) -> bool:
    declared = node.get("@type")
    names = declared if isinstance(declared, list) else [declared]
    return any(isinstance(name, str) and name.endswith(kinds) for name in names)


def _decoded(text: str) -> object:
    """What a script says; trailing commas and line breaks inside strings, which many pages write, are mended."""
    for attempt in (text.strip(), _TRAILING_COMMA.sub(r"\1", _CONTROL.sub(" ", text)).strip()):
        try:
            return msgspec.json.decode(attempt.encode("utf-8", errors="replace"))
        except (msgspec.DecodeError, RecursionError):
            continue
    return None


def _nodes(node: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(node, dict):
        if "@type" in node:
            yield node
        for value in node.values():
            yield from _nodes(value, depth + 1)
    elif isinstance(node, list):
        for value in node:
            yield from _nodes(value, depth + 1)


def _names(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for value in node:
            yield from _names(value)
    elif isinstance(node, dict):
        yield from _names(node.get("name"))
    elif isinstance(node, str) and clean_line(node):
        yield clean_line(node)


def _first(tags: dict[str, str], names: tuple[str, ...] | list[str]) -> str | None:
    return next((tags[name] for name in names if name in tags), None)


def _text(value: object) -> str | None:
    return clean_line(value) or None if isinstance(value, str) else None
