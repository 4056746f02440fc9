"""Check a data folder beyond what loading refuses: strays, duplicates, unclear names, bare rules."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from riwaya.model.errors import DataError
from riwaya.rules.files import Row, files_below, read_table
from riwaya.rules.hygiene import strays, visible
from riwaya.rules.hygiene import strings as strings_of
from riwaya.text.normal import Normaliser

ABBREVIATIONS = "text/tatweel.csv"
ALWAYS = "0000"
FOREVER = "9999"


@dataclass
class Checked:
    """What a check went through, and every fault as `file: key: reason`."""

    files: int = 0
    rows: int = 0
    rules: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Checks:
    """What the checks need to know of the folder."""

    folder: Path
    normaliser: Normaliser
    abbreviations: frozenset[str]


def check(folder: Path, normaliser: Normaliser, lists: Iterable[str]) -> Checked:
    """Check all CSV and TOML files below a folder; `lists` names the word lists that rules may ask for."""
    checks = Checks(folder, normaliser, _abbreviations(folder))
    known = frozenset(lists)
    done = Checked()
    for path in files_below(folder, ".csv"):
        done.files += 1
        rows = _rows(path, done.faults)
        done.rows += len(rows)
        done.faults += [*_stray_cells(path, rows, checks), *_twins(path, rows, checks)]
    for path in files_below(folder, ".toml"):
        done.files += 1
        document = _document(path, done.faults)
        done.faults += _stray_strings(path, document, checks)
        if path.parent.parent == folder / "grammar":
            done.rules += 1
            done.faults += _rule_faults(path, document, known)
    done.faults += [*_shared_ids(checks), *_shared_aliases(checks)]
    return done


def _abbreviations(folder: Path) -> frozenset[str]:
    """The words that are written with a tatweel (the sign of Hijri years is one)."""
    path = folder / ABBREVIATIONS
    return frozenset(row.cells["form"] for row in read_table(path)) if path.exists() else frozenset()


def _rows(path: Path, faults: list[str]) -> list[Row]:
    try:
        return read_table(path)
    except DataError as fault:
        faults.extend(fault.faults)
    except UnicodeDecodeError as fault:
        faults.append(f"{path}: byte {fault.start}: not UTF-8")
    return []


def _document(path: Path, faults: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as fault:
        faults.append(f"{path}: not TOML: {fault}")
    except UnicodeDecodeError as fault:
        faults.append(f"{path}: byte {fault.start}: not UTF-8")
    return {}


def _line(row: Row) -> str:
    return "line " + row.where.rpartition(":")[2]


def _stray_cells(path: Path, rows: list[Row], checks: Checks) -> Iterator[str]:
    if path == checks.folder / ABBREVIATIONS:
        return
    for row in rows:
        for column, cell in row.cells.items():
            for reason in strays(cell, checks.abbreviations):
                yield f"{path}: {_line(row)}, {column}: {reason}"


def _stray_strings(path: Path, document: dict[str, Any], checks: Checks) -> Iterator[str]:
    for key, text in strings_of(document):
        for reason in strays(text, checks.abbreviations):
            yield f"{path}: {key}: {reason}"


def _twins(path: Path, rows: list[Row], checks: Checks) -> Iterator[str]:
    """Rows of a word list that say the same, and forms that only their spelling tells apart."""
    seen: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = _identity(path, row, checks)
        if not key:
            continue
        first = seen.setdefault(key, row)
        if first is not row:
            same = "duplicate of" if first.cells == row.cells else "equal after normalising to"
            words = visible(_form(row)), visible(_form(first))
            yield f"{path}: {_line(row)}: {words[0]} is {same} {_line(first)} {words[1]}"


def _identity(path: Path, row: Row, checks: Checks) -> tuple[str, ...]:
    """What must not occur twice: in a word list the normal form, elsewhere the whole row."""
    if path.parent == checks.folder / "lexicon" and _form(row):
        return (checks.normaliser.form(_form(row)),)
    return tuple(row.cells.values())


def _form(row: Row) -> str:
    return row.cells.get("form") or row.cells.get("verb") or next(iter(row.cells.values()), "")


def _rule_faults(path: Path, document: dict[str, Any], lists: frozenset[str]) -> Iterator[str]:
    if not document.get("example"):
        yield f"{path}: example: a rule needs at least one example"
    for number, element in enumerate(document.get("pattern", [])):
        for key in ("lexicon", "stop"):
            named = element.get(key, [])
            for name in [named] if isinstance(named, str) else named:
                if name not in lists:
                    yield f"{path}: pattern[{number}].{key}: no list named {name!r}"


def _shared_ids(checks: Checks) -> Iterator[str]:
    """Two actors under one id, in whatever files; two places under one id in one file."""
    for kind, everywhere in (("actors", True), ("places", False)):
        seen: dict[tuple[str, str], str] = {}
        for path, row in _all_rows(checks.folder / kind):
            key = ("" if everywhere else path.name, row.cells.get("id", ""))
            where = f"{path.name} {_line(row)}"
            if key[1] and "name_ar" in row.cells and seen.setdefault(key, where) != where:
                yield f"{path}: {_line(row)}, id: {key[1]!r} stands already in {seen[key]}"


def _shared_aliases(checks: Checks) -> Iterator[str]:
    """One name that stands for two actors in overlapping years; labels are nobody's name and are left out."""
    bearers: dict[str, list[tuple[Path, Row]]] = defaultdict(list)
    for path, row in _all_rows(checks.folder / "actors"):
        names = [row.cells.get("name_ar", ""), *row.cells.get("aliases_ar", "").split("|")]
        for name in {checks.normaliser.form(name) for name in names if name}:
            bearers[name].append((path, row))
    for name, found in sorted(bearers.items()):
        for k, (path, row) in enumerate(found):
            for _, other in found[:k]:
                if _years_overlap(row, other):
                    yield (
                        f"{path}: {_line(row)}, aliases_ar: {visible(name)} names both "
                        f"{row.cells.get('id')} and {other.cells.get('id')}"
                    )


def _years_overlap(a: Row, b: Row) -> bool:
    first, last = (_year(a, "from", ALWAYS), _year(a, "to", FOREVER))
    return first < _year(b, "to", FOREVER) and _year(b, "from", ALWAYS) < last


def _year(row: Row, column: str, otherwise: str) -> str:
    return row.cells.get(column) or otherwise


def _all_rows(folder: Path) -> Iterator[tuple[Path, Row]]:
    for path in files_below(folder, ".csv"):
        for row in _rows(path, []):
            yield path, row
