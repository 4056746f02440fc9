"""The table of words: which forms are found where, against trying every form at every word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.rules.lexicon import Entry, Lexicon, Pattern
from riwaya.text.normal import Normaliser
from riwaya.text.tokens import tokenise

CLITICS = frozenset({"", "و", "ب", "وب", "ال", "وال"})
FORMS = ("حلب", "ريف حلب", "ريف حلب الشمالي", "ريف", "بلد", "لد", "اد لب")


def tokens_of(text):
    return tokenise(Normaliser({}).normal(text))


def lexicon(*forms, list_="places", allowed=CLITICS):
    return Lexicon((form, Pattern(allowed, Entry(list_, form, {}))) for form in forms)


def found(text, *forms, **more):
    hits = lexicon(*forms, **more).find(tokens_of(text)).of("places")
    return [(hit.first, hit.last, hit.prefix, hit.entry.form) for hit in hits]


def test_a_form_is_found_behind_a_proclitic_that_its_list_allows():
    assert found("في وبحلب", "حلب") == [(1, 2, "وب", "حلب")]
    assert found("في كحلب", "حلب") == []
    assert found("في بحلب", "حلب", allowed=frozenset({""})) == []
    assert found("حلبي", "حلب") == []


def test_quotation_marks_inside_a_name_are_looked_through():
    assert found('ريف "حلب" هنا', *FORMS[:2]) == [(0, 3, "", "ريف حلب")]


def test_of_one_list_what_stands_inside_a_longer_form_is_left_out():
    assert found("وريف حلب الشمالي", *FORMS) == [(0, 3, "و", "ريف حلب الشمالي")]
    hits = lexicon(*FORMS).find(tokens_of("وريف حلب الشمالي"))
    assert set(hits.by_start) == {0}


def test_readings_with_different_proclitics_are_kept_beside_each_other():
    assert found("بلد", "بلد", "لد") == [(0, 1, "", "بلد"), (0, 1, "ب", "لد")]


def test_the_longest_hit_at_a_token_is_asked_for_by_list():
    hits = lexicon("ريف", "ريف حلب").find(tokens_of("ريف حلب"))
    assert hits.at(0, "places").last == 2
    assert hits.at(0, "nothing") is None
    assert hits.at(1, "places") is None


def test_without_patterns_nothing_is_found():
    assert not Lexicon(()).find(tokens_of("ريف حلب")).by_start


@pytest.fixture(scope="module")
def several():
    return lexicon(*FORMS)


def by_hand(words):
    """Every form at every word, by trying them all."""
    for i in range(len(words)):
        for form in FORMS:
            first, *rest = form.split()
            prefix = words[i].removesuffix(first)
            if words[i].endswith(first) and prefix in CLITICS and words[i + 1 : i + 1 + len(rest)] == rest:
                yield i, i + 1 + len(rest), prefix, form


@given(words=st.lists(st.sampled_from([*" ".join(FORMS).split(), "وريف", "بحلب", "والحلب", "بلدلد"]), max_size=12))
def test_it_finds_what_trying_every_form_at_every_word_finds(several, words):
    hits = several.find(tokens_of(" ".join(words))).of("places")
    tried = sorted(by_hand(words), key=lambda h: (h[0], -h[1], len(h[2])))
    outer = [h for h in tried if not any(o[0] <= h[0] and h[1] <= o[1] and o[:2] != h[:2] for o in tried)]
    assert [(h.first, h.last, h.prefix, h.entry.form) for h in hits] == outer


def test_a_word_that_is_wholly_a_name_is_no_proclitic_and_verb():
    patterns = [
        ("لندن", Pattern(frozenset({"", "و"}), Entry("names", "لندن", {}))),
        ("ندن", Pattern(frozenset({"", "ل"}), Entry("verbs", "ندن", {}))),
    ]
    read = Lexicon(patterns).find(tokens_of("لندن"))
    assert [hit.entry.list for hit in read.by_start[0]] == ["names", "verbs"]
    read = Lexicon(patterns, {"names": ("verbs",)}).find(tokens_of("لندن ولندن"))
    assert [[hit.entry.list for hit in hits] for hits in read.by_start.values()] == [["names"], ["names"]]
