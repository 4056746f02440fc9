"""The shape of a rule file: what it is about, its pattern, its examples; unknown keys are refused."""

from __future__ import annotations

from typing import Any

from msgspec import Struct


class Element(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One element of a pattern: exactly one of `lexicon`, `literal`, `phrase`, `gap`.

    lexicon: names of word lists; `where` asks for attribute values: "a|b" wants one
             of them among the attribute's values, "!a" none
    literal: words, each possibly several, compared in normal form; `clitics` names the proclitics allowed
    phrase:  a phrase that the stage provides (number, agent, clause ...)
    gap:     up to so many tokens of any kind, as few as possible; it never passes a token of `stop` lists,
             unless a list of `through` has that token too
    prefix:  the proclitics that must stand before the first word ("a|b" allows either, "" none)
    """

    role: str | None = None
    lexicon: str | tuple[str, ...] | None = None
    where: dict[str, str] = {}
    literal: str | tuple[str, ...] | None = None
    clitics: str = "none"
    phrase: str | None = None
    gap: int | None = None
    stop: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    prefix: str | None = None
    optional: bool = False

    def kinds(self) -> int:
        """How many of the four kinds the element claims to be."""
        return sum(k is not None for k in (self.lexicon, self.literal, self.phrase, self.gap))


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every rule file says; kinds of rules add keys of their own. `id` is filled from the path."""

    about: str
    id: str = ""
    pattern: tuple[Element, ...] = ()
    example: tuple[dict[str, Any], ...]
    counterexample: tuple[dict[str, Any], ...] = ()


def as_tuple(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """One name or several, as a tuple."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value
