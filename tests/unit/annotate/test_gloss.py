"""The English gloss: claims written down as structures, and the exact reading of each."""

import re
import tomllib
from pathlib import Path

import msgspec
import pytest
from tests.corpora import example_articles
from tests.reading import loaded

from riwaya.annotate import gloss
from riwaya.annotate.gloss_events import Scene
from riwaya.annotate.gloss_phrases import load_phrases, period
from riwaya.annotate.gloss_words import Known, Names, known_names
from riwaya.model.claim import Argument, Claim, Event, Link, PlaceArgument
from riwaya.model.errors import DataError
from riwaya.model.mention import Mention, PlaceMention, Quantity
from riwaya.model.span import Span
from riwaya.pipeline import analyse
from riwaya.rules.files import data_folder

ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
TABLE = tomllib.loads((Path(__file__).parent / "gloss_cases.toml").read_text(encoding="utf-8"))
CASES = TABLE["case"]


@pytest.fixture(scope="module")
def glossary():
    return gloss.load(loaded().base)


class Words:
    """Lays the words of a case one after the other into a text, so that each has its span."""

    def __init__(self):
        self.text = ""
        self.named, self.quantities, self.places = [], [], []

    def add(self, words):
        start = len(self.text)
        self.text += words + " "
        return Span(start, start + len(words))

    def names(self, words, span):
        for found, (english, kind) in TABLE["names"].items():
            at = words.find(found)
            if at >= 0:
                self.named.append((span.start + at, Known(span.start + at + len(found), english, kind)))

    def argument(self, given):
        words, _, actor = given.partition(" = ")
        span = self.add(words)
        self.names(words, span)
        for amount in TABLE["amounts"]:
            at = words.find(amount["text"])
            if at >= 0:
                start = span.start + at
                fields = {**amount, "span": Span(start, start + len(amount["text"]))}
                self.quantities.append(Quantity(**fields))
        return Argument(text=words, span=span, actor=actor or None)

    def place(self, given):
        relation, _, words = given.partition(" ") if given[0].isascii() else ("", "", given)
        span = self.add(words)
        fields = {"relation": relation or "at", **TABLE["places"][words]}
        self.places.append(PlaceMention(text=words, span=span, **fields))
        return PlaceArgument(text=words, span=span, place=len(self.places) - 1)

    def event(self, given):
        return Event(
            type=given["type"],
            trigger=Mention("x", self.add("x")),
            agents=tuple(self.argument(a) for a in given.get("agents", [])),
            patients=tuple(self.argument(p) for p in given.get("patients", [])),
            places=tuple(self.place(p) for p in given.get("places", [])),
            **{key: given[key] for key in ("start", "end", "polarity", "status") if key in given},
        )

    def link(self, given):
        words, _, actor = given["source"].partition(" = ")
        span = self.add(words)
        self.names(words, span)
        rest = {key: value for key, value in given.items() if key != "source"}
        return Link(source=Mention(words, span), actor=actor or None, **rest)

    def scene(self, outlet):
        counted = {q.span.start: q for q in self.quantities}
        return Scene(outlet, Names(known_names(self.named), counted), self.places, self.quantities)


def built(case):
    words = Words()
    claim = Claim(
        id="0",
        span=Span(0, 0),
        text="",
        delivery="indirect",
        stance=case.get("stance", "asserted"),
        certainty=case.get("certainty", "certain"),
        cue=None,
        chain=tuple(words.link(given) for given in case.get("chain", [])),
        events=tuple(words.event(given) for given in case.get("events", [])),
        rules=(),
    )
    return claim, words.scene(case.get("outlet", "Enab Baladi"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["en"][:70] or "nothing to say")
def test_the_gloss_is_exactly(case, glossary):
    claim, scene = built(case)
    assert (gloss.gloss(claim, scene, glossary).en or "") == case["en"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["en"][:70] or "nothing to say")
def test_never_an_arabic_letter_and_always_the_same(case, glossary):
    claim, scene = built(case)
    first = gloss.gloss(claim, scene, glossary)
    assert first.ar is None
    assert not ARABIC.search(first.en or "")
    assert gloss.gloss(*built(case), glossary) == first


def test_every_event_type_and_every_stance_has_a_case():
    types = tomllib.loads((data_folder() / "ontology/events.toml").read_text(encoding="utf-8"))
    assert {e["type"] for c in CASES for e in c.get("events", [])} == set(types)
    stances = msgspec.json.schema(Claim)["$defs"]["Claim"]["properties"]["stance"]["enum"]
    assert {c.get("stance", "asserted") for c in CASES} == set(stances)
    assert len(CASES) >= 60


def test_records_of_the_examples_carry_glosses_without_arabic_letters(glossary):
    for article in example_articles():
        record = analyse(article, loaded())
        scene = gloss.scene_of_record(record, glossary)
        for claim in record.claims:
            assert claim.gloss == gloss.gloss(claim, scene, glossary), "the record alone gives the same gloss"
            assert not ARABIC.search(claim.gloss.en or "")
            for event in claim.events:
                told = gloss.event_gloss(event, scene, glossary)
                assert told
                assert not ARABIC.search(told)


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2019-01-28", "2019-01-28", "28 Jan 2019"),
        ("2019-01-28T10:00", "2019-01-28T12:00", "28 Jan 2019"),
        ("2019-01-26", "2019-01-28", "26 to 28 Jan 2019"),
        ("2019-02-01", "2019-02-28", "Feb 2019"),
        ("2020-02-01", "2020-02-28", "1 to 28 Feb 2020"),
        ("2020-01-01", "2020-12-31", "2020"),
        ("2018-12-30", "2019-01-02", "30 Dec 2018 to 2 Jan 2019"),
        (None, "2018-02-21", "until 21 Feb 2018"),
        ("2018-02-21", None, "since 21 Feb 2018"),
        (None, None, ""),
    ],
)
def test_days_are_written_as_english_writes_them(start, end, told, glossary):
    assert period(start, end, glossary.phrases.numbers) == told


def test_an_event_type_without_phrases_is_a_fault(tmp_path):
    folder = tmp_path / "ontology"
    folder.mkdir()
    phrases = (data_folder() / "ontology/gloss.toml").read_text(encoding="utf-8")
    (folder / "gloss.toml").write_text(phrases, encoding="utf-8")
    (folder / "events.toml").write_text('[eclipse]\nlabel = "eclipse"\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"events\.eclipse: missing"):
        load_phrases(tmp_path)
