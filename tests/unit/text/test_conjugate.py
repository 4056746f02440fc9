"""Paradigms written out by hand against the conjugator and the data that ship."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from riwaya.model.errors import DataError
from riwaya.rules.files import data_folder, read_toml
from riwaya.rules.lists import load_verbs
from riwaya.text.conjugate import Affixes, Form, Verb, conjugate

PARADIGMS = tomllib.loads((Path(__file__).parent / "paradigms.toml").read_text(encoding="utf-8"))["paradigm"]
AFFIXES = read_toml(data_folder() / "text/conjugation.toml", Affixes)
VERBS = load_verbs(data_folder())

EIGHT = [(3, "m", "s"), (3, "f", "s"), (3, "m", "d"), (3, "f", "d"), (3, "m", "p"), (3, "f", "p")]
EIGHT += [(1, None, "s"), (1, None, "p")]
SIX = [*EIGHT[:5], EIGHT[7]]


def cells(written: str, order: list[tuple]) -> dict[tuple, set[str]]:
    words = written.split()
    assert len(words) == len(order), written
    return {cell: set(word.split("/")) for cell, word in zip(order, words, strict=True)}


def generated(verb: str, tenses: set[str]) -> dict[tuple, set[str]]:
    table: dict[tuple, set[str]] = {}
    for form in VERBS[verb]:
        if form.tense in tenses and not form.object:
            table.setdefault((form.person, form.gender, form.number), set()).add(form.text)
    return table


@pytest.mark.parametrize("paradigm", PARADIGMS, ids=lambda p: p["kind"])
def test_a_tense_is_exactly_the_paradigm(paradigm):
    verb = paradigm["verb"]
    assert generated(verb, {"perfect"}) == cells(paradigm["perfect"], EIGHT)
    assert generated(verb, {"imperfect"}) == cells(paradigm["imperfect"], EIGHT)
    passive = cells(paradigm["passive"], EIGHT) if "passive" in paradigm else {}
    assert generated(verb, {"passive_perfect"}) == passive


@pytest.mark.parametrize("paradigm", PARADIGMS, ids=lambda p: p["kind"])
def test_the_jussive_is_there_and_given_apart_only_where_spelt_apart(paradigm):
    both = generated(paradigm["verb"], {"jussive", "imperfect"})
    apart = generated(paradigm["verb"], {"jussive"})
    imperfect = generated(paradigm["verb"], {"imperfect"})
    for cell, texts in cells(paradigm["jussive"], SIX).items():
        assert texts <= both[cell]
        assert apart.get(cell, set()) == texts - imperfect[cell]


@pytest.mark.parametrize("paradigm", PARADIGMS, ids=lambda p: p["kind"])
def test_further_forms_and_wrong_spellings(paradigm):
    texts = {form.text for form in VERBS[paradigm["verb"]]}
    assert set(paradigm.get("also", "").split()) <= texts
    assert not set(paradigm.get("never", "").split()) & texts


def test_the_paradigms_cover_at_least_25_verbs():
    assert len({p["verb"] for p in PARADIGMS}) >= 25


@pytest.mark.parametrize("example", AFFIXES.example, ids=lambda e: e.text)
def test_examples_of_the_data_file(example):
    assert example.text in {form.text for form in VERBS[example.verb]}


@pytest.mark.parametrize("example", AFFIXES.counterexample, ids=lambda e: e.text)
def test_counterexamples_of_the_data_file(example):
    assert example.why
    assert example.text not in {form.text for form in VERBS[example.verb]}


def form_of(verb: str, text: str) -> list[Form]:
    return [form for form in VERBS[verb] if form.text == text]


@pytest.mark.parametrize(
    ("verb", "text", "expected"),
    [
        ("قال", "قالت", ("perfect", 3, "f", "s", False)),
        ("قال", "قالوا", ("perfect", 3, "m", "p", False)),
        ("قال", "يقلن", ("imperfect", 3, "f", "p", False)),
        ("استهدف", "يستهدفونها", ("imperfect", 3, "m", "p", True)),
        ("استهدف", "استهدفها", ("perfect", 3, "m", "s", True)),
        ("اغتال", "اغتيلت", ("passive_perfect", 3, "f", "s", False)),
        ("سيطر", "سيطرتهم", ("masdar", 3, None, "s", False)),
        ("أشار", "مشيرا", ("active", 3, "m", "s", False)),
        ("حاصر", "محاصرين", ("passive_participle", 3, "m", "p", False)),
    ],
)
def test_agreement_of_a_form(verb, text, expected):
    assert Form(text, *expected) in form_of(verb, text)


def test_no_form_is_given_twice():
    for verb, forms in VERBS.items():
        assert len(forms) == len(set(forms)), verb


def test_neighbouring_tenses_stand_in_a_fixed_order():
    order = [
        "perfect",
        "passive_perfect",
        "imperfect",
        "jussive",
        "masdar",
        "active",
        "passive_participle",
    ]
    for forms in VERBS.values():
        places = [order.index(form.tense) for form in forms]
        assert all(a <= b for a, b in pairwise(places))


def test_a_verb_without_participle_or_masdar_has_none():
    forms = conjugate(Verb(verb="ظل", imperfect="يظل", stem="ظلل"), AFFIXES)
    assert {form.tense for form in forms} == {"perfect", "imperfect", "jussive"}
    assert not any(form.object for form in forms)


def test_an_intransitive_verb_takes_no_object():
    assert not any(form.object for form in VERBS["سيطر"])
    assert any(form.object for form in VERBS["قصف"])


def test_the_first_person_takes_no_first_person_object():
    for verb in ("أبلغ", "أخبر", "سأل"):
        for form in VERBS[verb]:
            if form.object and form.person == 1:
                assert not form.text.endswith(AFFIXES.pronouns.object_first)


def test_an_unknown_key_in_the_affix_file_is_refused(tmp_path):
    text = (data_folder() / "text/conjugation.toml").read_text(encoding="utf-8")
    path = tmp_path / "conjugation.toml"
    path.write_text(text.replace('base = "bare"', 'base = "bare"\nendign = ""'), encoding="utf-8")
    with pytest.raises(DataError, match="endign"):
        read_toml(path, Affixes)


def test_forms_cannot_be_changed():
    with pytest.raises(AttributeError):
        VERBS["قال"][0].text = "other"
    assert msgspec.structs.asdict(VERBS["قال"][0])["text"] == "قال"
