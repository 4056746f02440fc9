"""The kinds of things that words around an event stand for, as bits: one number says all kinds of a token."""

from __future__ import annotations

from collections.abc import Iterable

AGENT, PERSON, GROUP, PLACE, QUANTITY, PART, PART_IN = (1 << n for n in range(7))
FIGHTER, LEADER, CIVILIAN, CAPTIVE, PROTESTER, NATIONALITY = (1 << n for n in range(7, 13))
AIRCRAFT, DRONE, MISSILE, BOMB, WEAPON, SUICIDE, RELIEF = (1 << n for n in range(13, 20))
BUILDING, TERRITORY, MILITARY_OBJECT, STATE_NOUN = (1 << n for n in range(20, 24))

DESCRIBING = NATIONALITY | AIRCRAFT | MISSILE | DRONE | SUICIDE
"""Kinds of words that only describe the noun before them."""

_KNOWN = {
    "@agent": AGENT,
    "@person": PERSON,
    "@group": GROUP,
    "@place": PLACE,
    "@quantity": QUANTITY,
    "@part": PART,
    "@part_in": PART_IN,
    "@fighter": FIGHTER,
    "@leader": LEADER,
    "@civilian": CIVILIAN,
    "@captive": CAPTIVE,
    "@protester": PROTESTER,
    "@nationality": NATIONALITY,
    "@aircraft": AIRCRAFT,
    "@drone": DRONE,
    "@missile": MISSILE,
    "@bomb": BOMB,
    "@weapon": WEAPON,
    "@suicide": SUICIDE,
    "@relief": RELIEF,
    "@building": BUILDING,
    "@territory": TERRITORY,
    "@military_object": MILITARY_OBJECT,
    "@state_noun": STATE_NOUN,
}


def numbered(names: Iterable[str]) -> dict[str, int]:
    """The bit of each kind: of those that the code asks for, and of those that only word lists and rules name."""
    bits = dict(_KNOWN)
    for name in sorted(set(names) - bits.keys()):
        bits[name] = 1 << len(bits)
    return bits
