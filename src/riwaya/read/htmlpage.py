"""Read an HTML page: its body, title, captions, outlet, address, authors and date of publication."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from riwaya.model.article import Article, Caption, Removed
from riwaya.model.errors import PageError
from riwaya.read.authors import bylines, clean_authors
from riwaya.read.characters import key, mostly_arabic
from riwaya.read.dates import is_clock
from riwaya.read.embedded import embedded_paragraphs, page_of, text_of
from riwaya.read.furniture import (
    dateline_of,
    holds_article,
    judge_blocks,
    load_furniture,
    mark_repeats,
    own_lines,
    trim_head,
    trim_tail,
)
from riwaya.read.htmlbody import (
    forget_boxes,
    mark_boxes,
    mark_forms,
    mark_heading_boxes,
    mark_links,
    mark_outside,
    witness,
)
from riwaya.read.htmlcaptions import mark_captions, mark_credits
from riwaya.read.htmlpublished import Place, published_on
from riwaya.read.htmltitle import (
    HEADINGS,
    outlet_in_title,
    outlet_of_other_title,
    page_title,
    title_block,
    title_text,
    without_outlet,
)
from riwaya.read.htmltree import PageBlock, parse_html, strip_unseen, visible_lines
from riwaya.read.language import language_fault
from riwaya.read.metadata import Metadata, fetched_from, read_metadata
from riwaya.read.outletrules import PageRules, elements, known_dateline, mark_dropped, vote_selected, zone_of
from riwaya.read.outlets import Outlet, load_outlets

_LITTLE = 0.5
_AUTHOR_MARKS = ("[rel=author]", "[itemprop=author] [itemprop=name]", "[itemprop=author]", ".vcard .fn", ".author-name")
_MARKED = 3
_SUBHEADINGS = ("h2", "h3", "h4", "h5", "h6")


@dataclass
class HtmlPage:
    """A page while its lines are sorted out."""

    tree: Any
    blocks: list[PageBlock]
    metadata: Metadata
    reading_date: date
    whole_title: str | None = None
    title: PageBlock | None = None
    container: Any = None
    captions: list[Caption] = field(default_factory=list)

    def known(self) -> Outlet | None:
        """The listed outlet whose page this is, by its address or by the name that it declares."""
        return load_outlets().by_domain(self.metadata.url) or load_outlets().by_name(self.metadata.site)

    def rules(self) -> PageRules | None:
        """What is known of the pages of this outlet."""
        found = self.known()
        return found.page if found else None

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
    whole_title = page_title(tree)
    embedded = embedded_paragraphs(tree)
    strip_unseen(tree)
    page = _sorted_out(HtmlPage(tree, visible_lines(tree), metadata, reading_date, whole_title))
    if embedded and (page is None or _holds_little(page, metadata)):
        drawn = page_of(metadata.title or whole_title, embedded)
        hidden = _sorted_out(HtmlPage(drawn, visible_lines(drawn), metadata, reading_date, whole_title))
        page = hidden or page
    if page is None:
        raise PageError(name, language_fault(" ".join(tree.itertext())) or "no article text found")
    return _article(name, data, page)


def _holds_little(page: HtmlPage, metadata: Metadata) -> bool:
    """Whether a page shows only the beginning of the article that it declares."""
    return sum(len(block.text) for block in page.kept()) < _LITTLE * sum(map(len, text_of(metadata.body)))


def _sorted_out(page: HtmlPage) -> HtmlPage | None:
    """The page with every block that is not the article given its reason; None when no article is left."""
    page.title = title_block(page.blocks, page.metadata.title or page.whole_title)
    rules = page.rules()
    page.container = vote_selected(page.tree, page.blocks, rules) if rules else None
    if page.container is None:
        page.container = witness(page.tree, page.blocks, page.title, page.metadata.body)
    if page.container is None:
        return None
    _sort_out(page, rules)
    return page if holds_article([block.text for block in page.kept()]) else None


def _sort_out(page: HtmlPage, rules: PageRules | None) -> None:
    """Give every block that is not the article its reason."""
    _mark_title(page)
    forget_boxes(page.blocks, page.container)
    if rules:
        mark_dropped(page.tree, page.blocks, rules)
    mark_boxes(page.blocks)
    mark_credits(page.blocks)
    page.captions = mark_captions(page.blocks, page.container, page.title)
    mark_outside(page.blocks, page.container, page.title, page.metadata.about)
    mark_links(page.blocks)
    mark_heading_boxes(page.blocks)
    mark_forms(page.blocks, page.container)
    for block in page.kept():
        if not mostly_arabic(block.text):
            block.reason = "another language"
    judge_blocks(page.kept(), load_furniture())
    for block in page.kept():
        if not _is_subheading(page, block) and (is_clock(block.text) or Place.of_line(block, page.reading_date)):
            block.reason = "date"
    mark_repeats([block for block in page.blocks if block.element.tag not in HEADINGS])
    trim_head(page.blocks)
    trim_tail(page.blocks)


def _is_subheading(page: HtmlPage, block: PageBlock) -> bool:
    """Whether a line is a heading of the body, such as a day in a chronicle."""
    if block.element.tag not in _SUBHEADINGS or block.element.getparent() is None:
        return False
    first = next((k for k, b in enumerate(page.blocks) if b.voted), len(page.blocks))
    inside = any(e is page.container for e in block.element.iterancestors())
    return inside and any(b is block for b in page.blocks[first:])


def _mark_title(page: HtmlPage) -> None:
    if page.title is None:
        return
    wanted = key(page.title.text)
    for block in page.blocks:
        if key(block.text) == wanted:
            block.reason = "title"


def _article(name: str, data: bytes, page: HtmlPage) -> Article:
    paragraphs = [block.text for block in page.kept()]
    fault = language_fault("\n".join(paragraphs))
    if fault:
        raise PageError(name, fault)
    digest = hashlib.sha256(data).hexdigest()
    declared = page.metadata.title or page.whole_title
    title = title_text(page.title, declared) if page.title else declared
    outlet, rules = _outlet(page, paragraphs, title), page.rules() or PageRules()
    published, basis = published_on(_place(page, rules), page.metadata, paragraphs)
    return Article(
        id=digest,
        sha256=digest,
        url=page.metadata.url,
        outlet=outlet,
        title=without_outlet(title, outlet) if title else None,
        dateline=dateline_of(page.blocks, lambda text: known_dateline(text, rules)),
        authors=_authors(page, outlet, rules),
        language="ar",
        published=published,
        published_basis=basis,
        text="\n".join(paragraphs),
        captions=tuple(page.captions),
        removed=tuple(Removed(block.text, block.reason) for block in page.blocks if block.reason),
    )


def _place(page: HtmlPage, rules: PageRules) -> Place:
    stamped = elements(page.tree, rules.date)
    zone = zone_of(rules.zone) if rules.zone else None
    return Place(page.tree, page.blocks, page.title, page.container, page.reading_date, zone, stamped)


def _outlet(page: HtmlPage, paragraphs: list[str], title: str | None) -> str | None:
    """Whose page it is: by its domain, the name it declares, the end of its title, or how it speaks of itself."""
    known, site = page.known(), page.metadata.site
    if known:
        return known.name
    titled = outlet_in_title(page.whole_title, title)
    named = site if site and not site.startswith("@") else titled
    if named:
        known = load_outlets().by_name(named)
        return known.name if known else named
    own = own_lines(page.blocks)
    if page.whole_title and title and key(title) not in key(page.whole_title):
        return outlet_of_other_title(page.whole_title, own) or load_outlets().speaking(own, paragraphs)
    return load_outlets().speaking(own, paragraphs)


def _authors(page: HtmlPage, outlet: str | None, rules: PageRules) -> tuple[str, ...]:
    """The authors where the outlet is known to name them, else those that the page declares, else its bylines."""
    around = _place(page, rules).around()
    selected = ["".join(e.itertext()) for e in elements(page.tree, rules.author)]
    marked = ["".join(e.itertext()) for e in elements(around, _AUTHOR_MARKS)[:_MARKED]]
    tried = (selected, page.metadata.authors, marked, bylines(page.blocks))
    return next((names for lines in tried if (names := clean_authors(lines, outlet))), ())
