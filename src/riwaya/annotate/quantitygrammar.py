"""The grammar of quantities: rules of `grammar/quantities` over word classes, and the shapes of open-class words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from riwaya.annotate.document import Base
from riwaya.annotate.numbers import LISTS as NUMBER_LISTS
from riwaya.annotate.numbers import number_classes
from riwaya.rules.cascade import Cascade, ClassRule, load_cascade
from riwaya.rules.files import read_toml
from riwaya.rules.schema import Rule
from riwaya.rules.wordclass import WordTable, load_words

LISTS = (
    *NUMBER_LISTS, "counted_nouns", "measures", "approximators", "noun_stops", "number_blockers", "role_cues",
    "quantity_links",
)  # fmt: skip
OPERATIONS = ("count", "count_of", "vague", "measure", "range", "dual", "single", "bare", "fraction", "age")


_REMEMBERED = 20_000
_LONGEST = 20
"""How many words are kept that do not look like a dual, and of how many letters."""


class Shapes(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Regular expressions for words that no list can hold all of; `no_dual` are endings that only look dual."""

    word: str
    definite: str
    adjective: str
    prepositional: str
    dual: str
    no_dual: tuple[str, ...]


@dataclass(frozen=True)
class Tables:
    """The compiled rules, the column of the characters of words, and the compiled shapes."""

    cascade: Cascade
    characters: int
    word: re.Pattern[str]
    definite: re.Pattern[str]
    adjective: re.Pattern[str]
    prepositional: re.Pattern[str]
    dual: re.Pattern[str]
    no_dual: tuple[str, ...]

    @property
    def table(self) -> WordTable:
        """The words that the rules know."""
        return self.cascade.table

    @cached_property
    def dual_rule(self) -> ClassRule | None:
        """The first rule of duals, by which words of no list are read too."""
        return next((r for r, *_ in self.cascade.rules if r.value == "dual"), None)

    @cached_property
    def _no_duals(self) -> set[str]:
        return set()

    def shaped_duals(self, words: Iterable[str]) -> set[str]:
        """The words that end like the dual of a feminine noun; those that do not are kept in mind."""
        unlike = self._no_duals
        new = {*words}.difference(unlike)
        found = {word for word in new if self.dual.fullmatch(word) and not word.endswith(self.no_dual)}
        if len(unlike) > _REMEMBERED:
            unlike.clear()
        unlike |= {word for word in new - found if len(word) <= _LONGEST}
        return found


def load_grammar(base: Base) -> Tables:
    """Read and compile rules and shapes. Raises DataError for their faults."""
    table = WordTable(load_words(base.folder, base.spelling, LISTS), number_classes())
    cascade = load_cascade(base.folder, "quantities", table, OPERATIONS)
    shapes = read_toml(base.folder / "grammar/quantity_shapes.toml", Shapes)
    form = base.normaliser.form
    return Tables(
        cascade=cascade,
        characters=base.columns.add(table.character),
        word=re.compile(form(shapes.word)),
        definite=re.compile(form(shapes.definite)),
        adjective=re.compile(form(shapes.adjective)),
        prepositional=re.compile(form(shapes.prepositional)),
        dual=re.compile(form(shapes.dual)),
        no_dual=tuple(form(word) for word in shapes.no_dual),
    )
