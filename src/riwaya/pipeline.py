"""The whole reading on one screen: the stages in their order, and the one function that runs them."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from riwaya import __version__
from riwaya.annotate import (
    actors,
    agents,
    attribution,
    claims,
    events,
    names,
    phrases,
    places,
    quantities,
    times,
)
from riwaya.annotate.document import Base, Document, open_document
from riwaya.model.article import Article
from riwaya.model.record import Engine, Record
from riwaya.rules.files import data_digest, data_folder
from riwaya.rules.lexicon import Lexicon
from riwaya.rules.lists import load_lists, load_spelling, load_verbs
from riwaya.rules.remembered import Columns
from riwaya.text.sentences import TELLING

STAGES: tuple[ModuleType, ...] = (
    names,
    phrases,
    times,
    quantities,
    places,
    agents,
    events,
    attribution,
    claims,
)


@dataclass(frozen=True)
class Resources:
    """Everything the reading needs, loaded once: the base and, for each stage, its own tables."""

    base: Base
    engine: Engine
    tables: tuple[tuple[ModuleType, Any], ...]


def load_base(folder: Path, extra: Sequence[Path] = ()) -> Base:
    """The base resources of a data folder and of more tables of actors. Raises DataError with every fault."""
    spelling = load_spelling(folder)
    verbs = load_verbs(folder)
    patterns = load_lists(folder, spelling, verbs) + actors.patterns(folder, spelling, extra)
    lexicon, columns = Lexicon(patterns, actors.NO_VERBS), Columns()
    return Base(
        folder=folder,
        normaliser=spelling.normaliser,
        verbs=verbs,
        clitics=spelling.clitics,
        lexicon=lexicon,
        columns=columns,
        listed=columns.add(lexicon.read),
        telling=columns.add(TELLING.__contains__),
    )


def resources(folder: Path | None = None, extra: Sequence[Path] = ()) -> Resources:
    """Load the data folder (that of the package when none is given) and `extra` tables of actors for all stages.

    What the process holds by then is taken out of the sight of the collector of cycles, for it stays.
    """
    folder = folder or data_folder()
    with _nothing_collected():
        base = load_base(folder, extra)
        tables = tuple((stage, stage.load(base)) for stage in STAGES)
    gc.freeze()
    return Resources(base, Engine(__version__, data_digest(folder, extra)), tables)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """The collector of cycles at rest: what is loaded stays, and what reading makes is freed without it.

    To look through it all again and again costs a third of loading and a fourteenth of reading.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def annotate(article: Article, given: Resources, *, explained: bool = True) -> Document:
    """Run every stage over one article; the Document still knows which rule fired where, if it is `explained`."""
    doc = open_document(article, given.base, explained=explained)
    for stage, tables in given.tables:
        doc = stage.annotate(doc, tables)
    return doc


def analyse(article: Article, given: Resources) -> Record:
    """The record of one article: a pure function of the article and the data folder."""
    with _nothing_collected():
        return _record(article, given)


def _record(article: Article, given: Resources) -> Record:
    """The record, with the document freed before the collector of cycles wakes and looks through it."""
    doc = annotate(article, given, explained=False)
    return Record(
        engine=given.engine,
        article=article,
        claims=doc.claims,
        times=tuple(found.item for found in doc.times),
        places=tuple(found.item for found in doc.places),
        quantities=tuple(found.item for found in doc.quantities),
        actors=actors.mentioned(doc),
    )
