"""The parts of linking: tables, stems, voices and credits, parts of the day, blocking."""

import random
import shutil
from collections import defaultdict, deque

import pytest
from msgspec.structs import replace
from tests.reading import record_of
from tests.unit.link.corpus import tables

from riwaya.link import link, load
from riwaya.link.blocking import candidate_pairs
from riwaya.link.score import distance, parts_apart
from riwaya.link.sightings import Spot, instant_of, sightings
from riwaya.link.signatures import Bands, _signature, likely_alike
from riwaya.link.stems import contained, share, words_of
from riwaya.link.voices import credited, outlet_key, speakers
from riwaya.model.article import Article, Removed
from riwaya.model.errors import DataError
from riwaya.rules.files import data_folder

STRIKE = "قتل ثلاثة مدنيين في غارة جوية على سوق في مدينة أريحا الاثنين، بحسب الدفاع المدني السوري."


def test_a_type_that_nobody_knows_is_refused(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(data_folder(), folder)
    path = folder / "linking/families.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"riot"', '"carnival"'), encoding="utf-8")
    with pytest.raises(DataError) as fault:
        load(folder)
    assert fault.value.faults == (
        "linking/families.toml: streets: no event type 'carnival'",
        "linking/families.toml: riot: in no family",
    )


def test_an_unknown_key_is_refused(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(data_folder(), folder)
    with (folder / "linking/weights.toml").open("a", encoding="utf-8") as file:
        file.write("wheight = 1\n")
    with pytest.raises(DataError, match=r"weights\.toml.*wheight"):
        load(folder)


@pytest.mark.parametrize(
    ("a", "b"), [("والمدنيين", "مدنيون"), ("بالغارة", "غارة"), ("سوقًا", "السوق"), ("هجومًا", "الهجوم")]
)
def test_forms_of_one_word_have_one_stem(a, b):
    assert tables().stemmer.stems(a) == tables().stemmer.stems(b)


def test_words_that_say_nothing_are_left_out():
    assert tables().stemmer.stems("في من التي") == ()


def test_shares():
    a, b = frozenset("abc"), frozenset("bcde")
    assert share(a, b) == pytest.approx(2 / 5)
    assert contained(a, b) == pytest.approx(2 / 3)
    assert share(frozenset(), frozenset()) == contained(frozenset(), a) == 0.0


@pytest.mark.parametrize(
    ("a", "b", "apart"), [("MO", "EV", True), ("MO", "MI", False), ("NI", "MO", False), ("AF", "MO", True)]
)
def test_parts_of_the_day(a, b, apart):
    assert parts_apart(frozenset({a}), frozenset({b})) is apart


def test_distance_is_in_kilometres():
    damascus, aleppo = Spot("a", 33.51, 36.29, 10.0), Spot("b", 36.2, 37.16, 10.0)
    assert distance(damascus, aleppo) == pytest.approx(309, abs=3)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("رويترز", "وكالة رويترز للأنباء"),
        ("الجزيرة", "قناة الجزيرة"),
        ("«أ ف ب»", "وكالة فرانس برس"),
        ("شبكة ضفاف", "ضفاف"),
    ],
)
def test_an_outlet_has_one_key_under_all_its_names(a, b):
    assert outlet_key(a, tables()) == outlet_key(b, tables())


def test_two_outlets_have_two_keys():
    assert outlet_key("ضفاف", tables()) != outlet_key("منصة مرسى", tables())


def written(text="نص.", **fields):
    return Article(id="a", sha256="0" * 64, outlet="ضفاف", text=text, **fields)


@pytest.mark.parametrize(
    ("article", "key"),
    [
        (written("اندلعت اشتباكات.\n(رويترز)"), "actor:reuters"),
        (written("اندلعت اشتباكات.", dateline="بغداد - (أ ف ب)"), "actor:afp"),
        (written("اندلعت اشتباكات.", authors=("وكالات",)), "agencies"),
        (written("اندلعت اشتباكات.\n(وكالة برقية)"), "outlet:برقية"),
        (written("اندلعت اشتباكات.", removed=(Removed("المصدر: الأناضول", "source"),)), "actor:anadolu"),
        (written("بغداد (رويترز) - اندلعت اشتباكات."), "actor:reuters"),
        (written("اندلعت اشتباكات، بحسب ما نقلت وكالة رويترز عن مصدر في الشرطة قال إنها توقفت."), None),
        (written("اندلعت اشتباكات.", removed=(Removed("رويترز", "caption"),)), None),
    ],
)
def test_credits_to_agencies(article, key):
    found = credited(article, tables())
    assert (found.key if found else None) == key


def voices_of(text, **given):
    return [s.voice for s in speakers(record_of(text, **given), tables())]


def test_unnamed_sources_of_one_outlet_are_one_voice_and_of_two_outlets_two():
    text = "قال مصدر أمني إن الطريق مفتوح.\nوقال مسؤول محلي إن السوق مغلقة."
    first, second = voices_of(text, outlet="ضفاف", published="2020-01-01")
    assert (first.key, first.basis) == (second.key, "unnamed")
    assert first.key != voices_of(text, outlet="منصة مرسى", published="2020-01-01")[0].key


def test_own_voice_is_the_outlet():
    (voice,) = voices_of("أغلقت السوق أبوابها اليوم.", outlet="ضفاف", published="2020-01-01")
    assert (voice.key, voice.basis) == (outlet_key("ضفاف", tables()), "own_voice")


def test_moments_with_and_without_a_zone_are_compared():
    assert instant_of(None) < instant_of("2020-01-01") < instant_of("2020-01-01T10:00:00+03:00")
    assert instant_of("2020-01-01T10:00:00+03:00") < instant_of("2020-01-01T10:00:00+00:00")


def accounts(count, days):
    """So many accounts of strikes on one town, spread over so many days."""
    record = record_of(STRIKE, outlet="ضفاف", published="2020-01-14")
    (one, *_) = sightings(record, words_of(record, tables().stemmer), tables())
    for k in range(count):
        when = replace(one.when, start=one.when.start + k % days, end=one.when.end + k % days)
        yield replace(one, at=(k, 0, 0), ref=replace(one.ref, article=str(k)), when=when)


@pytest.mark.parametrize("days", [1, 30, 3000])
def test_comparisons_grow_no_faster_than_the_accounts(days):
    most = tables().scoring.blocking.most_compared
    half, whole = (sum(1 for _ in candidate_pairs(list(accounts(n, days)), tables())) for n in (1000, 2000))
    assert 0 < whole <= 2000 * most * 4
    assert whole <= 2.6 * half or days == 3000


def test_accounts_of_far_places_and_days_are_not_compared():
    near, far = list(accounts(2, 1))
    assert list(candidate_pairs([near, far], tables())) == [(near, far)]
    elsewhere = replace(far, place=Spot("x", 15.0, 44.0, 5.0))
    later = replace(far, when=replace(far.when, start=far.when.start + 60, end=far.when.end + 60))
    assert list(candidate_pairs([near, elsewhere], tables())) == []
    assert list(candidate_pairs([near, later], tables())) == []


def pairs_by_the_book(sets, when, bands):
    """Every band has one table for all time; who shares a band meets in the first that both share, or never."""
    width = bands.rows * 4
    cuts = [
        [made[at : at + width] for at in range(0, len(made), width)] for made in (_signature(s, bands) for s in sets)
    ]
    found = set()
    for band in range(bands.permutations // bands.rows):
        buckets = defaultdict(lambda: deque(maxlen=bands.most))
        for k in sorted(range(len(sets)), key=lambda k: (when[k] or 0, k)):
            for j in buckets[cuts[k][band]]:
                near = None in (when[j], when[k]) or when[k] - when[j] <= bands.days
                if near and not any(a == b for a, b in zip(cuts[j][:band], cuts[k][:band], strict=True)):
                    found.add((min(k, j), max(k, j)))
            buckets[cuts[k][band]].append(k)
    return found


@pytest.mark.parametrize("undated", [0, 0.2, 1])
@pytest.mark.parametrize("days", [0, 1, 4])
def test_tables_of_the_last_days_find_what_tables_of_all_time_find(undated, days):
    chance = random.Random(7)  # noqa: S311 - made-up sets
    sets = [frozenset(chance.sample("abcdefghij", 5)) for _ in range(400)]
    when = [None if chance.random() < undated else chance.randrange(1, 60) for _ in sets]
    bands = Bands(permutations=16, seed=7, rows=2, days=days, most=5)
    found = list(likely_alike(sets.__getitem__, when, bands))
    assert len(found) == len(set(found)) > 0
    assert pairs_by_the_book(sets, when, bands) == set(found)


def test_records_may_come_one_by_one():
    records = [record_of(STRIKE, outlet=outlet, published="2020-01-14") for outlet in ("ضفاف", "منصة مرسى")]
    assert link(iter(records), tables()) == link(records, tables())
