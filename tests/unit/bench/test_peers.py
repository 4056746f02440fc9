import pytest
from bench.peer_systems import INSTALL, BareLookUp, Dateparser, HeidelTime, Ours, Plain, timexes
from bench.peers import TASKS, Row, markdown, rows
from tests.corpora import ROOT
from tests.gate.corpora import example_gold

from riwaya.model.span import Span
from riwaya.pipeline import resources
from riwaya.quality import Gold
from riwaya.quality.gold import GoldTime
from riwaya.quality.score import Figures

TEXT = "عُقد الاجتماع يوم الاثنين، ثم في ٢٠١٨ أيضًا"


@pytest.fixture(scope="module")
def given():
    return resources()


def gold(text, **keys):
    return Gold(id="one", text=text, claims=(), published="2019-01-30", **keys)


def answer(body):
    return f'<?xml version="1.0"?>\n<!DOCTYPE TimeML SYSTEM "TimeML.dtd">\n<TimeML>\n{body}\n</TimeML>\n\n'


def test_plain_text_leads_back():
    plain = Plain.of(TEXT)
    assert plain.text == "عقد الاجتماع يوم الاثنين, ثم في 2018 أيضا"
    start = plain.text.index("2018")
    assert plain.span(start, start + 4).of(TEXT) == "٢٠١٨"


def test_expressions_of_an_answer_stand_in_the_text():
    monday = '<TIMEX3 tid="t2" type="DATE" value="2019-01-28">يوم الاثنين</TIMEX3>'
    year = '<TIMEX3 tid="t1" type="DATE" value="2018" mod="START">2018</TIMEX3>'
    found = list(timexes(answer(f"عقد الاجتماع {monday}, ثم في {year} أيضا"), Plain.of(TEXT), TEXT))
    assert [(t.text, t.start, t.end) for t in found] == [
        ("يوم الاثنين", "2019-01-28", "2019-01-28"),
        ("٢٠١٨", "2018-01-01", "2018-03-31"),
    ]
    assert all(t.span.of(TEXT) == t.text for t in found)


@pytest.mark.parametrize(("before", "kept"), [("\n ", "\n "), ("\n ", ""), ("", "\n")])
def test_space_at_the_edges_of_an_answer_is_no_matter(before, kept):
    text = f"{before}يوم الاثنين"
    body = f'{kept}<TIMEX3 tid="t1" type="SET" value="P1W">يوم الاثنين</TIMEX3>'
    (found,) = timexes(answer(body), Plain.of(text), text)
    assert found.span == Span(len(before), len(text))


@pytest.mark.parametrize("wrong", ["", answer("كلام آخر")])
def test_an_answer_about_another_text_is_refused(wrong):
    with pytest.raises(ValueError, match="another text"):
        list(timexes(wrong, Plain.of(TEXT), TEXT))


def test_what_is_not_installed_says_so(tmp_path, monkeypatch):
    reason = HeidelTime(tmp_path).missing()
    assert reason is not None
    assert INSTALL in reason or "java" in reason
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "java" in (HeidelTime(tmp_path).missing() or "")


def test_dateparser_gives_the_whole_month():
    (found,) = Dateparser().read([gold("بدأت الحملة في سبتمبر 2018 بعد تأجيل")])
    assert [(t.start, t.end) for t in found.times] == [("2018-09-01", "2018-09-30")]


def test_the_look_up_takes_the_longest_name_and_the_largest_place(given):
    text = "وصل الوفد إلى الرقة ثم دير الزور"
    (found,) = BareLookUp(given).read([gold(text)])
    assert [p.text for p in found.places if p.text in {"الرقة", "دير الزور", "الزور"}] == ["الرقة", "دير الزور"]
    raqqa = next(p for p in found.places if p.text == "الرقة")
    assert raqqa.lat == pytest.approx(35.95, abs=0.1)


def test_tasks_of_which_nothing_is_annotated_have_no_row(given):
    text = "وصل الوفد يوم الاثنين"
    article = gold(text, times=(GoldTime("يوم الاثنين", Span(10, 21), "2019-01-28", "2019-01-28"),))
    made = list(rows("mine", [article], [(Ours(given), Ours(given).read([article]))]))
    assert [row.task for row in made] == ["times found", "times value", "times first day"]
    assert all(row.cells["riwaya"].f1 == 1.0 for row in made)


def test_only_the_highest_alone_leads():
    best, less = Figures(1, 0.8, 0.9, 10, 8), Figures(0.5, 0.5, 0.5, 10, 10)
    assert Row("c", "t", {"a": best, "b": less, "none": None}).leads("a")
    assert not Row("c", "t", {"a": less, "b": best}).leads("a")
    assert not Row("c", "t", {"a": best, "b": best}).leads("a")


def test_riwaya_leads_on_the_example_pages(given):
    texts = list(example_gold())
    systems = [Ours(given), Dateparser(), BareLookUp(given)]
    made = list(rows("examples", texts, [(s, s.read(texts)) for s in systems]))
    assert {row.task for row in made} == {task.label for task in TASKS} - {"places resolved"}
    assert [row.task for row in made if not row.leads("riwaya")] == []
    assert markdown(made, systems).startswith("| corpus | task | riwaya | dateparser | bare look-up |\n")


def test_the_page_has_its_block():
    page = (ROOT / "docs/quality.md").read_text(encoding="utf-8")
    assert page.count("<!-- peers -->") == 1
