"""The words of `text/clauses.toml`, by which the parts of a clause are told apart, in normal form."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from msgspec.structs import fields, replace

from riwaya.rules.files import read_toml
from riwaya.text.normal import Normaliser


class ClauseWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Sets of tokens, beginnings and endings of tokens; what each is for stands in the file."""

    plain: frozenset[str]
    land: frozenset[str]
    topic: frozenset[str]
    inside: frozenset[str]
    since: frozenset[str]
    past: frozenset[str]
    verbs_follow: frozenset[str]
    done: frozenset[str]
    upon_joined: str
    him: tuple[str, ...]
    them: tuple[str, ...]
    several: tuple[str, ...]
    nominative: str
    agreeing: tuple[str, ...]
    bare_object: tuple[str, ...]
    broken: str
    described: str
    describing: frozenset[str]
    people: tuple[str, ...]
    body: tuple[str, ...]


def load_clause_words(folder: Path, normaliser: Normaliser) -> ClauseWords:
    """The words of the data folder in normal form. Raises DataError for a fault in the file."""
    given = read_toml(folder / "text/clauses.toml", ClauseWords)
    return replace(given, **{field.name: _normal(getattr(given, field.name), normaliser) for field in fields(given)})


def _normal(words: str | frozenset[str] | tuple[str, ...], normaliser: Normaliser) -> object:
    if isinstance(words, str):
        return normaliser.form(words)
    return type(words)(normaliser.form(word) for word in words)
