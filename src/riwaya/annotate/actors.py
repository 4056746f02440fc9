"""The actor lexicon: names, aliases and labels that stand for known actors, and who is mentioned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from riwaya.annotate.document import Document
from riwaya.model.mention import ActorMentions
from riwaya.model.span import Span
from riwaya.rules.files import files_below, read_table
from riwaya.rules.lexicon import Entry, Pattern
from riwaya.rules.lists import Spelling, WordList, spell

LIST = "actors"
NO_VERBS = {LIST: ("verbs", "reporting")}
"""A word that is wholly an actor's name is not read as a proclitic and a verb: London, Biden, Lapid."""
_NAMES = WordList(about="names of known actors", clitics="preposition")


def patterns(folder: Path, spelling: Spelling, extra: Iterable[Path] = ()) -> list[tuple[str, Pattern]]:
    """Patterns for all names, aliases and labels of `actors/*.csv` and of `extra` tables of the same columns.

    The attributes are the row's cells.
    """
    out: list[tuple[str, Pattern]] = []
    for path in (*files_below(folder / "actors", ".csv"), *extra):
        for row in read_table(path):
            names = _names(row.cells, "name_ar", "aliases_ar")
            labels = _names(row.cells, "labels_ar")
            entries = [Entry(LIST, name, row.cells) for name in names]
            entries += [Entry(LIST, label, {**row.cells, "label": "yes"}) for label in labels]
            out.extend(spell(entries, _NAMES, spelling))
    return out


def mentioned(doc: Document) -> tuple[ActorMentions, ...]:
    """Every known actor of a document with the spans that name it, sorted by id."""
    spans: dict[str, set[Span]] = defaultdict(set)
    rows: dict[str, Mapping[str, str]] = {}
    for hit in doc.lexemes.of(LIST):
        row = hit.entry.attributes
        actor = row.get("id", "")
        rows[actor] = row
        spans[actor].add(doc.tokens.span(hit.first, hit.last, len(hit.prefix)))
    return tuple(
        [
            ActorMentions(
                id=actor,
                name_ar=rows[actor].get("name_ar", ""),
                name_en=rows[actor].get("name_en") or None,
                kind=rows[actor].get("kind", ""),
                mentions=tuple(sorted(spans[actor])),
            )
            for actor in sorted(spans)
        ]
    )


def _names(cells: dict[str, str], *columns: str) -> list[str]:
    return [name for column in columns for name in cells.get(column, "").split("|") if name]
