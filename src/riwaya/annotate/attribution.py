"""Attribute every sentence: cut it into stretches, each vouched for by one source or by the outlet itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from riwaya.annotate.chains import Chains, ChainTables, Region, load_chains
from riwaya.annotate.channels import channel_before, medium_behind
from riwaya.annotate.document import Base, Document, Fired
from riwaya.annotate.frame_phrases import STARTS_KNOWN
from riwaya.annotate.frames import AttributionRule, Finder, Frame, Frames
from riwaya.annotate.memory import Memory, same_source
from riwaya.annotate.phrases import MARK
from riwaya.annotate.sources import Source, read_source
from riwaya.annotate.stretches import (
    Speech,
    body,
    cut,
    impersonal,
    is_heading,
    leads,
    own_voice,
    without_joint,
)
from riwaya.annotate.subjects import agreed, subject_before, subject_of, subject_of_sentence
from riwaya.model.claim import Link
from riwaya.model.mention import Mention
from riwaya.rules.lexicon import Hit
from riwaya.rules.load import load_rules
from riwaya.rules.match import Matcher
from riwaya.text.sentences import Sentence

REQUIRES = ("classes", "times", "places", "agents")
ASSIGNS = ("attributions",)
_LONGEST_LEAD = 12
_CUES = (
    "reporting", "reporting_phrases", "relays", "ascriptions", "blaming",
    "silences", "refusals", "unanswered", "unissued", "unobtained",
)  # fmt: skip
_CONTENT = attrgetter("content")
_WITNESSES = frozenset({"residents", "activists"})


class Attribution(Struct, frozen=True, gc=False):
    """A stretch of content and who vouches for it; an empty chain is the outlet's own voice.

    `content` is a token range, `skip` the letters of a preposition joined to its first word.
    """

    content: tuple[int, int]
    skip: int
    cue: Mention | None
    chain: tuple[Link, ...]
    source: Source | None
    kind: str
    rule: str
    stance: str
    certainty: str
    quotation: bool = False


@dataclass(frozen=True)
class Tables:
    """The attribution rules, ready to match, and what chains are built from."""

    finder: Finder
    chains: ChainTables


def load(base: Base) -> Tables:
    """Load `grammar/attribution`. Raises DataError for faults of its rules."""
    matcher = Matcher(base.normaliser, base.clitics, STARTS_KNOWN)
    return Tables(Finder(load_rules(base.folder, "attribution", AttributionRule), matcher), load_chains(base))


def annotate(doc: Document, given: Tables) -> Document:
    """Return `doc` with `attributions` in text order."""
    reader = _Reader(doc, Frames(doc, given.finder), Chains(doc, given.chains))
    headings = set(_headings(doc))
    for sentence in doc.layout.sentences:
        if sentence.first not in headings:
            reader.read(sentence)
    done = tuple(sorted(reader.done, key=_CONTENT))
    fired = tuple([_fired(doc, a) for a in done if a.rule]) if doc.explained else ()
    return doc.knowing(attributions=done, fired=doc.fired + fired)


def _headings(doc: Document) -> Iterator[int]:
    """The first tokens of sentences that state nothing: openings of furniture, and headings, alone in a paragraph."""
    alone = Counter([sentence.paragraph for sentence in doc.layout.sentences])
    if len(alone) > 1:
        yield from doc.lexemes.starts["furniture_openings"]
        for sentence in doc.layout.sentences:
            if alone[sentence.paragraph] == 1 and is_heading(doc, sentence):
                yield sentence.first


def _fired(doc: Document, found: Attribution) -> Fired:
    content = doc.tokens.span(*found.content)
    roles = [("content", content)]
    if found.cue is not None:
        roles.insert(0, ("cue", found.cue.span))
    roles += [("source", link.source.span) for link in found.chain]
    return Fired(found.rule, content, tuple(roles))


@dataclass
class _Reader:
    """Reads sentence after sentence and remembers who spoke."""

    doc: Document
    frames: Frames
    chains: Chains
    memory: Memory = field(default_factory=Memory)
    done: list[Attribution] = field(default_factory=list)
    covered: int = 0
    spoken: bool = False
    begun: int = 0

    def read(self, sentence: Sentence) -> None:
        first, last = body(self.doc, sentence)
        if self.covered > first:
            first = min(self.covered, last)
        if last - first < 1:
            return
        found = self.frames.of(sentence)
        frames = [f for f in found if f.cue[0] >= first and not impersonal(f, first)] if found else ()
        if frames:
            self._speeches(frames, first, last)
        else:
            self._silent_sentence(first, last)

    def _silent_sentence(self, first: int, last: int) -> None:
        """No cue: a quotation goes on with the last speech, anything else is the outlet's own voice."""
        spoke = self.memory.last_direct(self.done)
        opened = self.doc.opened(first) if spoke is not None else ()
        quoted = [q for q in opened if q.close >= last - 2 and q.close - first > 4]
        if quoted and spoke is not None:
            self.covered = quoted[0].close + 1
            self._emit(replace(spoke, content=(first + 1, quoted[0].close), skip=0, quotation=True))
        elif own_voice(self.doc, first, last, whole=True):
            self._own(first, last)

    def _speeches(self, frames: Sequence[Frame], first: int, last: int) -> None:
        known = [subject_before(self.doc, f, first) for f in frames]
        known = self._spoken_by_somebody(known, first)
        if not known:
            self._silent_sentence(first, last)
            return
        speeches = cut(self.doc, known, first, last)
        position, self.spoken, self.begun = first, False, first
        for speech in speeches:
            own = own_voice(self.doc, position, speech.begin, whole=False) or leads(self.doc, speech, first, position)
            if own and not self._announces(speech, position):
                self._own(position, speech.begin)
            self._speak(speech, first)
            if speech.end > position:
                position = speech.end
        self.covered = max(self.covered, position if position > last else 0)
        if own_voice(self.doc, position, last, whole=False):
            self._own(position, last)

    def _announces(self, speech: Speech, position: int) -> bool:
        """Whether what stands before a speech says no more than that somebody spoke, or where.

        `X commented, saying`; `in a speech that he gave in parliament, X said`.
        """
        near = speech.begin - position < _LONGEST_LEAD
        if near and channel_before(self.doc, speech.frame, position) == position < speech.frame.outer[0]:
            return True
        if speech.frame.kind != "participle":
            return False
        if self.doc.lexemes.at(position, "speech_openings") and near:
            return MARK not in self.doc.classes[position + 1 : speech.begin - 1]
        verb = self.doc.lexemes.at(position, "reporting")
        source = read_source(self.doc, verb.last, speech.begin) if verb is not None else None
        return source is not None and source.last >= speech.begin - 1

    def _spoken_by_somebody(self, frames: list[Frame], first: int) -> list[Frame]:
        """The frames with a speaker: named in them, earlier in the sentence, or before it."""
        kept: list[Frame] = []
        for frame in frames:
            named = frame.source is not None or frame.kind in ("participle", "colon", "according")
            if named or self._continues(frame, kept, first):
                kept.append(frame)
        return kept

    def _continues(self, frame: Frame, before: list[Frame], first: int) -> bool:
        """Whether a frame without a speaker goes on with one before it."""
        if frame.kind == "silence" and not (frame.hit is not None and frame.hit.entry.get("continues")):
            return False
        if any(f.source is not None for f in before) or self.memory.speaks(frame.hit):
            return True
        return frame.kind == "say" and subject_of_sentence(self.doc, frame, first) is not None

    def _own(self, first: int, last: int) -> None:
        last = without_joint(self.doc, first, last)
        self._emit(Attribution((first, last), 0, None, (), None, "own", "", "asserted", "certain"))

    def _emit(self, found: Attribution) -> None:
        if found.content[1] > found.content[0]:
            self.done.append(found)

    def _speak(self, speech: Speech, first: int) -> None:
        """Work out the chain of one speech and remember its speaker."""
        frame = speech.frame
        source, before = self._identify(speech, first)
        if source is None:
            if frame.kind != "according":
                self._own(speech.begin, speech.content[1])
            return
        chain = self._chain(speech, source, before)
        attributes = frame.hit.entry.attributes if frame.hit else {}
        found = Attribution(
            content=speech.content,
            skip=frame.skip,
            cue=self._cue(frame),
            chain=chain,
            source=source,
            kind=frame.kind,
            rule=frame.rule.id,
            stance=attributes.get("stance") or "asserted",
            certainty=attributes.get("certainty") or "certain",
            quotation=frame.quotation,
        )
        self.memory.remember(source, chain, direct=frame.quotation)
        self.spoken = True
        self._emit(found)

    def _cue(self, frame: Frame) -> Mention | None:
        first, last = frame.cue
        if last <= first:
            return None
        letters = 0
        for name in _CUES:
            hit = self.doc.lexemes.at(first, name)
            if hit is not None:
                letters = len(hit.prefix)
                break
        span = self.doc.tokens.span(first, last, letters)
        return Mention(span.of(self.doc.article.text), span)

    def _identify(self, speech: Speech, first: int) -> tuple[Source | None, tuple[Link, ...]]:
        """The source of a speech, and the chain of the same speaker's last one."""
        frame = speech.frame
        if frame.source is None:
            if frame.kind == "participle" and not self.spoken:
                subject = subject_of(self.doc, first, frame.cue[0])
                return (subject, ()) if subject else self.memory.latest()
            if frame.kind in ("participle", "according", "silence"):
                return self.memory.latest()
            subject = None if self.spoken else subject_of_sentence(self.doc, frame, first)
            return self.memory.identify(self.doc, subject) if subject else self.memory.agreeing(frame.hit)
        return self.memory.identify(self.doc, agreed(frame.source, frame))

    def _chain(self, speech: Speech, source: Source, before: tuple[Link, ...]) -> tuple[Link, ...]:
        frame, doc, chains = speech.frame, self.doc, self.chains
        end = max(frame.cue[1], min(speech.content[0], frame.outer[1]))
        begin, tail = channel_before(doc, frame, self.begun), speech.tail or medium_behind(doc, frame) or (0, 0)
        region = chains.region(begin, end, tail, issued=speech.tail is not None)
        if frame.source is None:
            chain = before or chains.links(source, chains.region(*frame.cue))
            chain = _through(chain, chains.spoken_through(source, region), chains)
        else:
            chain = chains.links(source, region)
            chain = _inherit(chain, before, self.memory.latest()[1])
        if speech.channel is not None:
            chain = _with_channel(chain, speech.channel)
        if frame.kind == "relay":
            chain = (_set(chain[-1], "interview" if source.kind in _WITNESSES else "unstated"),)
        for relay in (frame.relay, *speech.relays):
            if relay is not None:
                chain = self._relayed(chain, relay, region)
        if speech.nested is not None:
            outer, before = self._identify(speech.nested, speech.begin)
            repeated = outer is None or any(same_source(doc, outer, step) for step in chain)
            chain = chain if outer is None or repeated else (*self._chain(speech.nested, outer, before), *chain)
        return chain

    def _relayed(self, chain: tuple[Link, ...], relay: Source, region: Region) -> tuple[Link, ...]:
        """The chain with the medium that passed the words on before it; to the article's own outlet they were told."""
        if (relay.actor is not None and relay.actor == self.chains.outlet) or relay.first in self.doc.outlet:
            return _with_channel(chain, "told_outlet")
        known, _ = self.memory.identify(self.doc, relay)
        if known is None or any(same_source(self.doc, known, step) for step in chain):
            return chain
        channel = self.chains.medium_channel(known) or "unstated"
        return (self.chains.link(known, channel, region), *chain)


def _through(chain: tuple[Link, ...], spoken: tuple[Hit | None, str], chains: Chains) -> tuple[Link, ...]:
    """The chain of somebody who goes on speaking, with the medium and the channel now named."""
    medium, channel = spoken
    if medium is not None and len(chain) == 1:
        chain = (chains.link_of_hit(medium), *chain)
    return _with_channel(chain, channel)


def _with_channel(chain: tuple[Link, ...], channel: str) -> tuple[Link, ...]:
    return chain if channel == "unstated" else (*chain[:-1], _set(chain[-1], channel))


def _inherit(chain: tuple[Link, ...], before: tuple[Link, ...], latest: tuple[Link, ...]) -> tuple[Link, ...]:
    """A speaker named again goes on through the same channel, unless another is given.

    Through a medium only where nobody else spoke in between: `latest` is the chain of who spoke last.
    """
    if not before or len(chain) > 1 or chain[-1].channel != "unstated":
        return chain
    if len(before) > 1 and latest != before:
        return chain
    return (*before[:-1], _set(chain[-1], before[-1].channel))


def _set(old: Link, channel: str) -> Link:
    return Link(
        source=old.source, actor=old.actor, name=old.name, kind=old.kind, role=old.role,
        affiliation=old.affiliation, channel=channel, named=old.named, time=old.time,
    )  # fmt: skip
