"""Broken, endless and empty texts are read without a crash, in linear time, and no source is invented for them."""

import gc
import json
import time
from datetime import date
from itertools import pairwise

import msgspec
import pytest
from tests.reading import loaded, record_of
from tests.unit.pipeline.test_properties import faults

from riwaya.model.errors import PageError
from riwaya.read import read_inputs

SAID = "وقال المتحدث باسم الجيش إن القوات دخلت المدينة"
LONG = 20_000
MOST_FOR_TWICE, MOST_FOR_FOUR_TIMES = 3, 6
MEASURED = 10_000

VOICELESS = {
    "a full stop": ".",
    "spaces": "   ",
    "nothing": "",
    "newlines": "\n\n\n",
    "marks": '؟!... «» “” "" () : ،',
    "opening marks": '«“«“("«',
    "closing marks": '»”»”)"»',
    "one letter": "و",
    "one verb": "قال",
    "verb and colon": "قال:",
    "verb and inna": "قال إن",
    "inna alone": "إن أن بأن",
    "according to nobody": "بحسب. وفقا. نقلا عن.",
    "digits": "12 34 2019 ١٢ 3.5% 10:30",
    "emoji": "😀 🔥🔥 🇸🇾 👨‍👩‍👧 ❤️",
    "emoji between words": "القرية 🔥 تحترق 😢 منذ الصباح 🇾🇪",
    "controls": "\x00\x01\x02 \x7f \u200f\u200e\u202b\u202c\ufeff\u2066\u2069",
    "surrogate-free astral": "𝒜𝓃𝓃𝒶 𐎀𐎁 السوق مغلق",
    "diacritics alone": "\u064b\u064e\u0651 \u0640\u0640\u0640 \u0670",
    "latin": "The army said that the road is open.",
    "verse": "يا ليل طل فقد نام الأحبة في\nظل النخيل وغاب النجم والقمر\nوقفت أبكي على الأطلال منفردا",
    "table of names": "محمد أحمد علي\t45\tحلب\nسعيد حسن عمر\t31\tإدلب\nخالد يوسف بكر\t27\tحماة\nفاطمة علي حسين\t9\tحمص",
    "list of names": "محمد أحمد علي، سعيد حسن عمر، خالد يوسف بكر، فاطمة علي حسين.",
    "only quotations": '«السماء صافية هذا المساء». “لا أحد في الطريق الطويل”. "البحر هادئ والقمر كامل".',
    "nested quotations": '«السماء “صافية "هذا" المساء” فوق الجبل العالي»',
    "one word again and again": "قال " * 300,
    "wa again and again": "و " * 300,
    "no spaces": "والقريةعلىالجبلالعاليفوقالنهر" * 40,
    "one endless word": "ا" * LONG,
    "endless tatweel": "ق" + "\u0640" * LONG + "ال",
}
"""Nobody speaks in these."""

SPOKEN = {
    "unclosed quotation": 'وقال الوزير: "لن نترك المدينة مهما حدث.\nوصل الرتل إلى القرية صباحا.',
    "unclosed guillemet": "وقال الوزير: «لن نترك المدينة مهما حدث.\nوصل الرتل إلى القرية صباحا.",
    "quotation closed only": 'وقال الوزير: لن نترك المدينة مهما حدث".',
    "crossed quotations": "وقال الوزير: «لن نترك “المدينة» مهما حدث” للجنود.",
    "mixed marks": "وقال الوزير: “لن نترك المدينة مهما حدث».",
    "closing marks for both": "وقال الوزير: ”لن نترك المدينة مهما حدث”.",
    "marks around spaces": 'وقال الوزير: " لن نترك المدينة مهما حدث " .',
    "diacritics and tatweel": "وقَالَ الوزيــر إنَّ الطريق مفتوح.",
    "controls in words": "وقال\u200f الوزير\u202c إن\u2066 الطريق\ufeff مفتوح.",
    "mixed scripts": "وقال الوزير إن طائرة F-16 قصفت موقع ISIS قرب Raqqa 😀 ليلا.",
    "non-breaking spaces": "وقال\u00a0الوزير\u00a0إن\u00a0الطريق\u00a0مفتوح.",
}
"""The minister speaks in these, and nobody else."""

ENDLESS = {
    "no punctuation": f"{SAID} ",
    "commas": "وقال الوزير إن الطريق مفتوح، وأضاف أن الجسر مغلق، ",
    "sentences": f"{SAID}. ",
    "paragraphs": f"{SAID}.\n",
    "quotations": "«لن نترك المدينة مهما كلف الأمر» ",
    "unclosed quotations": "قال «لن نترك المدينة ",
    "names": "محمد أحمد علي، ",
    "colons": "قال الوزير: ",
    "digits": "12 ",
    "according to": "بحسب الوزير ",
}
"""Each is repeated until it is long."""

FOREIGN = {
    "Persian": (
        "سخنگوی وزارت دفاع گفت که نیروها وارد شهر شدند و درگیری‌ها همچنان ادامه دارد. "
        "به گفته او هیچ کس در این حمله کشته نشده است."
    ),
    "Urdu": (
        "وزیر دفاع نے کہا کہ فوج شہر میں داخل ہو گئی ہے اور لڑائی ابھی جاری ہے۔ "
        "انہوں نے کہا کہ کوئی شہری ہلاک نہیں ہوا۔"
    ),
    "Kurdish": (
        "وتەبێژی وەزارەتی بەرگری لە بەغدا ڕایگەیاند کە هێزەکان گەیشتوونەتە ناو شارەکە و شەڕ بۆ ڕۆژی سێیەم بەردەوامە. "
        "هەروەها گوتی کە هیچ کەسێک لە هێرشەکەدا نەکوژراوە."
    ),
}


def filled(unit, length):
    return (unit * (length // len(unit) + 1))[:length]


def everything():
    long = {f"{name}, endless": filled(unit, LONG) for name, unit in ENDLESS.items()}
    return {**VOICELESS, **SPOKEN, **FOREIGN, **long}


ALL = everything()


@pytest.mark.parametrize("text", ALL.values(), ids=ALL.keys())
def test_it_is_read_and_every_span_holds_its_words(text):
    record = record_of(text)
    assert faults(record) == []
    assert all(claim.text.strip() for claim in record.claims)
    assert all(a.span[0] <= b.span[0] for a, b in pairwise(record.claims))


@pytest.mark.parametrize("text", ALL.values(), ids=ALL.keys())
def test_it_is_read_the_same_twice(text):
    assert msgspec.json.encode(record_of(text)) == msgspec.json.encode(record_of(text))


@pytest.mark.parametrize("text", VOICELESS.values(), ids=VOICELESS.keys())
def test_no_source_is_invented(text):
    assert sources(text) == []


@pytest.mark.parametrize("text", SPOKEN.values(), ids=SPOKEN.keys())
def test_the_speaker_is_found_in_spite_of_the_marks(text):
    found = sources(text)
    assert found
    assert {bare(source) for source in found} == {"الوزير"}


def sources(text):
    return [link.source.text for claim in record_of(text).claims for link in claim.chain]


def bare(source):
    """The letters of a source, without what the test text strews among them."""
    return "".join(letter for letter in source if letter.isalpha() and letter != "\u0640")


@pytest.mark.parametrize(("language", "text"), FOREIGN.items(), ids=FOREIGN.keys())
def test_other_languages_are_named_and_left_unread(language, text):
    line = json.dumps({"id": language, "text": text}).encode()
    [found] = read_inputs(["-"], reading_date=date(2026, 11, 1), stdin=line)
    assert isinstance(found, PageError)
    assert language in str(found)


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN.keys())
def test_no_source_is_invented_in_another_language(text):
    assert sources(text) == []


@pytest.mark.parametrize("unit", ENDLESS.values(), ids=ENDLESS)
def test_time_grows_with_the_length(unit):
    once, twice, four = (seconds(filled(unit, MEASURED * times)) for times in (1, 2, 4))
    assert twice / once < MOST_FOR_TWICE
    assert four / once < MOST_FOR_FOUR_TIMES


def seconds(text):
    """The least processor time of a few readings."""
    loaded()
    gc.collect()
    gc.disable()
    try:
        return min(_timed(text) for _ in range(2))
    finally:
        gc.enable()


def _timed(text):
    start = time.process_time()
    record_of(text)
    return time.process_time() - start
