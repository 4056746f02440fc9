"""Records of two outlets on one matter, and strategies that draw acts of people on them."""

from functools import lru_cache

from hypothesis import strategies as st
from tests.reading import loaded

from riwaya.model.article import Article
from riwaya.model.claim import Argument, Link
from riwaya.model.judgement import (
    Accept,
    Bulk,
    CertaintyChange,
    Correct,
    DateChange,
    EventAt,
    Judgement,
    KnownActor,
    Merge,
    Note,
    PartyChange,
    PlaceChange,
    PolarityChange,
    Reject,
    SourceChange,
    SpanChange,
    Split,
    StanceChange,
    TypeChange,
    Undo,
)
from riwaya.model.mention import Mention, PlaceMention
from riwaya.model.span import Span
from riwaya.pipeline import analyse

TEXTS = {
    "a1": (
        "قال قائد الشرطة إن ثلاثة أشخاص قتلوا في انفجار عبوة ناسفة وسط مدينة الرقة يوم الجمعة الماضي.\n"
        "ونفت وزارة الدفاع الروسية قصف السوق في بلدة اللطامنة."
    ),
    "a2": (
        "أعلن المتحدث باسم قوات سوريا الديمقراطية، مصطفى بالي، السيطرة على بلدة هجين بريف دير الزور.\n"
        "وقال ناشط من الرقة إن ثلاثة أشخاص قتلوا في انفجار عبوة ناسفة وسط مدينة الرقة الجمعة."
    ),
}
MADE_UP = KnownActor(id="raqqa-police", name_ar="شرطة الرقة", name_en="Raqqa police", kind="organization")
SEEN = "2026-11-02T08:00:00Z"


@lru_cache(maxsize=1)
def records():
    """The records of both articles."""
    return tuple(
        analyse(
            Article(
                id=name,
                sha256=f"{number}" * 64,
                outlet=f"جريدة {number}",
                published="2019-06-23",
                published_basis="given",
                text=text,
            ),
            loaded(),
        )
        for number, (name, text) in enumerate(TEXTS.items(), 1)
    )


def claims():
    return [(record, claim) for record in records() for claim in record.claims]


def at(claim, event=0):
    return EventAt(claim.id, event, claim.events[event].trigger.text)


def events():
    return [at(claim, k) for _, claim in claims() for k in range(len(claim.events))]


def judgement(number, act, who="rasha"):
    return Judgement(number=number, at=SEEN, who=who, act=act)


def numbered(acts, who="rasha"):
    return [judgement(number, act, who) for number, act in enumerate(acts, 1)]


@st.composite
def spans(draw, text):
    start = draw(st.integers(0, len(text) - 2))
    end = draw(st.integers(start + 1, len(text)))
    return Span(start, end)


@st.composite
def changes(draw, record, claim):
    text = record.article.text
    span = draw(spans(text))
    words = span.of(text)
    whole = [
        SpanChange(span=span, text=words),
        StanceChange(to=draw(st.sampled_from(["asserted", "denied", "accused", "demanded"]))),
        CertaintyChange(to=draw(st.sampled_from(["certain", "possible"]))),
        SourceChange(
            depth=draw(st.integers(0, 2)), to=Link(source=Mention(words, span), actor=MADE_UP.id), known=MADE_UP
        ),
        SourceChange(depth=0, to=None),
    ]
    if not claim.events:
        return draw(st.sampled_from(whole))
    event = draw(st.integers(0, len(claim.events) - 1))
    where = {"event": event, "trigger": claim.events[event].trigger.text}
    role, nth = draw(st.sampled_from(["agent", "patient"])), draw(st.integers(0, 2))
    point = PlaceMention(text=words, span=span, lat=35.5, lon=39.0, radius_km=2.0, name_en="A point")
    return draw(
        st.sampled_from(
            [
                *whole,
                TypeChange(**where, to="shelling"),
                PolarityChange(**where, to="negative"),
                DateChange(**where, start="2019-06-20", end="2019-06-21"),
                DateChange(**where, start=None, end=None),
                PartyChange(
                    **where, role=role, nth=nth, to=Argument(text=words, span=span, actor=MADE_UP.id), known=MADE_UP
                ),
                PartyChange(**where, role=role, nth=0, to=None),
                PlaceChange(**where, nth=nth, to=point),
                PlaceChange(**where, nth=0, to=None),
            ]
        )
    )


@st.composite
def acts_on(draw, record, claim):
    """An act on one claim alone."""
    what = draw(st.sampled_from(["accept", "reject", "correct", "note", "bulk"]))
    if what == "accept":
        return Accept(claim=claim.id)
    if what == "reject":
        return Reject(claim=claim.id, why="a caption")
    if what == "note":
        return Note(about=claim.id, text="ask the desk")
    correction = Correct(claim=claim.id, change=draw(changes(record, claim)))
    return correction if what == "correct" else Bulk(mention="x", corrections=(correction,))


claim_acts = st.sampled_from(range(4)).flatmap(lambda k: acts_on(*claims()[k % len(claims())]))


@st.composite
def groupings(draw):
    """A merge or a split of some events."""
    chosen = draw(st.lists(st.sampled_from(events()), min_size=2, max_size=4, unique=True))
    if draw(st.booleans()):
        return Merge(members=tuple(chosen))
    return Split(members=tuple(chosen[:1]), others=tuple(chosen[1:]))


@st.composite
def chains(draw, longest=12):
    """Judgements in the order of a chain, undos of earlier ones among them."""
    found = []
    for number in range(1, draw(st.integers(0, longest)) + 1):
        undo = draw(st.booleans()) and number > 1
        act = Undo(number=draw(st.integers(1, number - 1))) if undo else draw(st.one_of(claim_acts, groupings()))
        found.append(judgement(number, act, draw(st.sampled_from(["rasha", "omar"]))))
    return found
