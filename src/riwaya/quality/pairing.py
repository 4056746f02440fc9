"""Compare two annotations of one text: pair their mentions, tell whether two sources are the same."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from riwaya.model.claim import Link
from riwaya.model.span import Span
from riwaya.quality.gold import GoldLink

EARTH_KM = 12742
SHORTEST_WORD = 3
_WORD = re.compile(r"[^\W_]+")
# The published scorer's folding, kept letter by letter so that both print the same figures: alef with hamza,
# madda or wasla is alef, alef maqsura is yeh, tatweel is a space, the eight vowel signs are dropped.
_ALEFS = dict.fromkeys((0x0622, 0x0623, 0x0625, 0x0671), 0x0627)
_FOLDED: dict[int, int | None] = {
    **_ALEFS,
    0x0649: 0x064A,
    0x0640: 0x0020,
    **dict.fromkeys(range(0x064B, 0x0653)),
}


class Spanned(Protocol):
    """Anything that stands somewhere in the text."""

    @property
    def span(self) -> Span:
        """Where it stands."""


G = TypeVar("G")
S = TypeVar("S")


def pair(gold: Sequence[G], system: Sequence[S], likeness: Callable[[G, S], float], least: float) -> list[tuple[G, S]]:
    """One-to-one pairs, the most alike first; pairs below `least` are not made. Ties go to the earlier."""
    cells = sorted(
        (-value, i, j) for i, g in enumerate(gold) for j, s in enumerate(system) if (value := likeness(g, s)) >= least
    )
    taken_gold: set[int] = set()
    taken_system: set[int] = set()
    pairs = []
    for _, i, j in cells:
        if i not in taken_gold and j not in taken_system:
            taken_gold.add(i)
            taken_system.add(j)
            pairs.append((gold[i], system[j]))
    return pairs


def shared_part(a: Spanned, b: Spanned) -> float:
    """Intersection over union of two spans, 0 to 1."""
    (start, end), (other_start, other_end) = a.span, b.span
    shared = min(end, other_end) - max(start, other_start)
    return shared / (max(end, other_end) - min(start, other_start)) if shared > 0 else 0.0


def touching(a: Spanned, b: Spanned) -> float:
    """1 when two spans share a code point, else 0."""
    return float(a.span.overlaps(b.span))


def same_source(gold: GoldLink, system: Link) -> bool:
    """Whether two links name one source.

    They do when their spans overlap, when the words of one are among those of the other (a last name for
    a full name), or when the English names are equal.
    """
    if gold.source.span.overlaps(system.source.span):
        return True
    a, b = _words(gold.source.text), _words(system.source.text)
    if a and b and (a <= b or b <= a):
        return True
    name = system.name.en if system.name else None
    return bool(name and gold.actor_name and name.casefold() == gold.actor_name.casefold())


def same_channel(gold: GoldLink, system: Link) -> bool:
    """Whether two links came by the same channel."""
    return (gold.channel or "unstated") == (system.channel or "unstated")


def same_origin(gold: Sequence[GoldLink], system: Sequence[Link]) -> bool:
    """Whether two chains end in the same source; two empty chains do (the outlet's own voice)."""
    if not gold or not system:
        return not gold and not system
    return same_source(gold[-1], system[-1])


def same_chain(gold: Sequence[GoldLink], system: Sequence[Link]) -> bool:
    """Whether two chains agree link by link, source and channel."""
    return len(gold) == len(system) and all(
        same_source(a, b) and same_channel(a, b) for a, b in zip(gold, system, strict=True)
    )


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance between two points (latitude, longitude in degrees), by the haversine."""
    (lat, lon), (other_lat, other_lon) = a, b
    degree = math.pi / 180
    across = math.cos(lat * degree) * math.cos(other_lat * degree) * (1 - math.cos((other_lon - lon) * degree))
    half = (1 - math.cos((other_lat - lat) * degree) + across) / 2
    return EARTH_KM * math.asin(math.sqrt(max(0.0, half)))


def _words(text: str) -> set[str]:
    """The words of a mention with their spelling folded, short ones left out."""
    return {word for word in _WORD.findall(text.translate(_FOLDED)) if len(word) >= SHORTEST_WORD}
