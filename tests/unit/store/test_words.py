"""The index form: spelling folded, clitics on and off."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.store.words import Term, load_words

WORDS = load_words()


def found(query, text):
    """Whether every term of the query is among the forms of the text."""
    indexed = WORDS.index(text)
    forms = set(f"{indexed.words} {indexed.stems}".split())
    return all(
        f" {' '.join(term.forms)} " in f" {indexed.words} " if term.phrase else forms & set(term.forms)
        for term in WORDS.terms(query)
    )


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("الرقة", "الرَّقّة"),
        ("احمد", "أحمد"),
        ("أحمد", "احمد"),
        ("مصطفي", "مصطفى"),
        ("إدلب", "بإدلب"),
        ("بغداد", "لبغداد"),
        ("بغداد", "وبغداد"),
        ("والمدنيين", "المدنيين"),
        ("للسيارات", "السيارات"),
        ("السيارات", "وللسيارات"),
        ("اللاذقية", "للاذقية"),
        ("سيارة", "سيارتهم"),
        ("سيارته", "سيارة"),
        ("مقاتلي", "مقاتليه"),
        ("ستعلن", "تعلن"),
        ("RAQQA", "Raqqa"),
        ("٢٥", "25"),
        ('"دروع بشرية"', "استخدم دروعاً بشرية، دروع بشرية"),
    ],
)
def test_found(query, text):
    assert found(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("حمد", "أحمد"),
        ("لد", "ولد"),
        ("حلب", "حمص"),
        ('"بشرية دروع"', "دروع بشرية"),
        ("السوداء", "السوق"),
    ],
)
def test_not_found(query, text):
    assert not found(query, text)


def test_terms():
    assert WORDS.terms("") == ()
    assert WORDS.terms(" ؟ ") == ()
    assert WORDS.terms("«دروع بشرية» 25") == (Term(("دروع", "بشرية"), phrase=True), Term(("25",)))
    assert WORDS.terms('"دروع')[0].forms[0] == "دروع"


@given(st.text())
def test_every_text_is_found_by_its_own_words(text):
    indexed = WORDS.index(text)
    assert indexed.words == WORDS.normal(text)
    assert all(word in WORDS.forms(word) for word in indexed.words.split())
    assert not set(indexed.words) & set("\"'*():-+^{}")
