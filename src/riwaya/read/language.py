"""Recognise that a text in Arabic script is in Arabic, or in which other language."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

import msgspec

from riwaya.read.characters import arabic_letters, normaliser

_WORD = re.compile("[\u0620-\u06ff]+")
_LETTER = re.compile(r"[^\W\d_]")
_ENOUGH = 0.15
_ARABIC_SHARE = 0.2
_NO_ARABIC = "no Arabic text found"
_OTHER = re.compile("language is .+, not Arabic")
_FEW_LETTERS = 40
"""No article has so few; letters may also be written as character references."""
_REFERENCE = re.compile("&#(?:1[5-7][0-9]{2}|x0?6[0-9a-f]{2});", re.I)
_ARABIC_BYTES = re.compile(b"[\xd8-\xdb][\x80-\xbf]|\xef[\xad-\xbb][\x80-\xbf]")


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A language that is not Arabic: letters of its own and frequent words."""

    name: str
    letters: tuple[str, ...]
    words: tuple[str, ...]


class Languages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`furniture/languages.toml`."""

    about: str
    arabic: tuple[str, ...]
    language: tuple[Language, ...]


@cache
def _languages() -> Languages:
    from riwaya.rules.files import data_folder, read_toml

    return read_toml(data_folder() / "furniture/languages.toml", Languages)


@cache
def _normal_words(name: str) -> frozenset[str]:
    known = {language.name: language.words for language in _languages().language}
    form = normaliser().form
    return frozenset(form(word) for word in known.get(name, _languages().arabic))


def common_words(text: str) -> float:
    """The share of frequent Arabic words among the words of a text."""
    found = _WORD.findall(normaliser().form(text))
    return sum(word in _normal_words("Arabic") for word in found) / len(found) if found else 0.0


def is_common_word(word: str) -> bool:
    """Whether a word is among the most frequent ones of Arabic, such as prepositions."""
    return normaliser().form(word) in _normal_words("Arabic")


def language_fault(text: str) -> str | None:
    """Why a text is not Arabic ("no Arabic text found", "language is X, not Arabic"), or None."""
    letters = len(_LETTER.findall(text))
    if not letters or arabic_letters(text) / letters < _ARABIC_SHARE:
        return _NO_ARABIC
    other = foreign_language(text)
    return f"language is {other}, not Arabic" if other else None


def tells_language(reason: str) -> bool:
    """Whether a reason that `language_fault` gave, and nothing else, is why a page is not read."""
    return reason == _NO_ARABIC or _OTHER.fullmatch(reason) is not None


def without_arabic(data: bytes) -> str | None:
    """The reason of `language_fault` for bytes in UTF-8 that hold hardly a letter of Arabic, without parsing them.

    None where they may hold Arabic: reading them tells.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "\x00" in text[:4096] or _REFERENCE.search(text):
        return None
    return _NO_ARABIC if sum(1 for _ in islice(_ARABIC_BYTES.finditer(data), _FEW_LETTERS)) < _FEW_LETTERS else None


def foreign_language(text: str) -> str | None:
    """The name of the other language that a text in Arabic script is written in, or None for Arabic."""
    raw = _WORD.findall(text)
    folded = [normaliser().form(word) for word in raw]
    scores = [(_score(language, raw, folded), language.name) for language in _languages().language]
    best, name = max(scores, default=(0.0, ""))
    arabic = sum(word in _normal_words("Arabic") for word in folded) / max(len(folded), 1)
    return name if best > _ENOUGH and best > arabic else None


def _score(language: Language, raw: list[str], folded: list[str]) -> float:
    letters = re.compile("[" + "".join(language.letters) + "]")
    frequent = _normal_words(language.name)
    pairs = zip(raw, folded, strict=True)
    hits = sum((letters.search(word) is not None) + (normal in frequent) for word, normal in pairs)
    return hits / max(len(raw), 1)
