"""Load rule files: every fault of every file is reported at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from riwaya.model.errors import DataError
from riwaya.rules.files import files_below, read_toml
from riwaya.rules.schema import Element, Rule

R = TypeVar("R", bound=Rule)
F = TypeVar("F", bound=msgspec.Struct)


def load_rules(folder: Path, kind: str, into: type[R]) -> tuple[R, ...]:
    """All rules of `grammar/<kind>`, sorted by id (`<kind>/<file name>`).

    Raises DataError listing `file: key: reason` for every file that does not fit `into`,
    a pattern element of no or two kinds, and a rule without an example.
    """
    return load_files(folder, kind, into, _faults)


def load_files(folder: Path, kind: str, into: type[F], faults_of: Callable[[F], Iterable[str]]) -> tuple[F, ...]:
    """All files of `grammar/<kind>` as `into`, sorted by name, each with its id `<kind>/<file name>`.

    Raises DataError with the faults of all of them: what does not fit `into`, and what `faults_of` says.
    """
    files: list[F] = []
    faults: list[str] = []
    for path in files_below(folder / "grammar" / kind, ".toml"):
        try:
            found = read_toml(path, into)
        except DataError as fault:
            faults.extend(fault.faults)
            continue
        faults.extend(f"{path}: {reason}" for reason in faults_of(found))
        files.append(msgspec.structs.replace(found, id=f"{kind}/{path.stem}"))
    if faults:
        raise DataError(faults)
    return tuple(files)


def _faults(rule: Rule) -> Iterator[str]:
    if not rule.example:
        yield "example: a rule needs at least one example"
    for k, element in enumerate(rule.pattern):
        if element.kinds() != 1:
            yield f"pattern[{k}]: needs exactly one of lexicon, literal, phrase, gap"
    if rule.pattern and not _anchored(rule.pattern[0]):
        yield "pattern[0]: a pattern begins with a lexicon, a literal or a phrase that is not optional"


def _anchored(element: Element) -> bool:
    return element.gap is None and not element.optional
