"""Content words of a text in light stems, by which texts are compared."""

from __future__ import annotations

from riwaya.link.tables import Tables
from riwaya.text.tokens import tokenise


def stem(word: str, tables: Tables) -> str:
    """The light stem of a word in normal form: light10 of Larkey, Ballesteros and Connell (SIGIR 2002)."""
    words = tables.words
    least = words.shortest_stem
    for prefix in words.prefixes:
        if word.startswith(prefix) and len(word) - len(prefix) >= max(least, 3 if len(prefix) == 1 else least):
            word = word[len(prefix) :]
            break
    for suffix in words.suffixes:
        if word.endswith(suffix) and len(word) - len(suffix) >= least:
            word = word[: -len(suffix)]
    return word


def stems(text: str, tables: Tables) -> tuple[str, ...]:
    """The stems of a text's content words, in their order."""
    tokens = tokenise(tables.normaliser.normal(text))
    return tuple(stem(word, tables) for word in tokens.norm if word not in tables.stop and word.isalnum())


def share(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of common members (Jaccard); 0 for empty sets."""
    union = len(a | b)
    return len(a & b) / union if union else 0.0


def contained(a: frozenset[str], b: frozenset[str]) -> float:
    """Which share of the smaller set is in the other; 0 for empty sets."""
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller else 0.0
