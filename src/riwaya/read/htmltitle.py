"""Tell the title of a page from the name of its outlet, which most pages put beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from riwaya.read.characters import clean_line, key, words
from riwaya.read.dates import find_dates
from riwaya.read.furniture import is_sentence
from riwaya.read.htmltree import PageBlock

HEADINGS = ("h1", "h2", "h3")

_MARK = re.compile(r"\s+(?:[|\u2013\u2014:\u00bb\u00ab\u2022\u00b7/-]|::|>>|--)\s+|\s*\|\s*|:\s+(?=\S)")
_OPENED = re.compile(r"^\s*[\[(]\s*([^\[\]()]{2,40})\s*[\])]\s*")
_EDGES = " |\u2013\u2014:\u00bb\u00ab\u2022\u00b7/>-[]()"
_TITLE_WORDS = 3
_NAME_WORDS = 4
"""A declared line of so few words may be the name of the outlet: a longer heading above the text is preferred."""
_BOLD = ("b", "strong", "big")
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
    wanted = {whole, *(key(part) for part in _parts(declared or ""))} - {""}
    exact = [b for said, b in long_enough if said in wanted or _holds(said, wanted)]
    exact = exact or [b for said, b in long_enough if said in whole]
    best = max(exact, key=_likeness, default=None)
    if best is None or len(words(best.text)) <= _NAME_WORDS:
        above = [*_headings(blocks), *_emphasised(blocks)]
        best = next((b for b in above if best is None or len(words(b.text)) > _NAME_WORDS), best)
    return best


def title_text(block: PageBlock, declared: str | None) -> str:
    """The words of a title's line without a section's name before it, where the page declares it without."""
    said = key(block.text)
    if said in key(declared or ""):
        return block.text
    for part in (declared or "", *_parts(declared or "")):
        if key(part) != said and _holds(said, {key(part)}):
            return part.strip(_EDGES)
    return block.text


def _holds(said: str, wanted: set[str]) -> bool:
    """Whether a line ends in a declared title and says little else before it."""
    return any(
        said.endswith(f" {part}") and part.count(" ") >= _NAME_WORDS - 1 and said.count(" ") - part.count(" ") <= 2
        for part in wanted
    )


def _likeness(block: PageBlock) -> tuple[bool, bool, int]:
    """What makes a declared line the title rather than the outlet's name: a heading, no link, more words."""
    return block.element.tag in HEADINGS, block.linked < _MOSTLY_LINKS, len(words(block.text))


def _emphasised(blocks: Sequence[PageBlock]) -> list[PageBlock]:
    """Lines in bold above the first sentence, the lowest first."""
    first = next((k for k, b in enumerate(blocks) if _is_plain_sentence(b)), 0)
    bold = [b for b in blocks[:first] if b.element.tag in _BOLD or next(b.element.iter(*_BOLD), None) is not None]
    return [b for b in reversed(bold) if b.linked < _MOSTLY_LINKS and not b.boxes and not find_dates(b.text)]


def _is_plain_sentence(block: PageBlock) -> bool:
    return block.linked < _MOSTLY_LINKS and not block.boxes and is_sentence(block.text)


def _headings(blocks: Sequence[PageBlock]) -> list[PageBlock]:
    """The headings that may be the title: h1, then the last one before the first sentence."""
    first = next((k for k, b in enumerate(blocks) if _is_plain_sentence(b)), len(blocks))
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


def outlet_of_other_title(whole: str | None, lines: Sequence[str]) -> str | None:
    """Where <title> does not hold the title: the first of its parts that the page names once more."""
    pieces = [piece.strip(_EDGES) for piece in _MARK.split(whole or "")]
    said = [f" {key(line)} " for line in lines]
    short = (p for p in pieces if 2 <= len(words(p)) <= _OUTLET_WORDS and not any(map(str.isdigit, p)))
    return next((p for p in short if any(f" {key(p)} " in line for line in said)), None)


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
