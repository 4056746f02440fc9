"""Tell the title of a page from the name of its outlet, which most pages put beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from riwaya.read.characters import clean_line, key, words
from riwaya.read.furniture import is_sentence
from riwaya.read.htmltree import PageBlock

HEADINGS = ("h1", "h2", "h3")

_MARK = re.compile(r"\s+(?:[|\u2013\u2014:\u00bb\u00ab\u2022\u00b7/-]|::|>>|--)\s+|\s*\|\s*|:\s+(?=\S)")
_OPENED = re.compile(r"^\s*[\[(]\s*([^\[\]()]{2,40})\s*[\])]\s*")
_EDGES = " |\u2013\u2014:\u00bb\u00ab\u2022\u00b7/>-[]()"
_TITLE_WORDS = 3
_OUTLET_WORDS = 6
_MOSTLY_LINKS = 0.5


def page_title(tree: Any) -> str | None:
    """What the page's <title> says."""
    found = next((e for e in tree.iter("title") if e.getparent() is None or e.getparent().tag != "svg"), None)
    return clean_line("".join(found.itertext())) or None if found is not None else None


def title_block(blocks: Sequence[PageBlock], declared: str | None) -> PageBlock | None:
    """The visible line that is the title: the declared one with or without the outlet's name, else the first h1."""
    whole = key(declared or "")
    long_enough = [(key(b.text), b) for b in blocks if len(words(b.text)) >= _TITLE_WORDS]
    for wanted in (whole, *(key(part) for part in _parts(declared or ""))):
        exact = [b for said, b in long_enough if wanted and said == wanted]
        if exact:
            return next((b for b in exact if b.element.tag in HEADINGS), exact[0])
    inside = [b for said, b in long_enough if said in whole]
    return next(iter([*inside, *_headings(blocks)]), None)


def _headings(blocks: Sequence[PageBlock]) -> list[PageBlock]:
    """The headings that may be the title: h1, then the last one before the first sentence."""
    sentences = (k for k, b in enumerate(blocks) if b.linked < _MOSTLY_LINKS and not b.boxes and is_sentence(b.text))
    first = next(sentences, len(blocks))
    headed = [b for b in blocks if b.element.tag in HEADINGS and len(words(b.text)) >= _TITLE_WORDS]
    before = [b for b in blocks[:first] if b.element.tag in HEADINGS and len(words(b.text)) >= _TITLE_WORDS]
    return [*(b for b in headed if b.element.tag == "h1"), *reversed(before)]


def _parts(title: str) -> list[str]:
    """A declared title without what follows (or stands before) its last mark of separation."""
    marks = list(_MARK.finditer(title))
    return [title[: m.start()] for m in reversed(marks)] + [title[m.end() :] for m in marks]


def outlet_in_title(whole: str | None, title: str | None) -> str | None:
    """The part of the page's <title> beside the visible title: the name of the outlet, without a section's."""
    if not whole or not title:
        return None
    opened = _OPENED.match(title)
    if opened:
        return opened[1]
    for mark in _MARK.finditer(whole):
        before, after = whole[: mark.start()], whole[mark.end() :]
        if key(before) == key(title):
            return _last_piece(after)
        if key(after) == key(title):
            return _last_piece(before)
    return None


def _last_piece(rest: str) -> str | None:
    pieces = [piece.strip(_EDGES) for piece in _MARK.split(rest)]
    named = [piece for piece in pieces if piece and len(words(piece)) <= _OUTLET_WORDS]
    return named[-1] if named else None


def without_outlet(title: str, outlet: str | None) -> str:
    """A title without the name of the outlet that stands in brackets before it or behind a mark beside it."""
    named = key(outlet or "")
    opened = _OPENED.match(title)
    if opened and key(opened[1]) == named:
        return title[opened.end() :]
    for mark in _MARK.finditer(title):
        before, after = title[: mark.start()].strip(), title[mark.end() :].strip()
        if named and key(after) == named and len(words(before)) >= _TITLE_WORDS:
            return before
        if named and key(before) == named and len(words(after)) >= _TITLE_WORDS:
            return after
    return title
