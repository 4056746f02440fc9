"""Load the word lists of the data folder into patterns for the table of words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from riwaya.model.errors import DataError
from riwaya.rules.files import Row, read_table, read_toml
from riwaya.rules.lexicon import Clitics, Entry, Pattern, Shared
from riwaya.text.conjugate import Affixes, Form, Verb, conjugate
from riwaya.text.normal import Normaliser

_PARTICIPLES = ("active", "passive_participle")
_MORPHOLOGY = frozenset(
    ("imperfect", "masdars", "active", "passive_participle", "passive_perfect", "stem", "transitive")
)


class WordList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `lexicon/lists.toml` says of one list."""

    about: str
    clitics: str
    suffixes: bool = False
    participles: bool = True
    scan: bool = True


@dataclass(frozen=True)
class Spelling:
    """What is needed to write a form: the fold table and the clitic tables."""

    normaliser: Normaliser
    clitics: Clitics


def load_spelling(folder: Path) -> Spelling:
    """The fold table and the clitic tables of the data folder, clitics in normal form.

    Raises DataError for a letter folded to one that is folded itself: folds are made one after the other.
    """
    table = read_table(folder / "text/fold.csv")
    folds = {_character(row.cells["from"]): _character(row.cells["to"]) for row in table}
    chained = [
        f"{row.where}: to: this letter is folded itself" for row in table if _character(row.cells["to"]) in folds
    ]
    if chained:
        raise DataError(chained)
    return Spelling(Normaliser(folds), read_toml(folder / "text/clitics.toml", Clitics))


Verbs = Mapping[str, tuple[Form, ...]]
"""All forms of each verb, by its perfect."""


def load_lists(folder: Path, spelling: Spelling, verbs: Verbs) -> list[tuple[str, Pattern]]:
    """Patterns of all lists. Raises DataError with the faults of all files together."""
    declared = read_toml(folder / "lexicon/lists.toml", dict[str, WordList])
    patterns: list[tuple[str, Pattern]] = []
    faults: list[str] = []
    for name, word_list in sorted(declared.items()):
        try:
            rows = read_table(folder / f"lexicon/{name}.csv")
            entries = list(_entries(name, rows, verbs, participles=word_list.participles))
        except (DataError, FileNotFoundError) as fault:
            faults.extend(fault.faults if isinstance(fault, DataError) else [f"lists.toml: {name}: {fault}"])
            continue
        patterns.extend(spell(entries, word_list, spelling) if word_list.scan else ())
    if faults:
        raise DataError(faults)
    return patterns


def load_verbs(folder: Path) -> Verbs:
    """All forms of every verb of `lexicon/verbs.csv`, by its perfect."""
    affixes = read_toml(folder / "text/conjugation.toml", Affixes)
    rows = read_table(folder / "lexicon/verbs.csv")
    return {row.cells["verb"]: conjugate(_verb(row.cells), affixes) for row in rows}


def spell(entries: Iterable[Entry], word_list: WordList, spelling: Spelling) -> Iterator[tuple[str, Pattern]]:
    """The strings under which entries are looked for, each with the proclitics it allows."""
    clitics = spelling.clitics
    allowed = clitics.allowed(word_list.clitics)
    article = allowed & frozenset(clitics.article_without_alef)
    for entry in entries:
        for form in _with_suffixes(entry.form, word_list.suffixes, clitics):
            normal = " ".join(spelling.normaliser.form(form).split())
            yield normal, Pattern(allowed, entry)
            if article and normal.startswith(clitics.article_alef):
                yield normal[1:], Pattern(article, entry)


def _with_suffixes(form: str, wanted: bool, clitics: Clitics) -> Iterator[str]:
    yield form
    if wanted:
        opened = form[:-1] + clitics.ta if form.endswith(clitics.ta_marbuta) else form
        for suffix in clitics.suffixes:
            yield opened + suffix


def _entries(name: str, rows: list[Row], verbs: Verbs, *, participles: bool) -> Iterator[Entry]:
    shared = Shared()
    for row in rows:
        cells = {k: v for k, v in row.cells.items() if v and k not in _MORPHOLOGY}
        if cells.get("form"):
            yield Entry(name, cells["form"], cells)
        elif cells.get("verb") in verbs:
            said = _Said(cells, shared)
            for form in verbs[cells["verb"]]:
                if form.tense in _PARTICIPLES and not participles:
                    continue
                yield Entry(name, form.text, said[form.tense, form.person, form.gender, form.number, form.object])
        else:
            raise DataError([f"{row.where}: verb: {cells.get('verb')!r} is not in verbs.csv"])


def _verb(cells: Mapping[str, str]) -> Verb:
    return Verb(
        verb=cells["verb"],
        imperfect=cells["imperfect"],
        masdars=tuple(m for m in cells["masdars"].split("|") if m),
        active=cells["active"],
        passive_participle=cells["passive_participle"],
        passive_perfect=cells["passive_perfect"],
        stem=cells["stem"],
        transitive=cells["transitive"] == "yes",
    )


_Agreement = tuple[str, int, str | None, str, bool]


class _Said(dict[_Agreement, Mapping[str, str]]):
    """What is said of the forms of a verb, by the agreement that rules ask for; made when first asked for."""

    def __init__(self, cells: Mapping[str, str], shared: Shared) -> None:
        super().__init__()
        self._cells, self._shared = cells, shared

    def __missing__(self, agreement: _Agreement) -> Mapping[str, str]:
        tense, person, gender, number, with_object = agreement
        own = {"tense": tense, "person": str(person), "gender": gender or "", "number": number}
        said = self._shared.of({**self._cells, **own, "object": "yes" if with_object else ""})
        self[agreement] = said
        return said


def _character(code: str) -> str:
    return chr(int(code.removeprefix("U+"), 16)) if code else ""
