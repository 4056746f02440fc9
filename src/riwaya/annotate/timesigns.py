"""The words around an expression of time that say how it is meant: of what is to come, a limit, beside an event."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from msgspec import Struct

from riwaya.annotate.document import Base, Document
from riwaya.rules.files import read_toml
from riwaya.rules.remembered import Remembered
from riwaya.rules.schema import Rule
from riwaya.rules.wordclass import QUOTE, Coded, WordTable

_PAST = frozenset({"perfect", "passive_perfect"})
_DEADLINE_REACH = 3


_TO_COME, _PERHAPS, _PRESENT = 1, 2, 4
"""What the shape of a word says: a verb of what is to come; a word before, and one that makes it such."""
_REMEMBERED = 20_000


class Future(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a clause about what is to come is known.

    `shape` is that of verbs, `unless` that of words which only look so; a verb like `present` counts too behind a
    word like `perhaps`. Each says how words begin, `perhaps` all of a word.
    """

    shape: str
    perhaps: str
    present: str
    unless: tuple[str, ...]
    reach: int


@dataclass(frozen=True)
class Signs:
    """The signs as kinds of words (`Coded.kinds`), and what the shapes of words say of what is to come."""

    shapes: Remembered[int]
    reach: int
    future_cue: frozenset[str]
    deadline: frozenset[str]
    beside: frozenset[str]
    no_event: frozenset[str]
    since: frozenset[str]
    event_noun: frozenset[str]
    by: frozenset[str]


def load_signs(base: Base, table: WordTable) -> Signs:
    """Read and compile the signs. Raises DataError for faults of `grammar/future.toml`."""
    future = read_toml(base.folder / "grammar/future.toml", Future)
    return Signs(
        shapes=Remembered(_shapes(future, base.normaliser.form), _REMEMBERED),
        reach=future.reach,
        future_cue=table.holding["future_cue",],
        deadline=table.holding["deadline",],
        beside=table.holding["of", "on"],
        no_event=table.holding["now", "unit_def", "rel_day"],
        since=table.holding["since",],
        event_noun=table.holding["event_noun",],
        by=table.holding["by",],
    )


def _shapes(future: Future, form: Callable[[str], str]) -> Callable[[str], int]:
    """What tells of a word whether its shape is a sign of what is to come."""
    unless = "|".join(map(form, future.unless))
    shape, present = re.compile(f"(?!{unless})(?:{form(future.shape)})"), re.compile(form(future.present))
    perhaps = re.compile(form(future.perhaps))

    def told(word: str) -> int:
        signs = ((shape.match, _TO_COME), (perhaps.fullmatch, _PERHAPS), (present.match, _PRESENT))
        return sum(sign for fits, sign in signs if fits(word))

    return told


class Around(Struct, frozen=True):
    """What stands around the expression at tokens `[first, last)`, in the clause that begins with token `begin`.

    `by_verb` says that a last verb in the imperfect is a sign of what is to come too.
    """

    doc: Document
    coded: Coded
    signs: Signs
    begin: int
    first: int
    last: int
    by_verb: bool

    @property
    def future(self) -> bool:
        """Whether a sign of what is to come stands shortly before; `since` looks back for all that."""
        return self._to_come() and not self.opening()[0]

    def _to_come(self) -> bool:
        near = max(self.begin, self.first - self.signs.reach)
        if not self.signs.future_cue.isdisjoint(self.coded.kinds[near : self.first]):
            return True
        before = 0
        for word in self.coded.norm[near : self.first]:
            told = self.signs.shapes[word]
            if told & _TO_COME or (told & _PRESENT and before & _PERHAPS):
                return True
            before = told
        return self.by_verb and self._present()

    def _present(self) -> bool:
        """Whether the last verb before is in the imperfect, which with so long after speaks of what is to come."""
        by_start = self.doc.lexemes.by_start
        for i in range(self.first - 1, self.begin - 1, -1):
            tenses = {h.entry.get("tense") for h in by_start.get(i, ()) if h.entry.list == "verbs"}
            if tenses & _PAST:
                return False
            if "imperfect" in tenses:
                return True
        return False

    @property
    def deadline(self) -> bool:
        """Whether the words before set a time limit."""
        before = self.coded.kinds[max(0, self.first - _DEADLINE_REACH) : self.first]
        return not self.signs.deadline.isdisjoint(before)

    @property
    def of_event(self) -> bool:
        """Whether an event follows that the distance counts from."""
        after = self.coded.kinds[self.last : self.last + 2]
        return bool(after) and after[0] in self.signs.beside and (len(after) < 2 or after[1] not in self.signs.no_event)

    def opening(self) -> tuple[bool, bool]:
        """Whether `since` and whether `by` opens the expression; an event may stand between."""
        signs, kinds, before = self.signs, self.coded.kinds, self.first - 1
        while before > 0 and kinds[before] == QUOTE:
            before -= 1
        if before > 0 and kinds[before] in signs.event_noun and kinds[before - 1] in signs.since:
            before -= 1
        return before >= 0 and kinds[before] in signs.since, before >= 0 and kinds[before] in signs.by
