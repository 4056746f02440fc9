"""Word classes: how tokens become characters, and how patterns over classes are read and refused."""

import pytest

from riwaya.model.errors import DataError
from riwaya.rules.cascade import load_cascade
from riwaya.rules.lexicon import Entry
from riwaya.rules.required import required
from riwaya.rules.wordclass import Reading, WordTable, compile_pattern, groups_of, load_words, roles_of
from riwaya.text.normal import Normaliser


def reading(name, form, **cells):
    return Reading(name, "", Entry("list", form, {"form": form, **cells}))


@pytest.fixture
def table():
    words = {
        ("كانون", "الثاني"): [reading("month", "كانون الثاني", month="1")],
        ("الثاني",): [reading("ordinal", "الثاني", value="2")],
        ("عام",): [reading("unit", "عام"), reading("year_word", "عام")],
        ("في",): [reading("in", "في")],
    }
    return WordTable(words, [frozenset({"number"})])


def encoded(table, *words):
    return table.encode(words, map(table.character, words))


def matched(table, pattern, *words):
    coded = encoded(table, *words)
    found = compile_pattern(pattern, table, "test").search("".join(coded.codes))
    return roles_of(found, groups_of(found.re)) if found else None


def test_words_of_several_tokens_are_one_unit(table):
    coded = encoded(table, "في", "كانون", "الثاني", "جاء")
    assert coded.end(1) == 3
    assert table.reading(coded, 1, "month").get("month") == "1"


def test_a_token_that_no_list_knows_is_other(table):
    assert encoded(table, "قرية").codes == ["."]


def test_quotation_marks_are_looked_through(table):
    assert matched(table, "in m=month", "في", "«", "كانون", "الثاني", "»") == {"m": (2, 5)}


def test_roles_may_be_named_in_several_branches(table):
    assert matched(table, "(in x=month|in x=unit)", "في", "عام") == {"x": (1, 2)}


def test_a_word_may_have_two_classes(table):
    assert matched(table, "x=unit", "عام") == matched(table, "x=year_word", "عام") == {"x": (0, 1)}


def test_what_may_not_follow(table):
    assert matched(table, "in !(month)", "في", "كانون", "الثاني") is None
    assert matched(table, "x=in !(month)", "في", "عام") == {"x": (0, 1)}


@pytest.mark.parametrize("pattern", ["nothing_known", "in & month", "x=(in|unknown)"])
def test_a_pattern_that_means_nothing_is_refused(table, pattern):
    with pytest.raises(DataError, match="test: pattern"):
        compile_pattern(pattern, table, "test")


def test_a_list_that_is_not_declared_is_refused(tmp_path):
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon/lists.toml").write_text("", encoding="utf-8")
    with pytest.raises(DataError, match="no list named 'months'"):
        load_words(tmp_path, Normaliser({}), ["months"])


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("value = 'day'\nmatch = ['{unknown}']", "no macro named 'unknown'"),
        ("value = 'dai'\nmatch = ['in']", "no operation named 'dai'"),
        ("value = 'day'\nmatch = ['im']", "no word has the class 'im'"),
    ],
)
def test_a_rule_that_cannot_work_is_refused_with_its_name(tmp_path, table, rule, reason):
    folder = tmp_path / "grammar/times"
    folder.mkdir(parents=True)
    (tmp_path / "grammar/times_macros.toml").write_text("", encoding="utf-8")
    (folder / "one.toml").write_text(f"about = 'x'\n{rule}\n[[example]]\ntext = 'x'\n", encoding="utf-8")
    with pytest.raises(DataError, match=reason) as fault:
        load_cascade(tmp_path, "times", table, ["day"])
    assert "times/one" in str(fault.value)


def test_macros_that_hold_each_other_are_refused(tmp_path, table):
    folder = tmp_path / "grammar/times"
    folder.mkdir(parents=True)
    (tmp_path / "grammar/times_macros.toml").write_text("a = '{b}'\nb = '{a}'\n", encoding="utf-8")
    rule = "about = 'x'\nvalue = 'day'\nmatch = ['{a}']\n[[example]]\ntext = 'x'\n"
    (folder / "one.toml").write_text(rule, encoding="utf-8")
    with pytest.raises(DataError, match="macros that hold each other"):
        load_cascade(tmp_path, "times", table, ["day"])


@pytest.mark.parametrize(
    ("pattern", "classes"),
    [
        ("in x=month", [{"in"}, {"month"}]),
        ("in? month*", []),
        ("(in month)? unit", [{"unit"}]),
        ("x=(in|month|unit any)", [{"in", "month", "unit"}]),
        ("(in|month?) unit", [{"unit"}]),
        ("in !(month) any", [{"in"}]),
    ],
)
def test_what_a_text_must_hold_for_a_pattern(table, pattern, classes):
    wanted = [frozenset("".join(map(table.members, names))) for names in classes]
    assert [*required(pattern, table).needs] == wanted


@pytest.mark.parametrize(
    ("pattern", "classes", "plain"),
    [
        ("in x=month", {"in"}, True),
        ("in? month", {"in", "month"}, False),
        ("(in|x=month) unit", {"in", "month"}, False),
        ("!(month) in", {"in"}, True),
        ("(in month?)* any", None, False),
    ],
)
def test_with_what_a_pattern_begins(table, pattern, classes, plain):
    found = required(pattern, table)
    assert found.opening == (None if classes is None else frozenset("".join(map(table.members, classes))))
    assert (found.plain, found.empty) == (plain, False)
