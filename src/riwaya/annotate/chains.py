"""Build the links of a chain of sources: who passes the words on, through which channel, when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msgspec import Struct

from riwaya.annotate.actors import LIST as ACTORS
from riwaya.annotate.agents import known_agent
from riwaya.annotate.document import Base, Document
from riwaya.annotate.sources import Source
from riwaya.model.article import Article
from riwaya.model.claim import Link, Name
from riwaya.model.mention import Mention
from riwaya.rules.lexicon import Hit
from riwaya.text.tokens import tokenise

_OWN = "told_outlet"
_SPECIFIC = ("x", "facebook", "telegram", "youtube", "tv", "radio", "press_conference", "phone", "social_media")


@dataclass(frozen=True)
class ChainTables:
    """Names of actors by id, the channel that a medium is (agency, television), media by English name."""

    base: Base
    names: Mapping[str, Name]
    channels: Mapping[str, str]
    outlets: Mapping[str, str]


class Region(Struct, frozen=True):
    """Tokens `[first, last)` around a cue in which channel, relay and time are looked for.

    `tail` is a second stretch, behind the content; `outlet` the actor id of the article's own outlet.
    """

    first: int
    last: int
    tail: tuple[int, int] = (0, 0)
    outlet: str | None = None

    def tokens(self) -> Iterator[int]:
        """The tokens of the region and of its tail behind the content."""
        yield from range(self.first, self.last)
        yield from range(*self.tail)


def load_chains(base: Base) -> ChainTables:
    """Read names and channels of known actors off the lexicon."""
    names: dict[str, Name] = {}
    channels: dict[str, str] = {}
    outlets: dict[str, str] = {}
    for entry in base.lexicon.entries(ACTORS):
        actor = entry.get("id")
        names[actor] = Name(entry.get("name_ar") or None, entry.get("name_en") or None)
        if entry.get("kind") == "media":
            english = (entry.get("name_en"), *entry.get("aliases_en").split("|"))
            outlets |= {name.casefold(): actor for name in english if name}
            for alias in (entry.get("name_ar"), *entry.get("aliases_ar").split("|")):
                channels.setdefault(actor, _medium(base, alias))
                channels[actor] = channels[actor] or _medium(base, alias)
    return ChainTables(base, names, channels, outlets)


def own_outlet(article: Article, given: ChainTables) -> str | None:
    """The actor id of the article's own outlet, if the lexicon knows it."""
    if not article.outlet:
        return None
    english = given.outlets.get(article.outlet.casefold())
    if english is not None:
        return english
    hits = _find(given.base, article.outlet)
    media = [h for h in hits if h.entry.list == ACTORS and h.entry.get("kind") == "media"]
    return media[0].entry.get("id") if media else None


def links(doc: Document, source: Source, region: Region, given: ChainTables) -> tuple[Link, ...]:
    """The chain for one source: the medium it spoke to or through, if any, then the source itself."""
    outlet = region.outlet
    told = _told(doc, region, source, outlet)
    relay = None if told == _OWN else _medium_spoken_to(doc, region, source, outlet)
    channel = _channel(doc, source, region, given)
    if told == _OWN and channel not in _SPECIFIC:
        channel = _OWN
    speaker = link(doc, source, channel or "unstated", region, given)
    if relay is None or source.kind == "media":
        return (speaker,)
    if channel in (None, "unstated", "statement", "interview"):
        issued = region.tail[0] <= relay.first < region.tail[1]
        speaker = link(doc, source, "statement" if issued or channel == "statement" else "interview", region, given)
    return (link_of_hit(doc, relay, given), speaker)


def link(doc: Document, source: Source, channel: str, region: Region, given: ChainTables) -> Link:
    """One link for a source as the text gives it."""
    return Link(
        source=Mention(source.span.of(doc.article.text), source.span),
        actor=source.actor,
        name=given.names.get(source.actor) if source.actor else None,
        kind=source.kind,
        role=source.role,
        affiliation=source.affiliation,
        channel=channel,
        named=source.named,
        time=_said_on(doc, region),
    )


def link_of_hit(doc: Document, hit: Hit, given: ChainTables) -> Link:
    """The link of a medium that is a known actor."""
    agent = known_agent(doc, hit)
    return Link(
        source=Mention(agent.span.of(doc.article.text), agent.span),
        actor=agent.actor,
        name=given.names.get(agent.actor or ""),
        kind="media",
        channel=given.channels.get(agent.actor or "") or "news_agency",
    )


def medium_channel(source: Source, given: ChainTables) -> str:
    """The channel that a source is by itself: an agency, a television, a report."""
    return source.channel or (given.channels.get(source.actor or "") if source.kind == "media" else "") or ""


def _channel(doc: Document, source: Source, region: Region, given: ChainTables) -> str | None:
    found = [h.entry.get("channel") for h in _hits(doc, "channels", region) if not _is_head(source, h)]
    specific = [channel for channel in found if channel in _SPECIFIC]
    if specific:
        return min(specific, key=_SPECIFIC.index)
    return (found[0] if found else "") or medium_channel(source, given) or None


def _is_head(source: Source, hit: Hit) -> bool:
    return source.kind == "media" and hit.first == source.first


def _told(doc: Document, region: Region, source: Source, outlet: str | None) -> str | None:
    """Whether the words were said to the outlet itself, or come from its own sources."""
    if source.kind == "outlet" or source.role is not None and outlet is not None and _reporter(doc, source):
        return None
    if source.channel == _OWN or any(True for _ in _hits(doc, "own_outlet", region)):
        return _OWN
    if any(h.prefix in doc.marks.to for h in _hits(doc, "source_nouns", region) if h.entry.get("kind") == "outlet"):
        return _OWN
    if any(i in doc.outlet for i in region.tokens()):
        return _OWN
    if outlet is None:
        return None
    for hit in _hits(doc, ACTORS, region):
        if hit.entry.get("id") == outlet and source.actor != outlet and source.kind != "outlet":
            return _OWN
    return None


def _reporter(doc: Document, source: Source) -> bool:
    """Whether the source is a correspondent: he reports for the outlet and did not tell it."""
    noun = doc.lexemes.at(source.first, "source_nouns")
    return noun is not None and noun.entry.get("kind") == "outlet"


def _medium_spoken_to(doc: Document, region: Region, source: Source, outlet: str | None) -> Hit | None:
    """A known medium named around the cue that is neither the source nor a part of it."""
    for hit in _hits(doc, ACTORS, region):
        actor = hit.entry.get("id")
        if hit.entry.get("kind") != "media" or actor in (source.actor, outlet):
            continue
        if not (source.first <= hit.first < source.last) or hit.prefix in doc.marks.to:
            return hit
    return None


def _said_on(doc: Document, region: Region) -> str | None:
    for i in region.tokens():
        found = doc.time_at(i)
        if found is not None and found.item.start and found.item.start == found.item.end:
            start: str = found.item.start
            return start[:10]
    return None


def _hits(doc: Document, name: str, region: Region) -> Iterator[Hit]:
    for i in region.tokens():
        for hit in doc.lexemes.by_start.get(i, ()):
            if hit.entry.list == name:
                yield hit


def _medium(base: Base, alias: str) -> str:
    for hit in _find(base, alias):
        if hit.entry.list == "source_nouns" and hit.first == 0:
            return hit.entry.get("channel")
    return ""


def _find(base: Base, text: str) -> list[Hit]:
    lexemes = base.lexicon.find(tokenise(base.normaliser.normal(text)))
    return [hit for hits in lexemes.by_list.values() for hit in hits]
