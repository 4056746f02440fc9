"""Every kind of fault that the check of a data folder finds, and what it lets pass."""

import pytest

from riwaya.model.errors import DataError
from riwaya.rules.check import check
from riwaya.rules.hygiene import strays, strings
from riwaya.rules.lists import load_spelling
from riwaya.text.normal import Normaliser

NORMALISER = Normaliser({"أ": "ا", "إ": "ا", "ى": "ي"})
ACTORS = "id,name_ar,aliases_ar,labels_ar,from,to\n"


@pytest.fixture
def faults(tmp_path):
    def found(files, lists=("known",)):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return [line.removeprefix(f"{tmp_path}/") for line in check(tmp_path, NORMALISER, lists).faults]

    return found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("\ufefb", "presentation form U+FEFB"),
        ("\u06cc", "Persian letter U+06CC"),
        ("\u06a9", "Persian letter U+06A9"),
        ("ا\u200fب", "invisible control U+200F"),
        ("كتـاب", "tatweel"),
    ],
)
def test_stray_characters(text, kind):
    (reason,) = strays(text, frozenset({"هـ"}))
    assert reason.startswith(kind)


@pytest.mark.parametrize("text", ["عام 1440 هـ", "كتاب", "plain", "هـ", ""])
def test_clean_text(text):
    assert list(strays(text, frozenset({"هـ"}))) == []


def test_strings_of_a_document_have_their_key():
    document = {"about": "x", "pattern": [{"literal": ["a", "b"]}], "n": 3}
    values = [(key, text) for key, text in strings(document) if key.endswith("]") or text == "x"]
    assert values == [("about", "x"), ("pattern[0].literal[0]", "a"), ("pattern[0].literal[1]", "b")]


def test_a_clean_folder(faults):
    assert faults({"lexicon/known.csv": "form,kind\nأول,a\nثان,b\n", "actors/a.csv": f"{ACTORS}x,س,,,,\n"}) == []


def test_twins_of_a_word_list(faults):
    table = "form,kind\nأول,a\nاول,b\nأول,a\n"
    first, second = faults({"lexicon/known.csv": table})
    assert first == "lexicon/known.csv: line 3: 'اول' is equal after normalising to line 2 'أول'"
    assert second == "lexicon/known.csv: line 4: 'أول' is duplicate of line 2 'أول'"


def test_whole_rows_of_other_tables(faults):
    assert len(faults({"text/t.csv": "from,to\na,b\na,c\na,b\n"})) == 1


def test_stray_letters_are_reported_with_line_and_column(faults):
    (fault,) = faults({"lexicon/known.csv": "form,kind\nعلی,a\n"})
    assert fault == "lexicon/known.csv: line 2, form: Persian letter U+06CC in 'علی'"


def test_one_alias_for_two_actors(faults):
    rows = "a,ألف,النسر,,2011,2015\nb,باء,النسر,,2014,\nc,جيم,النسر,,2016-02,\n"
    found = faults({"actors/x.csv": ACTORS + rows})
    assert [line.rpartition(" names both ")[2] for line in found] == ["b and a", "c and b"]


def test_a_successor_may_take_the_name(faults):
    rows = "a,ألف,النسر,,2011,2015\nb,باء,النسر,,2015,\n"
    assert faults({"actors/x.csv": ACTORS + rows}) == []


def test_labels_are_no_names(faults):
    assert faults({"actors/x.csv": f"{ACTORS}a,ألف,,العدو,,\nb,باء,,العدو,,\n"}) == []


def test_one_id_for_two_actors(faults):
    found = faults({"actors/x.csv": f"{ACTORS}a,ألف,,,,\n", "actors/y.csv": f"{ACTORS}a,باء,,,,\n"})
    assert found == ["actors/y.csv: line 2, id: 'a' stands already in x.csv line 2"]


def test_rules(faults):
    rule = 'about = "x"\npattern = [{ lexicon = ["known", "unknown"] }, { gap = 2, stop = ["other"] }]\n'
    found = faults({"grammar/kind/r.toml": rule, "grammar/kind/good.toml": '[[example]]\ntext = "x"\n'})
    assert found == [
        "grammar/kind/r.toml: example: a rule needs at least one example",
        "grammar/kind/r.toml: pattern[0].lexicon: no list named 'unknown'",
        "grammar/kind/r.toml: pattern[1].stop: no list named 'other'",
    ]


def test_files_that_cannot_be_parsed(faults, tmp_path):
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon/bad.csv").write_bytes(b"form\n\xff\xfe\n")
    found = faults({"grammar/kind/r.toml": "about = \n", "lexicon/wide.csv": "form\na,b\n"})
    assert [line.split(": ")[0] for line in found] == [
        "lexicon/bad.csv", "lexicon/wide.csv", "grammar/kind/r.toml", "grammar/kind/r.toml",
    ]  # fmt: skip


def test_counts(tmp_path):
    (tmp_path / "grammar/kind").mkdir(parents=True)
    (tmp_path / "grammar/kind/r.toml").write_text('[[example]]\ntext = "x"\n')
    (tmp_path / "t.csv").write_text("a\n1\n2\n")
    done = check(tmp_path, NORMALISER, [])
    assert (done.files, done.rows, done.rules, done.faults) == (2, 2, 1, [])


def test_a_letter_folded_to_one_that_is_folded_itself(tmp_path):
    (tmp_path / "text").mkdir()
    (tmp_path / "text/fold.csv").write_text("from,to,why\nU+0649,U+064A,x\nU+06CC,U+0649,y\n", encoding="utf-8")
    with pytest.raises(DataError) as raised:
        load_spelling(tmp_path)
    assert raised.value.faults == ("fold.csv:3: to: this letter is folded itself",)
