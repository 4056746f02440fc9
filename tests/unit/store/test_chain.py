"""The audit chain names what was altered, taken out or put in."""

from dataclasses import replace

import pytest

from riwaya.store.base import Act
from riwaya.store.chain import ROOT, chain_faults, chained

ACTS = [Act(at=f"2026-11-0{n}T08:00:00Z", who="rasha", action="accept", subject=f"claim {n}") for n in range(1, 6)]


@pytest.fixture
def chain():
    entries, previous = [], ROOT
    for number, act in enumerate(ACTS, 1):
        entries.append(chained(number, previous, act))
        previous = entries[-1].hash
    return entries


def faulty(entries):
    return [fault.which for fault in chain_faults(entries)]


def test_a_sound_chain(chain):
    assert faulty(chain) == []
    assert faulty([]) == []


@pytest.mark.parametrize("part", ["at", "who", "action", "subject", "body"])
def test_an_altered_act(chain, part):
    chain[2] = replace(chain[2], act=replace(chain[2].act, **{part: "other"}))
    assert faulty(chain) == ["3"]


def test_an_act_altered_together_with_its_hash(chain):
    chain[2] = chained(3, chain[1].hash, replace(ACTS[2], who="other"))
    assert faulty(chain) == ["4"]


def test_an_act_taken_out_at_the_beginning_or_amid(chain):
    assert faulty(chain[1:]) == ["2"]
    assert faulty(chain[:2] + chain[3:]) == ["4"]


def test_acts_in_another_order(chain):
    assert faulty([chain[0], chain[2], chain[1], *chain[3:]]) == ["3", "2", "4"]
