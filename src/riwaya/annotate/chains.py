"""Build the links of a chain of sources: who passes the words on, through which channel, when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec import Struct

from riwaya.annotate.actors import LIST as ACTORS
from riwaya.annotate.agents import known_agent
from riwaya.annotate.document import Base, Document
from riwaya.annotate.phrase_index import QUOTED_MEDIA
from riwaya.annotate.phrases import noun_end
from riwaya.annotate.sources import Source
from riwaya.model.article import Article
from riwaya.model.claim import Link, Name
from riwaya.model.mention import Mention
from riwaya.rules.lexicon import Entry, Hit
from riwaya.text.tokens import tokenise

_OWN = "told_outlet"
_AGENCY = "news_agency"
_LONGEST_NAME = 4
"""The most words of a medium that no list knows."""
_SPECIFIC = ("x", "facebook", "telegram", "youtube", "tv", "radio", "press_conference", "phone", "social_media")


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
    not whom they were said to; `telling` are the tokens of both that tell of any of these, in order.
    """

    first: int
    last: int
    tail: tuple[int, int]
    issued: bool
    telling: Sequence[int]


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


def _own_outlet(article: Article, given: ChainTables) -> str | None:
    if not article.outlet:
        return None
    english = given.outlets.get(article.outlet.casefold())
    if english is not None:
        return english
    hits = _find(given.base, article.outlet)
    media = [h for h in hits if h.entry.list == ACTORS and h.entry.get("kind") == "media"]
    return media[0].entry.get("id") if media else None


class Chains:
    """Builds the links of one text; `outlet` is the actor id of the article's own outlet, if the lexicon knows it."""

    def __init__(self, doc: Document, given: ChainTables) -> None:
        self._doc, self._given, self.outlet = doc, given, _own_outlet(doc.article, given)
        nouns = [hit for hit in doc.lexemes.of("source_nouns") if hit.entry.attributes.get("kind") == "outlet"]
        told = [noun.first for noun in nouns if noun.prefix in doc.marks.to]
        addressed = [noun for noun in doc.lexemes.of("source_nouns") if noun.prefix in doc.marks.joined_to]
        self._quoted = _quoted_media(doc)
        self._papers = {noun.first for noun in addressed if _is_medium(noun.entry)}.union(self._quoted)
        self._reporters = {noun.first for noun in nouns}
        self._own = doc.lexemes.starts["own_outlet"].union(told, doc.outlet)
        self._telling = self._own.union(doc.index.channels, doc.timed, self._papers)

    def region(self, first: int, last: int, tail: tuple[int, int] = (0, 0), *, issued: bool = True) -> Region:
        """The region of tokens `[first, last)` and of a tail behind the content."""
        tokens = (*range(first, last), *range(*tail)) if tail[0] < tail[1] else range(first, last)
        return Region(first, last, tail, issued, [i for i in tokens if i in self._telling])

    def links(self, source: Source, region: Region) -> tuple[Link, ...]:
        """The chain for one source: the medium it spoke to or through, if any, then the source itself."""
        relay, channel = self.spoken_through(source, region)
        if relay is not None:
            return (self.link_of_hit(relay), self.link(source, channel, region))
        medium = self._addressed(source, region) if channel != _OWN else None
        if medium is None:
            return (self.link(source, channel, region),)
        if medium.actor is not None and medium.actor == self.outlet:
            return (self.link(source, _OWN, region),)
        passed = self.link(medium, self.medium_channel(medium) or _AGENCY, region)
        return (passed, self.link(source, "interview", region))

    def spoken_through(self, source: Source, region: Region) -> tuple[Hit | None, str]:
        """The known medium that a source spoke to or through, if any, and the channel that it spoke through."""
        media = self._hits(region.telling, ACTORS)
        told = self._told(source, region.telling, media)
        relay = None if told else self._medium_spoken_to(source, media)
        channel = self._channel(source, region.telling)
        if told and channel not in _SPECIFIC and not (channel == "statement" and self._received(region)):
            channel = _OWN
        if relay is None or source.kind == "media":
            return None, channel or "unstated"
        if channel in (None, "unstated", "statement", "interview"):
            issued = region.tail[0] <= relay.first < region.tail[1] and region.issued
            return relay, "statement" if issued or channel == "statement" else "interview"
        return relay, channel

    def link(self, source: Source, channel: str, region: Region) -> Link:
        """One link for a source as the text gives it."""
        return Link(
            source=Mention(source.span.of(self._doc.article.text), source.span),
            actor=source.actor,
            name=self._given.names.get(source.actor) if source.actor else None,
            kind=source.kind,
            role=source.role,
            affiliation=source.affiliation,
            channel=channel,
            named=source.named,
            time=self._said_on(region),
        )

    def link_of_hit(self, hit: Hit) -> Link:
        """The link of a medium that is a known actor."""
        agent = known_agent(self._doc, hit)
        return Link(
            source=Mention(agent.span.of(self._doc.article.text), agent.span),
            actor=agent.actor,
            name=self._given.names.get(agent.actor or ""),
            kind="media",
            channel=self._given.channels.get(agent.actor or "") or _AGENCY,
        )

    def medium_channel(self, source: Source) -> str:
        """The channel that a source is by itself: an agency, a television, a report."""
        known = source.channel or (self._given.channels.get(source.actor or "") if source.kind == "media" else "")
        return known or ""

    def _hits(self, tokens: Sequence[int], name: str) -> Sequence[Hit]:
        """The hits of a list that begin at some tokens."""
        hits = self._doc.lexemes.by_start
        return [hit for i in tokens for hit in hits.get(i, ()) if hit.entry.list == name] if tokens else ()

    def _channel(self, source: Source, telling: Sequence[int]) -> str | None:
        channels = self._hits(telling, "channels")
        found = [hit.entry.get("channel") for hit in channels if not _is_head(source, hit)] if channels else []
        specific = [channel for channel in found if channel in _SPECIFIC]
        if specific:
            return min(specific, key=_SPECIFIC.index)
        return (found[0] if found else "") or self.medium_channel(source) or None

    def _told(self, source: Source, telling: Sequence[int], media: Sequence[Hit]) -> bool:
        """Whether the words were said to the outlet itself, or come from its own sources."""
        outlet = self.outlet
        if source.kind == "outlet" or (outlet is not None and self._reports(source)):
            return False
        if source.channel == _OWN or (telling and not self._own.isdisjoint(telling)):
            return True
        if outlet is None or source.actor == outlet:
            return False
        return outlet in [hit.entry.get("id") for hit in media] if media else False

    def _reports(self, source: Source) -> bool:
        """Whether the source is a correspondent: he reports for the outlet and did not tell it."""
        return bool(self._reporters) and not self._reporters.isdisjoint(range(source.first, source.last))

    def _medium_spoken_to(self, source: Source, media: Sequence[Hit]) -> Hit | None:
        """A known medium named around the cue that is neither the source nor a part of it."""
        for hit in media:
            if hit.entry.get("kind") != "media" or hit.entry.get("id") in (source.actor, self.outlet):
                continue
            if not (source.first <= hit.first < source.last) or hit.prefix in self._doc.marks.to:
                return hit
        return None

    def _addressed(self, source: Source, region: Region) -> Source | None:
        """A medium that is no known actor by its name alone, to which a source is said to have spoken: `told «X»`."""
        doc = self._doc
        papers = [i for i in region.telling if i in self._papers and i < region.last] if self._papers else ()
        if source.kind == "media" or not papers:
            return None
        first = papers[0]
        quoted = self._quoted.get(first)
        if quoted is not None:
            span = doc.tokens.span(quoted.first, quoted.last, 1 if quoted.first == first else 0)
            return Source(first, quoted.last, span, "media", actor=quoted.entry.get("id") or None)
        last = noun_end(doc, first, min(first + _LONGEST_NAME, region.last))
        last = doc.close_after(first, last)
        noun = doc.lexemes.at(first, "source_nouns")
        if noun is None or last < first + 2 or source.first <= first < source.last:
            return None
        span = doc.tokens.span(first, last, len(noun.prefix))
        return Source(first, last, span, "media", channel=noun.entry.get("channel") or None)

    def _received(self, region: Region) -> bool:
        """Whether the outlet only got what was issued to all: in a statement of which it received a copy."""
        return len(self._doc.lexemes.within("receipts", region.first, region.last)) > 0

    def _said_on(self, region: Region) -> str | None:
        timed = self._doc.timed
        for i in region.telling:
            found = timed.get(i)
            if found is not None and found.item.start and found.item.start == found.item.end:
                start: str = found.item.start
                return start[:10]
        return None


def _quoted_media(doc: Document) -> dict[int, Hit]:
    """The media with common words for names, by the token at which li- leads to them."""
    found: dict[int, Hit] = {}
    for hit in doc.lexemes.of(QUOTED_MEDIA):
        joined = hit.entry.get("joined") != ""
        i = hit.first if joined else hit.first - 2
        if i in doc.index.addressed and (joined or doc.tokens.norm[i] in doc.marks.to):
            found[i] = hit
    return found


def _is_medium(noun: Entry) -> bool:
    """Whether a noun stands for one medium: a paper, a station."""
    return noun.get("kind") == "media" and noun.get("number") == "s"


def _is_head(source: Source, hit: Hit) -> bool:
    return source.kind == "media" and hit.first == source.first


def _medium(base: Base, alias: str) -> str:
    for hit in _find(base, alias):
        if hit.entry.list == "source_nouns" and hit.first == 0:
            return hit.entry.get("channel")
    return ""


def _find(base: Base, text: str) -> list[Hit]:
    lexemes = base.lexicon.find(tokenise(base.normaliser.normal(text)))
    return [hit for hits in lexemes.by_list.values() for hit in hits]
