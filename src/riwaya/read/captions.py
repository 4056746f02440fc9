"""Read picture captions: their text, who made the picture and which date they give."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

import msgspec

from riwaya.model.article import Caption
from riwaya.read.characters import ends_sentence, key, normaliser, words
from riwaya.read.dates import find_dates
from riwaya.read.furniture import remainder

_BRACKETED = re.compile(r"[(\[]\s*([^()\[\]]{2,60}?)\s*[)\]]\s*\.?$")
_PARTED = re.compile(r"\s*(?:[|/\u00a9]|\s[-\u2013\u2014]|\u00a9)\s*([^|/\u00a9]{2,60})$")
_COPYRIGHT = re.compile(r"\u00a9\s*([^\u00a9|()]{2,60})$")
_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20\d\d)(?!\d)")
_CREDIT_WORDS = 6
_CAPTION_WORDS = 45
_BODY_CAPTION_WORDS = 15
"""Among paragraphs, a longer line that ends in the name of an agency is more likely a paragraph."""


Where = Literal["anywhere", "head", "body"]
"""Head is between title and text, where a line with any credit or date is a caption."""


class CreditWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`furniture/credits.toml`: how a caption names who made the picture."""

    about: str
    prefix: tuple[str, ...]
    name: tuple[str, ...]
    not_credit: tuple[str, ...]


@cache
def _credit_words() -> CreditWords:
    from riwaya.rules.files import data_folder, read_toml

    return read_toml(data_folder() / "furniture/credits.toml", CreditWords)


@cache
def _keys(field: str) -> frozenset[str]:
    return frozenset(map(key, getattr(_credit_words(), field)))


def read_caption(text: str, credit: str | None = None) -> Caption:
    """The caption of a cleaned line; `credit` when the page gives it apart."""
    return Caption(text, credit or credit_of(text), date_of(text))


def credit_of(text: str) -> str | None:
    """The credit at the end of a caption, as written, without its label."""
    marked = _COPYRIGHT.search(text)
    if marked and len(words(marked[1])) <= _CREDIT_WORDS:
        return marked[1].strip()
    found = _BRACKETED.search(text)
    if found and len(words(found[1])) <= _CREDIT_WORDS and key(found[1]) not in _keys("not_credit"):
        bare = _without_label(found[1])
        return None if date_of(bare) == bare else bare
    found = _PARTED.search(text)
    if found and is_credit_name(_without_label(found[1])):
        return _without_label(found[1])
    for piece in re.split(r"[|\n]|\s-\s|\.\s", text)[1:]:
        after = remainder(piece, _credit_words().prefix)
        if after and len(words(after)) <= _CREDIT_WORDS:
            return after
    return None


def is_credit_name(text: str) -> bool:
    """Whether a few words are a known maker of pictures, or a list of such."""
    if len(words(text)) > _CREDIT_WORDS:
        return False
    return any(key(part) in _keys("name") for part in re.split(r"[/|\u060c,]", text))


def date_of(text: str) -> str | None:
    """The date in a caption as written: a full date, or else a year."""
    normal = normaliser().normal(text)
    for found in find_dates(text):
        span = normal.span(found.start, found.end)
        return text[span.start : span.end].strip()
    year = _YEAR.search(normal.text)
    if not year:
        return None
    span = normal.span(*year.span())
    return text[span.start : span.end]


def looks_like_caption(text: str, where: Where = "anywhere") -> bool:
    """Whether a line outside any figure reads as a caption: no full stop, and a known credit at its end."""
    most = _BODY_CAPTION_WORDS if where == "body" else _CAPTION_WORDS
    if ends_sentence(text) or len(words(text)) > most:
        return False
    credit = credit_of(text)
    if where == "head":
        return credit is not None or date_of(text) is not None or key(re.split("[:|]", text)[0]) in _keys("name")
    return credit is not None and (is_credit_name(credit) or date_of(text) is not None)


def _without_label(text: str) -> str:
    return remainder(text, _credit_words().prefix) or text
