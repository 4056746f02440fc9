"""The data that reading uses: furniture examples hold, outlets are checked when loaded."""

import pytest

from riwaya.model.errors import DataError
from riwaya.read import outlets
from riwaya.read.furniture import load_furniture, read_furniture_files
from riwaya.read.outlets import Outlet, load_outlets, read_outlets

FILES = read_furniture_files()
EXAMPLES = [(name, sample.text) for name, file in FILES.items() for sample in file.example]
COUNTEREXAMPLES = [(name, sample) for name, file in FILES.items() for sample in file.counterexample]


@pytest.mark.parametrize(("name", "text"), EXAMPLES)
def test_examples_are_caught(name, text):
    assert load_furniture().judge(text).reason == FILES[name].reason


@pytest.mark.parametrize(("name", "sample"), COUNTEREXAMPLES)
def test_counterexamples_are_left_alone(name, sample):
    assert load_furniture().judge(sample.text).reason is None, sample.why


def test_every_file_has_examples_and_counterexamples():
    assert [name for name, file in FILES.items() if not (file.example and file.counterexample)] == []


def test_there_are_many_outlets_of_many_countries():
    found = read_outlets()
    assert len(found) >= 60
    assert {"SY", "IQ", "YE", "SD", "LY", "LB", "PS", "EG", "SA", "QA"} <= {outlet.country for outlet in found}


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.bbc.com/arabic/x", "بي بي سي عربي"),
        ("http://arabic.sputniknews.com", "سبوتنيك عربي"),
        ("https://notbbc.com/", None),
        (None, None),
    ],
)
def test_an_outlet_by_its_domain(url, name):
    found = load_outlets().by_domain(url)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (["وقال سامر الحسن لعنب بلدي إن الطريق مفتوح."], "عنب بلدي"),
        (["وأوضحت المديرة للجزيرة نت أن المدرسة مغلقة."], "الجزيرة نت"),
        (["وقال سامر الحسن لوكالة رويترز إن الطريق مفتوح."], None),
        (["وانتقل سامر الحسن للشرق بحثا عن عمل."], None),
    ],
)
def test_an_outlet_by_how_it_speaks_of_itself(body, name):
    assert load_outlets().speaking([], body) == name


def test_two_outlets_with_one_domain_are_refused(tmp_path, monkeypatch):
    folder = tmp_path / "outlets"
    folder.mkdir()
    row = '[[outlet]]\nname = "{}"\nname_en = "A"\ncountry = "SY"\nkind = "site"\ndomains = ["a.example"]\n'
    (folder / "a.toml").write_text(row.format("ألف") + row.format("باء"), encoding="utf-8")
    (folder / "b.toml").write_text('[[outlet]]\nnames = "x"\n', encoding="utf-8")
    monkeypatch.setattr("riwaya.rules.files.data_folder", lambda: tmp_path)
    with pytest.raises(DataError) as fault:
        outlets.read_outlets()
    assert len(fault.value.faults) == 2
    assert "a.example" in str(fault.value)


def test_an_outlet_that_is_an_ordinary_word_has_no_bare_name_in_text():
    outlet = Outlet("العرب", "Al-Arab", "GB", "newspaper", ("a.example",), ordinary_word=True, aliases=("صحيفة العرب",))
    assert list(outlet.spoken_names()) == ["صحيفة العرب"]
