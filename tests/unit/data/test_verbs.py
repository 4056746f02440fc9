"""Hygiene of lexicon/verbs.csv: spelling, uniqueness, and agreement of the columns with each other."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from riwaya.rules.files import data_folder, read_table, read_toml
from riwaya.rules.lists import load_spelling, load_verbs
from riwaya.text.conjugate import Affixes

ROWS = [row.cells for row in read_table(data_folder() / "lexicon/verbs.csv")]
LETTERS = read_toml(data_folder() / "text/conjugation.toml", Affixes).letters
NORMALISER = load_spelling(data_folder()).normaliser
COLUMNS = [
    "verb",
    "imperfect",
    "masdars",
    "active",
    "passive_participle",
    "passive_perfect",
    "stem",
    "transitive",
]
WORD_COLUMNS = ["verb", "imperfect", "active", "passive_participle", "passive_perfect", "stem"]
WORD = re.compile("[\u0621-\u063a\u0641-\u064a]+")


FORMS = load_verbs(data_folder())
SPELLINGS = {NORMALISER.form(form.text) for forms in FORMS.values() for form in forms}


def faults(wrong):
    return [row["verb"] for row in ROWS if wrong(row)]


def words(row):
    yield from (row[column] for column in WORD_COLUMNS if row[column])
    yield from (masdar for masdar in row["masdars"].split("|") if masdar)


def test_columns_and_floor():
    assert sorted(ROWS[0]) == sorted(COLUMNS)
    assert len(ROWS) >= 450


def test_words_are_plain_letters_without_diacritics_or_tatweel():
    assert not faults(lambda row: not all(WORD.fullmatch(word) for word in words(row)))


def test_verbs_stay_unique_after_normalising():
    assert not [verb for verb, n in Counter(NORMALISER.form(row["verb"]) for row in ROWS).items() if n > 1]


def test_rows_are_sorted_by_normal_form():
    keys = [(NORMALISER.form(row["verb"]), row["verb"]) for row in ROWS]
    assert keys == sorted(keys)


def test_masdars_are_not_repeated():
    assert not faults(lambda row: len(set(row["masdars"].split("|"))) < len(row["masdars"].split("|")))


def test_the_imperfect_begins_with_the_third_person():
    assert not faults(lambda row: not row["imperfect"].startswith(LETTERS.yeh) or len(row["imperfect"]) < 3)


def test_transitive_is_yes_or_no():
    assert {row["transitive"] for row in ROWS} == {"yes", "no"}


def test_a_stem_differs_from_the_perfect_and_shares_its_first_letter():
    assert not faults(lambda row: row["stem"] and (row["stem"] == row["verb"] or row["stem"][0] != row["verb"][0]))


def test_a_passive_perfect_differs_from_the_active():
    assert not faults(lambda row: row["passive_perfect"] == row["verb"])


def test_a_perfect_in_alef_has_a_stem_in_waw_or_yeh():
    def wrong(row):
        return row["verb"].endswith(LETTERS.alef_perfect) and not row["stem"].endswith(("\u0648", LETTERS.yeh))

    assert not faults(wrong)


def test_a_defective_perfect_has_a_defective_imperfect():
    def wrong(row):
        ends_weak = row["imperfect"].endswith(LETTERS.weak_imperfect)
        return row["verb"].endswith(LETTERS.weak_perfect) != ends_weak

    assert not faults(wrong)


def test_a_hollow_perfect_is_shortened_by_its_alef():
    def wrong(row):
        short = row["stem"] and len(row["stem"]) < len(row["verb"])
        return short and not (row["verb"][-2] == LETTERS.alef and len(row["stem"]) == len(row["verb"]) - 1)

    assert not faults(wrong)


def test_every_hollow_verb_says_its_stem():
    """An alef before the last radical is the middle radical of form I, IV, VII, VIII and X alone."""

    def wrong(row):
        return row["verb"][-2] == LETTERS.alef and not row["stem"]

    assert not faults(wrong)


@pytest.mark.parametrize("verb", ["سيطر", "قصف", "أكد", "نفى", "استهدف", "قال", "تبنى", "نزح"])
def test_verbs_of_the_subject_are_there(verb):
    assert verb in {row["verb"] for row in ROWS}


def test_every_row_conjugates_to_plain_letters():
    forms = [form.text for forms in FORMS.values() for form in forms]
    assert len(forms) > 100_000
    assert not [text for text in forms if not WORD.fullmatch(text)]


# Each of these is also a preposition or another common word in every text; the verb is rare beside it.
@pytest.mark.parametrize("word", ["حول", "ضمن", "غير", "إثر", "منه", "إنه", "بأن", "هنا", "نحن", "أقل", "أثناء"])
def test_no_form_is_spelt_like_a_common_word(word):
    assert NORMALISER.form(word) not in SPELLINGS
