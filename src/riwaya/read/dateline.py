"""Detect the dateline that opens an article: a place, often an agency, then a dash."""

from __future__ import annotations

import re

from riwaya.read.characters import words

_DASH = "[-\u2013\u2014\u0640]"
_WORDS = '[^\\n.:"\u201c\u00ab()/\u2013\u2014-]'
_BRACKETS = r"(?:\([^()\n]{2,40}\)\s*){1,3}"
_WITH_AGENCY = re.compile(rf"^({_WORDS}{{0,60}}?{_BRACKETS})(?:{_DASH}{{1,3}}|:)")
_SLASHED = re.compile(rf"^({_WORDS}{{2,30}}?\s?/\s?[^/:\n]{{2,30}}?)\s?/\s?(?:{_DASH}+|:)?\s")
_SLASH_DASH = re.compile(rf"^({_WORDS}{{2,30}}?\s?/\s?[^/:\n-]{{2,30}}?)\s?{_DASH}{{1,2}}\s")
_COLON_DASH = re.compile(rf"^({_WORDS}{{2,25}}?:\s?{_WORDS}{{2,25}}?)\s{_DASH}{{1,2}}\s")
_PARTED = re.compile(rf"^({_WORDS}{{2,40}}?\s?(?:{_DASH}|/)\s?[\u00ab\"\u201c]?{_WORDS}{{2,30}}?)\s*:\s")
_PLAIN = re.compile(rf"^({_WORDS}{{2,40}}?)(?:\s{_DASH}{{1,3}}|[\u2013\u2014\u0640]|--)\s")
_SECOND_DASH = re.compile(rf"\s{_DASH}{{1,2}}\s")
_ASIDE = 70
"""A second dash so near makes the first the opening of an aside."""
_FORMS = ((_WITH_AGENCY, 9), (_SLASHED, 5), (_SLASH_DASH, 5), (_COLON_DASH, 4), (_PARTED, 5), (_PLAIN, 3))
"""Each form of a dateline with the most words that it has."""


def find_dateline(text: str) -> str | None:
    """The dateline at the beginning of `text` without its closing mark, or None."""
    for pattern, most in _FORMS:
        found = pattern.match(text)
        if not found or not 0 < len(words(found[1])) <= most:
            continue
        if pattern is _PLAIN and _SECOND_DASH.search(text, found.end(), found.end() + _ASIDE):
            return None
        return found[1].strip()
    return None
