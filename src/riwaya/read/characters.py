"""Clean the characters of a line without rewriting its words."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from riwaya.text.normal import CONTROLS, Normaliser

_BREAK = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_SPACE = re.compile(r"\s+")
_INVISIBLE = re.compile(f"[{CONTROLS}\x00-\x08\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]+")
_NOT_WORD = re.compile(r"[^\w\u00a9]+|_")
_WORD = re.compile(r"[^\W_]+")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
_TERMINAL = re.compile("[.!?\u061f\u2026\u06d4][^\\w]{0,3}$")


def clean_line(text: str) -> str:
    """`text` on one line: no-break spaces plain, runs of spaces one, invisible controls gone."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", text)).strip()


def clean_lines(text: str, *, blank: bool = False) -> list[str]:
    """The lines of a text that hold anything, each cleaned; with `blank` the empty ones too."""
    return [line for line in map(clean_line, _BREAK.split(text)) if line or blank]


@cache
def normaliser() -> Normaliser:
    """The normaliser of the data folder."""
    from riwaya.rules.files import data_folder, read_table

    rows = read_table(data_folder() / "text/fold.csv")
    return Normaliser({_character(row.cells["from"]): _character(row.cells["to"]) for row in rows})


@lru_cache(maxsize=512)
def key(text: str) -> str:
    """The words of a line in normal form, lower case, parted by one space: what data is compared with."""
    return _NOT_WORD.sub(" ", normaliser().form(text).lower()).strip()


def words(text: str) -> list[str]:
    """The words of a text, punctuation aside."""
    return _WORD.findall(text)


def arabic_letters(text: str) -> int:
    """How many letters of the Arabic script a text holds."""
    return len(_ARABIC.findall(text))


def mostly_arabic(text: str) -> bool:
    """Whether a line is written in Arabic letters rather than others; a line without letters is."""
    return 2 * arabic_letters(text) >= sum(map(str.isalpha, text))


def ends_sentence(text: str) -> bool:
    """Whether a line ends as sentences do."""
    return _TERMINAL.search(text) is not None


def _character(code: str) -> str:
    return chr(int(code.removeprefix("U+"), 16)) if code else ""
