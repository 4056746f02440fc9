"""What a word tells as a verb: of an event that it carries as a light verb, and of when that happened."""

from __future__ import annotations

from msgspec import Struct

from riwaya.annotate.document import Base
from riwaya.annotate.marks import load_marks
from riwaya.annotate.triggers import VERB_TENSES
from riwaya.rules.files import read_table
from riwaya.rules.remembered import Remembered

IMPERFECT = frozenset({"imperfect", "jussive"})
_REMEMBERED = 20_000


class VerbWord(Struct, frozen=True, gc=False):
    """What a word is by all its readings as a verb.

    `gives` is what the event is to it, once for each light verb that it can be, in the order of these; a word
    that others can be the subject of is none of the first person.
    `future`, `imperfect`, `perfect`: it can bear a mark of the future, can only be imperfect, can be perfect;
    `joined`: with the conjunction written onto it.
    """

    gives: tuple[str, ...] = ()
    future: bool = False
    imperfect: bool = False
    perfect: bool = False
    joined: bool = False


def load_verb_words(base: Base) -> Remembered[VerbWord]:
    """What each word is as a verb, worked out when it is asked for. Raises DataError for a fault in the files."""
    marks = load_marks(base.folder)
    given = {r.cells["verb"]: r.cells["gives"] for r in read_table(base.folder / "lexicon/light_verbs.csv")}
    future, no_verb = tuple(marks.future), VerbWord()

    def read(word: str) -> VerbWord:
        known = base.lexicon.read(word)
        readings = [(prefix, entry) for prefix, entry, name in known.single if name == "verbs"] if known else []
        if not readings:
            return no_verb
        others = [entry for _, entry in readings if entry.get("person") != "1"] or [entry for _, entry in readings]
        tenses = {entry.get("tense") for _, entry in readings}
        return VerbWord(
            gives=tuple([given[verb] for verb in sorted({entry.get("verb") for entry in others} & given.keys())]),
            future=any(prefix.endswith(future) for prefix, _ in readings),
            imperfect=not tenses.isdisjoint(IMPERFECT) and tenses & VERB_TENSES <= IMPERFECT,
            perfect="perfect" in tenses,
            joined=any(prefix.startswith(marks.and_) for prefix, _ in readings),
        )

    return Remembered(read, _REMEMBERED)
