"""What an event type becomes in ACLED and in PLOVER, by the ontology file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from riwaya.model.claim import AcledCode, PloverCode
from riwaya.rules.files import read_toml


class AcledRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An ACLED code and the kinds of agent or of patient that it asks for."""

    event_type: str
    sub_event_type: str
    agent: frozenset[str] = frozenset()
    patient: frozenset[str] = frozenset()

    def fits(self, agents: Collection[str], patients: Collection[str]) -> bool:
        """Whether kinds of agents and patients are what the rule asks for."""
        by_agent = not self.agent or not self.agent.isdisjoint(agents)
        return by_agent and (not self.patient or not self.patient.isdisjoint(patients))


class TypeCodes(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `ontology/events.toml` says of one event type."""

    label: str
    acled: tuple[AcledRule, ...] = ()
    plover: PloverCode | None = None


@dataclass(frozen=True)
class Ontology:
    """All event types with their codes."""

    types: Mapping[str, TypeCodes]

    @cached_property
    def fixed(self) -> Mapping[str, AcledCode | None]:
        """The ACLED codes of the event types that do not depend on the kinds of agents or patients."""
        asking = {name for name, codes in self.types.items() if any(r.agent or r.patient for r in codes.acled)}
        return {name: self.acled(name, (), ()) for name in self.types if name not in asking}

    def acled(self, event: str, agents: Collection[str], patients: Collection[str]) -> AcledCode | None:
        """The ACLED code of an event type, by the kinds of its agents and patients; None where none fits."""
        for rule in self.types[event].acled:
            if rule.fits(agents, patients):
                return AcledCode(rule.event_type, rule.sub_event_type)
        return None

    def plover(self, event: str) -> PloverCode | None:
        """The PLOVER code of an event type."""
        return self.types[event].plover


def load_ontology(folder: Path) -> Ontology:
    """The ontology of the data folder. Raises DataError for a fault in the file."""
    return Ontology(read_toml(folder / "ontology/events.toml", dict[str, TypeCodes]))
