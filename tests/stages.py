"""Runs single stages over one sentence, with the package's own data."""

from functools import cache

from riwaya.annotate import names, phrases, places, quantities, times
from riwaya.annotate.document import Base, Document, open_document
from riwaya.model.article import Article
from riwaya.pipeline import load_base
from riwaya.rules.files import data_folder


@cache
def base() -> Base:
    """The base resources of the package's own data."""
    return load_base(data_folder())


@cache
def _tables(stage):
    return stage.load(base())


def _through(text, published, stages) -> Document:
    doc = open_document(Article(id="sentence", sha256="", text=text, published=published), base())
    for stage in stages:
        doc = stage.annotate(doc, _tables(stage))
    return doc


def annotated(text: str, published: str | None = None) -> Document:
    """The document of a text after names, phrases, times and quantities."""
    return _through(text, published, (names, phrases, times, quantities))


def placed(text: str) -> Document:
    """The document of a text after names and places."""
    return _through(text, None, (names, places))
