"""The shape of an event type file and its triggers spelt out into patterns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from msgspec import Struct

from riwaya.model.claim import Polarity, Status
from riwaya.model.errors import DataError
from riwaya.rules.lexicon import Clitics, Entry, Pattern, Shared, with_none
from riwaya.rules.load import load_files
from riwaya.text.conjugate import Form
from riwaya.text.normal import Normaliser

Role = Literal["agent", "patient", "place", "none"]
Shape = Literal["perfect", "imperfect", "masdar", "active", "passive_participle"]


class Trigger(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that report an event, and what must or must not stand around them.

    verb, noun, phrase: exactly one kind; a noun is `singular|plural|...`, a phrase is fixed words
    forms:   the forms of a verb that count
    after:   a word (or `@kind` of event_words, `@place`, `@agent`) that must follow within `reach` tokens
    not_after, before, not_before: likewise; `before` looks back over `reach_back` tokens
    takes:   the trigger reaches up to the word that `after` found
    subject, object: the roles of a verb's own noun phrases; `construct` of the one joined to a verbal noun
    on: the roles of noun phrases by the preposition before them, beyond the common ones
    passive: a verb in the third person with one noun phrase is read as passive when it could be either
    anaphoric: with the article it takes up the attack spoken of before, and so its type
    pronoun: the patients left unsaid are the people named last (`uses them as shields`)
    by_agent: the type of deaths or injuries with somebody named who did it
    generic: dropped where a closer type is found in the same sentence (a bare attack and its air strike)
    """

    verb: tuple[str, ...] = ()
    noun: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()
    forms: tuple[Shape, ...] = ("perfect", "imperfect", "masdar")
    after: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    reach: int = 6
    reach_back: int = 3
    takes: bool = False
    subject: Role = "agent"
    object: Role = "patient"
    construct: Role | None = None
    on: dict[str, Role] = {}
    passive: bool = False
    generic: bool = False
    anaphoric: bool = False
    by_agent: str = ""
    pronoun: bool = False
    status: Status | None = None
    polarity: Polarity = "positive"

    def constraints(self) -> tuple[tuple[str, ...], ...]:
        """The words and kinds that its four constraints look for."""
        return (self.after, self.not_after, self.before, self.not_before)


class Misspelt(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Long rare words that count also with one slip of the pen, and the words that must stand before them."""

    word: tuple[str, ...]
    after: tuple[str, ...]


class Example(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sentence and the event of this type in it: trigger and arguments as quoted words.

    `also` names the other types that the sentence reports. What is left out is not asserted.
    """

    text: str
    trigger: str
    agents: tuple[str, ...] | None = None
    patients: tuple[str, ...] | None = None
    places: tuple[str, ...] | None = None
    also: tuple[str, ...] = ()
    status: Status | None = None
    polarity: Polarity | None = None


class Counterexample(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sentence that does not report this type, and why."""

    text: str
    why: str


class EventType(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of grammar/events: an event type of codebook section 3 with its triggers and examples.

    symmetric: both parties are agents (a clash, talks); absorbs_deaths: it takes up the deaths it causes
    local: false for acts that do not happen where their neighbours do: only a place after them is theirs
    spoken: the act of saying so, which stays a fact when what was said is denied
    """

    about: str
    type: str
    trigger: tuple[Trigger, ...]
    example: tuple[Example, ...]
    counterexample: tuple[Counterexample, ...]
    misspelt: tuple[Misspelt, ...] = ()
    symmetric: bool = False
    absorbs_deaths: bool = False
    spoken: bool = False
    local: bool = True
    id: str = ""


class Endings(Struct, frozen=True, forbid_unknown_fields=True):
    """The endings of nouns, `text/nouns.toml`."""

    dual: tuple[str, ...]
    accusative: str
    pronouns: tuple[str, ...]
    partitive: tuple[str, ...]
    adjective: tuple[str, ...]
    finite: tuple[str, ...]
    perfect: tuple[str, ...]
    closed: tuple[str, ...]
    no_accusative_alef: tuple[str, ...]


def load_types(folder: Path) -> tuple[EventType, ...]:
    """All files of `grammar/events`, sorted by name. Raises DataError with the faults of all of them."""
    return load_files(folder, "events", EventType, _faults)


def _faults(found: EventType) -> Iterator[str]:
    if not found.example or not found.counterexample:
        yield "example, counterexample: a type needs at least one of each"
    for k, trigger in enumerate(found.trigger):
        if sum(map(bool, (trigger.verb, trigger.noun, trigger.phrase))) != 1:
            yield f"trigger[{k}]: needs exactly one of verb, noun, phrase"


def list_of(kind: int, trigger: int) -> str:
    """The list under which the table of words has a trigger, by the numbers of its type and of itself."""
    return f"{kind}/{trigger}"


@dataclass(frozen=True)
class Speller:
    """What is needed to spell triggers: conjugated verbs, endings of nouns, normal form, clitics."""

    verbs: Mapping[str, Sequence[Form]]
    endings: Endings
    normaliser: Normaliser
    clitics: Clitics

    shared: Shared = field(default_factory=Shared)

    def patterns(self, types: Iterable[EventType]) -> list[tuple[str, Pattern]]:
        """Patterns of all triggers. Raises DataError for verbs that verbs.csv lacks."""
        faults = [
            f"{kind.id}: trigger[{k}].verb: {verb!r} is not in verbs.csv"
            for kind in types
            for k, trigger in enumerate(kind.trigger)
            for verb in trigger.verb
            if verb not in self.verbs
        ]
        if faults:
            raise DataError(faults)
        return [
            pattern
            for t, kind in enumerate(types)
            for k, trigger in enumerate(kind.trigger)
            for pattern in self._of_trigger(trigger, list_of(t, k))
        ]

    @cached_property
    def without_alef(self) -> frozenset[str]:
        """The proclitics before a form whose article lost its alef."""
        return frozenset(self.clitics.article_without_alef)

    def _of_trigger(self, trigger: Trigger, name: str) -> Iterator[tuple[str, Pattern]]:
        for verb in trigger.verb:
            transitive = {"transitive": "yes"} if any(form.object for form in self.verbs[verb]) else {}
            for form in self.verbs[verb]:
                if _shape(form) in trigger.forms and _in_news(form):
                    cells = self.shared.of({**transitive, **_agreement(form)})
                    yield from self._spelt(form.text, Entry(name, form.text, cells))
        for nouns in trigger.noun:
            yield from self._of_noun(nouns.split("|"), Entry(name, nouns, {"tense": "noun"}))
        for phrase in trigger.phrase:
            yield from self._spelt(phrase, Entry(name, phrase, {"tense": "phrase"}))

    def _of_noun(self, numbers: list[str], entry: Entry) -> Iterator[tuple[str, Pattern]]:
        for number, noun in enumerate(numbers):
            cells = {**entry.attributes, "number": "p" if number else "s"}
            own = Entry(entry.list, noun, cells)
            for text in self.declined(noun):
                yield from self._spelt(text, own)
            for text in self.possessed(noun):
                yield from self._spelt(text, own, "preposition")

    def _spelt(self, text: str, entry: Entry, table: str = "") -> Iterator[tuple[str, Pattern]]:
        normal = " ".join(self.normaliser.form(text).split())
        if entry.get("tense") in VERBAL:
            imperfect = entry.get("tense") in ("imperfect", "jussive")
            yield normal, Pattern(with_none(self.endings.finite if imperfect else self.endings.perfect), entry)
            return
        table = table or "article"
        yield normal, Pattern(self.clitics.allowed(table), entry)
        if table == "article" and normal.startswith(self.clitics.article_alef):
            yield normal[1:], Pattern(self.without_alef, entry)

    def declined(self, noun: str) -> list[str]:
        """A noun with its dual and its indefinite accusative."""
        plain = self._opened(noun) != noun or noun.endswith(self.endings.no_accusative_alef)
        accusative = [] if plain else [noun + self.endings.accusative]
        return [noun, *accusative, *(self._opened(noun) + end for end in self.endings.dual)]

    def possessed(self, noun: str) -> list[str]:
        """A noun with each possessive pronoun of news prose; it then bears no article."""
        return [self._opened(noun) + pronoun for pronoun in self.endings.pronouns]

    def _opened(self, noun: str) -> str:
        return noun[:-1] + self.clitics.ta if noun.endswith(self.clitics.ta_marbuta) else noun


VERBAL = frozenset({"perfect", "imperfect", "jussive", "passive_perfect"})


def _shape(form: Form) -> Shape:
    if form.tense == "jussive":
        return "imperfect"
    return "perfect" if form.tense == "passive_perfect" else form.tense


def _in_news(form: Form) -> bool:
    """Whether news prose uses the person: it addresses nobody, and `we` stands in plain tenses only."""
    return form.person == 3 or (form.person == 1 and form.number == "p" and form.tense != "jussive")


def _agreement(form: Form) -> dict[str, str]:
    object_ = "yes" if form.object else ""
    return {"tense": form.tense, "gender": form.gender or "", "number": form.number, "object": object_}
