"""The test set of pages: HTML in many layouts, each with the text and the metadata that a person read from it."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).parent
READING_DATE = date(2026, 11, 22)
PARTS = ("tune", "held", "blind", "last")
_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Page:
    """One page of the set. README.md beside it says what the parts are."""

    name: str
    part: str
    layout: str
    title: str
    published: str
    outlet: str
    text: str
    authors: tuple[str, ...] = ()
    dateline: str | None = None
    captions: tuple[tuple[str, str | None], ...] = ()

    @property
    def path(self) -> Path:
        """Where its HTML lies."""
        return FOLDER / f"{self.name}.html"


@dataclass(frozen=True)
class Read:
    """What some system made of a page; None where it found nothing."""

    text: str | None
    title: str | None
    published: str | None


@dataclass(frozen=True)
class Figures:
    """Means over pages: token precision, recall and F1 of the text, share of right days and right titles."""

    precision: float
    recall: float
    f1: float
    dates: float
    titles: float


def pages(part: str | None = None) -> list[Page]:
    """The pages of the set, or of one part of it, by name."""
    found = [_page(path) for path in sorted(FOLDER.glob("*.toml"))]
    return [page for page in found if part in (None, page.part)]


def _page(path: Path) -> Page:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    captions = tuple((c["text"], c.get("credit")) for c in raw.pop("captions", ()))
    raw.pop("encoding", None)
    text = raw.pop("text").strip("\n")
    authors = tuple(raw.pop("authors", ()))
    return Page(name=path.stem, text=text, authors=authors, captions=captions, **raw)


def tokens(text: str | None) -> Counter[str]:
    """The words of a text without diacritics, tatweel and punctuation, counted."""
    return Counter(_WORD.findall(_MARKS.sub("", text or "").lower()))


def overlap(found: str | None, gold: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of the tokens of a text."""
    said, wanted = tokens(found), tokens(gold)
    common = sum((said & wanted).values())
    precision, recall = common / max(1, sum(said.values())), common / max(1, sum(wanted.values()))
    return precision, recall, 2 * precision * recall / (precision + recall) if common else 0.0


def same_words(found: str | None, gold: str) -> bool:
    """Whether two titles have the same words in the same order."""
    return _WORD.findall(_MARKS.sub("", found or "").lower()) == _WORD.findall(_MARKS.sub("", gold).lower())


def _without_title(text: str | None, title: str) -> str:
    """A text without lines that repeat the title: whether it belongs to the text is a matter of taste."""
    return "\n".join(line for line in (text or "").split("\n") if not same_words(line, title))


def figures(gold: Sequence[Page], found: Sequence[Read]) -> Figures:
    """The means over some pages."""
    scores = [overlap(_without_title(read.text, page.title), page.text) for page, read in zip(gold, found, strict=True)]
    days = [(read.published or "")[:10] == page.published for page, read in zip(gold, found, strict=True)]
    titles = [same_words(read.title, page.title) for page, read in zip(gold, found, strict=True)]
    columns = [sum(column) / len(gold) for column in zip(*scores, strict=True)]
    return Figures(*columns, sum(days) / len(gold), sum(titles) / len(gold))
