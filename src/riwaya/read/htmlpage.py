"""Read an HTML page: its body, title, captions, outlet, address, authors and date of publication."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from riwaya.model.article import Article, Caption, Removed
from riwaya.model.errors import PageError
from riwaya.read.characters import clean_line, key, words
from riwaya.read.furniture import (
    byline_names,
    dateline_of,
    holds_article,
    is_sentence,
    judge_blocks,
    load_furniture,
    mark_repeats,
    own_lines,
    trim_head,
    trim_tail,
)
from riwaya.read.htmlbody import (
    container_of,
    mark_boxes,
    mark_heading_boxes,
    mark_links,
    mark_outside,
    witness,
)
from riwaya.read.htmlcaptions import mark_captions
from riwaya.read.htmlpublished import Place, published_on
from riwaya.read.htmltree import PageBlock, parse_html, strip_unseen, visible_lines
from riwaya.read.language import language_fault
from riwaya.read.metadata import Metadata, fetched_from, read_metadata
from riwaya.read.outlets import load_outlets

_SUFFIX = re.compile(r"\s+[|\u2013\u2014:\u00bb-]\s+")
_TITLE_WORDS = 3
_HEADINGS = ("h1", "h2", "h3")


@dataclass
class HtmlPage:
    """A page while its lines are sorted out."""

    tree: Any
    blocks: list[PageBlock]
    metadata: Metadata
    reading_date: date
    title: PageBlock | None = None
    container: Any = None
    captions: list[Caption] = field(default_factory=list)

    def kept(self) -> list[PageBlock]:
        """The blocks not removed so far, in order."""
        return [block for block in self.blocks if block.reason is None]


def read_html_page(name: str, data: bytes, text: str, reading_date: date, url: str | None = None) -> Article:
    """The article of an HTML page that came from `url`, where that is known.

    Raises PageError when there is none, or none in Arabic.
    """
    tree = parse_html(text)
    if tree is None:
        raise PageError(name, "the HTML could not be parsed")
    metadata = fetched_from(read_metadata(tree, reading_date), url)
    declared = metadata.title or _page_title(tree)
    strip_unseen(tree)
    page = HtmlPage(tree, visible_lines(tree), metadata, reading_date)
    fault = language_fault("\n".join(block.text for block in page.blocks))
    if fault:
        raise PageError(name, fault)
    if not witness(page.blocks, text):
        raise PageError(name, "no article text found")
    page.title = _title_block(page.blocks, declared)
    _sort_out(page)
    if not holds_article([block.text for block in page.kept()]):
        raise PageError(name, "no article text found")
    return _article(name, data, page, declared)


def _sort_out(page: HtmlPage) -> None:
    """Give every block that is not the article its reason."""
    _mark_title(page)
    mark_boxes(page.blocks)
    page.container = container_of(page.blocks)
    page.captions = mark_captions(page.blocks, page.container, page.title)
    if page.container is not None:
        mark_outside(page.blocks, page.container)
    mark_links(page.blocks)
    judged = page.kept()
    judge_blocks(judged, load_furniture())
    mark_heading_boxes(page.blocks, [block for block in judged if block.heading])
    for block in page.kept():
        if Place.of_line(block, page.reading_date):
            block.reason = "date"
    mark_repeats([block for block in page.blocks if block.element.tag not in _HEADINGS])
    trim_head(page.blocks)
    trim_tail(page.blocks)


def _page_title(tree: Any) -> str | None:
    found = next(iter(tree.iter("title")), None)
    return clean_line("".join(found.itertext())) or None if found is not None else None


def _title_block(blocks: list[PageBlock], declared: str | None) -> PageBlock | None:
    """The visible line that is the title: the declared one with or without the outlet's name, else the first h1."""
    whole = key(declared or "")
    for wanted in (whole, *(key(part) for part in _parts(declared or ""))):
        for block in blocks:
            if wanted and key(block.text) == wanted and len(words(block.text)) >= _TITLE_WORDS:
                return block
    inside = [b for b in blocks if len(words(b.text)) >= _TITLE_WORDS and key(b.text) in whole]
    return next(iter([*inside, *_headings(blocks)]), None)


def _headings(blocks: list[PageBlock]) -> list[PageBlock]:
    """The headings that may be the title: h1, then the last one before the first witnessed sentence."""
    first = next((k for k, b in enumerate(blocks) if b.voted and is_sentence(b.text)), len(blocks))
    headed = [b for b in blocks if b.element.tag in _HEADINGS and len(words(b.text)) >= _TITLE_WORDS]
    before = [b for b in blocks[:first] if b in headed]
    return [*(b for b in headed if b.element.tag == "h1"), *reversed(before)]


def _parts(title: str) -> list[str]:
    """A declared title without what follows (or stands before) its last mark of separation."""
    marks = list(_SUFFIX.finditer(title))
    return [title[: m.start()] for m in reversed(marks)] + [title[m.end() :] for m in marks]


def _mark_title(page: HtmlPage) -> None:
    if page.title is None:
        return
    wanted = key(page.title.text)
    for block in page.blocks:
        if key(block.text) == wanted:
            block.reason = "title"


def _article(name: str, data: bytes, page: HtmlPage, declared: str | None) -> Article:
    paragraphs = [block.text for block in page.kept()]
    fault = language_fault("\n".join(paragraphs))
    if fault:
        raise PageError(name, fault)
    published, basis = published_on(_place(page), page.metadata, paragraphs)
    digest = hashlib.sha256(data).hexdigest()
    outlet = _outlet(page, paragraphs)
    return Article(
        id=digest,
        sha256=digest,
        url=page.metadata.url,
        outlet=outlet,
        title=page.title.text if page.title else declared,
        dateline=dateline_of(page.blocks),
        authors=_authors(page, outlet),
        language="ar",
        published=published,
        published_basis=basis,
        text="\n".join(paragraphs),
        captions=tuple(page.captions),
        removed=tuple(Removed(block.text, block.reason) for block in page.blocks if block.reason),
    )


def _place(page: HtmlPage) -> Place:
    return Place(page.tree, page.blocks, page.title, page.container, page.reading_date)


def _outlet(page: HtmlPage, paragraphs: list[str]) -> str | None:
    """Whose page it is: by its domain, the name it declares, the end of its title, or how it speaks of itself."""
    outlets, site = load_outlets(), page.metadata.site
    found = outlets.by_domain(page.metadata.url) or outlets.by_name(site)
    if found:
        return found.name
    named = site if site and not site.startswith("@") else _title_rest(page)
    if named:
        known = outlets.by_name(named)
        return known.name if known else named
    return outlets.speaking(own_lines(page.blocks), paragraphs)


def _title_rest(page: HtmlPage) -> str | None:
    """The part of the page's <title> that is not the visible title: the name of the outlet."""
    whole = _page_title(page.tree)
    if page.title is None or not whole:
        return None
    for mark in _SUFFIX.finditer(whole):
        before, after = whole[: mark.start()].strip(), whole[mark.end() :].strip()
        if key(before) == key(page.title.text):
            return after or None
        if key(after) == key(page.title.text):
            return before or None
    return None


def _authors(page: HtmlPage, outlet: str | None) -> tuple[str, ...]:
    """The authors that the page declares, else those of lines that begin with a label such as "by"."""
    declared = tuple(name for name in page.metadata.authors if key(name) != key(outlet or ""))
    if declared:
        return declared
    return byline_names(page.blocks)
