"""Read a page that was saved from a browser as text: title, captions, article and the debris around them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile

from riwaya.model.article import Article, Caption, PublishedBasis, Removed
from riwaya.model.errors import PageError
from riwaya.read.authors import bylines, clean_authors
from riwaya.read.captions import looks_like_caption, read_caption
from riwaya.read.characters import clean_lines, ends_sentence, key, words
from riwaya.read.dates import DateLine, Solved, date_line, solve_from_text
from riwaya.read.furniture import (
    Block,
    dateline_of,
    holds_article,
    is_paragraph,
    judge_blocks,
    load_furniture,
    mark_repeats,
    own_lines,
    trim_head,
    trim_tail,
)
from riwaya.read.language import language_fault
from riwaya.read.outlets import load_outlets
from riwaya.read.wrapped import join_wrapped

_TITLE_WORDS = (4, 2)
"""A title has so many words; only when no line has, fewer."""
_MOST_WORDS = 30
_MAY_DATE = ("date", "byline", "label", "icon")
_UNDER_TITLES = ("date", "byline")


@dataclass
class TextPage:
    """The lines of a page while they are sorted out."""

    blocks: list[Block]
    captions: list[Caption] = field(default_factory=list)
    dates: list[DateLine] = field(default_factory=list)
    title: str | None = None

    def kept(self) -> list[Block]:
        """The blocks not removed so far, in order."""
        return [block for block in self.blocks if block.reason is None]

    def removed(self) -> tuple[Removed, ...]:
        """The blocks removed, in order, each with its reason."""
        return tuple(Removed(block.text, block.reason) for block in self.blocks if block.reason)


def read_text_page(name: str, data: bytes, text: str, reading_date: date) -> Article:
    """The article of a saved text page. Raises PageError when there is none, or none in Arabic."""
    page = TextPage([Block(line) for line in join_wrapped(clean_lines(text, blank=True))])
    fault = language_fault("\n".join(block.text for block in page.blocks))
    if fault:
        raise PageError(name, fault)
    _sort_out(page, reading_date)
    paragraphs = [block.text for block in page.kept()]
    if not holds_article(paragraphs):
        raise PageError(name, "no article text found")
    digest = hashlib.sha256(data).hexdigest()
    outlet = load_outlets().speaking(own_lines(page.blocks), paragraphs)
    published, basis = publication(page.dates, paragraphs, reading_date)
    return Article(
        id=digest,
        sha256=digest,
        outlet=outlet,
        title=page.title,
        dateline=dateline_of(page.blocks),
        authors=clean_authors(bylines(page.blocks), outlet),
        language="ar",
        published=published,
        published_basis=basis,
        text="\n".join(paragraphs),
        captions=tuple(page.captions),
        removed=page.removed(),
    )


def publication(lines: list[DateLine], paragraphs: list[str], reading_date: date) -> tuple[str | None, PublishedBasis]:
    """The date of publication and its basis: a date line, else what the running text betrays."""
    best = min(lines, key=lambda line: (line.updated, not line.labelled), default=None)
    if best:
        return best.day.isoformat(), "weekday" if best.solved else "page"
    solved: Solved | None = solve_from_text(paragraphs, reading_date)
    if solved:
        return solved.day.isoformat(), "page" if solved.written else "weekday"
    return None, "none"


def _sort_out(page: TextPage, reading_date: date) -> None:
    judge_blocks(page.blocks, load_furniture())
    for block in page.kept():
        if date_line(block.text, reading_date):
            block.reason = "date"
    _take_title(page)
    _take_captions(page)
    mark_repeats(page.blocks)
    trim_head(page.blocks)
    trim_tail(page.blocks)
    page.dates = _dates(page, reading_date)


def _dates(page: TextPage, reading_date: date) -> list[DateLine]:
    """The date lines between title and text; only when there is none, those elsewhere."""
    titled = max((k for k, b in enumerate(page.blocks) if b.text == page.title and b.reason == "title"), default=0)
    first = next((k for k, b in enumerate(page.blocks) if b.reason is None), len(page.blocks))
    near = [b for b in page.blocks[titled:first] if b.reason in _MAY_DATE and date_line(b.text, reading_date)]
    lines = near or [b for b in page.blocks if b.reason == "date"]
    return [line for b in lines if (line := date_line(b.text, reading_date))]


def _take_title(page: TextPage) -> None:
    """The title is a line above the first paragraph: the last one over the lowest date line, else the first."""
    head = list(takewhile(lambda b: b.reason or not (ends_sentence(b.text) and is_paragraph(b.text)), page.blocks))
    dated = max((k for k, block in enumerate(head) if block.reason in _UNDER_TITLES), default=-1)
    free = [(k, b) for k, b in enumerate(head) if not b.reason and not looks_like_caption(b.text)]
    title = _pick(list(reversed([b for k, b in free if k < dated]))) or _pick([b for _, b in free])
    if title is None:
        return
    repeated = [b for _, b in free if b is not title and f"{key(title.text)} ".startswith(f"{key(b.text)} ")]
    page.title = next((b.text for b in repeated if len(words(b.text)) >= _TITLE_WORDS[0]), title.text)
    for block in head[: head.index(title)]:
        block.reason = block.reason or "above the title"
    for block in page.kept():
        if block is title or key(block.text) == key(page.title):
            block.reason = "title"


def _pick(lines: list[Block]) -> Block | None:
    """The first of some lines that is long enough for a title, and no longer than titles are."""
    return next((b for least in _TITLE_WORDS for b in lines if least <= len(words(b.text)) <= _MOST_WORDS), None)


def _take_captions(page: TextPage) -> None:
    glued = {key(block.text) for block in page.blocks if block.stripped and not block.reason}
    seen: set[str] = set()
    begun = False
    for block in page.kept():
        words_key = key(block.text)
        if words_key in seen:
            block.reason = "duplicate caption"
        elif words_key in glued or looks_like_caption(block.text, "body" if begun else "head"):
            seen.add(words_key)
            block.reason = "caption"
            page.captions.append(read_caption(block.text))
        else:
            begun = begun or is_paragraph(block.text)
