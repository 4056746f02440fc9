"""`riwaya actors`: a user's own table is checked row by row, kept, and read beside the package's."""

import json

import pytest

HEADER = "id,name_ar,name_en,kind,country,gender,affiliation,aliases_ar,from,to\n"
LIONS = "lions-of-the-ridge,أسود السفح,Lions of the Ridge,armed_group,SY,p,,كتيبة أسود السفح,2015,2021\n"
HARITH = "harith-al-safhi,حارث السفحي,Harith al-Safhi,person,SY,m,lions-of-the-ridge,,2016,\n"
SENTENCE = "سيطر مقاتلو أسود السفح على بلدة هجين، بحسب ما قال حارث السفحي في بيان."


@pytest.fixture
def table(tmp_path):
    def write(*rows, header=HEADER, name="mine.csv"):
        path = tmp_path / name
        path.write_text(header + "".join(rows), encoding="utf-8")
        return path

    return write


@pytest.fixture
def data(tmp_path, monkeypatch):
    folder = tmp_path / "data"
    monkeypatch.setenv("RIWAYA_DATA", str(folder))
    return folder


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.jsonl"
    path.write_text(json.dumps({"id": "a", "text": SENTENCE, "published": "2019-01-28"}) + "\n", encoding="utf-8")
    return path


def actors(riwaya, article):
    record = json.loads(riwaya("read", article, "--jsonl").out)
    return {actor["id"]: actor["name_en"] for actor in record["actors"]}, record


def test_actors_that_were_added_are_found_in_articles(riwaya, table, data, article):
    before, old = actors(riwaya, article)
    assert "lions-of-the-ridge" not in before
    added = riwaya("actors", "add", table(LIONS, HARITH))
    assert (added.code, added.err) == (0, "")
    assert added.out == f"{data / 'actors/mine.csv'}: 2 actors\n"
    after, new = actors(riwaya, article)
    assert {k: after[k] for k in after if k not in before} == {
        "lions-of-the-ridge": "Lions of the Ridge",
        "harith-al-safhi": "Harith al-Safhi",
    }
    assert new["engine"]["data"] != old["engine"]["data"], "other data, another engine"


def test_the_option_is_stronger_than_the_environment(riwaya, table, data, tmp_path):
    other = tmp_path / "other"
    assert riwaya("actors", "add", table(LIONS), "--data", other).code == 0
    assert (other / "actors/mine.csv").exists()
    assert not data.exists()
    assert "أسود السفح" in riwaya("actors", "list", "ridge", "--data", other).out
    assert riwaya("actors", "list", "ridge").out == ""


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("No Good,أسود السفح,Lions,armed_group,SY,p,,,,\n", "id: 'No Good' wants small letters"),
        ("lions,,Lions,armed_group,SY,p,,,,\n", "name_ar: missing"),
        ("lions,Lions,Lions,armed_group,SY,p,,,,\n", "name_ar: 'Lions' is not Arabic"),
        ("lions,أسـود السفح,Lions,armed_group,SY,p,,,,\n", "name_ar: tatweel"),
        ("lions,أسود السفح,أسود,armed_group,SY,p,,,,\n", "name_en: 'أسود' is not in Latin letters"),
        ("lions,أسود السفح,Lions,heroes,SY,p,,,,\n", "kind: 'heroes' is none of armed_group"),
        ("lions,أسود السفح,Lions,armed_group,Syria,p,,,,\n", "country: 'Syria' wants two capital letters"),
        ("lions,أسود السفح,Lions,armed_group,SY,x,,,,\n", "gender: 'x' wants m, f or p"),
        ("lions,أسود السفح,Lions,armed_group,SY,p,nobody-at-all,,,\n", "affiliation: no actor 'nobody-at-all'"),
        ("lions,أسود السفح,Lions,armed_group,SY,p,,,spring,\n", "from: 'spring' wants a year or a month"),
        ("lions,أسود السفح,Lions,armed_group,SY,p,,,2020,2015\n", "from: 2020 is after 2015"),
        ("islamic-state,أسود السفح,Lions,armed_group,SY,p,,,,\n", "id: 'islamic-state' is an actor already"),
        ("lions,أسود السفح,Lions\n", "3 cells under 10 headings"),
    ],
)
def test_a_faulty_row_stops_the_file_and_is_named_with_its_line(riwaya, table, data, row, reason):
    path = table(LIONS, row)
    done = riwaya("actors", "add", path)
    assert done.code == 1
    assert f"{path}: line 3: {reason}" in done.err
    assert not data.exists(), "nothing is loaded"


def test_the_same_id_twice_in_a_file(riwaya, table, data):
    path = table(LIONS, LIONS)
    assert f"{path}: line 3: id: 'lions-of-the-ridge' stands already in line 2" in riwaya("actors", "add", path).err
    assert not data.exists()


def test_skip_bad_adds_the_good_rows(riwaya, table, data):
    done = riwaya("actors", "add", table(LIONS, "x,y\n", HARITH), "--skip-bad")
    assert done.code == 1
    assert done.out == f"{data / 'actors/mine.csv'}: 2 actors\n"
    assert "line 3: 2 cells under 10 headings" in done.err
    assert len(riwaya("actors", "list", "السفح").out.splitlines()) == 2


def test_a_file_of_the_same_name_takes_the_place_of_the_one_before(riwaya, table, data):
    assert riwaya("actors", "add", table(LIONS, HARITH)).code == 0
    assert riwaya("actors", "add", table(LIONS)).code == 0
    assert riwaya("actors", "list", "harith-al-safhi").out == ""
    again = riwaya("actors", "add", table(LIONS, name="other.csv"))
    assert "id: 'lions-of-the-ridge' is an actor already" in again.err


def test_a_name_that_another_actor_bears_is_reported_and_loaded(riwaya, table, data):
    path = table("my-office,المرصد السوري لحقوق الإنسان,My office,monitor,SY,m,,,,\n")
    done = riwaya("actors", "add", path)
    assert done.err == f"{path}: line 2: aliases_ar: 'المرصد السوري لحقوق الإنسان' also names sohr\n"
    assert done.code == 0
    assert riwaya("actors", "list", "my-office").out


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("id,name_ar,kind\n", "line 1: no column 'name_en'"),
        ("id,name_ar,name_en,kind,colour\n", "line 1: unknown column 'colour'"),
        ("", "line 1: no column 'id'"),
    ],
)
def test_a_heading_of_other_columns_is_refused(riwaya, table, data, header, reason):
    done = riwaya("actors", "add", table(header=header))
    assert done.code == 1
    assert reason in done.err
    assert not data.exists()


def test_a_file_of_another_encoding_is_refused(riwaya, table, data):
    path = table()
    path.write_bytes((HEADER + LIONS).encode("cp1256"))
    done = riwaya("actors", "add", path)
    assert done.code == 1
    assert ": not UTF-8" in done.err


def test_list_finds_by_either_script_whatever_the_spelling(riwaya, data):
    for query in ("Syrian Observatory", "syrian observatory", "المرصد السوري لحقوق الانسان", "sohr"):
        assert "sohr\tmonitor\tSyrian Observatory for Human Rights\tالمرصد السوري لحقوق الإنسان" in (
            riwaya("actors", "list", query).out
        )
    assert len(riwaya("actors", "list").out.splitlines()) >= 500


def test_show_says_all_that_is_known_and_where(riwaya, table, data):
    riwaya("actors", "add", table(LIONS))
    assert riwaya("actors", "show", "lions-of-the-ridge").out == (
        "id          lions-of-the-ridge\n"
        "name_ar     أسود السفح\n"
        "name_en     Lions of the Ridge\n"
        "kind        armed_group\n"
        "country     SY\n"
        "gender      p\n"
        "aliases_ar  كتيبة أسود السفح\n"
        "from        2015\n"
        "to          2021\n"
        "file        mine.csv\n"
    )
    unknown = riwaya("actors", "show", "nobody")
    assert (unknown.code, unknown.out) == (2, "")
    assert "no actor 'nobody'" in unknown.err
