"""The actor lexicon: its columns, ids, names and references hold what the other stages rely on."""

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import pytest

import riwaya

FOLDER = Path(riwaya.__file__).parent / "data" / "actors"
HEADER = (
    "id,name_ar,name_en,kind,country,gender,affiliation,aliases_ar,aliases_en"
    ",labels_ar,role_ar,role_en,from,to,reference"
)
KINDS = {"person", "armed_group", "government", "military", "organization", "monitor", "media"}
STATES = re.compile(r"[A-Z]{2}")
YEAR = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?")
REFERENCE = re.compile(r"wikipedia:[a-z]{2}:\S.*\S|(?:[a-z0-9-]+\.)+[a-z]{2,}")
ARABIC_FORM = re.compile("(?:[\u0621-\u063a\u0641-\u064a0-9 .-]|\\b[A-Z]{2,}\\b)+")
FOLD = str.maketrans("\u0623\u0625\u0622\u0671\u0649", "\u0627\u0627\u0627\u0627\u064a")


def normal(form):
    """Return `form` with alef and ya folded, marks and tatweel dropped: what the matcher compares."""
    bare = "".join(c for c in form if unicodedata.category(c) != "Mn" and c != "\u0640")
    return " ".join(bare.translate(FOLD).split())


def read(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


FILES = sorted(FOLDER.glob("*.csv"))
ROWS = [row for path in FILES for row in read(path)]
BY_ID = {row["id"]: row for row in ROWS}


def cell(row, column):
    return row[column].split("|") if row[column] else []


def forms(row):
    """Every Arabic form that resolves to the actor of `row`."""
    return [row["name_ar"], *cell(row, "aliases_ar"), *cell(row, "labels_ar")]


def years(row):
    """First and last month of the row, open ends as far as the calendar goes; a bare year is the whole year."""
    start, end = row["from"] or "0000", row["to"] or "9999"
    return (start if "-" in start else f"{start}-01"), (end if "-" in end else f"{end}-12")


def overlap(one, other):
    (start, end), (begin, stop) = years(one), years(other)
    return start <= stop and begin <= end


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_has_the_columns_and_is_sorted_by_id(path):
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    assert header == HEADER
    rows = read(path)
    assert len(rows) == len(lines), "a row holds a line break"
    assert all(None not in row and None not in row.values() for row in rows), "a row has too many or too few cells"
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)


def test_ids_are_unique_and_well_formed():
    assert [id_ for id_, n in Counter(row["id"] for row in ROWS).items() if n > 1] == []
    assert [row["id"] for row in ROWS if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["id"])] == []


def test_kinds_genders_and_countries_are_known():
    assert [row["id"] for row in ROWS if row["kind"] not in KINDS] == []
    assert [row["id"] for row in ROWS if row["country"] and not STATES.fullmatch(row["country"])] == []
    allowed = {True: {"m", "f"}, False: {"m", "f", "p"}}
    assert [row["id"] for row in ROWS if row["gender"] not in allowed[row["kind"] == "person"]] == []


def test_names_and_references_are_given():
    assert [row["id"] for row in ROWS if not (row["name_ar"] and row["name_en"])] == []
    assert [row["id"] for row in ROWS if not REFERENCE.fullmatch(row["reference"])] == []


def test_persons_have_a_role_and_others_none():
    persons = [row for row in ROWS if row["kind"] == "person"]
    assert [row["id"] for row in persons if not (row["role_ar"] and row["role_en"])] == []
    assert [row["id"] for row in ROWS if row["kind"] != "person" and (row["role_ar"] or row["role_en"])] == []


def test_years_are_dates_in_order():
    assert [r["id"] for r in ROWS for c in ("from", "to") if r[c] and not YEAR.fullmatch(r[c])] == []
    assert [row["id"] for row in ROWS if years(row)[0] > years(row)[1]] == []


def test_affiliations_exist_and_lead_out_of_any_circle():
    assert [row["id"] for row in ROWS if row["affiliation"] and row["affiliation"] not in BY_ID] == []
    for row in ROWS:
        seen = [row["id"]]
        while (above := BY_ID[seen[-1]]["affiliation"]) and above not in seen:
            seen.append(above)
        assert not above, f"{row['id']}: affiliation goes round: {seen}"


def test_no_form_stands_for_two_actors_at_one_time():
    holders = defaultdict(list)
    for row in ROWS:
        for form in {normal(form) for form in forms(row)}:
            holders[form].append(row)
    clashes = [
        (form, one["id"], other["id"])
        for form, rows in holders.items()
        for one, other in combinations(rows, 2)
        if overlap(one, other)
    ]
    assert clashes == []


def test_no_actor_repeats_a_form():
    repeated = {
        row["id"]: twice
        for row in ROWS
        if (twice := [form for form, n in Counter(map(normal, forms(row))).items() if n > 1])
    }
    assert repeated == {}


def test_arabic_forms_are_clean():
    """Arabic letters, digits, spaces, dots, hyphens, and initials as Arabic texts write them: no marks, no controls."""
    faults = [(r["id"], f) for r in ROWS for f in forms(r) if not ARABIC_FORM.fullmatch(f) or f != " ".join(f.split())]
    assert faults == []
    roles = [(r["id"], r["role_ar"]) for r in ROWS if r["role_ar"] and not ARABIC_FORM.fullmatch(r["role_ar"])]
    assert roles == []


def test_english_forms_hold_no_arabic_and_no_repetition():
    for row in ROWS:
        english = [row["name_en"], *cell(row, "aliases_en")]
        assert not re.search("[\u0600-\u06ff]", " ".join([*english, row["role_en"]])), row["id"]
        assert len(set(english)) == len(english), row["id"]


def test_generic_second_mentions_are_left_to_the_anaphora_stage():
    generic = {
        "التنظيم",
        "الحركة",
        "المرصد",
        "الجماعة",
        "الوكالة",
        "التحالف",
        "الجيش",
        "النظام",
        "المعارضة",
        "القوات",
    }
    assert [(row["id"], form) for row in ROWS for form in forms(row) if normal(form) in generic] == []


def test_no_one_word_form_reads_as_a_reporting_or_event_verb():
    """Afad, Turkey's disaster agency, folds to the verb of reporting: such a form may not stand alone."""
    with (FOLDER.parent / "lexicon" / "verbs.csv").open(encoding="utf-8", newline="") as lines:
        verbs = {normal(row[column]) for row in csv.DictReader(lines) for column in ("verb", "imperfect")}
    assert len(verbs) > 100
    assert [(row["id"], form) for row in ROWS for form in forms(row) if normal(form) in verbs] == []


def test_lexicon_is_large_enough():
    assert len(ROWS) >= 600
    assert sum(row["kind"] == "person" for row in ROWS) >= 200
    countries = Counter(row["country"] for row in ROWS)
    assert {c: countries[c] for c in ("SY", "IQ", "YE", "SD", "LY", "LB", "PS", "IL") if countries[c] < 25} == {}


@pytest.mark.parametrize(
    ("form", "actor"),
    [
        ("قسد", "sdf"),
        ("قوات سورية الديمقراطية", "sdf"),
        ("داعش", "islamic-state"),
        ("مظلوم كوباني", "mazloum-abdi"),
        ("جماعة أنصار الله", "houthis"),
        ("مليشيا الحوثي", "houthis"),
        ("تحالف دعم الشرعية", "saudi-led-coalition"),
        ("حميدتي", "hemedti"),
        ("الجنجويد", "rsf"),
        ("قوات حفتر", "lna"),
        ("كتائب القسام", "qassam-brigades"),
        ("قوات الاحتلال", "idf"),
        ("الخارجية الروسية", "russian-foreign-ministry"),
        ("وزارة الدفاع الأميركية", "pentagon"),
        ("عبدالفتاح السيسي", "abdel-fattah-el-sisi"),
        ("وكالة فرانس برس", "afp"),
    ],
)
def test_form_leads_to_the_actor(form, actor):
    assert [row["id"] for row in ROWS if normal(form) in map(normal, forms(row))] == [actor]


def test_loaded_labels_are_never_names():
    labelled = [row for row in ROWS if row["labels_ar"]]
    assert len(labelled) >= 30
    names = {normal(form) for row in ROWS for form in [row["name_ar"], *cell(row, "aliases_ar")]}
    assert [(r["id"], label) for r in labelled for label in cell(r, "labels_ar") if normal(label) in names] == []
