"""The two sides of an ACLED row: actors, those associated with them, and the codes of their interaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from riwaya.export import facts
from riwaya.export.cells import JOINT
from riwaya.export.tables import AcledEvent, Tables
from riwaya.export.view import Account, Told
from riwaya.model.claim import Argument

_NONE = 0


@dataclass(frozen=True, slots=True)
class Side:
    """One side: the actor's name, the names of those with it, and its code; all empty where there is none."""

    actor: str = ""
    associated: tuple[str, ...] = ()
    inter: int = _NONE


@dataclass(frozen=True)
class Sides:
    """Finds the two sides of an event of an ACLED type in a country (ISO code, and name as ACLED has it)."""

    tables: Tables
    kind: AcledEvent
    country: str | None
    country_name: str

    def of(self, account: Account) -> tuple[Side, Side]:
        """The sides: who did it and who underwent it; where all fought, the first two of them."""
        told = facts.affirming(account)
        first = self._side([t.event.agents for t in told], self.kind.actor1, self.kind.inter1)
        second = self._side([self._targets(t) for t in told], self.kind.actor2, self.kind.inter2)
        if not second.actor and (opponents := self._opponents(told, first)):
            associated = tuple(name for name in first.associated if name != opponents.actor)
            return Side(first.actor, associated, first.inter), opponents
        return first, second

    def _targets(self, told: Told) -> tuple[Argument, ...]:
        """Whom it was aimed at: known actors alone, for a market or three children are no actor."""
        return tuple(patient for patient in told.event.patients if patient.actor)

    def _opponents(self, told: Sequence[Told], first: Side) -> Side | None:
        """The other side of a fight, of which accounts name both sides as those who fight."""
        fights = [t.event.agents for t in told if t.event.type == "armed_clash" and len(t.event.agents) > 1]
        names = [(a.actor, self._name(a)) for agents in fights for a in agents if self._name(a) != first.actor]
        if not names:
            return None
        actor, name = _most(names)
        return Side(name, self._affiliations([actor]), self._inter(actor, self.kind.inter1))

    def _side(self, named: Sequence[Sequence[Argument]], generic: str, code: int) -> Side:
        """The side that accounts name most; one who is coded by what he does (protesters, civilians) is generic."""
        found = [(a.actor, self._name(a)) for arguments in named for a in arguments]
        is_role = code in self.tables.acled.roles
        if not found or is_role:
            with_them = tuple(dict.fromkeys(name for actor, name in found if actor))
            return Side(f"{generic} ({self.country_name})" if generic else "", with_them, code)
        actor, name = _most(found)
        beside = [a for arguments in named if any(self._name(a) == name for a in arguments) for a in arguments]
        associated = [self._name(a) for a in beside if self._name(a) != name]
        return Side(name, tuple(dict.fromkeys([*associated, *self._affiliations([actor])])), self._inter(actor, code))

    def _name(self, argument: Argument) -> str:
        return self.tables.actor_name(argument.actor, facts.plain(argument.text))

    def _affiliations(self, actors: Iterable[str | None]) -> tuple[str, ...]:
        known = (self.tables.actors.get(actor or "") for actor in actors)
        above = [self.tables.actors.get(actor.affiliation) for actor in known if actor]
        return tuple(actor.name for actor in above if actor)

    def _inter(self, actor: str | None, generic: int) -> int:
        """The code of a known actor by its kind, abroad or at home; of an unknown one what the type of event has."""
        known = self.tables.actors.get(actor or "")
        if known and known.kind == "person":
            known = self.tables.actors.get(known.affiliation)
        if known is None:
            return generic
        acled = self.tables.acled
        if known.kind in acled.at_home:
            return acled.at_home[known.kind] if known.country == self.country else acled.abroad
        return acled.kinds.get(known.kind, generic)


def interaction(first: Side, second: Side) -> str:
    """Both codes, the smaller first; one side alone has a nought behind its code; nothing where none is known."""
    codes = sorted(code for code in (first.inter, second.inter) if code)
    return f"{codes[0]}{codes[1] if len(codes) > 1 else 0}" if codes else ""


def interaction_name(first: Side, second: Side, names: dict[int, str]) -> str:
    """The same in words, as ACLED's files have it since 2024."""
    known = [names[code] for code in sorted(code for code in (first.inter, second.inter) if code)]
    return f"{known[0]} only" if len(known) == 1 else "-".join(known)


def joined(names: Iterable[str]) -> str:
    """Several names in one cell, as ACLED joins them."""
    return JOINT.join(names)


def _most(named: Iterable[tuple[str | None, str]]) -> tuple[str | None, str]:
    """The actor named most, a known one before others, then by name."""
    counts = Counter(named)
    return min(counts, key=lambda found: (found[0] is None, -counts[found], found[1]))
