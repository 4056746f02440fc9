"""`riwaya data check` over the package's data and over folders with faults of every kind."""

import shutil

import pytest

from riwaya.rules.files import data_folder


def test_the_data_of_the_package_has_no_fault(riwaya):
    done = riwaya("data", "check")
    assert (done.out, done.code) == ("", 0)
    assert done.err.endswith("rules checked: no faults\n")


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(data_folder(), tmp_path / "data")


def append(path, text):
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_faults_of_several_files_are_reported_together(riwaya, copy):
    append(copy / "lexicon/weekdays.csv", "الجمـعة,5\nالإثنين,1\n")
    append(copy / "lexicon/prepositions.csv", "في" + ",too many" * 12 + "\n")
    rule = copy / "grammar/attribution/nothing.toml"
    rule.parent.mkdir(parents=True, exist_ok=True)
    rule.write_text('about = "x"\npattern = [{ lexicon = "no_such_list" }]\nexample = []\n', encoding="utf-8")
    done = riwaya("data", "check", copy)
    assert done.code == 1
    for file, reason in (
        ("weekdays.csv", "tatweel in"),
        ("weekdays.csv", "equal after normalising"),
        ("prepositions.csv", "cells under"),
        ("nothing.toml", "a rule needs at least one example"),
        ("nothing.toml", "no list named 'no_such_list'"),
    ):
        assert any(file in line and reason in line for line in done.out.splitlines()), (file, reason)
    assert all(line.startswith(str(copy)) for line in done.out.splitlines() if "nothing.toml" in line)


def test_a_folder_that_holds_no_data(riwaya, tmp_path):
    done = riwaya("data", "check", tmp_path)
    assert done.code == 1
    assert "No such file or directory" in done.out


def test_a_folder_that_is_none(riwaya, tmp_path):
    assert riwaya("data", "check", tmp_path / "nothing").code == 2
