"""Find elements by the small part of CSS selectors that outlet files use."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_STEP = re.compile(r"(?P<tag>[a-z][a-z0-9-]*)?(?P<rest>(?:[.#][\w-]+\*?|\[[\w:-]+(?:[*^]?=[^\]]+)?\])*)$", re.I)
_PART = re.compile(r"([.#])([\w-]+)(\*?)|\[([\w:-]+)(?:([*^]?=)([^\]]+))?\]")


def select(tree: Any, selector: str) -> list[Any]:
    """The elements of `tree` that a selector finds, in document order. Raises ValueError for one not understood.

    Understood: `tag`, `.class`, `.begins*` (a class that begins so), `#id`, `#begins*`, `[attribute]`,
    `[attribute=value]`, `[attribute*=part]`, `[attribute^=begin]`, any of these joined, and a space for "within".
    """
    found: list[Any] = _compiled(selector)(tree)
    return found


def selector_fault(selector: str) -> str | None:
    """Why a selector cannot be used, or None."""
    try:
        _path(selector)
    except ValueError as fault:
        return str(fault)
    return None


@cache
def _compiled(selector: str) -> Any:
    from lxml import etree

    return etree.XPath(_path(selector))


def _path(selector: str) -> str:
    steps = selector.split()
    if not steps:
        raise ValueError("an empty selector")
    return "".join(f"//{_step(step, selector)}" for step in steps).replace("//", "descendant-or-self::", 1)


def _step(step: str, selector: str) -> str:
    found = _STEP.match(step)
    if not found:
        raise ValueError(f"selector {selector!r}: {step!r} is not understood")
    conditions = "".join(f"[{_condition(part)}]" for part in _PART.finditer(found["rest"] or ""))
    return f"{(found['tag'] or '*').lower()}{conditions}"


def _condition(part: re.Match[str]) -> str:
    mark, name, star, attribute, sign, value = part.groups()
    if mark == "#":
        return f"starts-with(@id, '{name}')" if star else f"@id='{name}'"
    if mark == ".":
        padded = "concat(' ', normalize-space(@class), ' ')"
        return f"contains({padded}, ' {name}{'' if star else ' '}')"
    value = (value or "").strip("\"'").replace("'", "")
    if not sign:
        return f"@{attribute}"
    if sign == "=":
        return f"@{attribute}='{value}'"
    function = "contains" if sign == "*=" else "starts-with"
    return f"{function}(@{attribute}, '{value}')"
