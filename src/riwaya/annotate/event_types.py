"""Types that more than the trigger decides: who fired, and what the text before said the attack was."""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.annotate.event_draft import Draft
from riwaya.annotate.event_kinds import AIRCRAFT, DRONE, MISSILE
from riwaya.annotate.scene import Scene

_BARE = frozenset({"shelling", "attack"})
_FROM_AIR = frozenset({"air_strike", "drone_strike"})
_BOMBS = frozenset({"vehicle_bomb", "suicide_bombing", "explosive_device"})
_CLOSER = _FROM_AIR | _BOMBS


def settle_types(scene: Scene, drafts: Iterator[Draft]) -> Iterator[Draft]:
    """Yield the drafts of an article in order, a bare attack as what its means or an earlier mention make it.

    `the planes shelled` is a strike from the air; `the strikes` after an air strike are that strike
    (codebook section 8: bare shelling is `shelling` unless the text shows that it came from the air).
    """
    before = ""
    for draft in drafts:
        if draft.type in _BARE:
            draft.type = _by_means(scene, draft) or _by_mention(scene, draft, before) or draft.type
        elif draft.type == "air_strike" and _by_means(scene, draft) == "drone_strike":
            draft.type = "drone_strike"
        if draft.type in _CLOSER and not draft.found.trigger.anaphoric:
            before = draft.type
        yield draft


def _by_means(scene: Scene, draft: Draft) -> str:
    """The type that aircraft or drones among the agents make of a bare attack; empty for none."""
    kinds = 0
    for chunk in draft.roles.agents:
        for own in scene.kinds[chunk.first : min(chunk.last, chunk.first + 3)]:
            kinds |= own
    if kinds & DRONE:
        return "drone_strike"
    return "air_strike" if kinds & AIRCRAFT and not kinds & MISSILE else ""


def _by_mention(scene: Scene, draft: Draft, before: str) -> str:
    """The type of the attack spoken of before, where a definite noun takes it up again; empty for none."""
    found = draft.found
    if found.verbal or not before or not found.defined(scene.doc) or found.last - found.first > 1:
        return ""
    return before if found.trigger.anaphoric else ""
