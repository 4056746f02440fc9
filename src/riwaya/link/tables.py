"""The tables of linking: families, weights, words and targets of `data/linking`, and who speaks for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path

import msgspec
from msgspec import Struct

from riwaya.link.outletnames import OutletNames
from riwaya.link.stems import Stemmer
from riwaya.model.errors import DataError
from riwaya.rules.actortable import Cells, actor_files, actor_rows
from riwaya.rules.files import data_folder, files_below, read_table, read_toml
from riwaya.rules.lists import load_spelling
from riwaya.text.normal import Normaliser

Target = tuple[tuple[str, ...], str]


class Family(Struct, frozen=True, forbid_unknown_fields=True):
    """Types of events that may be one event, and how many days their accounts may lie apart."""

    types: tuple[str, ...]
    days: int
    exclusive: bool = False
    parties: bool = False


class Weights(Struct, frozen=True, forbid_unknown_fields=True):
    """The weight of each feature of a comparison."""

    type: float
    place: float
    time: float
    target: float
    agents: float
    patients: float
    numbers: float
    words: float
    reality: float


class Pair(Struct, frozen=True, forbid_unknown_fields=True):
    """Types that reporters put for one another."""

    types: tuple[str, ...]


class Blocking(Struct, frozen=True, forbid_unknown_fields=True):
    """Which accounts are compared at all: the sizes of cells, and at most how many within one."""

    coarse_degrees: float
    widest_km: float
    most_compared: int


class StatementRules(Struct, frozen=True, forbid_unknown_fields=True):
    """When two claims are one statement."""

    permutations: int
    claim_rows: int
    article_rows: int
    most_compared: int
    seed: int
    fewest_words: int
    copied: float
    copied_in_copy: float
    article_copy: float
    retold: float
    days: int

    @property
    def least(self) -> float:
        """The share below which no two claims are one statement."""
        return min(self.copied, self.copied_in_copy, self.retold)


class Scoring(Struct, frozen=True, forbid_unknown_fields=True):
    """`linking/weights.toml`."""

    threshold: float
    least_evidence: float
    close: float
    family: float
    inherited: float
    precise_radius_km: float
    vague_radius_km: float
    vague_weight: float
    wide_weight: float
    alike_words: float
    place_slack_km: float
    longest_event_days: int
    undated_days: int
    parties: float
    rare: tuple[str, ...]
    results: tuple[str, ...]
    weights: Weights
    pairs: tuple[Pair, ...]
    blocking: Blocking
    statements: StatementRules


class WordRules(Struct, frozen=True, forbid_unknown_fields=True):
    """`linking/words.toml`."""

    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    shortest_stem: int
    article: str
    stop_lists: tuple[str, ...]
    outlet_classes: tuple[str, ...]
    agencies: tuple[str, ...]
    agency: str
    spokesmen: tuple[str, ...]
    own_forces: tuple[str, ...]


class OutletName(Struct, frozen=True):
    """The names of an outlet in `outlets/*.toml`; other keys are the reading's."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()


class OutletFile(Struct, frozen=True):
    """One file of outlets."""

    outlet: tuple[OutletName, ...] = ()


@dataclass(frozen=True)
class Actor:
    """What linking needs of a known actor."""

    name: str
    kind: str
    affiliation: str | None
    stems: frozenset[str]


@dataclass(frozen=True)
class Common:
    """What two types of common families say: how alike they are, up to how many days accounts lie apart, whether one
    side alone can have done it, and whether agents tell one event from another."""

    alike: float
    days: int
    exclusive: bool
    telling: bool


@dataclass(frozen=True)
class Tables:
    """All tables of linking. `media` maps names of outlets to keys, `agencies` are the keys that are agencies;
    `common` holds the pairs of types that have a family in common."""

    families: Mapping[str, Family]
    of_type: Mapping[str, tuple[str, ...]]
    common: Mapping[tuple[str, str], Common]
    close: frozenset[tuple[str, str]]
    scoring: Scoring
    targets: Mapping[str, Sequence[Target]]
    normaliser: Normaliser
    stemmer: Stemmer
    own_forces: frozenset[str]
    spokesmen: frozenset[str]
    unnamed_agencies: frozenset[str]
    agency: str
    outlets: OutletNames
    actors: Mapping[str, Actor]
    media: Mapping[str, str]
    agencies: frozenset[str]

    def side(self, actor: str) -> str:
        """The party that an actor belongs to in the end: its affiliation's affiliation and so on."""
        seen = {actor}
        while (known := self.actors.get(actor)) and known.affiliation and known.affiliation not in seen:
            actor = known.affiliation
            seen.add(actor)
        return actor


def load(folder: Path | None = None, extra: Iterable[Path] = ()) -> Tables:
    """The tables of a data folder (the package's own when none is given); `extra` are more tables of actors.

    Raises DataError for unknown keys, for types that the ontology does not know and for missing weights.
    """
    folder = folder or data_folder()
    families = read_toml(folder / "linking/families.toml", dict[str, Family])
    scoring = read_toml(folder / "linking/weights.toml", Scoring)
    words = read_toml(folder / "linking/words.toml", WordRules)
    _check_types(folder, families, scoring)
    normaliser = load_spelling(folder).normaliser
    rows = list(actor_rows([*actor_files(folder), *extra]).values())
    stop = _stop_words(folder, words, normaliser)
    stemmer = Stemmer(normaliser, words.prefixes, words.suffixes, words.shortest_stem, stop)
    outlets = OutletNames(normaliser, _forms(words.outlet_classes, normaliser), normaliser.form(words.article))
    media, agencies = _media(folder, rows, outlets)
    close = _close(scoring.pairs)
    return Tables(
        families=families,
        of_type=_of_type(families),
        common=_common(families, scoring, close),
        close=close,
        scoring=scoring,
        targets=_targets(read_toml(folder / "linking/targets.toml", dict[str, tuple[str, ...]]), stemmer),
        normaliser=normaliser,
        stemmer=stemmer,
        own_forces=_forms(words.own_forces, normaliser),
        spokesmen=_forms(words.spokesmen, normaliser),
        agency=normaliser.form(words.agency),
        unnamed_agencies=_forms(words.agencies, normaliser),
        outlets=outlets,
        actors=_actors(rows, stemmer),
        media=media,
        agencies=agencies,
    )


def _check_types(folder: Path, families: Mapping[str, Family], scoring: Scoring) -> None:
    known = msgspec.toml.decode((folder / "ontology/events.toml").read_bytes())
    stated = [(f"families.toml: {name}", t) for name, family in families.items() for t in family.types]
    stated += [("weights.toml: rare or results", t) for t in (*scoring.rare, *scoring.results)]
    stated += [(f"weights.toml: pairs[{k}]", t) for k, pair in enumerate(scoring.pairs) for t in pair.types]
    faults = [f"linking/{where}: no event type {name!r}" for where, name in stated if name not in known]
    in_families = {t for family in families.values() for t in family.types}
    faults += [f"linking/families.toml: {name}: in no family" for name in sorted(known) if name not in in_families]
    if faults:
        raise DataError(faults)


def _of_type(families: Mapping[str, Family]) -> dict[str, tuple[str, ...]]:
    types = sorted({t for family in families.values() for t in family.types})
    return {t: tuple(name for name, family in families.items() if t in family.types) for t in types}


def _common(
    families: Mapping[str, Family], scoring: Scoring, close: frozenset[tuple[str, str]]
) -> dict[tuple[str, str], Common]:
    shared: dict[tuple[str, str], list[Family]] = {}
    for family in families.values():
        for first, second in product(family.types, family.types):
            shared.setdefault((first, second), []).append(family)
    of_close = {two: scoring.close for a, b in close for two in ((a, b), (b, a))}
    alike = {two: 1.0 if two[0] == two[1] else of_close.get(two, scoring.family) for two in shared}
    return {two: _common_of(alike[two], found) for two, found in shared.items()}


def _common_of(alike: float, families: Sequence[Family]) -> Common:
    exclusive = any(family.exclusive for family in families)
    parties = any(family.parties for family in families)
    return Common(alike, max(family.days for family in families), exclusive, exclusive or parties)


def _close(pairs: tuple[Pair, ...]) -> frozenset[tuple[str, str]]:
    return frozenset(two for pair in pairs for two in combinations(sorted(pair.types), 2))


def _forms(listed: Iterable[str], normaliser: Normaliser) -> frozenset[str]:
    return frozenset(normaliser.form(word) for word in listed)


def _stop_words(folder: Path, words: WordRules, normaliser: Normaliser) -> frozenset[str]:
    rows = [row for name in words.stop_lists for row in read_table(folder / f"lexicon/{name}.csv")]
    return frozenset(part for row in rows for part in normaliser.form(row.cells.get("form", "")).split())


def _actors(rows: Iterable[Cells], stemmer: Stemmer) -> dict[str, Actor]:
    return {
        c["id"]: Actor(c["name_ar"], c["kind"], c.get("affiliation") or None, frozenset(stemmer.stems(c["name_ar"])))
        for c in rows
    }


def _targets(named: Mapping[str, tuple[str, ...]], stemmer: Stemmer) -> dict[str, list[Target]]:
    """Targets by the stem of their first word: the stems that must follow it, and the target's name."""
    out: dict[str, list[Target]] = {}
    for name, forms in sorted(named.items()):
        for form in forms:
            first, *rest = [stemmer.stem(word) for word in stemmer.normaliser.form(form).split()]
            out.setdefault(first, []).append((tuple(rest), name))
    return out


def _media(folder: Path, rows: Iterable[Cells], outlets: OutletNames) -> tuple[dict[str, str], frozenset[str]]:
    """Names of outlets to keys: an outlet that is also a known actor goes under the actor's id.

    Of actors that are no media the names count where no outlet bears them: they speak in posts of their own.
    """
    keys: dict[str, str] = {}
    rows = list(rows)
    _add_names(keys, (row for row in rows if row["kind"] == "media"), outlets)
    agencies = set()
    for path in files_below(folder / "outlets", ".toml"):
        for outlet in read_toml(path, OutletFile).outlet:
            names = [outlets.bare(name) for name in (outlet.name, *outlet.aliases)]
            key = next((keys[name] for name in names if name in keys), f"outlet:{names[0]}")
            for name in names:
                keys.setdefault(name, key)
            if outlet.kind == "agency":
                agencies.add(key)
    _add_names(keys, (row for row in rows if row["kind"] != "media"), outlets)
    return keys, frozenset(agencies)


def _add_names(keys: dict[str, str], rows: Iterable[Cells], outlets: OutletNames) -> None:
    """Put the names of actors that nobody bears yet into a table of keys."""
    for cells in rows:
        named = "|".join(cells.get(c, "") for c in ("name_ar", "aliases_ar", "aliases_en", "name_en"))
        for name in filter(None, named.split("|")):
            keys.setdefault(outlets.bare(name), f"actor:{cells['id']}")
