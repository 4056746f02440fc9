"""How a person sees a record: every part of it, one item a line, nothing invented."""

import pytest

from riwaya.cli.show import console_for, laid_out, meaning, show
from riwaya.model.article import Article, Caption
from riwaya.model.claim import Argument, Claim, Event, Gloss, Link, Name
from riwaya.model.mention import Mention, PlaceMention, Quantity, Timex
from riwaya.model.record import Engine, Record
from riwaya.model.span import Span

HERE = Span(0, 1)
AGENCY = Link(source=Mention("وكالة برقية", HERE), kind="media", channel="news_agency", name=Name(None, "Barqiya"))
SPEAKER = Link(
    source=Mention("أنس القدور", HERE), channel="interview", role="القيادي", affiliation="nlf", time="2019-06-20"
)
EVENT = Event(
    type="territory_taken",
    trigger=Mention("سيطر", HERE),
    agents=(Argument(text="الجيش", span=HERE),),
    start="2019-06-19",
    end="2019-06-20",
    polarity="negative",
    status="planned",
    quantities=(0,),
)
PEOPLE = Quantity(text="25 عنصرا", span=HERE, value=25, unit="people", role="killed", approximate=True)
CLAIM = Claim(
    id="c", span=HERE, text="سيطر الجيش على القرية", delivery="indirect", stance="no_comment", certainty="possible",
    cue=Mention("قال", HERE), chain=(AGENCY, SPEAKER), events=(EVENT,), rules=("attribution/say-that",),
    notes=("two readings",), gloss=Gloss("The army took the village", None),
)  # fmt: skip
ARTICLE = Article(
    id="a", sha256="0", outlet="ضفاف", title="عنوان", published="2019-06-20", published_basis="weekday", text="نص",
    dateline="بيروت", authors=("كاتب",), captions=(Caption("صورة", "رويترز", "2017"),),
)  # fmt: skip
RECORD = Record(
    engine=Engine("0", "0"), article=ARTICLE, claims=(CLAIM,), times=(), places=(), quantities=(PEOPLE,), actors=()
)


def lines(record):
    return [line.rstrip() for line in laid_out(console_for(None), lambda c: show(record, c)).decode().splitlines()]


def test_the_whole_record():
    assert lines(RECORD)[1:] == [
        "title      عنوان",
        "outlet     ضفاف",
        "published  2019-06-20 (the latest year that fits weekday, day and month)",
        "dateline   بيروت",
        "author     كاتب",
        "id         a",
        "caption    صورة",
        "  credit     رويترز",
        "  date       2017",
        "",
        "1. no comment, indirect, possible",
        "   outlet     ضفاف",
        "   \u21b3 media by news agency  وكالة برقية",
        "     name       Barqiya",
        "     \u21b3 person by interview on 2019-06-20  أنس القدور",
        "       role       القيادي",
        "       for        nlf",
        "   cue        قال",
        "   words      سيطر الجيش على القرية",
        "   reading    The army took the village",
        "   event      territory taken, planned, did not happen, 2019-06-19 to 2019-06-20",
        "     trigger    سيطر",
        "     agent      الجيش",
        "     quantity   about 25 people (killed)",
        "   note       two readings",
        "",
        "Quantities",
        "   about 25 people (killed)",
        "     25 عنصرا",
        "",
    ]


def test_words_too_long_for_a_line_go_on_below_their_beginning():
    claim = Claim(
        id="c", span=HERE, text="كلمة " * 40, delivery="own_voice", stance="asserted", certainty="certain",
        cue=None, chain=(), events=(), rules=(),
    )  # fmt: skip
    record = Record(
        engine=Engine("0", "0"), article=ARTICLE, claims=(claim,), times=(), places=(), quantities=(), actors=()
    )
    shown = [line for line in lines(record) if "كلمة" in line]
    assert len(shown) > 2
    assert {line.index("ك") for line in shown} == {14}
    assert all(len(line) <= 80 for line in shown)


def test_markup_in_the_text_is_not_read_as_markup():
    record = Record(
        engine=Engine("0", "0"),
        article=Article(id="a", sha256="0", title="[bold]خبر[/bold] :smile: [link]", text="x"),
        claims=(), times=(), places=(), quantities=(), actors=(),
    )  # fmt: skip
    assert "title      [bold]خبر[/bold] :smile: [link]" in lines(record)


def time(**more):
    return Timex(**{"text": "x", "span": HERE, "type": "DATE", "value": None, "start": None, "end": None} | more)


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        (time(start="2019-01-01", end="2019-01-01", basis="explicit"), "2019-01-01 (explicit)"),
        (time(end="2019-01-01", basis="previous_mention"), "... to 2019-01-01 (previous mention)"),
        (time(value="PT10H", basis="explicit"), "PT10H (explicit)"),
        (time(basis="weekday", note="no such day"), "no days (weekday, no such day)"),
        (Quantity(text="x", span=HERE, low=10, high=99, unit="people", role="other"), "10 to 99 people (other)"),
        (Quantity(text="x", span=HERE, low=0, approximate=True), "0 to ... (other)"),
        (PlaceMention(text="x", span=HERE), "not found in the gazetteer, at"),
        (
            PlaceMention(text="x", span=HERE, name_en="Raqqa", country="SY", lat=35.95, lon=39.01, radius_km=10.0),
            "Raqqa, SY: at 35.950 39.010 \u00b110 km",
        ),
    ],
)
def test_what_was_understood(found, shown):
    assert meaning(found) == shown
