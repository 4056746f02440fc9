"""Characters that data must not hold: words written with them never match what newspapers print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from riwaya.text.normal import CONTROLS

_TATWEEL = "\u0640"
_WORD = re.compile(r"\S+")
_STRAYS = (
    (re.compile("[\ufb50-\ufdff\ufe70-\ufefc]"), "presentation form"),
    (re.compile("[\u06cc\u06a9]"), "Persian letter"),
    (re.compile(f"[{CONTROLS}]"), "invisible control"),
)


def strays(text: str, abbreviations: frozenset[str]) -> Iterator[str]:
    """A reason for every kind of stray character in `text`; tatweel may stand in listed abbreviations."""
    for pattern, kind in _STRAYS:
        found = pattern.search(text)
        if found:
            yield f"{kind} U+{ord(found[0]):04X} in {visible(text)}"
    for found in _WORD.finditer(text):
        if _TATWEEL in found[0] and not any(a in found[0] for a in abbreviations):
            yield f"tatweel in {visible(found[0])}"


def visible(text: str) -> str:
    """The text in quotes, with what cannot be seen written as its code."""
    return "'" + re.sub(f"[{CONTROLS}]", lambda c: f"\\u{ord(c[0]):04x}", text[:60]) + "'"


def strings(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every string of a parsed TOML document, as (key path, string); keys are strings too."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            path = f"{key}.{name}" if key else name
            yield path, name
            yield from strings(inner, path)
    elif isinstance(value, Sequence):
        for number, inner in enumerate(value):
            yield from strings(inner, f"{key}[{number}]")
