"""Find when an HTML page was published: what it declares, then what stands near its title, then its address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from riwaya.model.article import PublishedBasis
from riwaya.read.dates import DateLine, believable, date_line, solve_from_text
from riwaya.read.htmltree import PageBlock, box_reason
from riwaya.read.metadata import Metadata, iso_date

Published = tuple[str | None, PublishedBasis]

_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-]?(\d{1,2})[/-]?(\d{1,2})(?=[/_.-]|$)")
_FOREIGN_BOXES = frozenset({"related", "comments", "navigation", "hidden", "cookies", "advertisement"})
_CHANGED = re.compile("modif|updat", re.I)
_AFTER_BODY = 3
_EVENING = 20
_DAY = len("2019-01-28")
_LEVELS = 4
"""So many elements further out a time may stand, if it is the only one."""


@dataclass(frozen=True)
class Place:
    """Where on the page the article stands: dates elsewhere (the day of the visit, other articles) do not count."""

    tree: Any
    blocks: list[PageBlock]
    title: PageBlock | None
    container: Any
    reading_date: date
    zone: ZoneInfo | None = None
    stamped: Sequence[Any] = ()

    @staticmethod
    def of_line(block: PageBlock, reading_date: date) -> DateLine | None:
        """The date that a block says, when it holds little else."""
        return date_line(block.text, reading_date)

    def around(self) -> Any:
        """The smallest element that holds both title and body."""
        if self.container is None or self.title is None:
            return self.container
        above = {self.title.element, *self.title.element.iterancestors()}
        return next((e for e in (self.container, *self.container.iterancestors()) if e in above), self.container)

    def bounds(self) -> tuple[int, int, int]:
        """The indexes of the title, of the first and of the last block of the body."""
        kept = [k for k, block in enumerate(self.blocks) if block.reason is None] or [0]
        titled = [k for k, block in enumerate(self.blocks) if block is self.title and k <= kept[0]]
        return (titled[0] if titled else kept[0]), kept[0], kept[-1]


def published_on(place: Place, metadata: Metadata, paragraphs: list[str]) -> Published:
    """The date of publication (ISO 8601) and its basis, by order of trust."""
    declared = _stamped(place) or metadata.published or _time_element(place) or metadata.page_published
    seen = _visible(place)
    if declared:
        return _of_outlet(declared, place.zone, seen), "metadata"
    if seen:
        return seen.day.isoformat(), "weekday" if seen.solved else "page"
    addressed = _address_date(metadata.url, place.reading_date)
    if addressed:
        return addressed.isoformat(), "page"
    solved = solve_from_text(paragraphs, place.reading_date)
    if solved:
        return solved.day.isoformat(), "page" if solved.written else "weekday"
    return _guessed(place)


def _of_outlet(declared: str, zone: ZoneInfo | None, seen: DateLine | None) -> str:
    """A declared moment on the clock of the outlet, whose zone decides the day.

    Where the zone is not known and the moment is given in UTC, a line of the page that says the next day is right.
    """
    moment = datetime.fromisoformat(declared)
    if moment.tzinfo is None or len(declared) == _DAY:
        return declared
    if zone is not None:
        return moment.astimezone(zone).isoformat()
    if not moment.utcoffset() and moment.hour >= _EVENING and seen and not seen.updated:
        return seen.day.isoformat() if seen.day - moment.date() == timedelta(days=1) else declared
    return declared


def _stamped(place: Place) -> str | None:
    """The date in the elements where the outlet is known to put it."""
    for element in place.stamped:
        written = [element.get(name) for name in ("datetime", "content", "title")]
        said = date_line("".join(element.itertext()), place.reading_date)
        found = [d for value in written if (d := iso_date(value, place.reading_date))]
        if found or said:
            return found[0] if found else said.day.isoformat() if said else None
    return None


def _time_element(place: Place) -> str | None:
    """The machine-readable date of a <time> between title and end of the body, outside boxes of other articles."""
    around = place.around()
    if around is None:
        return None
    for level, element in enumerate((around, *around.iterancestors())):
        found = list(_marked_times(element, place.reading_date, checked=level == 0))
        alone = len({day[:_DAY] for _, day in found}) == 1
        if found and (level == 0 or alone):
            return min(found, key=lambda pair: pair[0])[1]
        if found or level == _LEVELS:
            return None
    return None


def _marked_times(around: Any, reading_date: date, *, checked: bool) -> Iterator[tuple[int, str]]:
    for element in around.iter("time", "meta", "span", "div", "p", "b", "abbr", "li", "td"):
        if element.tag == "time" or element.get("itemprop") == "datePublished":
            day = iso_date(element.get("datetime") or element.get("content"), reading_date)
            if day and not (checked and _in_foreign_box(element, around)):
                yield _time_rank(element), day


def _time_rank(element: Any) -> int:
    said = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
        return 0
    return 2 if _CHANGED.search(said) else 1


def _in_foreign_box(element: Any, around: Any) -> bool:
    for ancestor in (element, *element.iterancestors()):
        if ancestor is around:
            return False
        if box_reason(ancestor, ancestor.tag) in _FOREIGN_BOXES:
            return True
    return False


def _visible(place: Place) -> DateLine | None:
    """The date line nearest to the article: under the title, else just above it, else just below the body."""
    lines = sorted(_ranked_lines(place), key=lambda pair: (pair[1].updated, pair[0], not pair[1].labelled))
    return lines[0][1] if lines else None


def _ranked_lines(place: Place) -> Iterator[tuple[int, DateLine]]:
    title, first, last = place.bounds()
    around = place.around()
    inside = set(around.iter()) if around is not None else set()
    above = {around, *around.iterancestors()} if around is not None else set()
    for k, block in enumerate(place.blocks):
        line = Place.of_line(block, place.reading_date)
        if not line or any(reason in _FOREIGN_BOXES and e not in above for reason, e in block.boxes):
            continue
        if title < k < first or first < k < last:
            yield (0 if k < first else 2), line
        elif block.element in inside and (title - 2 <= k < title or last < k <= last + _AFTER_BODY):
            yield (1 if k < title else 3), line
        elif k == title - 1:
            yield 4, line


def _address_date(url: str | None, reading_date: date) -> date | None:
    for found in _URL_DATE.finditer(url or ""):
        try:
            day = date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            continue
        if believable(day, reading_date):
            return day
    return None


def _guessed(place: Place) -> Published:
    """What htmldate finds, unless it is a date that stands outside the article, such as that of the visit."""
    from htmldate import find_date

    try:
        text = find_date(place.tree, extensive_search=False, original_date=True, outputformat="%Y-%m-%d")
    except (ValueError, TypeError, AttributeError):
        return None, "none"
    day = iso_date(text, place.reading_date)
    outside = {line.day.isoformat() for b in place.blocks if (line := Place.of_line(b, place.reading_date))}
    if day is None or day in outside or day == place.reading_date.isoformat():
        return None, "none"
    return day, "page"
