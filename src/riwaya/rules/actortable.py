"""A user's table of actors: read it, check it row by row, and find names that other actors bear."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from riwaya.model.errors import DataError
from riwaya.rules.files import files_below, read_table
from riwaya.rules.hygiene import strays, visible
from riwaya.text.normal import Normaliser

COLUMNS = (
    "id", "name_ar", "name_en", "kind", "country", "gender", "affiliation", "aliases_ar", "aliases_en",
    "labels_ar", "role_ar", "role_en", "from", "to", "reference",
)  # fmt: skip
"""The columns of `actors/*.csv`; those of REQUIRED must be there, the others may be left out."""
REQUIRED = ("id", "name_ar", "name_en", "kind")
KINDS = frozenset({"person", "armed_group", "government", "military", "organization", "monitor", "media"})
_ARABIC_COLUMNS = ("name_ar", "aliases_ar", "labels_ar", "role_ar")
_ENGLISH_COLUMNS = ("name_en", "aliases_en", "role_en")
_ARABIC = re.compile("[\u0621-\u064a]")
_LATIN = re.compile("[A-Za-z]")
_ALWAYS, _FOREVER, _LAST = "0000", "9999", "-99"
_SHAPES = (
    ("id", re.compile(r"([a-z0-9]+(-[a-z0-9]+)*)?"), "wants small letters, digits and single hyphens"),
    ("country", re.compile(r"([A-Z]{2})?"), "wants two capital letters (ISO 3166)"),
    ("gender", re.compile(r"[mfp]?"), "wants m, f or p"),
    ("from", re.compile(r"((19|20)\d\d(-(0[1-9]|1[0-2]))?)?"), "wants a year or a month, as 2014 or 2014-06"),
    ("to", re.compile(r"((19|20)\d\d(-(0[1-9]|1[0-2]))?)?"), "wants a year or a month, as 2014 or 2014-06"),
)
Cells = Mapping[str, str]


@dataclass(frozen=True)
class Known:
    """The actors that are there already: rows by id, and by the normal form of each of their names."""

    normaliser: Normaliser
    rows: Mapping[str, Cells]
    bearers: Mapping[str, Sequence[str]]


@dataclass
class CheckedTable:
    """The good rows of a table, its faults and its clashes, each as `file: line: reason`."""

    rows: list[dict[str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    clashes: list[str] = field(default_factory=list)


def actor_rows(paths: Iterable[Path]) -> dict[str, Cells]:
    """The rows of actor tables by id. Raises DataError for rows of another width."""
    return {row.cells["id"]: row.cells for path in paths for row in read_table(path)}


def actor_files(folder: Path) -> tuple[Path, ...]:
    """The tables of actors of a data folder, the package's or a user's, sorted by path."""
    return tuple(files_below(folder / "actors", ".csv"))


def known_actors(paths: Iterable[Path], normaliser: Normaliser) -> Known:
    """What stands in some tables. Raises DataError for rows of another width."""
    rows = actor_rows(paths)
    bearers: dict[str, list[str]] = defaultdict(list)
    for actor, cells in rows.items():
        for name in names_of(cells):
            bearers[normaliser.form(name)].append(actor)
    return Known(normaliser, rows, bearers)


def names_of(cells: Cells) -> list[str]:
    """The Arabic names of an actor; labels are nobody's name."""
    return [name for column in ("name_ar", "aliases_ar") for name in cells.get(column, "").split("|") if name]


def check_table(path: Path, known: Known) -> CheckedTable:
    """Read and check a table. Raises DataError where it cannot be read at all: encoding or heading."""
    lines = list(_lines(path))
    done, seen = CheckedTable(), dict[str, int]()
    ids = {cells.get("id", "") for _, cells, _ in lines}
    for line, cells, width in lines:
        reasons = [width] if width else list(_reasons(cells, ids, known))
        first = seen.setdefault(cells.get("id", ""), line)
        if first != line and not width:
            reasons.append(f"id: {cells['id']!r} stands already in line {first}")
        done.faults += [f"{path}: line {line}: {reason}" for reason in reasons]
        if not reasons:
            done.rows.append({column: cells.get(column, "") for column in COLUMNS})
            done.clashes += [f"{path}: line {line}: {reason}" for reason in _clashes(cells, known)]
    return done


def write_table(rows: Iterable[Cells], path: Path) -> None:
    """Write actors to a table that appears only when it is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.write_text(table_text(rows), encoding="utf-8")
    unfinished.replace(path)


def table_text(rows: Iterable[Cells]) -> str:
    """Actors as a table of the columns above; a cell that a row lacks is empty."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str], str]]:
    """Line number, cells and, for a row of another width than the heading, the reason against it."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise DataError([f"{path}: byte {fault.start}: not UTF-8"]) from fault
    reader = csv.reader(io.StringIO(text))
    header = [heading.strip() for heading in next(reader, [])]
    faults = [f"{path}: line 1: no column {name!r}" for name in REQUIRED if name not in header]
    faults += [f"{path}: line 1: unknown column {name!r}" for name in header if name not in COLUMNS]
    if faults:
        raise DataError(faults)
    for cells in reader:
        if any(cells):
            width = f"{len(cells)} cells under {len(header)} headings" if len(cells) != len(header) else ""
            yield reader.line_num, dict(zip(header, map(str.strip, cells), strict=False)), width


def _reasons(cells: Cells, ids: set[str], known: Known) -> Iterator[str]:
    """What is wrong with a row, column by column."""
    yield from (f"{column}: missing" for column in REQUIRED if not cells[column])
    for column, shape, wanted in _SHAPES:
        if not shape.fullmatch(cells.get(column, "")):
            yield f"{column}: {visible(cells[column])} {wanted}"
    if cells["kind"] and cells["kind"] not in KINDS:
        yield f"kind: {visible(cells['kind'])} is none of {', '.join(sorted(KINDS))}"
    if cells["id"] in known.rows and not _extends(cells, known.rows[cells["id"]]):
        yield f"id: {cells['id']!r} is an actor already; a row that adds names repeats all that is known of it"
    affiliation = cells.get("affiliation", "")
    if affiliation and affiliation not in known.rows and affiliation not in ids:
        yield f"affiliation: no actor {visible(affiliation)}"
    if (cells.get("from") or _ALWAYS) > (cells.get("to") or _FOREVER) + _LAST:
        yield f"from: {cells['from']} is after {cells['to']}"
    yield from _letters(cells)


def _extends(cells: Cells, before: Cells) -> bool:
    """Whether a row repeats a known actor and adds nothing but aliases."""
    added = {name for name in cells if cells[name] != before.get(name, "")}
    names = [set(row.get("aliases_ar", "").split("|")) - {""} for row in (before, cells)]
    return added == {"aliases_ar"} and names[0] < names[1]


def _letters(cells: Cells) -> Iterator[str]:
    """Names in the wrong script, and characters that never match what newspapers print."""
    for column in _ARABIC_COLUMNS:
        for name in filter(None, cells.get(column, "").split("|")):
            if not _ARABIC.search(name):
                yield f"{column}: {visible(name)} is not Arabic"
            yield from (f"{column}: {reason}" for reason in strays(name, frozenset()))
    for column in _ENGLISH_COLUMNS:
        value = cells.get(column, "")
        if value and (_ARABIC.search(value) or not _LATIN.search(value)):
            yield f"{column}: {visible(value)} is not in Latin letters"


def _clashes(cells: Cells, known: Known) -> Iterator[str]:
    """Names that another actor bears in the same years: the words alone cannot tell the two apart."""
    for name in dict.fromkeys(names_of(cells)):
        for other in known.bearers.get(known.normaliser.form(name), ()):
            if other != cells["id"] and _overlap(cells, known.rows[other]):
                yield f"aliases_ar: {visible(name)} also names {other}"


def _overlap(a: Cells, b: Cells) -> bool:
    begins = max(a.get("from") or _ALWAYS, b.get("from") or _ALWAYS)
    return begins < min(a.get("to") or _FOREVER, b.get("to") or _FOREVER)
