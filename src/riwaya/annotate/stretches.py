"""Cut a sentence into stretches: where each speech begins and ends, and what is left to the outlet."""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter

from msgspec import Struct, field

from riwaya.annotate.comments import comment_in
from riwaya.annotate.document import Document
from riwaya.annotate.frames import Frame
from riwaya.annotate.marks import OPENS, QUOTES
from riwaya.annotate.phrases import (
    COMPLEMENTIZER,
    CONJUNCTION,
    EITHER,
    MARK,
    NOUN,
    PREPOSITION,
    QUOTE,
    RELATIVE,
    VERB,
    noun_phrase,
)
from riwaya.annotate.sources import Source
from riwaya.text.sentences import Sentence

_OPEN = attrgetter("open")
_SHORTEST_OWN = 4
_NESTED_REACH = 2
_SHORTEST_TAIL = 4
_DATELINE = 14
_CHANNEL_REACH = 12
_HEADING = 12
_AFTERTHOUGHT = 3
_HALF_SAID = 4
_ANSWER_REACH = 14
_FAR_CLOSE = 80
_NO_OPENING = PREPOSITION + RELATIVE + CONJUNCTION + COMPLEMENTIZER
_NOUNS = NOUN + EITHER
_APART = MARK + VERB + CONJUNCTION
_OCCASIONS = frozenset({"statement", "press_conference", "interview"})


class Speech(Struct):
    """One speech of a sentence: all of it is tokens `[begin, end)`, its words are `content`.

    `relays` are media found behind the words that passed them on; `tail` is where
    a channel is named behind them; `nested` is the speech inside which
    this one stands.
    """

    frame: Frame
    begin: int
    end: int
    content: tuple[int, int]
    relays: list[Source] = field(default_factory=list)
    nested: Speech | None = None
    tail: tuple[int, int] | None = None
    channel: str | None = None


def body(doc: Document, sentence: Sentence) -> tuple[int, int]:
    """The sentence without the closing marks of one before it and without a dateline."""
    first = after_dateline(doc, sentence)
    while first < sentence.last and doc.classes[first] == MARK and doc.tokens.norm[first] not in doc.marks.open:
        first += 1
    return first, sentence.last


def is_heading(doc: Document, sentence: Sentence) -> bool:
    """Whether the one sentence of a paragraph is a heading, a byline or a related link, not a statement.

    Such lines are short and bear no full stop, or are a question; a line that goes on with and is none.
    """
    first, last, norm = sentence.first, sentence.last, doc.tokens.norm
    if not doc.marks.statement.isdisjoint(norm[max(first, last - 2) : last]):
        return False
    return _words(doc, first, last) <= _HEADING and not norm[first].startswith(doc.marks.and_)


def after_dateline(doc: Document, sentence: Sentence) -> int:
    """Behind `place, country (agency) --` at a paragraph's head; the sentence's first token where none is."""
    norm = doc.tokens.norm
    if doc.shapes.find(OPENS, sentence.first + 1, sentence.first + _DATELINE) < 0:
        return sentence.first
    for i in range(sentence.first + 1, min(sentence.first + _DATELINE, sentence.last - 1)):
        if doc.classes[i - 1] in (VERB, QUOTE):
            break
        if norm[i] in doc.marks.dash and norm[i - 1] in doc.marks.close:
            return i + 1 + (norm[i + 1] in doc.marks.dash)
    return sentence.first


def own_voice(doc: Document, first: int, last: int, *, whole: bool) -> bool:
    """Whether tokens `[first, last)` say something by themselves: a whole sentence, or a clause with a verb."""
    if whole:
        return _words(doc, first, last) >= 2
    if last - first < _SHORTEST_OWN or _words(doc, first, last) < _SHORTEST_OWN:
        return False
    kinds = doc.classes[first:last]
    first = _after_joints(doc, first, last)
    if first >= last or doc.lexemes.at(first, "adverbs", "connectors"):
        return False
    if first in doc.lexemes.starts["comments"]:
        return True
    begins = doc.classes[first]
    if begins == RELATIVE:
        return False
    absolute = doc.tokens.norm[first].endswith(doc.marks.circumstance[0])
    return VERB in kinds or (begins == EITHER and not absolute)


def leads(doc: Document, speech: Speech, first: int, position: int) -> bool:
    """Whether a statement stands before the first cue of a sentence, though no verb of it is known.

    The cue is joined to it by and, or a participle (and ..., saying that).
    """
    frame = speech.frame
    if position != first or doc.classes[first] in _NO_OPENING or _words(doc, first, speech.begin) < _SHORTEST_OWN:
        return False
    return frame.kind == "participle" or (frame.hit is not None and frame.hit.prefix.startswith(doc.marks.and_))


def _after_joints(doc: Document, first: int, last: int) -> int:
    while first < last and doc.classes[first] in (MARK, QUOTE):
        first += 1
    return first


def without_joint(doc: Document, first: int, last: int) -> int:
    """The end of a stretch without the relative, conjunction or comma that leads on to the next one."""
    end = last
    while end > first and doc.classes[end - 1] in (RELATIVE, "C", COMPLEMENTIZER, MARK):
        if doc.tokens.norm[end - 1] in doc.marks.stop or doc.tokens.norm[end - 1] in doc.marks.close:
            break
        end -= 1
    return end


def impersonal(frame: Frame, first: int) -> bool:
    """It is said that, it is mentioned that: an imperfect without a subject that opens its sentence."""
    entry = frame.hit.entry if frame.hit else None
    return (
        entry is not None
        and frame.source is None
        and frame.kind == "say"
        and entry.get("tense") == "imperfect"
        and (frame.cue[0] == first or bool(entry.get("certainty")))
    )


def cut(doc: Document, frames: list[Frame], first: int, last: int) -> list[Speech]:
    """The speeches of a sentence in order; attributions behind the words are joined to what they vouch for."""
    speeches: list[Speech] = []
    for frame in frames:
        if speeches and (_inside_quotation(doc, frame, speeches[-1]) or _inner_verb(doc, frame, speeches[-1])):
            continue
        if frame.kind in ("according", "behind"):
            _according(doc, frame, speeches, (first, last))
            _share_relays(speeches)
        elif frame.content is not None:
            _append(doc, frame, speeches, first)
    for speech in speeches:
        if speech.frame.kind == "say" and not speech.frame.quotation:
            _end_at_quotation(doc, speech)
            _channel_behind(doc, speech)
            _comment_behind(doc, speech)
        speech.content = trimmed(doc, *speech.content)
    return [s for s in speeches if s.content[1] > s.content[0]]


def _inner_verb(doc: Document, frame: Frame, speech: Speech) -> bool:
    """A verb of attitude inside a reported clause belongs to the clause: he said it justifies, it thinks that.

    A verb that opens its clause anew (and denied ...) is a speech of its own, and so is reported speech
    at the head of the content (he said the ministry confirmed ...).
    """
    hit = frame.hit
    if frame.kind != "say" or hit is None or hit.prefix or frame.cue[0] >= speech.content[1]:
        return False
    if doc.classes[frame.cue[0] - 1] == RELATIVE:
        return frame.nominal
    imperfect = hit.entry.get("tense") == "imperfect"
    if imperfect and (frame.nominal or hit.entry.get("stance") == "opined"):
        return True
    if frame.source is None and doc.classes[frame.cue[0] - 1] in _NOUNS and not _shown(doc, frame, speech):
        return True
    before = frame.outer[0] - 1
    anew = doc.tokens.norm[before] in doc.marks.comma or doc.classes[before] == "C"
    return frame.nominal and not anew


def _shown(doc: Document, frame: Frame, speech: Speech) -> bool:
    """Whether somebody says what the pictures are that he shows: pictures of a wreck he said was theirs."""
    return bool(doc.lexemes.within("shown", speech.content[0], frame.cue[0]))


def _end_at_quotation(doc: Document, speech: Speech) -> None:
    """Content that begins with a long quotation ends with it, unless what follows is joined to it."""
    first, last = speech.content
    if doc.shapes.find(QUOTES, first, last) < 0:
        return
    close = _runs_over(doc, first, last)
    if close is not None:
        speech.content, speech.end = (first, close + 1), close + 1
        return
    for q in doc.opened(first):
        behind = q.close + 1
        if not q.closed or q.close - q.open <= _SHORTEST_TAIL or behind + 1 >= last:
            if q.closed and q.close >= last:
                speech.content, speech.end = (first, q.close + 1), q.close + 1
            continue
        follows = doc.tokens.norm[behind + 1]
        joins = doc.lexemes.at(behind + 1, "conjunctions", "complementizers") or follows.startswith(doc.marks.and_)
        if doc.tokens.norm[behind] in doc.marks.comma and not joins:
            speech.content, speech.end = (first, behind), behind


def _runs_over(doc: Document, first: int, last: int) -> int | None:
    """The close of a quotation that begins in tokens `[first, last)` and ends behind them, in another sentence."""
    quotations = doc.layout.quotations
    k = bisect_left(quotations, last, key=_OPEN) - 1
    if k < 0 or quotations[k].open < first or not quotations[k].closed:
        return None
    close = quotations[k].close
    return close if last <= close < last + _FAR_CLOSE else None


def _channel_behind(doc: Document, speech: Speech) -> None:
    """Through an agency, in a statement: a channel named behind the content is no part of it."""
    first, last = speech.content
    channels = doc.index.channels
    if channels.isdisjoint(range(max(first + 2, last - _CHANNEL_REACH) + 1, last)):
        return
    for i in range(max(first + 2, last - _CHANNEL_REACH), last - 1):
        if doc.classes[i] != PREPOSITION or i + 1 not in channels:
            continue
        hit = doc.lexemes.at(i + 1, "channels") or doc.lexemes.at(i + 1, "actors")
        if hit is None:
            continue
        through = doc.lexemes.at(i, "passages") is not None
        medium = hit.entry.get("kind") == "media" if hit.entry.list == "actors" else bool(hit.entry.get("channel"))
        phrase = noun_phrase(doc, i + 1, last, tails=True)
        ends = phrase is not None and _words(doc, phrase.last, last) <= _AFTERTHOUGHT
        through = through or hit.entry.get("channel") in _OCCASIONS
        if medium and ((through and ends) or doc.tokens.norm[i - 1] in doc.marks.comma):
            speech.content, speech.tail = (first, i), (i, last)
            return


def _comment_behind(doc: Document, speech: Speech) -> None:
    """What the outlet remarks on the words it reports is no part of them."""
    begin = comment_in(doc, *speech.content)
    if begin is not None:
        speech.content, speech.end = (speech.content[0], begin), begin


def _inside_quotation(doc: Document, frame: Frame, speech: Speech) -> bool:
    """A cue inside the words of a quotation that the speech before it covers is part of these words."""
    cue = frame.cue[0]
    if speech.frame.quotation:
        return cue < speech.content[1]
    quotations = doc.layout.quotations
    k = bisect_left(quotations, speech.content[0] - 1, key=_OPEN)
    quoted = (q for q in quotations[k : bisect_left(quotations, cue, k, key=_OPEN)] if q.closed and cue < q.close)
    return any(q.close - q.open > _SHORTEST_TAIL for q in quoted)


def _append(doc: Document, frame: Frame, speeches: list[Speech], first: int) -> None:
    content = frame.content or (0, 0)
    begin = _outer_begin(doc, frame.outer[0], speeches[-1].content[0] if speeches else first)
    speech = Speech(frame, begin, content[1] + (1 if frame.quotation else 0), content)
    if speeches and speeches[-1].content[1] > begin:
        previous = speeches[-1]
        joined = frame.hit is not None and bool(frame.hit.prefix)
        plain = previous.frame.nominal or previous.frame.kind != "say"
        near = begin - previous.content[0] <= _NESTED_REACH and not _parted(doc, previous.content[0], frame.outer[0])
        if near and frame.source is not None and not joined and not plain:
            speech.nested, speech.begin = previous, previous.begin
        previous.content = (previous.content[0], max(begin, previous.content[0]))
        previous.end = min(previous.end, begin)
    speeches.append(speech)


def _parted(doc: Document, first: int, last: int) -> bool:
    """Whether a mark, a verb or a word that opens a new clause stands in tokens `[first, last)`."""
    return any(kind in _APART for kind in doc.classes[first:last]) or bool(
        doc.lexemes.within("connectors", first, last)
    )


def _outer_begin(doc: Document, begin: int, floor: int) -> int:
    """Step back over the words that join a speech to what stands before it: while, on his part, a comma."""
    moved, joints = True, doc.lexemes.starts["connectors", "adverbs"]
    while moved and begin > floor:
        moved = False
        for length in (1, 2, 3):
            at = begin - length
            hit = doc.lexemes.at(at, "connectors", "adverbs") if at >= floor and at in joints else None
            if hit is not None and hit.last == begin:
                begin, moved = at, True
                break
        if not moved and begin > floor and doc.classes[begin - 1] == MARK:
            begin, moved = begin - 1, True
    return begin


def _according(doc: Document, frame: Frame, speeches: list[Speech], limits: tuple[int, int]) -> None:
    first, last = limits
    source_end = frame.source.last if frame.source else frame.cue[1]
    begin = _attribution_begin(doc, frame.outer[0], first)
    if speeches and (speeches[-1].content[1] > begin or _afterthought(doc, speeches[-1].end, begin, source_end, last)):
        _behind_speech(frame, speeches[-1], begin, source_end)
        return
    start = max(first, speeches[-1].end if speeches else first)
    if _words(doc, start, begin) >= 2:
        end = source_end
        tail = _words(doc, source_end, last)
        half = _words(doc, start, begin) <= _HALF_SAID and doc.classes[source_end : source_end + 1] == PREPOSITION
        medial = tail >= _SHORTEST_TAIL and (half or _goes_on(doc, source_end))
        content = (start, last) if medial else (start, begin)
        speeches.append(Speech(frame, start, last if medial else end, content))
        return
    begin_content = _main_clause(doc, source_end, last)
    if doc.classes[begin_content : begin_content + 1] in (VERB, RELATIVE) or begin_content in doc.index.addressed:
        answers = range(begin_content, min(begin_content + _ANSWER_REACH, last))
        answer = next((i for i in answers if doc.tokens.norm[i] in doc.marks.answer), begin_content)
        begin_content = _main_clause(doc, answer, last)
    speeches.append(Speech(frame, start, last, (begin_content, last)))


def _afterthought(doc: Document, end: int, begin: int, behind: int, last: int) -> bool:
    """Whether an attribution stands right behind a quotation that has ended, with nothing of weight after it."""
    if last - behind > _HEADING or begin - end > _HEADING:
        return False
    return _words(doc, end, begin) < 2 and _words(doc, behind, last) <= _AFTERTHOUGHT


def _share_relays(speeches: list[Speech]) -> None:
    """What a medium relayed behind a participle it relayed of the speech that the participle continues."""
    if len(speeches) > 1 and speeches[-1].relays and speeches[-1].frame.kind == "participle":
        speeches[-2].relays.extend(r for r in speeches[-1].relays if r not in speeches[-2].relays)


def _behind_speech(frame: Frame, speech: Speech, begin: int, end: int) -> None:
    """An attribution behind a speech: a medium passed it on, anything else repeats its source."""
    speech.content = (speech.content[0], max(begin, speech.content[0]))
    speech.end = end
    if frame.source is not None and frame.source.kind == "media":
        speech.relays.append(frame.source)
    elif frame.source is not None:
        speech.channel = frame.source.channel


def _attribution_begin(doc: Document, begin: int, first: int) -> int:
    while begin > first:
        word = doc.tokens.norm[begin - 1]
        if doc.classes[begin - 1] != MARK and word not in doc.marks.that_is:
            break
        begin -= 1
    return begin


def _goes_on(doc: Document, i: int) -> bool:
    """Whether the clause goes on behind an inserted attribution, so that this one stands in its middle."""
    if doc.tokens.norm[i] not in doc.marks.comma and doc.tokens.norm[i] not in doc.marks.dash:
        return False
    follows = doc.lexemes.at(i + 1, "connectors", "conjunctions", "reporting", "relatives", "adverbs")
    return follows is None and not doc.tokens.norm[i + 1].startswith(doc.marks.and_)


def _main_clause(doc: Document, i: int, last: int) -> int:
    while i < last:
        word = doc.tokens.norm[i]
        answers = word in doc.marks.answer or doc.classes[i] == COMPLEMENTIZER
        if doc.classes[i] != MARK and not answers:
            break
        i += 1
    return i


def _words(doc: Document, first: int, last: int) -> int:
    kinds = doc.classes[first:last]
    return len(kinds) - kinds.count(MARK) - kinds.count(QUOTE)


def trimmed(doc: Document, first: int, last: int) -> tuple[int, int]:
    """Content without the marks around it; a quotation mark goes only with its partner."""
    while last > first and doc.classes[last - 1] == MARK and doc.tokens.norm[last - 1] not in doc.marks.close:
        last -= 1
    if last - first > 2 and first in doc.closings.get(last - 1, ()):
        return trimmed(doc, first + 1, last - 1)
    end, closings = last, doc.closings
    while end > first and end - 1 in closings and not all(first <= opened < last for opened in closings[end - 1]):
        end -= 1
    return first, end
