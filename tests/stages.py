"""Runs the stages for times and quantities alone over one sentence, with the package's own data."""

from functools import cache

from riwaya.annotate import names, quantities, times
from riwaya.annotate.document import open_document
from riwaya.model.article import Article
from riwaya.pipeline import load_base
from riwaya.rules.files import data_folder


@cache
def _loaded():
    base = load_base(data_folder())
    return base, tuple((stage, stage.load(base)) for stage in (names, times, quantities))


def annotated(text, published=None):
    """The document of a text after names, times and quantities."""
    base, stages = _loaded()
    doc = open_document(Article(id="sentence", sha256="", text=text, published=published), base)
    for stage, tables in stages:
        doc = stage.annotate(doc, tables)
    return doc
