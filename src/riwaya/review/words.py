"""Find words in an article that a person names without counting characters."""

from __future__ import annotations

import re

from riwaya.model.span import Span


def nearest(text: str, words: str, near: Span) -> Span | None:
    """Where words stand in a text: within a span, else nearest to it, the first of equals; None where nowhere.

    Any white space stands for any other; letters must be the same.
    """
    parts = words.split()
    if not parts:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, parts)))
    found = [Span(*match.span()) for match in pattern.finditer(text)]
    return min(found, key=lambda span: (_apart(span, near), span.start), default=None)


def _apart(a: Span, b: Span) -> int:
    return max(0, a.start - b.end, b.start - a.end) if not b.contains(a) else -1
