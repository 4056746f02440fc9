"""The grammar of quantities: rules of `grammar/quantities` over word classes, and the shapes of open-class words."""

from __future__ import annotations

import re
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
    """The compiled rules and shapes, and the columns of the characters of words and of those that end like a dual."""

    cascade: Cascade
    characters: int
    duals: int
    word: re.Pattern[str]
    definite: re.Pattern[str]
    adjective: re.Pattern[str]
    prepositional: re.Pattern[str]
    dual: re.Pattern[str]

    @property
    def table(self) -> WordTable:
        """The words that the rules know."""
        return self.cascade.table

    @cached_property
    def dual_rule(self) -> ClassRule | None:
        """The first rule of duals, by which words of no list are read too."""
        return next((r for r, *_ in self.cascade.rules if r.value == "dual"), None)


def load_grammar(base: Base) -> Tables:
    """Read and compile rules and shapes. Raises DataError for their faults."""
    table = WordTable(load_words(base.folder, base.spelling, LISTS), number_classes())
    cascade = load_cascade(base.folder, "quantities", table, OPERATIONS)
    shapes = read_toml(base.folder / "grammar/quantity_shapes.toml", Shapes)
    form = base.normaliser.form
    dual, no_dual = re.compile(form(shapes.dual)), tuple(form(word) for word in shapes.no_dual)
    return Tables(
        cascade=cascade,
        characters=base.columns.add(table.character),
        duals=base.columns.add(lambda word: bool(dual.fullmatch(word)) and not word.endswith(no_dual)),
        word=re.compile(form(shapes.word)),
        definite=re.compile(form(shapes.definite)),
        adjective=re.compile(form(shapes.adjective)),
        prepositional=re.compile(form(shapes.prepositional)),
        dual=dual,
    )
