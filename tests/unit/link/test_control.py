"""The ledger of places: who is said to have held them when, contested days, areas as a series."""

import pytest
from tests.reading import article, loaded
from tests.unit.link.corpus import tables

from riwaya.link import link
from riwaya.pipeline import analyse

TAKEN = "سيطرت قوات سوريا الديمقراطية الاثنين على قرية الباغوز في ريف دير الزور، بحسب المرصد السوري لحقوق الإنسان."
RETAKEN = "سيطر تنظيم الدولة الإسلامية الأربعاء على قرية الباغوز في ريف دير الزور، بحسب شبكة فرات بوست."
HELD = "قال تنظيم الدولة الإسلامية في بيان إنه سيطر على قرية الباغوز في ريف دير الزور يوم الاثنين."


def findings(*texts):
    records = []
    for k, (outlet, day, text) in enumerate(texts):
        given = article(text, outlet=outlet, published=day)
        records.append(
            analyse(type(given)(**{f: getattr(given, f) for f in given.__struct_fields__} | {"id": f"a{k}"}), loaded())
        )
    return link(records, tables())


def test_a_holder_is_reported_until_another_is():
    spans = findings(("ضفاف", "2018-12-10", TAKEN), ("وكالة برقية", "2018-12-12", RETAKEN)).control
    assert [(s.place, s.holder, s.start, s.end, s.open, s.contested_by) for s in spans] == [
        ("own:sy-baghuz", "sdf", "2018-12-10", "2018-12-11", False, ()),
        ("own:sy-baghuz", "islamic-state", "2018-12-12", "2018-12-12", True, ()),
    ]


def test_two_holders_of_one_day_contest_the_place_and_contradict_each_other():
    found = findings(("ضفاف", "2018-12-10", TAKEN), ("وكالة برقية", "2018-12-11", HELD))
    assert {s.holder: s.contested_by for s in found.control} == {"sdf": ("islamic-state",), "islamic-state": ("sdf",)}
    opposed = [c for c in found.contradictions if c.kind == "holders"]
    assert [(c.place, c.a.says, c.b.says, c.note) for c in opposed] == [
        ("own:sy-baghuz", "held by sdf", "held by islamic-state", "both on 2018-12-10")
    ]
    assert opposed[0].a.chain == ("ضفاف", "المرصد السوري لحقوق الإنسان")


def test_one_holder_told_twice_is_one_span_with_both_origins():
    other = TAKEN.replace("المرصد السوري لحقوق الإنسان", "شبكة فرات بوست")
    (span,) = findings(("ضفاف", "2018-12-10", TAKEN), ("وكالة برقية", "2018-12-11", other)).control
    assert (span.start, span.end, span.open, span.n_origins) == ("2018-12-10", "2018-12-10", True, 2)
    assert span.origins == ("actor:euphrates-post", "actor:sohr")


def test_areas_are_a_series():
    texts = [
        (
            "ضفاف",
            day,
            f"يسيطر تنظيم الدولة الإسلامية على {area} كيلومترات مربعة قرب الباغوز، بحسب المرصد السوري لحقوق الإنسان.",
        )
        for day, area in (("2019-02-02", "ستة"), ("2019-01-25", "تسعة"))
    ]
    areas = findings(*texts).areas
    assert [(a.day, a.low, a.high, a.unit, a.origin) for a in areas] == [
        ("2019-01-25", 9.0, 9.0, "km2", "actor:sohr"),
        ("2019-02-02", 6.0, 6.0, "km2", "actor:sohr"),
    ]


@pytest.mark.parametrize(
    "text", [TAKEN.replace("سيطرت", "ستسيطر"), "طالب المرصد السوري لحقوق الإنسان بوقف القصف على الباغوز."]
)
def test_what_is_planned_or_no_holding_is_not_in_the_ledger(text):
    assert findings(("ضفاف", "2018-12-10", text)).control == ()
