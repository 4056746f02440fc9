"""Who did it and who underwent it: the noun phrases around a trigger, by its rule and by word order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from riwaya.annotate.clauses import Chunk
from riwaya.annotate.event_rules import Role
from riwaya.annotate.triggers import VERB_TENSES, Found, Scene

ACTING = ("@agent", "@fighter", "@leader")
SUFFERING = ("@civilian", "@building", "@military_object", "@captive", "@vehicle", "@agent", "@fighter")
_FAR = 14


@dataclass
class Roles:
    """Noun phrases by role while they are gathered; `pro_drop` as in FoundEvent."""

    agents: list[Chunk] = field(default_factory=list)
    patients: list[Chunk] = field(default_factory=list)
    pro_drop: bool = False

    def add(self, role: str, chunks: Sequence[Chunk]) -> None:
        """Put noun phrases into a role; other roles than agent and patient are dropped."""
        target = {"agent": self.agents, "patient": self.patients}.get(role)
        if target is not None:
            target.extend(c for c in chunks if c not in self.agents and c not in self.patients)


@dataclass(frozen=True)
class Reader:
    """Reads the roles of the events of one sentence from its chunks."""

    scene: Scene
    chunks: Sequence[Chunk]
    common: Mapping[str, str]
    light: Mapping[str, str]

    def roles(self, k: int) -> Roles:
        """The roles of the event at chunk `k`."""
        found = self.chunks[k].found
        assert found is not None  # noqa: S101 - only event chunks are asked for
        roles = Roles()
        if found.hit.entry.get("tense") in VERB_TENSES:
            self._verb(k, found, roles)
        else:
            self._noun(k, found, roles)
        return roles

    def _verb(self, k: int, found: Found, roles: Roles) -> None:
        after = self._after(k)
        subject = self._subject_before(k)
        groups = _grouped([c for c in after if c.kind == "np" and not c.prep or c.joined and not c.prep])
        first, second = (groups + [[], []])[:2]
        trigger = found.trigger
        if self._subject_stands_before(k, found, subject, groups):
            roles.add(trigger.subject, subject)
            roles.add(trigger.object, first)
        elif second or trigger.object in ("none", "place") or found.hit.entry.get("object"):
            roles.add(trigger.subject, first or subject)
            roles.add(trigger.object, second)
        elif trigger.passive and first:
            roles.add("patient", first)
        elif first and self.is_acting(first[0]):
            roles.add(trigger.subject, first)
        elif first:
            roles.add(trigger.subject, subject)
            roles.add(trigger.object, first)
        else:
            roles.add(trigger.subject, subject)
        self._prepositional(found, after, roles)
        roles.pro_drop = not roles.agents and trigger.subject == "agent"

    def _subject_stands_before(
        self, k: int, found: Found, subject: list[Chunk], groups: list[list[Chunk]]
    ) -> bool:
        if not subject or len(groups) > 1:
            return False
        if found.hit.entry.get("number") in ("d", "p") or not groups:
            return True
        if found.hit.entry.get("object"):
            return False
        adjacent = subject[-1].last == self.chunks[k].first or self.chunks[k - 1].kind == "relative"
        return adjacent or not self.is_acting(groups[0][0])

    def _noun(self, k: int, found: Found, roles: Roles) -> None:
        after = self._after(k)
        trigger = found.trigger
        joined = self._construct(k, after, found)
        role: Role = trigger.construct or "agent"
        rest = [c for c in after if c not in joined]
        if joined:
            acting = self.is_acting(joined[0])
            to = [c for c in rest if c.prep in _to(self.scene)]
            if role == "patient" and acting and to and to[0].first <= joined[-1].last + 2:
                roles.add("agent", joined)
                roles.add("patient", to)
            elif role == "agent" and not acting:
                roles.add("patient", joined)
            else:
                roles.add(role, joined)
        self._light(k, roles)
        self._prepositional(found, rest, roles)
        roles.pro_drop = not roles.agents

    def _construct(self, k: int, after: list[Chunk], found: Found) -> list[Chunk]:
        """The noun phrase joined to a verbal noun, with what is coordinated to it; not a bare adjective."""
        if not after or after[0].kind != "np" or after[0].prep or after[0].first != found.last:
            return []
        words = self.scene.doc.tokens.norm
        definite = words[found.last - 1][len(found.hit.prefix) :].startswith(_article(self.scene)) or (
            found.hit.prefix.endswith(_article(self.scene))
        )
        wanted = SUFFERING if found.trigger.construct == "patient" else ACTING
        if definite and not self._shows(after[0], ("@agent",)):
            return []
        if found.trigger.construct != "patient" and not self._shows(after[0], (*wanted, *SUFFERING)):
            return []
        return _grouped(after)[0]

    def _light(self, k: int, roles: Roles) -> None:
        """What a light verb before or after the noun says of it."""
        for j in self._verbs_near(k):
            for lemma in self._lemmas(self.chunks[j]):
                gives = self.light.get(lemma, "")
                before = j < k
                if gives in ("agent", "patient") and before:
                    between = [c for c in self.chunks[j + 1 : k] if c.kind == "np" and not c.prep]
                    subject = (_grouped(between) + [[]])[0] or self._subject_before(j)
                    roles.add(gives, subject)
                elif gives == "agent":
                    groups = _grouped([c for c in self._after(j) if c.kind == "np" and not c.prep])
                    roles.add("agent", (groups + [[]])[0])
                elif gives in ("object", "cause") and (not before or gives == "object"):
                    groups = _grouped([c for c in self._after(j) if c.kind == "np" and not c.prep])
                    roles.add("patient", (groups + [[]])[0])

    def _verbs_near(self, k: int) -> Iterator[int]:
        """The finite verb before the noun in its clause, and the one right after it."""
        for j in range(k - 1, max(k - 6, -1), -1):
            if self.chunks[j].kind in ("break", "that", "relative", "event"):
                break
            if self.chunks[j].kind == "verb":
                yield j
                break
        for j in range(k + 1, min(k + 5, len(self.chunks))):
            chunk = self.chunks[j]
            if chunk.kind in ("break", "that", "event", "comma"):
                break
            if chunk.kind == "verb":
                yield j
                break

    def _lemmas(self, chunk: Chunk) -> set[str]:
        hits = self.scene.doc.lexemes.by_start.get(chunk.first, ())
        return {h.entry.get("verb") for h in hits if h.entry.list == "verbs"}

    def _after(self, k: int) -> list[Chunk]:
        """The chunks after an event that can belong to it: up to the next verb or break."""
        out: list[Chunk] = []
        for chunk in self.chunks[k + 1 :]:
            if chunk.kind in ("break", "that", "relative") or chunk.finite():
                break
            if chunk.kind == "comma" and any(c.kind == "np" and not c.prep for c in out):
                break
            if chunk.kind == "event" and not chunk.prep and out:
                break
            if chunk.kind == "event":
                out.append(chunk)
                break
            if chunk.kind != "comma":
                out.append(chunk)
        return out

    def _subject_before(self, k: int) -> list[Chunk]:
        """The noun phrase before a verb that can be its subject, with what is coordinated to it."""
        j = k - 1
        relative = j >= 0 and self.chunks[j].kind == "relative"
        j -= relative
        while j >= 0 and k - j < _FAR:
            chunk = self.chunks[j]
            if chunk.kind in ("break", "that", "relative"):
                return []
            if chunk.kind == "np" and (not chunk.prep or relative):
                return self._whole(j)
            j -= 1
        return []

    def _whole(self, j: int) -> list[Chunk]:
        """A noun phrase with those it is coordinated to."""
        first = j
        while first > 0 and self.chunks[first].joined:
            first -= 1
        return [c for c in self.chunks[first : j + 1] if c.kind == "np"]

    def _prepositional(self, found: Found, after: list[Chunk], roles: Roles) -> None:
        for chunk in after:
            if chunk.kind != "np" or not chunk.prep:
                continue
            role = found.trigger.on.get(chunk.prep) or self.common.get(chunk.prep, "")
            if role == "partner":
                role = "agent" if found.kind.symmetric else ""
            if role == "patient" and self._is_place(chunk):
                role = ""
            roles.add(role, [chunk])

    def is_acting(self, chunk: Chunk) -> bool:
        """Whether a noun phrase names somebody who acts: a known or found agent, fighters, a leader."""
        return self._shows(chunk, ACTING) and not self._counted(chunk)

    def _shows(self, chunk: Chunk, kinds: tuple[str, ...]) -> bool:
        return self.scene.seek(kinds, chunk.first, min(chunk.last, chunk.first + 4)) >= 0

    def _counted(self, chunk: Chunk) -> bool:
        return any(chunk.first <= q.first < chunk.last for q in self.scene.doc.quantities)

    def _is_place(self, chunk: Chunk) -> bool:
        """Whether a noun phrase is a place and its class word alone."""
        kinds = self.scene.kinds
        return self.scene.seek(("@place",), chunk.first, chunk.last) >= 0 and not any(
            kinds[i] & {"@agent", "@fighter", "@civilian", "@military_object", "@building"}
            for i in range(chunk.first, chunk.last)
        )


def _grouped(chunks: Sequence[Chunk]) -> list[list[Chunk]]:
    """Noun phrases with those coordinated to them."""
    groups: list[list[Chunk]] = []
    for chunk in chunks:
        if chunk.kind != "np":
            continue
        if chunk.joined and groups:
            groups[-1].append(chunk)
        elif not chunk.prep:
            groups.append([chunk])
    return groups


def _to(scene: Scene) -> frozenset[str]:
    return frozenset(mark[0] for mark in scene.doc.marks.to)


def _article(scene: Scene) -> str:
    return scene.doc.marks.article[0]
