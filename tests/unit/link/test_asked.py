"""What people ask of linking: accounts to join, accounts to keep apart."""

from tests.unit.link.corpus import STORIES, tables, told

from riwaya.link import link
from riwaya.model.finding import Ref


def test_what_people_ask_of_accounts_that_are_not_there_changes_nothing():
    story = told(STORIES[0])
    here, gone = story.findings.events[0].members[0], Ref("gone", "gone", 0)
    assert link(story.records, tables(), together=[(here, gone)], apart=[(here, gone)]) == story.findings


def test_an_account_kept_apart_is_not_joined_through_a_third():
    event = next(e for path in STORIES for e in told(path).findings.events if len(e.members) > 2)
    story = next(s for path in STORIES if event in (s := told(path)).findings.events)
    one, *others = event.members
    found = link(story.records, tables(), apart=[(one, other) for other in others])
    assert {m for e in found.events if one in e.members for m in e.members}.isdisjoint(others)


def test_a_joint_made_by_a_person_says_so():
    story = told(STORIES[0])
    a, b = (event.members[0] for event in story.findings.events[:2])
    found = link(story.records, tables(), together=[(a, b)])
    (event,) = (e for e in found.events if a in e.members)
    assert b in event.members
    assert [(j.a, j.b, j.score) for j in event.joints if j.judged] == [(a, b, 1.0)]
