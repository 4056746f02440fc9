"""The texts that tests read: the example pages, and the gold and raw articles beside the repository, if any."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from riwaya.model.article import Article
from riwaya.quality import gold_article, read_gold
from riwaya.read import read_inputs

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("RIWAYA_SHARED", ROOT.parent / "shared"))
GOLD_FILES = tuple(SHARED / f"gold/{name}.jsonl" for name in ("seed", "dev"))
READING_DATE = date(2026, 11, 1)

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the gold records are not beside the repository")


def example_articles() -> Iterator[Article]:
    """Every page of examples/, as the package reads it."""
    for found in read_inputs([str(ROOT / "examples")], reading_date=READING_DATE):
        assert isinstance(found, Article), found
        yield found


def gold_articles() -> Iterator[Article]:
    """The articles of all gold files."""
    for path in GOLD_FILES:
        yield from map(gold_article, read_gold(path))


def raw_articles() -> Iterator[Article]:
    """The articles that nobody annotated."""
    for found in read_inputs([str(SHARED / "data/dev.jsonl")], reading_date=READING_DATE):
        assert isinstance(found, Article), found
        yield found


def measured_articles() -> list[Article]:
    """What speed is measured on: the real articles where they are at hand, else the example pages over and over."""
    return [*gold_articles(), *raw_articles()] if SHARED.is_dir() else list(example_articles()) * 10
