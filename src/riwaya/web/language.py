"""The languages of the pages: their words are in `messages`, those for codes of the record in `data/words`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from riwaya.model.errors import DataError
from riwaya.rules.wording import load_wording, words_of

Code = Literal["ar", "en"]
LANGUAGES: tuple[Code, ...] = ("ar", "en")
COOKIE = "riwaya_language"
_FOLDER = Path(__file__).resolve().parent / "messages"


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its code, its direction, and its words by key."""

    code: Code
    words: Mapping[str, str]

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return "rtl" if self.code == "ar" else "ltr"

    @property
    def other(self) -> Code:
        """The other language."""
        return "en" if self.code == "ar" else "ar"

    def say(self, key: str, **values: object) -> str:
        """The words of a key with values put in. Raises KeyError for a key that is in no file."""
        return self.words[key].format(**values) if values else self.words[key]

    def name(self, kind: str, value: str | None) -> str:
        """The word for a code of the record (`type`, `stance`, ...); the code itself where there is none."""
        return self.words.get(f"{kind}.{value}", (value or "").replace("_", " "))

    def choose(self, ar: str | None, en: str | None) -> str:
        """Of two names the one in this language, else the other."""
        return ((ar or en) if self.code == "ar" else (en or ar)) or ""


def load_languages(folder: Path = _FOLDER) -> dict[str, Language]:
    """All languages. Raises DataError for a file that is no table of words, or lacks words that another has."""
    found: dict[str, Language] = {
        code: Language(code, {**load_wording(code), **words_of(folder / f"{code}.toml")}) for code in LANGUAGES
    }
    known = {key for language in found.values() for key in language.words}
    faults = [
        f"{folder / code}.toml: {key}: missing"
        for code, language in found.items()
        for key in sorted(known - set(language.words))
    ]
    if faults:
        raise DataError(faults)
    return found


def preferred(cookie: str | None, accepted: str) -> Code:
    """The language for a visitor who named none: the one of the last visit, else the first accepted, else Arabic."""
    stated = [cookie or "", *(part.partition(";")[0].strip() for part in accepted.split(","))]
    for name in stated:
        for code in LANGUAGES:
            if name.lower().partition("-")[0] == code:
                return code
    return LANGUAGES[0]
