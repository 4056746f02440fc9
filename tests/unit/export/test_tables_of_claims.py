"""CSV and JSON Lines of claims, read by pandas and by the model; cells that spreadsheets would take for formulas."""

import io
import json

import msgspec
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reading import record_of

from riwaya.export.cells import cell
from riwaya.export.spreadsheet import ClaimRow
from riwaya.model.record import Record

STRIKE = "قالت لجان مقاومة بارا إن 31 مدنيا قتلوا في قصف جوي على سوق المدينة بولاية شمال كردفان يوم 7 مارس 2025."


def frame(data, **options):
    return pandas.read_csv(io.BytesIO(data), keep_default_na=False, na_values=[""], **options)


def test_a_row_a_claim_in_the_words_of_the_record(selection, write):
    table = frame(write("csv", selection))
    assert list(table.columns) == list(ClaimRow.__struct_fields__)
    claims = {claim.id: (claim, record) for record in selection.records for claim in record.claims}
    assert sorted(table["claim"]) == sorted(claims)
    for row in table.itertuples():
        claim, record = claims[row.claim]
        assert record.article.text[row.start : row.end] == claim.text
        assert row.text.removeprefix("'") == claim.text
        assert row.stance == claim.stance
        assert row.links == len(claim.chain)
        assert row.chain.count(" > ") == len(claim.chain)


def test_what_is_known_of_a_claim(select, write):
    record = record_of(STRIKE, outlet="صوت الأبنوس", published="2025-03-08")
    table = frame(write("csv", select(record)))
    row = table[table["text"].str.contains("31")].iloc[0]
    assert row["origin"] == "لجان مقاومة بارا"
    assert row["event_types"] == "air_strike"
    assert (row["event_start"], row["event_end"]) == ("2025-03-07", "2025-03-07")
    assert (row["killed_low"], row["killed_high"]) == (31, 31)
    assert row["countries"] == "SD"
    assert row["latitude"] == pytest.approx(13.5, abs=2)
    assert row["n_origins"] == 1
    assert row["events"].startswith("event:")


def test_unknown_is_empty_and_never_nought(select, write):
    record = record_of("قال شاهد إن الطريق مفتوح.", outlet="جريدة")
    (row,) = frame(write("csv", select(record)), dtype=str).to_dict("records")
    for name in ("published", "latitude", "killed_low", "event_start", "origin_actor", "url"):
        assert pandas.isna(row[name]), name


def test_a_byte_order_mark_where_it_is_asked_for(selection, write):
    assert write("csv", selection, bom=True) == b"\xef\xbb\xbf" + write("csv", selection)
    assert list(frame(write("csv", selection, bom=True), encoding="utf-8-sig").columns)[0] == "claim"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ('=HYPERLINK("http://a.example")', '\'=HYPERLINK("http://a.example")'),
        ("+49 (0)", "'+49 (0)"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("  =1+1", "'  =1+1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("-5", "-5"),
        ("+4.25", "+4.25"),
        (-33.5, -33.5),
        (None, ""),
        (("=a", "b"), "'=a; b"),
        ("a=b", "a=b"),
        ("\x00=1", "'=1"),
        ("قال", "قال"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(value, written):
    assert cell(value) == written


@given(st.text())
def test_no_text_becomes_a_formula(text):
    found = cell(text)
    starts = found.lstrip(" ")[:1]
    assert starts not in set("=@\t\r\n") | {"\uff1d", "\uff0b", "\uff0d", "\uff20"}
    assert starts not in set("+-") or float(found) is not None


@pytest.mark.parametrize("name", ["csv", "acled", "hxl"])
def test_outlets_and_quotes_cannot_smuggle_formulas_in(name, select, write):
    record = record_of(STRIKE, outlet="=cmd|' /C calc'!A0", published="2025-03-08")
    table = pandas.read_csv(io.BytesIO(write(name, select(record))), dtype=str, header=None, keep_default_na=False)
    cells = [text for row in table.to_numpy().tolist() for text in row]
    assert any(text.startswith("'=cmd") for text in cells)
    assert [text for text in cells if text[:1] in set("=+-@")] == []


def test_lines_are_records(selection, write):
    lines = write("jsonl", selection).splitlines()
    found = [msgspec.json.decode(line, type=Record) for line in lines]
    assert sorted(found, key=lambda r: r.article.id) == sorted(selection.records, key=lambda r: r.article.id)


def test_lines_of_some_claims_hold_only_these(selection, write):
    from riwaya.export.view import Selection

    wanted = selection.records[0].claims[0].id
    (line,) = write("jsonl", Selection(selection.records, selection.findings, claims={wanted})).splitlines()
    assert [claim["id"] for claim in json.loads(line)["claims"]] == [wanted]
