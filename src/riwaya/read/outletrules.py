"""What is known of the pages of one outlet: where its article, dates and names stand, and its own furniture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from riwaya.read.characters import key
from riwaya.read.furniture import is_sentence
from riwaya.read.htmltree import PageBlock
from riwaya.read.selectors import select, selector_fault

_ENOUGH = 150
"""Selected elements with fewer letters of sentences are not the article: the page was made anew since."""
_PLACE = "{place}"
_DASH = re.compile("[-\u2013\u2014\u0640]")
_DASHES = r"\s*(?:[-\u2013\u2014\u0640:/]|--)+\s*"


class PageRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table `[outlet.page]` of an outlet file; the fields are explained at the head of those files."""

    zone: str | None = None
    body: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    dateline: tuple[str, ...] = ()

    def faults(self) -> Iterator[str]:
        """What is wrong with selectors and zone."""
        for selector in (*self.body, *self.lead, *self.author, *self.date, *self.drop):
            fault = selector_fault(selector)
            if fault:
                yield fault
        if self.zone and zone_of(self.zone) is None:
            yield f"zone {self.zone!r} is no IANA time zone"


@cache
def zone_of(name: str) -> ZoneInfo | None:
    """The time zone of an IANA name, or None when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def elements(tree: Any, selectors: Iterable[str]) -> list[Any]:
    """What the first selector that finds anything finds."""
    return next((found for selector in selectors if (found := select(tree, selector))), [])


def vote_selected(tree: Any, blocks: Sequence[PageBlock], rules: PageRules) -> Any:
    """Mark the sentences in the selected body and return the element around it; None when it holds too little."""
    for selector in rules.body:
        found = select(tree, selector)
        inside = set(_within(found))
        chosen = [b for b in blocks if b.element in inside and is_sentence(b.text)]
        if sum(len(block.text) for block in chosen) >= _ENOUGH:
            for block in chosen:
                block.voted = True
            return _around(found)
    return None


def mark_dropped(tree: Any, blocks: Sequence[PageBlock], rules: PageRules) -> None:
    """Remove what the outlet is known to put among its text: selected boxes and lines of its own."""
    dropped = set(_within(e for selector in rules.drop for e in select(tree, selector)))
    whole = {key(line) for line in rules.lines if not line.endswith("*")}
    starts = tuple(key(line) for line in rules.lines if line.endswith("*"))
    for block in blocks:
        words_key = key(block.text) if rules.lines else ""
        own = words_key in whole or (bool(starts) and words_key.startswith(starts))
        if not block.reason and (own or block.element in dropped):
            block.reason = "furniture of the outlet"


def known_dateline(text: str, rules: PageRules) -> str | None:
    """The dateline at the beginning of a text in the shape that the outlet gives it, or None."""
    for shape in rules.dateline:
        found = _shaped(shape).match(text)
        if found:
            return found[1].strip()
    return None


@cache
def _shaped(shape: str) -> re.Pattern[str]:
    pieces = [_loose(piece) for piece in shape.split(_PLACE)]
    end = rf"(?:{_DASHES}|\s+|$)" if _PLACE in shape else _DASHES
    return re.compile(r"\s*(" + r"\s*[^\n.:()]{2,60}?\s*".join(pieces) + ")" + end)


def _loose(piece: str) -> str:
    """A piece of a shape in which every dash stands for any dash, and any space or none stands around it."""
    parts = [r"\s*".join(map(re.escape, part.split())) for part in _DASH.split(piece)]
    return r"\s*[-\u2013\u2014\u0640]\s*".join(parts)


def _within(found: Iterable[Any]) -> Iterator[Any]:
    for element in found:
        yield from element.iter()


def _around(found: Sequence[Any]) -> Any:
    """The smallest element that holds all of some elements."""
    first = [found[0], *found[0].iterancestors()]
    for element in found[1:]:
        above = {element, *element.iterancestors()}
        first = [e for e in first if e in above]
    return first[0]
