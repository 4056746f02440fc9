"""Find people, groups and bodies: known actors, unknown people by their names, groups by their head nouns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from riwaya.annotate.document import Agent, Base, Document, Fired
from riwaya.annotate.phrase_index import GROUPS
from riwaya.annotate.phrases import EITHER, NOUN, noun_end
from riwaya.rules.lexicon import Hit

REQUIRES = ("classes", "times", "places")
ASSIGNS = ("agents",)
_LONGEST_NAME = 5
_FIRST = attrgetter("first")
_STOPPERS = (
    "titles", "source_nouns", "name_heads", "name_signs", "channels", "adverbs", "prepositions", "relatives",
    "own_outlet", "particles", "demonstratives",
)  # fmt: skip
_OPENING_PARTICLES = ("father", "mother", "servant")


@dataclass(frozen=True)
class Tables:
    """Agents need no tables beyond the lists of the lexicon."""


def load(base: Base) -> Tables:
    """Nothing to load: actors, first names, titles and head nouns are lists of the lexicon."""
    del base
    return Tables()


def annotate(doc: Document, given: Tables) -> Document:
    """Return `doc` with `agents` in text order; where two overlap, the longer one stays."""
    del given
    agents = [known_agent(doc, hit) for hit in doc.lexemes.of("actors")]
    agents += _people(doc, agents)
    agents += [*_last_names(doc, agents), *_speakers(doc)]
    agents = _without_overlaps(doc, agents)
    fired = tuple([Fired(a.rule, a.span) for a in agents]) if doc.explained else ()
    return doc.knowing(agents=tuple(agents), fired=doc.fired + fired)


def known_agent(doc: Document, hit: Hit) -> Agent:
    """The agent that an actor of the lexicon stands for; a group speaks for itself."""
    cell = hit.entry.attributes.get
    last = doc.close_after(hit.first, hit.last) if doc.quoted else hit.last
    kind, actor = cell("kind", ""), cell("id", "")
    return Agent(
        hit.first,
        last,
        doc.tokens.span(hit.first, last, len(hit.prefix)),
        kind,
        actor,
        cell("role_ar") or None,
        cell("affiliation") or (None if kind in ("person", "media") else actor),
        True,
        cell("gender") or "m",
        "agents/known-actor",
    )


def _people(doc: Document, known: list[Agent]) -> Iterator[Agent]:
    """Names that begin with a first name, or follow a word that announces a name."""
    starts = _name_starts(doc)
    if not starts:
        return
    taken, busy, signs = _taken(doc, known), _occupied(doc), {h.last - 1 for h in doc.lexemes.of("name_signs")}
    for start in sorted(starts):
        if start in taken or start >= len(doc.tokens):
            continue
        end = name_end(doc, start, busy)
        if end - start >= (1 if start - 1 in signs else 2):
            taken.update(range(start, end))
            yield _person(doc, start, end, len(starts[start]))


def _name_starts(doc: Document) -> dict[int, str]:
    """Where names of people may begin, and what is joined to them; a whole word that is a name has nothing joined."""
    particles = [(h.entry.get("kind"), h) for h in doc.lexemes.of("name_particles")]
    starts = {h.first: h.prefix for h in reversed(doc.lexemes.of("first_names"))}
    starts |= {h.first: h.prefix for kind, h in particles if kind == "father"}
    starts |= {h.first: h.prefix for kind, h in particles if kind == "servant"}
    starts |= {h.first: h.prefix for kind, h in particles if kind == "mother" and h.last in starts}
    starts |= {h.last: "" for h in doc.lexemes.of("name_signs")}
    ranks = [h for h in doc.lexemes.of("titles") if h.entry.attributes.get("rank")]
    return starts | {h.last: "" for h in ranks if _plain(doc, h.last)}


def _taken(doc: Document, known: list[Agent]) -> set[int]:
    """The tokens of known actors, of names, and of the later words of titles."""
    taken = [range(first, last) for first, last in doc.names]
    taken += [range(agent.first, agent.last) for agent in known]
    taken += [range(hit.first + 1, hit.last) for hit in doc.lexemes.of("titles") if hit.last > hit.first + 1]
    return set().union(*taken)


def _plain(doc: Document, i: int) -> bool:
    """Whether a word of no list stands at `i`, without the article: behind a rank it is a name."""
    if i >= len(doc.tokens) or doc.classes[i] != NOUN or doc.tokens.norm[i].startswith(doc.marks.article):
        return False
    return not doc.lexemes.by_start.get(i)


def _occupied(doc: Document) -> set[int]:
    """Tokens of times and places: no part of a person's name begins there unless the name has begun."""
    return {i for found in (*doc.times, *doc.places) for i in range(found.first, found.last)}


def name_end(doc: Document, start: int, busy: set[int]) -> int:
    """Where the person's name that begins at `start` ends; `start` itself where none is there."""
    i, limit = start, min(start + _LONGEST_NAME, len(doc.tokens))
    while i < limit and _part_of_name(doc, i, start, busy):
        i += 1
    return i


def _part_of_name(doc: Document, i: int, start: int, busy: set[int]) -> bool:
    if doc.lexemes.at(i, "first_names", "name_particles"):
        return doc.classes[i] in (NOUN, EITHER)
    if doc.tokens.norm[i] in doc.marks.dash:
        return i > start and doc.tokens.start[i] == doc.tokens.end[i - 1]
    if doc.classes[i] not in (NOUN, EITHER) or i in busy or doc.tokens.norm[i].startswith(doc.marks.bound):
        return False
    if i > start and _surname(doc, i):
        return True
    bare = not doc.tokens.norm[i].startswith(doc.marks.article)
    if doc.lexemes.at(i, *_STOPPERS) or (i > start and bare and doc.lexemes.at(i, "verbs", "reporting")):
        return False
    return doc.lexemes.at(i, "actors") is None or i == start


def _surname(doc: Document, i: int) -> bool:
    """Whether a title with the article ends a name (al-Khatib): one word, and no noun follows."""
    hit = doc.lexemes.at(i, "titles")
    if hit is None or hit.last - i > 1 or not doc.tokens.norm[i].startswith(doc.marks.article[0]):
        return False
    return i + 1 >= len(doc.tokens) or doc.classes[i + 1] not in (NOUN, EITHER)


def _person(doc: Document, start: int, end: int, prefix: int) -> Agent:
    return Agent(start, end, doc.tokens.span(start, end, prefix), "person", rule="agents/person-name")


def _last_names(doc: Document, people: list[Agent]) -> Iterator[Agent]:
    """Later mentions of a person by the last name alone."""
    names: dict[str, Agent] = {}
    for agent in sorted([a for a in people if a.kind == "person" and a.last - a.first > 1], key=_FIRST):
        names.setdefault(_bare(doc, agent.last - 1), agent)
    if not names:
        return
    spelt = {*names, *[doc.marks.article[0] + name for name in names]}
    for i in doc.tokens.standing(spelt, min([agent.last for agent in names.values()])):
        named = names.get(doc.tokens.norm[i]) or names.get(_bare(doc, i))
        if named is not None and i >= named.last and doc.classes[i] in (NOUN, EITHER):
            yield _again(doc, i, named)


def _speakers(doc: Document) -> Iterator[Agent]:
    """Unknown words that stand where only a speaker can (said X that): they are names wherever they stand."""
    said = [hit.last for hit in doc.lexemes.of("reporting") if hit.entry.attributes.get("tense") == "perfect"]
    unknown = [i for i in said if not doc.lexemes.by_start.get(i)]
    names = {doc.tokens.norm[i] for i in unknown if _opens_content(doc, i + 1) and _plain(doc, i)}
    for i in doc.tokens.standing(names, 0):
        yield Agent(i, i + 1, doc.tokens.span(i, i + 1), "person", rule="agents/speaker")


def _opens_content(doc: Document, i: int) -> bool:
    return i < len(doc.tokens) and (doc.classes[i] == "M" or doc.tokens.norm[i] in doc.marks.colon)


def _bare(doc: Document, i: int) -> str:
    word = doc.tokens.norm[i]
    article = doc.marks.article[0]
    return word.removeprefix(article) if len(word) > len(article) + 2 else word


def _again(doc: Document, i: int, agent: Agent) -> Agent:
    return Agent(
        i, i + 1, doc.tokens.span(i, i + 1), "person", agent.actor, agent.role, agent.affiliation,
        gender=agent.gender, rule="agents/last-name", same_as=agent.span,
    )  # fmt: skip


def _groups(doc: Document, taken: set[int]) -> list[tuple[int, Hit]]:
    """Nouns for groups and bodies and the tokens behind the phrases that they head, the longest first.

    Not those that stand at tokens that are `taken`.
    """
    found, end = [], len(doc.tokens)
    for hit in doc.lexemes.of("source_nouns"):
        cell = hit.entry.attributes.get
        if hit.first not in taken and cell("kind") in GROUPS and not cell("channel"):
            last = noun_end(doc, hit.first, end)
            if last > hit.first:
                found.append((last, hit))
    return sorted(found, key=lambda group: (group[1].first - group[0], group[1].first))


def _group(doc: Document, hit: Hit, last: int) -> Agent:
    """The group or body of a noun phrase that its head begins."""
    cell = hit.entry.attributes.get
    letters = len(hit.prefix.removesuffix(doc.marks.article[0])) if hit.prefix else 0
    return Agent(
        hit.first,
        last,
        doc.tokens.span(hit.first, last, letters),
        cell("kind", ""),
        named=cell("named") == "yes",
        gender="p" if cell("number") == "p" else "m",
        rule="agents/group-noun",
    )


def _without_overlaps(doc: Document, agents: list[Agent]) -> list[Agent]:
    """Known actors win over what was guessed, people over groups, longer mentions over shorter ones."""
    kept: list[Agent] = []
    for together in _overlapping(agents):
        kept += together if len(together) == 1 else _apart(together)
    taken = set[int]().union(*[range(agent.first, agent.last) for agent in kept])
    for last, hit in _groups(doc, taken):
        if taken.isdisjoint(range(hit.first, last)):
            taken.update(range(hit.first, last))
            kept.append(_group(doc, hit, last))
    return sorted(kept, key=_FIRST)


def _overlapping(agents: list[Agent]) -> list[list[Agent]]:
    """Agents in runs that share tokens with one another, in text order; most stand alone."""
    runs: list[list[Agent]] = []
    reach = 0
    for agent in sorted(agents, key=_FIRST):
        if agent.first >= reach:
            runs.append([agent])
            reach = agent.last
        else:
            runs[-1].append(agent)
            reach = max(reach, agent.last)
    return runs


def _apart(agents: list[Agent]) -> list[Agent]:
    """Those of overlapping agents that stay."""
    kept: list[Agent] = []
    taken: set[int] = set()
    for agent in sorted(agents, key=_rank):
        tokens = range(agent.first, agent.last)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(agent)
    return kept


def _rank(agent: Agent) -> tuple[bool, bool, int, int]:
    return (agent.actor is None, agent.kind != "person", agent.first - agent.last, agent.first)
