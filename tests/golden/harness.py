"""Reads the example pages with the package and compares the records with the expected ones."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from riwaya.model.article import Article
from riwaya.model.errors import PageError
from riwaya.model.record import Record
from riwaya.pipeline import Resources, analyse
from riwaya.quality import Gold, score
from riwaya.quality.pairing import pair, touching
from riwaya.read import read_inputs

from .expected import Expected

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FLOORS = HERE / "floors.toml"
READING_DATE = date(2026, 11, 1)
"""Fixed, since a page without a year is dated by the day on which it is read."""
FIGURES = (
    "claims", "attribution", "stance", "delivery", "events",
    "times", "places_found", "countries", "quantities",
)  # fmt: skip


def expectations() -> Iterator[Expected]:
    """Every expected.toml, by name."""
    for path in sorted(HERE.glob("*/expected.toml")):
        yield Expected.load(path)


def read_page(expected: Expected) -> Article:
    """The one article that the page of this expectation reads as."""
    found = list(read_inputs([str(ROOT / expected.raw["page"])], reading_date=READING_DATE))
    if len(found) != 1 or isinstance(found[0], PageError):
        raise AssertionError(f"{expected.name}: read as {found}")
    return found[0]


def differences(expected: Expected, article: Article) -> list[str]:
    """What the page says of itself, against what it should say, and furniture left in the text."""
    wanted = {key: expected.raw.get(key) for key in ("title", "outlet", "published", "published_basis")}
    wanted["paragraphs"] = expected.raw["paragraphs"]
    got: dict[str, Any] = {
        "title": article.title,
        "outlet": article.outlet,
        "published": (article.published or "")[:10] or None,
        "published_basis": article.published_basis,
        "paragraphs": len(article.text.split("\n")),
    }
    faults = [f"{key}: want {wanted[key]!r} got {got[key]!r}" for key in wanted if wanted[key] != got[key]]
    return faults + [f"left in the text: {words}" for words in expected.raw["absent"] if words in article.text]


def figures(expected: Expected, article: Article, given: Resources) -> dict[str, float]:
    """The figures of one page: F1 of each, the share of right countries among the places found."""
    annotated = expected.gold(article.text)
    gold = msgspec.convert(annotated, Gold)
    record = analyse(article, given)
    found = score([gold], {expected.name: record}).figures()
    return {name: found[name].f1 for name in FIGURES if name in found} | {
        "countries": countries(gold, [place["country"] for place in annotated["places"]], record)
    }


def countries(gold: Gold, wanted: list[str], record: Record) -> float:
    """Among the place mentions found, the share that lies in the right country."""
    numbers = {id(place): number for number, place in enumerate(gold.places)}
    pairs = pair(gold.places, record.places, touching, 1.0)
    right = sum(wanted[numbers[id(g)]] == s.country for g, s in pairs)
    return right / len(pairs) if pairs else 0.0


def floors() -> dict[str, dict[str, float]]:
    """The least figures of each page."""
    return tomllib.loads(FLOORS.read_text(encoding="utf-8"))


def below(found: dict[str, float], least: dict[str, float]) -> list[str]:
    """Figures below their floor; a figure without a floor is a fault too."""
    faults = [f"{name}: no floor" for name in FIGURES if name not in least]
    faults += [f"{name}: no such figure" for name in least if name not in FIGURES]
    shared = [name for name in FIGURES if name in least and name in found]
    return faults + [f"{n}: {found[n]:.3f} is below {least[n]:.3f}" for n in shared if found[n] < least[n]]
