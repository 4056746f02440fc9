"""Chains, plots and bands: what is drawn is what is told."""

import re

import pytest

from riwaya.model.finding import ControlSpan, EventCluster, Origin, Voice
from riwaya.store.base import Hit
from riwaya.web.isnad import drawing
from riwaya.web.plots import Figure, bands, plot

OUTLETS = ("أ", "ب", "ج", "د")


def hit(claim, outlet, sources, stance="asserted"):
    return Hit(
        sha256="0" * 64, article=claim, claim=claim, outlet=outlet, published="2019-01-01", url=None, title=None,
        text="", stance=stance, sources=sources, types=(), places=(), first_day=None, last_day=None, gloss=None,
    )  # fmt: skip


def origin(id, name, claims):
    return Origin(
        id=id, voices=(Voice(f"name:{name}", name, "person", "source"),), claims=claims, outlets=(), affirms=True,
        denies=False, first_report=None, last_report=None,
    )  # fmt: skip


def event(origins):
    claims = tuple(claim for one in origins for claim in one.claims)
    return EventCluster(
        id="event:1", type="attack", family="strike", place=None, place_ar=None, place_en=None, lat=None, lon=None,
        radius_km=None, start=None, end=None, members=(), claims=claims, leaning=(), outlets=OUTLETS,
        origins=tuple(origins), n_outlets=4, n_claims=len(claims), n_origins=len(origins), n_affirming=1, n_denying=0,
        first_report=None, last_report=None, joints=(),
    )  # fmt: skip


def ends(edge):
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", edge.path)]
    return tuple(numbers[:2]), tuple(numbers[-2:])


@pytest.mark.parametrize("mirrored", [False, True])
def test_one_origin_through_four_outlets_meets_in_one_point(mirrored):
    told = event([origin("o1", "المتحدث", ("c0", "c1", "c2", "c3"))])
    drawn = drawing(told, [hit(f"c{n}", outlet, ("المتحدث",)) for n, outlet in enumerate(OUTLETS)], mirrored)
    begins, meets = zip(*map(ends, drawn.edges), strict=True)
    assert len(set(begins)) == 4
    assert len(set(meets)) == 1
    assert (meets[0][0] < begins[0][0]) is mirrored
    assert [node.claims for node in drawn.nodes if node.kind == "origin"] == [4]
    for node in drawn.nodes:
        assert 100 <= node.x <= drawn.width - 100
        assert 17 <= node.y <= drawn.height - 17


def test_what_lies_between_has_a_column_of_its_own_and_no_box_covers_another():
    told = event([origin("o1", "شاهد", ("c0", "c1")), origin("o2", "مصدر", ("c2",))])
    hits = [hit("c0", "أ", ("وكالة", "شاهد")), hit("c1", "ب", ("شاهد",)), hit("c2", "ب", ("مصدر",), "denied")]
    drawn = drawing(told, hits, mirrored=False)
    assert drawn.columns == 3
    assert [node.label for node in drawn.nodes if node.kind == "relay"] == ["وكالة"]
    places = [(node.x, node.y) for node in drawn.nodes]
    assert all(x != u or abs(y - v) >= 34 for k, (x, y) in enumerate(places) for u, v in places[:k])
    assert sorted(edge.manner for edge in drawn.edges) == ["affirms", "affirms", "affirms", "denies"]


def test_an_event_without_origins_is_drawn_empty():
    assert drawing(event([]), [], mirrored=False).nodes == ()


def test_figures_stand_at_their_day_and_height():
    figures = [
        Figure("2019-01-01", 10, 10, "killed", "a", "10"),
        Figure("2019-01-03", 20, 30, "killed", "b", "20-30"),
        Figure("2019-01-03", 5, 5, "injured", "c", "5"),
    ]
    found = plot(figures)
    at = {dot.figure.claim: dot for dot in found.dots}
    assert at["a"].x < at["c"].x
    assert at["b"].top < at["b"].bottom < at["a"].bottom < at["c"].bottom
    assert found.series == ("injured", "killed")
    assert [tick.label for tick in found.days] == ["2019-01-01", "2019-01-02", "2019-01-03"]
    assert plot(figures[:1]) is None


def span(holder, start, end, contested=()):
    return ControlSpan(
        place="p", place_ar=None, place_en=None, holder=holder, holder_name=holder, start=start, end=end, open=False,
        claims=(), origins=("o",), n_origins=1, contested_by=contested, denied_by=(),
    )  # fmt: skip


def test_each_holder_has_a_lane_and_contested_spans_are_marked():
    found = bands([span("x", "2019-01-01", "2019-01-10"), span("y", "2019-01-11", "2019-01-20", ("x",))], {"x": "X"})
    first, second = found.bands
    assert [lane.name for lane in found.lanes] == ["X", "y"]
    assert first.y != second.y
    assert first.x + first.width == pytest.approx(second.x)
    assert first.width == pytest.approx(second.width)
    assert [band.unclear for band in found.bands] == [False, True]
    assert bands([], {}) is None
