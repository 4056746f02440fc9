"""Reads the short texts of tests by the whole pipeline, whose resources are loaded once for all of them."""

from __future__ import annotations

from functools import lru_cache
from types import ModuleType

from riwaya.annotate.document import Document, open_document
from riwaya.model.article import Article
from riwaya.model.record import Record
from riwaya.pipeline import Resources, analyse, resources


@lru_cache(maxsize=1)
def loaded() -> Resources:
    """The resources of the package's own data."""
    return resources()


def article(text: str, *, outlet: str | None = None, published: str | None = None) -> Article:
    """An article of which nothing but these is known."""
    return Article(
        id="case",
        sha256="0" * 64,
        text=text,
        outlet=outlet,
        published=published,
        published_basis="given" if published else "none",
    )


def record_of(text: str, *, outlet: str | None = None, published: str | None = None) -> Record:
    """The record of a short text."""
    return analyse(article(text, outlet=outlet, published=published), loaded())


def read_until(last: ModuleType, text: str, *, published: str | None = None) -> Document:
    """The document of a short text after all stages up to `last`."""
    given = loaded()
    doc = open_document(article(text, published=published), given.base)
    for stage, tables in given.tables:
        doc = stage.annotate(doc, tables)
        if stage is last:
            return doc
    raise ValueError(f"{last.__name__} is no stage of the pipeline")
