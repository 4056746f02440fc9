"""Whom a pronoun stands for that undergoes an event told by a noun: `their arrest`, `the sentence on him`."""

from __future__ import annotations

from riwaya.annotate.clause_view import HELD, View, backwards
from riwaya.annotate.clauses import Chunk
from riwaya.annotate.event_kinds import FIGHTER, PERSON, QUANTITY
from riwaya.annotate.triggers import Found

_PERSONAL = ("detention", "killing", "assassination", "abduction", "torture", "release")
_UNDERGONE = frozenset((*_PERSONAL, "accusation", "legal_action", "evacuation"))
_SHORTEST = 4
"""The letters of the longest word that is too short to be a verbal noun with a pronoun."""


def undergone(view: View, k: int, found: Found) -> list[Chunk] | None:
    """The noun phrase before event `k` that the pronoun stands for, none where there is none; None for no pronoun."""
    word, words = _suffered(view, found), view.scene.lexis.words
    many = word.endswith(words.them) if word else False
    if not word or not (many or word.endswith(words.him)):
        return None
    for j in backwards(k):
        chunk = view.chunks[j]
        if chunk.kind != "np" or not view.shows(chunk, HELD | (FIGHTER if many else PERSON)):
            continue
        plural = view.scene.norm[chunk.first].endswith(words.several)
        if not many or plural or view.shows(chunk, HELD | QUANTITY):
            return [chunk]
    return []


def _suffered(view: View, found: Found) -> str:
    """The word that bears the pronoun: the noun, or the preposition behind it; the empty string for none."""
    if found.verbal:
        return ""
    scene, words = view.scene, view.scene.lexis.words
    word = scene.norm[found.last - 1]
    if found.kind.type in _UNDERGONE:
        masdar = found.tense == "masdar" and word.endswith(words.him) and len(word) > _SHORTEST
        if masdar or found.possessed(scene.doc):
            return word
    if scene.hit("bound_prepositions", found.last) is None:
        return ""
    takes = "patient" in found.trigger.on.values() or found.kind.type == "detention"
    return scene.norm[found.last] if takes and scene.norm[found.last].startswith(words.upon_joined) else ""
