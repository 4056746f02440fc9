"""Detect the dateline that opens an article: a place, often an agency, then a dash."""

from __future__ import annotations

import re

from riwaya.read.characters import words

_DASH = r"(?:[-\u2013\u2014\u0640]{1,3}|:|/)"
_AGENCY = r"(?:\(\s*[^()\n]{2,40}\s*\)|/\s*[^/\n]{2,30}\s*/)"
_WITH_AGENCY = re.compile(rf"^\W{{0,2}}([^\n.:\"\u201c\u00ab()/]{{0,60}}?{_AGENCY})\s*{_DASH}+")
_WORDS = r"[^\n.:\"\u201c\u00ab()/\u2013\u2014-]"
_PLAIN = re.compile(rf"^({_WORDS}{{2,40}}?)\s*(?:\s[-\u2013\u2014\u0640]{{1,3}}|[\u2013\u2014\u0640]|--)\s")
_PARTED = re.compile(rf"^({_WORDS}{{2,40}}?\s?[-\u2013\u2014/]\s?{_WORDS}{{2,30}}?)\s*:\s")
_FORMS = ((_WITH_AGENCY, 8), (_PLAIN, 3), (_PARTED, 5))
"""Each form of a dateline with the most words that it has."""


def find_dateline(text: str) -> str | None:
    """The dateline at the beginning of `text` without its closing dash, or None."""
    for pattern, most in _FORMS:
        found = pattern.match(text)
        if found and 0 < len(words(found[1])) <= most:
            return found[1].strip()
    return None
