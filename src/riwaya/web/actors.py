"""The actors that the tables know: names, kind and affiliation by id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from riwaya.rules.actortable import Cells, actor_files, actor_rows
from riwaya.rules.files import data_folder


class ActorFacts(Struct, frozen=True, kw_only=True):
    """What is known of an actor; None is not known."""

    id: str
    name_ar: str | None
    name_en: str | None
    kind: str | None = None
    affiliation: str | None = None
    role_ar: str | None = None
    role_en: str | None = None


class Actors:
    """The package's tables of actors and the user's own."""

    def __init__(self, extra: Iterable[Path]) -> None:
        self._rows: Mapping[str, Cells] = actor_rows([*actor_files(data_folder()), *extra])

    def get(self, id: str) -> ActorFacts | None:
        """The actor of an id; None where no table has it."""
        cells = self._rows.get(id)
        if cells is None:
            return None
        given = {
            key: cells.get(key) or None for key in ("name_ar", "name_en", "kind", "affiliation", "role_ar", "role_en")
        }
        return ActorFacts(id=id, **given)

    def __contains__(self, id: str) -> bool:
        return id in self._rows

    def ids(self) -> list[str]:
        """All ids, sorted."""
        return sorted(self._rows)
