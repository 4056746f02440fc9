"""A reading of each claim in English, made from its structure alone and never by translating its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from riwaya.annotate.actors import LIST as ACTORS
from riwaya.annotate.document import Base, Document
from riwaya.annotate.gloss_events import DEMAND, Clause, Glossary, Scene, clause, noun_phrase
from riwaya.annotate.gloss_nouns import article
from riwaya.annotate.gloss_phrases import day, load_phrases
from riwaya.annotate.gloss_words import Known, Names, known_names, load_words
from riwaya.model.article import Article
from riwaya.model.claim import Claim, Event, Gloss, Link
from riwaya.model.mention import PlaceMention, Quantity
from riwaya.model.record import Record

__all__ = ["Glossary", "Scene", "event_gloss", "gloss", "glossed", "load", "scene_of_document", "scene_of_record"]
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
_TOLD = "told_outlet"
_DEMANDING = ("demanded", "threatened")
_NOWHERE = -1_000_000
"""Where the words of a role stand that has no span: at no place of the article."""
_OBSCURE = frozenset({"officials_unnamed", "sources_unnamed"})


def load(base: Base) -> Glossary:
    """Phrases, words and the English names of actors. Raises DataError for faults of the files."""
    actors: dict[str, str] = {}
    roles: dict[str, str] = {}
    outlets: dict[str, str] = {}
    for entry in base.lexicon.entries(ACTORS):
        if entry.get("name_en"):
            actors[entry.get("id")] = entry.get("name_en")
        if entry.get("kind") == "media":
            outlets.setdefault(base.normaliser.form(entry.form), entry.get("name_en"))
        if entry.get("role_ar") and entry.get("role_en"):
            roles[f"{entry.get('id')} {entry.get('role_ar')}"] = entry.get("role_en")
    return Glossary(load_phrases(base.folder), load_words(base), actors, roles, outlets)


def glossed(doc: Document, claims: Iterable[Claim], given: Glossary) -> tuple[Claim, ...]:
    """The claims of a document, each with its gloss."""
    scene = scene_of_document(doc, given)
    return tuple([replace(claim, gloss=gloss(claim, scene, given)) for claim in claims])


def scene_of_document(doc: Document, given: Glossary) -> Scene:
    """What a document knows, for glosses of its claims and events."""
    tokens, named = doc.tokens, []
    for hit in doc.lexemes.of(ACTORS):
        row = hit.entry.attributes
        english = given.actors.get(row.get("id", ""))
        if english:
            start = tokens.inside(hit.first, len(hit.prefix)) if hit.prefix else tokens.start[hit.first]
            named.append((start, Known(tokens.end[hit.last - 1], english, row.get("kind", ""))))
    places = [found.item for found in doc.places]
    scene = _scene(doc.article, named, places, [found.item for found in doc.quantities], given)
    return Scene(scene.outlet, scene.names, scene.places, scene.quantities, tokens)


def scene_of_record(record: Record, given: Glossary) -> Scene:
    """What a record knows: the same glosses without reading the article again."""
    named = [
        (span.start, Known(span.end, given.actors.get(actor.id, ""), actor.kind))
        for actor in record.actors
        for span in actor.mentions
    ]
    return _scene(record.article, named, record.places, record.quantities, given)


def _scene(
    page: Article,
    actors: Sequence[tuple[int, Known]],
    places: Sequence[PlaceMention],
    quantities: Sequence[Quantity],
    given: Glossary,
) -> Scene:
    named = [*actors, *[(p.span.start, Known(p.span.end, p.name_en, "place")) for p in places if p.name_en]]
    names = Names(known_names(named), {q.span.start: q for q in quantities})
    outlet = page.outlet
    if outlet and _ARABIC.search(outlet):
        outlet = given.outlets.get(given.words.normaliser.form(outlet))
    return Scene(outlet or None, names, places, quantities)


def event_gloss(event: Event, scene: Scene, given: Glossary) -> str:
    """One event in English, with its time: what a page shows beside the event."""
    return _sentence([clause(event, scene, given)])


def gloss(claim: Claim, scene: Scene, given: Glossary) -> Gloss:
    """The gloss of a claim; `en` is None where neither an event nor a source says anything."""
    told = _told(claim, scene, given)
    return Gloss(en=told[0].upper() + told[1:] if told else None, ar=None)


def _told(claim: Claim, scene: Scene, given: Glossary) -> str:
    content = _content(claim, scene, given)
    speech, hedge = given.phrases.speech, _hedge(claim, given)
    if not claim.chain:
        reports = speech["reports"].format(scene.outlet or speech["outlet"])
        return f"{_sentence(content)}; {reports}{hedge}" if content else ""
    source, usable = _source(claim.chain[-1], scene, given)
    if not content and not usable:
        return ""
    if claim.stance == "asserted":
        said = _said(claim.chain, source, scene, given)
        return f"{_sentence(content) or speech['unread']}; {source} {said}{hedge}"
    return _with_stance(claim, content, source, scene, given) + hedge


def _hedge(claim: Claim, given: Glossary) -> str:
    hedge = given.phrases.certainty.get(claim.certainty)
    return f" ({hedge})" if hedge else ""


def _content(claim: Claim, scene: Scene, given: Glossary) -> list[Clause]:
    """The claim's events told once each; those of which only the type is known give way to the others."""
    if not claim.events:
        return []
    manner = DEMAND if claim.stance in _DEMANDING else ""
    events: Iterable[Event] = claim.events
    if claim.stance == "denied":
        events = [replace(e, polarity="positive") for e in events]
    clauses = [clause(e, scene, given, manner, charged=claim.stance == "accused") for e in events]
    if len(clauses) == 1:
        return clauses
    clauses = list(dict.fromkeys(clauses))
    return [c for c in clauses if c.full] or clauses[:1]


def _sentence(clauses: Sequence[Clause]) -> str:
    """Clauses one after the other; a time that several share stands behind the last of them."""
    out, following = "", None
    for told in reversed(clauses):
        words = told.words if not told.when or told.when == following else f"{told.words}, {told.when}"
        out, following = f"{words}; {out}" if out else words, told.when
    return out


def _with_stance(claim: Claim, content: list[Clause], source: str, scene: Scene, given: Glossary) -> str:
    """The source, its stance, and what it denies, demands, threatens, predicts or blames."""
    stance, speech = given.phrases.stance, given.phrases.speech
    blamed = content[0].agent if claim.stance == "accused" and content else ""
    verb = stance[claim.stance]
    if claim.stance == "no_comment" and content:
        verb = stance["no_comment_on"]
    if blamed:
        verb = stance["accused_of"].format(blamed)
        content = [replace(c, words=c.deed) if c.agent == blamed else c for c in content]
    asides = _asides(claim.chain, source, scene, given)
    head = ", ".join([source, *asides, verb]) if asides else f"{source} {verb}"
    if claim.stance == "threatened" and content and content[0].words.startswith(f"{source} to "):
        return f"{head} {_sentence(content).removeprefix(source).lstrip()}"
    if not content:
        return head if claim.stance == "no_comment" else f"{head}: {speech['unread']}"
    return f"{head} {_sentence(content)}" if blamed else f"{head}: {_sentence(content)}"


def _said(chain: Sequence[Link], source: str, scene: Scene, given: Glossary) -> str:
    """Told or said: to whom, how, on which day, and who passed it on."""
    speech = given.phrases.speech
    hearer, relays = _hearer(chain, scene, given)
    told = bool(hearer) and hearer not in source
    verb = speech["told"].format(hearer) if told else speech["said"]
    manner = _manner(chain[-1], hearer, source, given)
    said = f"{verb} {manner}" if manner else verb
    return ", ".join([said, *[speech["quoted"].format(name) for name in relays]]) if relays else said


def _asides(chain: Sequence[Link], source: str, scene: Scene, given: Glossary) -> list[str]:
    """To whom the source spoke, how, on which day, and who passed it on, each between commas."""
    speech = given.phrases.speech
    hearer, relays = _hearer(chain, scene, given)
    to = speech["to"].format(hearer) if hearer and hearer not in source else ""
    spoke = (to, _manner(chain[-1], hearer, source, given))
    return [*filter(None, spoke), *(speech["quoted"].format(name) for name in relays)]


def _hearer(chain: Sequence[Link], scene: Scene, given: Glossary) -> tuple[str, list[str]]:
    """Whom the origin told, and the names of those who passed it on, the nearest to the origin first."""
    before = [_source(link, scene, given)[0] for link in reversed(chain[:-1])] if len(chain) > 1 else []
    if chain[-1].channel == _TOLD:
        return scene.outlet or given.phrases.speech["outlet"], before
    if before and chain[-2].kind == "media" and chain[-1].channel == "interview":
        return before[0], before[1:]
    return "", before


def _manner(link: Link, hearer: str, source: str, given: Glossary) -> str:
    """Channel and day; what the source itself or its hearer tells is not told again."""
    channel = "" if hearer and link.channel == "interview" else given.phrases.channels.get(link.channel, "")
    if link.kind == "media" and link.channel in ("tv", "radio", "website", "news_agency"):
        channel = ""
    if channel and channel.rpartition(" ")[2] in source:
        channel = ""
    on = given.phrases.speech["day"].format(day(link.time, given.phrases.numbers)) if link.time else ""
    return f"{channel} {on}" if channel and on else channel or on


def _source(link: Link, scene: Scene, given: Glossary) -> tuple[str, bool]:
    """A source in English, and whether more than its kind is known of it."""
    name = given.actors.get(link.actor or "") or (link.name.en if link.name else None)
    speech = given.phrases.speech
    if name:
        role = given.roles.get(f"{link.actor} {link.role}")
        return speech["capacity"].format(name, role) if role else name, True
    if link.kind == "outlet":
        return speech["correspondent"].format(scene.outlet or speech["outlet"]), False
    affiliation = given.actors.get(link.affiliation or "")
    if link.kind == "person":
        return _person(link, affiliation, scene, given)
    noun = noun_phrase(link.source.text, link.source.span.start, scene, given)
    if noun is None or not noun.speaks:
        generic = given.phrases.kinds[link.kind]
        return (f"{generic} {speech['of'].format(affiliation)}", True) if affiliation else (generic, False)
    if link.kind not in _OBSCURE or not noun.people:
        return str(noun), True
    unnamed = f"{speech['unnamed']} {noun.text}"
    before = article(unnamed) if noun.article in ("a", "an") else noun.article
    return (f"{before} {unnamed}" if before else unnamed), True


def _person(link: Link, affiliation: str | None, scene: Scene, given: Glossary) -> tuple[str, bool]:
    """A person whose name the lexicon does not have: the role and whom the person speaks for."""
    speech = given.phrases.speech
    noun = noun_phrase(link.role, _NOWHERE, scene, given) if link.role else None
    generic = given.phrases.kinds["person"]
    if noun is not None and noun.people:
        named = f"{speech['named']} {noun.text}"
        generic = f"{article(named)} {named}"
    elif link.role is None:
        noun = noun_phrase(link.source.text, link.source.span.start, scene, given)
        generic = str(noun) if noun is not None and noun.people else generic
    if affiliation and (noun is None or link.role):
        return f"{generic} {speech['of'].format(affiliation)}", True
    return generic, noun is not None
