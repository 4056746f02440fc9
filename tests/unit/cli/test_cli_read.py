"""`riwaya read`: every kind of input, what is printed for each, what is said of those that fail."""

import contextlib
import json
import os
import subprocess
import sys

import jsonschema
import pytest
from tests.corpora import ROOT

from riwaya.cli.schema import schema

PAGE = ROOT / "examples/difaf/tal-malah-dawn.html"
WORDS = "قال قائد الشرطة إن ثلاثة أشخاص قتلوا في انفجار عبوة ناسفة وسط مدينة الرقة يوم الجمعة الماضي."
LINE = {"id": "a1", "text": WORDS, "outlet": "جريدة", "published": "2019-06-21"}


def records(outcome):
    return [json.loads(line) for line in outcome.out.splitlines()]


def jsonl(path, *lines):
    path.write_text("".join(f"{x if isinstance(x, str) else json.dumps(x, ensure_ascii=False)}\n" for x in lines))
    return path


def test_records_follow_the_published_schema(riwaya):
    done = riwaya("read", ROOT / "examples", "--jsonl")
    assert done.code == 0
    assert done.err == ""
    assert len(records(done)) == len(list((ROOT / "examples").rglob("*.html")))
    for record in records(done):
        jsonschema.validate(record, schema())
        assert record["schema"] == "riwaya/1"


def test_the_text_of_json_lines_is_taken_as_it_is(riwaya, tmp_path):
    odd = {"id": "b", "text": f"  {WORDS}\u00a0\u200f\n\n{WORDS} "}
    done = riwaya("read", jsonl(tmp_path / "two.jsonl", LINE, odd), "--jsonl")
    articles = [record["article"] for record in records(done)]
    assert [a["text"] for a in articles] == [LINE["text"], odd["text"]]
    assert [a["id"] for a in articles] == ["a1", "b"]
    assert (articles[0]["outlet"], articles[0]["published"], articles[0]["published_basis"]) == (
        "جريدة", "2019-06-21", "given",
    )  # fmt: skip
    assert (articles[1]["outlet"], articles[1]["published"]) == (None, None)


def test_a_person_sees_the_article_and_its_claims(riwaya):
    done = riwaya("read", PAGE)
    assert done.code == 0
    for words in ("title      ", "outlet     ضفاف", "published  2019-06-19", "caption    ", "credit     ضفاف"):
        assert words in done.out
    assert "\x1b[" not in done.out
    assert all(line == line.rstrip() for line in done.out.splitlines())


def test_what_the_user_knows_better_is_used(riwaya, tmp_path):
    lines = jsonl(tmp_path / "one.jsonl", LINE)
    done = riwaya("read", lines, "--jsonl", "--outlet", "صحيفة أخرى", "--published", "2020-02-03")
    article = records(done)[0]["article"]
    assert (article["outlet"], article["published"], article["published_basis"]) == (
        "صحيفة أخرى", "2020-02-03", "given",
    )  # fmt: skip


def test_standard_input(riwaya, monkeypatch, tmp_path):
    lines = jsonl(tmp_path / "one.jsonl", LINE)
    with lines.open() as given:
        monkeypatch.setattr("sys.stdin", given)
        done = riwaya("read", "-", "--jsonl")
    assert records(done)[0]["article"]["text"] == WORDS


def test_output_goes_to_a_file_that_is_whole_or_absent(riwaya, tmp_path):
    target = tmp_path / "records.jsonl"
    done = riwaya("read", PAGE, "--jsonl", "--output", target)
    assert (done.code, done.out) == (0, "")
    assert json.loads(target.read_text(encoding="utf-8"))["article"]["outlet"] == "ضفاف"
    assert [path.name for path in tmp_path.iterdir()] == ["records.jsonl"]


def test_an_output_that_cannot_be_written_is_wrong_usage(riwaya, tmp_path):
    done = riwaya("read", PAGE, "--output", tmp_path / "no/such/folder/out")
    assert done.code == 2
    assert "No such file or directory" in done.err


BAD = {
    "empty.html": b"",
    "blank.txt": b" \n\t\n",
    "image.html": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1",
    "noise.bin": bytes(range(256)) * 40,
    "english.txt": b"The quick brown fox jumps over the lazy dog. " * 20,
    "broken.jsonl": b'{"id": "x", \n',
    "archive.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_named_and_the_rest_is_read(riwaya, tmp_path, name):
    bad = tmp_path / name
    bad.write_bytes(BAD[name])
    done = riwaya("read", bad, jsonl(tmp_path / "good.jsonl", LINE), "--jsonl")
    assert done.code == 1
    assert [record["article"]["id"] for record in records(done)] == ["a1"]
    (message,) = done.err.splitlines()
    assert message.startswith(f"riwaya: {bad}")
    assert len(message) > len(f"riwaya: {bad}: ")


def test_a_missing_file_is_named(riwaya, tmp_path):
    done = riwaya("read", tmp_path / "nothing.html", jsonl(tmp_path / "good.jsonl", LINE), "--jsonl")
    assert done.code == 1
    assert len(records(done)) == 1
    assert done.err == f"riwaya: {tmp_path / 'nothing.html'}: no such file or folder\n"


def test_broken_lines_are_named_by_number(riwaya, tmp_path):
    lines = jsonl(tmp_path / "mixed.jsonl", LINE, "{", "", '{"id": 3}', {**LINE, "id": "a2"})
    done = riwaya("read", lines, "--jsonl")
    assert done.code == 1
    assert [record["article"]["id"] for record in records(done)] == ["a1", "a2"]
    assert [message.split(": ")[1] for message in done.err.splitlines()] == [f"{lines}:2", f"{lines}:4"]


def test_a_folder_with_an_unreadable_file(riwaya, tmp_path):
    jsonl(tmp_path / "good.jsonl", LINE)
    (tmp_path / "gone.html").symlink_to(tmp_path / "nowhere")
    done = riwaya("read", tmp_path, "--jsonl")
    assert done.code == 1
    assert len(records(done)) == 1
    assert done.err.startswith(f"riwaya: {tmp_path / 'gone.html'}: ")


@pytest.mark.parametrize("encoding", ["windows-1256", "utf-16", "utf-8-sig"])
def test_old_encodings(riwaya, tmp_path, encoding):
    page = tmp_path / "page.html"
    body = f"<html><head><title>خبر عاجل من الرقة</title></head><body><article><p>{WORDS}</p><p>{WORDS}</p>"
    page.write_bytes(f"{body}</article></body></html>".encode(encoding))
    done = riwaya("read", page, "--jsonl")
    assert done.code == 0, done.err
    assert WORDS in records(done)[0]["article"]["text"]


def on_a_terminal(command, output):
    """What a terminal on standard error shows; standard output goes to a file."""
    ours, theirs = os.openpty()
    shown = b""
    with output.open("wb") as out, subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=theirs):
        os.close(theirs)
        with contextlib.suppress(OSError):  # Linux reports the end of a terminal as an error
            while part := os.read(ours, 4096):
                shown += part
    os.close(ours)
    return shown.decode()


@pytest.mark.parametrize(("inputs", "has_bar"), [(["examples"], True), ([str(PAGE)], False)])
def test_a_bar_is_shown_on_a_terminal_for_many_inputs(inputs, has_bar, tmp_path):
    command = [sys.executable, "-m", "riwaya.cli", "read", *inputs, "--jsonl"]
    shown = on_a_terminal(command, tmp_path / "out")
    out = (tmp_path / "out").read_bytes()
    assert out.count(b"\n") == (len(list((ROOT / "examples").rglob("*.html"))) if has_bar else 1)
    assert ("reading" in shown) is has_bar
    assert out.startswith(b'{"schema"')
