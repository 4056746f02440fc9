"""Read the noun phrase of a source: its name or head, role, kind, affiliation and agreement."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from riwaya.annotate.agents import known_agent
from riwaya.annotate.document import Agent, Document
from riwaya.annotate.marks import BY
from riwaya.annotate.phrase_index import GROUPS, is_deed
from riwaya.annotate.phrases import (
    DIGIT,
    EITHER,
    MARK,
    NOUN,
    PREPOSITION,
    QUOTE,
    VERB,
    Phrase,
    is_definite,
    noun_phrase,
)
from riwaya.model.span import Span
from riwaya.rules.lexicon import Hit

_LONGEST_APPOSITION = 6
_NAME_REACH = 8
_LONGEST_NAME = 4
_ISSUER_REACH = 4
_ISSUED = frozenset({"statement", "report"})
_NOMINAL = NOUN + QUOTE + EITHER + DIGIT
_OFFICES = frozenset({"officials_unnamed", "outlet"})


class Source(Struct, frozen=True, gc=False):
    """A source as the text gives it: tokens `[first, last)` of the whole phrase, the span of its head.

    `gender` is m, f or p (plural); `generic` is true for a bare definite noun (the source, the agency)
    that stands for somebody named before.
    """

    first: int
    last: int
    span: Span
    kind: str
    actor: str | None = None
    role: str | None = None
    affiliation: str | None = None
    named: bool = True
    gender: str = "m"
    channel: str | None = None
    generic: bool = False


def read_source(doc: Document, start: int, limit: int) -> Source | None:
    """The source whose noun phrase begins at token `start`, ending before `limit`; None where none does."""
    each = doc.lexemes.at(start, "each_of") if start in doc.lexemes.starts["each_of"] else None
    if each is not None and start < each.last < limit:
        found = read_source(doc, each.last, limit)
        kept = each.entry.get("kept") and found is not None
        span = Span(doc.tokens.start[start], found.span.end) if found else Span(0, 0)
        return replace(found, first=start, span=span, named=False, generic=False) if kept and found else found
    found = _one_source(doc, start, limit)
    return found and _with_others(doc, found, limit)


def _with_others(doc: Document, source: Source, limit: int) -> Source:
    """Several who speak as one: the source with those that are joined to it by and."""
    joined = source.last
    if joined >= limit or not doc.tokens.norm[joined].startswith(doc.marks.and_) or not is_joined(doc, joined):
        return source
    other = _one_source(doc, joined, limit)
    if other is None or other.kind == "person" and other.actor is None and joined not in doc.people:
        return source
    span = Span(source.span.start, other.span.end)
    both = replace(source, last=other.last, span=span, gender="p", generic=False)
    return _with_others(doc, both, limit)


def is_joined(doc: Document, i: int) -> bool:
    """Whether and is joined at `i` to somebody: known, a person, a noun for people or bodies, but no clause."""
    if not doc.tokens.norm[i].startswith(doc.marks.and_) or doc.classes[i] != NOUN:
        return False
    hit = doc.lexemes.at(i, "actors", "source_nouns")
    named = any(agent.first == i and agent.span.start > doc.tokens.start[i] for agent in doc.agents_in(i, i + 1))
    return named or (hit is not None and hit.prefix.startswith(doc.marks.and_))


def _one_source(doc: Document, start: int, limit: int) -> Source | None:
    """One source, without others that are joined to it."""
    if start < limit and doc.tokens.norm[start] in doc.marks.hash:
        start += 1
    if start + 1 < limit and doc.classes[start] == QUOTE and doc.lexemes.at(start + 1, "source_nouns", "actors"):
        inside = _one_source(doc, start + 1, limit)
        return inside and replace(inside, last=doc.close_after(start, inside.last))
    if start >= limit or _no_source(doc, start):
        return None
    phrase = noun_phrase(doc, start, limit, tails=True)
    if phrase is None:
        return None
    person = _person_in(doc, phrase) or _person_behind(doc, phrase, limit)
    led = _led_from(doc, phrase, person) if person is not None else None
    if person is not None and led is not None:
        body = _one_source(doc, start, led)
        return body and replace(body, last=max(phrase.last, person.last))
    if person is not None and not _body_of(doc, phrase, person):
        return _of_person(doc, phrase, person, limit)
    apposition = _apposition(doc, phrase, limit)
    if apposition is not None:
        return apposition
    return _implied_name(doc, phrase) or _of_group(doc, phrase)


def _implied_name(doc: Document, phrase: Phrase) -> Source | None:
    """Behind an office that is definite already, a bare noun can only be a name: governor (of) X, Y Z."""
    if phrase.first not in doc.index.titles:
        return None
    for k in range(phrase.first + 2, phrase.last):
        before = doc.place_ending(k) or k in doc.index.ends or is_definite(doc, k - 1) or _ranked(doc, k)
        if not before or doc.classes[k] != NOUN or k in doc.index.names:
            continue
        if is_definite(doc, k) or doc.lexemes.by_start.get(k) or phrase.last - k > _LONGEST_NAME:
            continue
        if phrase.last - k >= 2:
            role = doc.words(phrase.first, k)
            affiliation = _affiliation(doc, phrase.first, k)
            span = doc.tokens.span(k, phrase.last)
            return Source(phrase.first, phrase.last, span, "person", None, role, affiliation)
    return None


def _ranked(doc: Document, k: int) -> bool:
    """Whether a rank of one word stands right before `k`: a name follows it."""
    hit = doc.lexemes.at(k - 1, "titles")
    return hit is not None and hit.last == k and hit.entry.get("rank") == "yes"


def _no_source(doc: Document, start: int) -> bool:
    """Times, adverbs, the article's own outlet and finite verbs begin no source."""
    index = doc.index
    if doc.classes[start] not in _NOMINAL or start in index.stops or start in index.addressed or start in doc.timed:
        return True
    if start in index.titled or start in doc.people or start in index.names:
        return False
    return _happening(doc, start)


def _happening(doc: Document, i: int) -> bool:
    """Whether a word for what is done, not for who does it, stands at `i`: by halting, its resolve, noting."""
    if doc.agent_at(i) is not None:
        return False
    word, noting = doc.tokens.norm[i], False
    for hit in doc.lexemes.by_start.get(i, ()):
        if is_deed(hit):
            return True
        noting = noting or hit.entry.attributes.get("tense") == "active"
    return (noting and word.endswith(doc.marks.circumstance)) or word.startswith(doc.marks.by_the)


def _person_in(doc: Document, phrase: Phrase) -> Agent | None:
    """The last person named in the phrase."""
    people = doc.people
    for i in range(phrase.last - 1, phrase.first - 1, -1) if people else ():
        if i in people:
            return doc.agent_at(i)
    return None


def _led_from(doc: Document, phrase: Phrase, person: Agent) -> int | None:
    """Where a phrase goes on to say who leads the body that it names; None where it does not."""
    if phrase.first in doc.index.titles:
        return None
    return next((k for k in range(phrase.first + 1, person.first) if doc.lexemes.at(k, "led_by")), None)


def _body_of(doc: Document, phrase: Phrase, person: Agent) -> bool:
    """Whether the phrase is headed by a body that only bears the person's name: the office of."""
    noun = doc.lexemes.at(phrase.first, "source_nouns")
    headed = noun is not None and noun.entry.get("kind") in GROUPS and phrase.first not in doc.index.titles
    return headed and person.first > phrase.first and person.last == phrase.last


def _person_behind(doc: Document, phrase: Phrase, limit: int) -> Agent | None:
    """A name a few nouns behind a role, or announced by a word for called: the phrase ended too early."""
    if phrase.first not in doc.index.titled:
        return None
    if phrase.last in doc.lexemes.starts["name_signs"]:
        announced = doc.agents_in(phrase.last, min(phrase.last + 2, limit))
        return announced[0] if announced else None
    people = doc.people
    for i in range(phrase.last, min(phrase.last + _NAME_REACH, limit)) if people else ():
        if i in people:
            return doc.agent_at(i) if _leads(doc, phrase.last, i) else None
    return None


def _leads(doc: Document, first: int, last: int) -> bool:
    """Whether tokens `[first, last)` can all belong to a role: nouns, and prepositions that lead on."""
    kinds = doc.classes[first:last]
    joints = (i for i in range(first, last) if doc.classes[i] == PREPOSITION)
    led = all(i in doc.index.tails or doc.tokens.norm[i] in doc.marks.posted for i in joints)
    return led and set(kinds) <= set("NAPV") and not doc.index.stops & set(range(first, last))


def _of_person(doc: Document, phrase: Phrase, person: Agent, limit: int) -> Source:
    role = doc.words(phrase.first, person.first)
    last = max(phrase.last, person.last)
    if role is None:
        after = _role_after(doc, person.last, limit)
        if after is not None:
            role, last = doc.words(*after), max(last, after[1])
    affiliation = person.affiliation or _affiliation(doc, phrase.first, last)
    return Source(
        phrase.first, last, person.span, "person", person.actor, role or person.role, affiliation,
        gender=person.gender,
    )  # fmt: skip


def _role_after(doc: Document, i: int, limit: int) -> tuple[int, int] | None:
    """A role in apposition after a name: with or without a comma, it begins with a title."""
    if i < limit and doc.tokens.norm[i] in doc.marks.comma:
        i += 1
    if i >= limit or i not in doc.index.titles:
        return None
    phrase = noun_phrase(doc, i, limit, tails=True)
    return (phrase.first, phrase.last) if phrase else None


def _apposition(doc: Document, phrase: Phrase, limit: int) -> Source | None:
    """A role, a comma, a name, and again a comma or the end: the name is the source."""
    i, norm = phrase.last, doc.tokens.norm
    if i + 1 < limit and doc.shapes[i] & BY and norm[i].startswith(doc.marks.by_the):
        i += 1
    if i + 1 >= limit or norm[i] not in doc.marks.comma:
        return None
    name = noun_phrase(doc, i + 1, min(limit, i + 1 + _LONGEST_APPOSITION))
    if name is None or name.first in doc.index.stops:
        return None
    if _no_source(doc, name.first) or not _closed_after(doc, name.last, limit):
        return None
    people = [a for a in doc.agents_in(name.first, name.last) if a.kind == "person"]
    if not people and not _office(doc, phrase):
        return None
    if not people and (name.last - name.first < 2 or _common(doc, name)):
        return None
    span = people[0].span if people else doc.tokens.span(name.first, name.last)
    known = people[0] if people else None
    affiliation = known.affiliation if known else None
    affiliation = affiliation or _affiliation(doc, phrase.first, phrase.last)
    return Source(
        phrase.first, name.last, span, "person", known.actor if known else None, doc.words(phrase.first, phrase.last),
        affiliation, gender=known.gender if known else "m",
    )  # fmt: skip


def _office(doc: Document, phrase: Phrase) -> bool:
    noun = doc.lexemes.at(phrase.first, "source_nouns")
    official = noun is not None and noun.entry.get("kind") in _OFFICES
    return official or phrase.first in doc.index.titles


def _closed_after(doc: Document, i: int, limit: int) -> bool:
    if i >= limit:
        return True
    word = doc.tokens.norm[i]
    return word in doc.marks.comma or word in doc.marks.colon or doc.classes[i] in "PMQ" or word in doc.marks.dash


def _common(doc: Document, phrase: Phrase) -> bool:
    """Whether the phrase begins with an ordinary or definite word, so that it is no name."""
    if doc.tokens.norm[phrase.first].startswith((*doc.marks.article, *doc.marks.answer)):
        return True
    hits = doc.lexemes.by_start.get(phrase.first, ())
    return any(h.entry.list in ("source_nouns", "verbs", "titles", "channels", "adverbs") for h in hits)


def _affiliation(doc: Document, first: int, last: int) -> str | None:
    """The first known group or body named in the phrase."""
    named = _first_actor(doc, first, last)
    for hit in doc.actors_in(named.first, last) if named is not None else ():
        if hit.entry.get("kind") not in ("person", "media"):
            return hit.entry.get("id")
    return None


def _of_group(doc: Document, phrase: Phrase) -> Source:
    noun = doc.lexemes.at(phrase.first, "source_nouns") if phrase.first in doc.index.titled else None
    issued = noun.entry.get("channel") if noun is not None else ""
    issuer = _issuer(doc, phrase, issued) if issued in _ISSUED else None
    return issuer or _body(doc, phrase, noun)


def _body(doc: Document, phrase: Phrase, noun: Hit | None) -> Source:
    title = phrase.first in doc.index.titles
    named = _first_actor(doc, phrase.first, phrase.first + 1 if title else phrase.core)
    near = noun is None or (named is not None and _is_body_of(noun, named))
    if named is not None and near and named.entry.attributes.get("kind") != "person":
        return _known_group(doc, phrase, known_agent(doc, named))
    span = _span(doc, phrase.first, phrase.last, noun.prefix if noun else "")
    if noun is None:
        kind = "officials_unnamed" if title else "person" if phrase.core - phrase.first <= 2 else "organization"
        affiliation = _affiliation(doc, phrase.first, phrase.last)
        span = _span(doc, phrase.first, phrase.core, "") if kind == "person" else span
        return Source(phrase.first, phrase.last, span, kind, affiliation=affiliation, named=not title)
    attributes = noun.entry.attributes
    definite = doc.tokens.norm[phrase.first].startswith(doc.marks.article)
    plain = Source(
        phrase.first, phrase.last, span, attributes.get("kind", ""), named=attributes.get("named") == "yes",
        gender="p" if attributes.get("number") == "p" else "m", channel=attributes.get("channel") or None,
        affiliation=_affiliation(doc, phrase.first, phrase.last),
        generic=definite and phrase.core - phrase.first <= 2,
    )  # fmt: skip
    return _representative(doc, plain, phrase.core if title else phrase.first)


def _first_actor(doc: Document, first: int, last: int) -> Hit | None:
    """The first known actor that is named in tokens `[first, last)`."""
    actors = doc.index.actors
    for i in range(first, last):
        if i in actors:
            return actors[i]
    return None


def _is_body_of(noun: Hit, named: Hit) -> bool:
    """Whether a noun for a group stands before a known actor's name, which is its own."""
    return named.first <= noun.first + 1 and noun.entry.attributes.get("kind") in GROUPS


def _issuer(doc: Document, phrase: Phrase, channel: str) -> Source | None:
    """Who issued the statement or report that the phrase names: `a statement by the ministry`."""
    for i in range(phrase.first + 1, min(phrase.last + _ISSUER_REACH, len(doc.tokens))):
        joined = doc.lexemes.at(i, "actors", "source_nouns")
        if joined is not None and (joined.prefix in doc.marks.to or _issued_by(doc, phrase.first, i)):
            found = read_source(doc, i, i + _LONGEST_APPOSITION)
            return replace(found, first=phrase.first, channel=channel) if found else None
        if doc.classes[i] == MARK:
            return None
        verb = doc.lexemes.at(i, "verbs") if doc.classes[i] == VERB else None
        if verb is not None:
            found = read_source(doc, i + 1, i + _LONGEST_APPOSITION) if verb.entry.get("object") else None
            return replace(found, first=phrase.first, channel=channel) if found else None
    return None


def _issued_by(doc: Document, first: int, i: int) -> bool:
    """Whether a preposition before `i` leads to who issued the one statement that begins at token `first`.

    Not from reports in the plural (they come from a country), nor behind the preposition of a relay.
    """
    if doc.classes[i - 1] != PREPOSITION or (i == first + 2 and doc.tokens.norm[i - 1] in doc.marks.about):
        return False
    noun = doc.lexemes.at(first, "source_nouns")
    return noun is None or noun.entry.get("number") != "p"


def _representative(doc: Document, source: Source, core: int) -> Source:
    """Who holds an office that the phrase makes definite is a person whom the office identifies, without a name."""
    several = core - source.first > 1
    if not several or source.gender == "p" or source.kind != "officials_unnamed":
        return source
    vague = source.first in doc.lexemes.starts["vague_offices"]
    if vague or not any(is_definite(doc, i) or doc.place_at(i) for i in range(source.first, core)):
        return source
    return replace(source, kind="person", named=True, generic=False)


def _known_group(doc: Document, phrase: Phrase, agent: Agent) -> Source:
    first = min(phrase.first, agent.first)
    begin = doc.tokens.start[first] if first < agent.first else agent.span.start
    span = Span(begin, _last_joined(doc, agent, phrase.last).span.end)
    noun = doc.lexemes.at(first, "source_nouns")
    channel = noun.entry.get("channel") or None if noun is not None and agent.kind == "media" else None
    return Source(
        first, phrase.last, span, agent.kind, agent.actor, None, agent.affiliation,
        gender=agent.gender, channel=channel,
    )  # fmt: skip


def _last_joined(doc: Document, agent: Agent, last: int) -> Agent:
    """The last of those who are joined to somebody by and, before token `last`."""
    while agent.last < last and is_joined(doc, agent.last):
        following = doc.agents_in(agent.last, min(agent.last + 1, last))
        if not following or following[0].last > last:
            break
        agent = following[0]
    return agent


def _span(doc: Document, first: int, last: int, prefix: str) -> Span:
    """Tokens `[first, last)` without the preposition that is joined to the first of them."""
    bound = prefix.removesuffix(doc.marks.article[0]) if prefix else ""
    if bound and prefix in doc.marks.to:
        bound = prefix[:1]
    while first < last - 1 and doc.classes[last - 1] in ".P":
        last -= 1
    while first < last - 1 and doc.classes[first] == QUOTE:
        first += 1
    return doc.tokens.span(first, last, len(bound))
