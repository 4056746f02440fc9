"""Build the links of a chain of sources: who passes the words on, through which channel, when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
_TELLING = ("channels", "own_outlet", "source_nouns", ACTORS)
_SPECIFIC = ("x", "facebook", "telegram", "youtube", "tv", "radio", "press_conference", "phone", "social_media")


_Hits = dict[str, list[Hit]]


@dataclass(frozen=True)
class ChainTables:
    """Names of actors by id, the channel that a medium is (agency, television), media by English name."""

    base: Base
    names: Mapping[str, Name]
    channels: Mapping[str, str]
    outlets: Mapping[str, str]


class Region(Struct, frozen=True, gc=False):
    """Tokens `[first, last)` around a cue in which channel, relay and time are looked for.

    `tail` is a second stretch, behind the content, `issued` where it names what passed the words on and
    not whom they were said to; `outlet` the actor id of the article's own outlet.
    """

    first: int
    last: int
    tail: tuple[int, int] = (0, 0)
    outlet: str | None = None
    issued: bool = True

    def tokens(self) -> Iterable[int]:
        """The tokens of the region and of its tail behind the content."""
        first, last = self.tail
        return range(self.first, self.last) if first >= last else (*range(self.first, self.last), *range(first, last))


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
    relay, channel = spoken_through(doc, source, region, given)
    speaker = link(doc, source, channel, region, given)
    return (speaker,) if relay is None else (link_of_hit(doc, relay, given), speaker)


def spoken_through(doc: Document, source: Source, region: Region, given: ChainTables) -> tuple[Hit | None, str]:
    """The known medium that a source spoke to or through, if any, and the channel that it spoke through."""
    hits = _hits(doc, region)
    told = _told(doc, region, source, hits)
    relay = None if told or not hits[ACTORS] else _medium_spoken_to(doc, region, source, hits)
    channel = _channel(source, hits, given)
    if told and channel not in _SPECIFIC and not (channel == "statement" and _received(doc, region)):
        channel = _OWN
    if relay is None or source.kind == "media":
        return None, channel or "unstated"
    if channel in (None, "unstated", "statement", "interview"):
        issued = region.tail[0] <= relay.first < region.tail[1] and region.issued
        return relay, "statement" if issued or channel == "statement" else "interview"
    return relay, channel


def _received(doc: Document, region: Region) -> bool:
    """Whether the outlet only got what was issued to all: in a statement of which it received a copy."""
    return len(doc.lexemes.within("receipts", region.first, region.last)) > 0


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


def _channel(source: Source, hits: _Hits, given: ChainTables) -> str | None:
    if not hits["channels"]:
        return medium_channel(source, given) or None
    found = [h.entry.get("channel") for h in hits["channels"] if not _is_head(source, h)]
    specific = [channel for channel in found if channel in _SPECIFIC]
    if specific:
        return min(specific, key=_SPECIFIC.index)
    return (found[0] if found else "") or medium_channel(source, given) or None


def _is_head(source: Source, hit: Hit) -> bool:
    return source.kind == "media" and hit.first == source.first


def _told(doc: Document, region: Region, source: Source, hits: _Hits) -> bool:
    """Whether the words were said to the outlet itself, or come from its own sources."""
    outlet = region.outlet
    if source.kind == "outlet" or (outlet is not None and _reporter(doc, source)):
        return False
    if source.channel == _OWN or hits["own_outlet"]:
        return True
    nouns = hits["source_nouns"]
    if nouns and any(h.prefix in doc.marks.to and h.entry.get("kind") == "outlet" for h in nouns):
        return True
    if doc.outlet and any(i in doc.outlet for i in region.tokens()):
        return True
    if outlet is None or source.actor == outlet:
        return False
    return any(hit.entry.get("id") == outlet for hit in hits[ACTORS])


def _reporter(doc: Document, source: Source) -> bool:
    """Whether the source is a correspondent: he reports for the outlet and did not tell it."""
    nouns = doc.lexemes.within("source_nouns", source.first, source.last)
    return any(noun.entry.get("kind") == "outlet" for noun in nouns)


def _medium_spoken_to(doc: Document, region: Region, source: Source, hits: _Hits) -> Hit | None:
    """A known medium named around the cue that is neither the source nor a part of it."""
    for hit in hits[ACTORS]:
        if hit.entry.get("kind") != "media" or hit.entry.get("id") in (source.actor, region.outlet):
            continue
        if not (source.first <= hit.first < source.last) or hit.prefix in doc.marks.to:
            return hit
    return None


def _said_on(doc: Document, region: Region) -> str | None:
    tokens, timed = region.tokens(), doc.timed
    for i in () if timed.keys().isdisjoint(tokens) else tokens:
        found = timed.get(i)
        if found is not None and found.item.start and found.item.start == found.item.end:
            start: str = found.item.start
            return start[:10]
    return None


def _hits(doc: Document, region: Region) -> _Hits:
    """The hits of a region, by those lists that tell of channels and media."""
    hits: _Hits = {name: [] for name in _TELLING}
    by_start, told = doc.lexemes.by_start, doc.lexemes.starts[_TELLING]
    for i in region.tokens():
        if i in told:
            for hit in by_start[i]:
                if hit.entry.list in hits:
                    hits[hit.entry.list].append(hit)
    return hits


def _medium(base: Base, alias: str) -> str:
    for hit in _find(base, alias):
        if hit.entry.list == "source_nouns" and hit.first == 0:
            return hit.entry.get("channel")
    return ""


def _find(base: Base, text: str) -> list[Hit]:
    lexemes = base.lexicon.find(tokenise(base.normaliser.normal(text)))
    return [hit for hits in lexemes.by_list.values() for hit in hits]
