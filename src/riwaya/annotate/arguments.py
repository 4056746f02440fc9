"""Who did it and who underwent it: the noun phrases around a trigger, by its rule and by word order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from riwaya.annotate.clauses import Chunk
from riwaya.annotate.triggers import Found, Scene

ACTING = ("@agent", "@fighter", "@leader")
SUFFERING = ("@civilian", "@building", "@military_object", "@captive", "@territory", "@quantity", *ACTING)
PEOPLE = ("@civilian", "@captive", "@protester", "@nationality", "@suicide", "@quantity", "@state_noun")
WEAPONS = ("@aircraft", "@drone", "@missile")
_FAR = 16
_NEAR = 24
_ON_LAND = frozenset({"@agent", "@fighter", "@civilian", "@building", "@captive", "@military_object"})
_THINGS = frozenset({"@military_object", "@territory", "@building"})
_FORCES = frozenset({"@fighter", "@leader"})
_BOUNDS = frozenset({"break", "that"})


@dataclass
class Roles:
    """Noun phrases by role while they are gathered; `pro_drop` as in FoundEvent."""

    agents: list[Chunk] = field(default_factory=list)
    patients: list[Chunk] = field(default_factory=list)
    pro_drop: bool = False

    def add(self, role: str | None, chunks: Sequence[Chunk]) -> None:
        """Put noun phrases into a role; other roles than agent and patient are dropped."""
        target = {"agent": self.agents, "patient": self.patients}.get(role or "")
        if target is not None:
            target.extend(c for c in chunks if c not in self.agents and c not in self.patients)


@dataclass(frozen=True)
class Reader:
    """Reads the roles of the events of one sentence from its chunks."""

    scene: Scene
    chunks: Sequence[Chunk]
    common: Mapping[str, str]
    light: Mapping[str, str]

    def roles(self, k: int, found: Found, last: list[Chunk]) -> Roles:
        """The roles of the event `found` at chunk `k`; `last` are the agents of the event before it."""
        roles = Roles()
        after = self.after(k)
        if found.verbal:
            self._verb(k, found, after, roles)
        else:
            self._noun(k, found, after, roles)
        self._prepositional(found, after, roles)
        roles.agents = [c for c in roles.agents if self._can_act(c)]
        roles.patients = [c for c in roles.patients if not self.is_place(c)]
        self._partner(k, found, roles)
        self._continue(k, found, roles, last)
        return roles

    def _give(self, roles: Roles, role: str, chunks: list[Chunk]) -> None:
        """Put noun phrases into a role; who holds the place that is taken loses it."""
        if role == "place" and chunks and not self.is_place(chunks[0]) and self._shows(chunks[0], ACTING):
            role = "patient"
        roles.add(role, chunks)

    def _verb(self, k: int, found: Found, after: list[Chunk], roles: Roles) -> None:
        trigger, groups = found.trigger, grouped(after)
        topic = self._topic(k)
        if not topic and self._of_event(k):
            self._give(roles, found.object, groups[0] if groups else [])
            return
        if self.chunks[k - 1].kind == "relative" and k and self._resumed(k, found):
            undergoes = trigger.passive and not found.hit.entry.get("object")
            roles.add("patient" if undergoes else trigger.subject, groups[0] if groups else [])
            self._give(roles, found.object if not undergoes else "none", topic)
        elif found.passive(self.scene.doc):
            roles.add("patient", groups[0] if groups else topic)
        elif topic and groups and found.hit.entry.get("object"):
            roles.add(trigger.subject, groups[0])
            self._give(roles, found.object, topic)
        elif topic:
            self._after_topic(found, topic, groups, roles)
        else:
            self._before_subject(found, groups, roles)
        if found.hit.entry.get("object") and not roles.patients and found.object == "patient":
            heads = [j for j in range(k) if self.chunks[j].kind == "relative"]
            roles.add("patient", self._described(heads[-1]) if heads else [])

    def _of_event(self, k: int) -> bool:
        """Whether the subject of a verb is the event named before it: `an attack that struck ...`."""
        j = k - 1
        while j >= 0 and self.chunks[j].kind in ("relative", "time", "comma", "np"):
            if self.chunks[j].kind == "np" and not self.chunks[j].prep:
                return False
            j -= 1
        return j >= 0 and self.chunks[j].kind == "event" and not self.chunks[j].finite() and not self._opens(k)

    def _after_topic(
        self, found: Found, topic: list[Chunk], groups: list[list[Chunk]], roles: Roles
    ) -> None:
        """Subject, verb, object; without an object a verb that may be passive is."""
        trigger = found.trigger
        if trigger.passive and not groups and not found.hit.entry.get("object"):
            roles.add("patient", topic)
            return
        if found.hit.entry.get("object") and not groups and not self.is_acting(topic[0]):
            self._give(roles, found.object, topic)
            return
        roles.add(trigger.subject, topic)
        self._give(roles, found.object, groups[0] if groups else [])

    def _before_subject(self, found: Found, groups: list[list[Chunk]], roles: Roles) -> None:
        """Verb, subject, object; one noun phrase alone is what its kind and the verb make it."""
        trigger = found.trigger
        if not groups:
            return
        plural = found.hit.entry.get("number") in ("d", "p")
        acting = self.is_acting(groups[0][0])
        if found.kind.absorbs_deaths:
            acting = acting or self._shows(groups[0][0], WEAPONS)
        counted = self._shows(groups[0][0], ("@quantity", "@part"))
        if len(groups) > 1 and not plural and (acting or not counted):
            roles.add(trigger.subject, groups[0])
            self._give(roles, found.object, groups[1])
        elif trigger.passive and not found.hit.entry.get("object"):
            roles.add("patient", groups[0])
        elif plural and found.object != "none":
            self._give(roles, found.object, groups[0])
        elif acting or found.object == "none" or found.hit.entry.get("object") or trigger.subject != "agent":
            roles.add(trigger.subject, groups[0])
        else:
            self._give(roles, found.object, groups[0])

    def _noun(self, k: int, found: Found, after: list[Chunk], roles: Roles) -> None:
        trigger = found.trigger
        described = found.tense == "passive_participle"
        if described:
            roles.add("patient", self._described(k))
        joined = [] if described else self._construct(after, found, self.chunks[k].last)
        role = trigger.construct or ("patient" if self._taking(found) else "agent")
        governor = self.verb_before(k)
        if joined and governor >= 0 and self.gives(self.chunks[governor]) == "object":
            roles.add("patient", joined)
        elif joined:
            acting = self.is_acting(joined[0])
            to = [c for c in after if c.prep in _to(self.scene) and c not in joined]
            if role == "patient" and acting and to and to[0].first == joined[-1].last:
                roles.add("agent", joined)
                roles.add("patient", to)
            elif role == "agent" and not acting:
                roles.add("patient", joined)
            else:
                self._give(roles, role, joined)
        if trigger.construct == "patient" and not joined and not described:
            roles.add("patient", self._held(k))
        national = self.scene.seek(("@nationality",), found.last, self.chunks[k].last)
        if national >= 0 and role == "agent" and not roles.agents:
            roles.add("agent", [Chunk("np", national, self.chunks[k].last)])
        self._carried(k, found, roles)

    def _construct(self, after: list[Chunk], found: Found, last: int) -> list[Chunk]:
        """The noun phrase joined to a verbal noun, with what is coordinated to it; not a bare adjective."""
        groups = grouped(after)
        if not groups or groups[0][0] is not after[0] or not self._adjacent(last, after[0].first):
            return []
        wanted: tuple[str, ...] = ACTING if found.defined(self.scene.doc) else SUFFERING
        suffering = found.trigger.construct == "patient" or self._taking(found)
        if suffering and not found.defined(self.scene.doc):
            return groups[0]
        return groups[0] if self._shows(after[0], wanted) else []

    def _held(self, k: int) -> list[Chunk]:
        """People named right before a noun that tells what is done with them: `civilians as shields`."""
        before = self.chunks[k - 1] if k else None
        people = before is not None and before.kind == "np" and self._shows(before, ("@civilian", "@captive"))
        return [before] if before is not None and people and before.last == self.chunks[k].first else []

    def _taking(self, found: Found) -> bool:
        """Whether a noun is the verbal noun of a verb that takes an object."""
        own = found.trigger.construct is None and found.trigger.object != "none"
        return own and found.tense == "masdar" and found.transitive

    def _adjacent(self, last: int, first: int) -> bool:
        doc = self.scene.doc
        return not doc.classes[last:first].strip("Q") or doc.tokens.norm[last] in doc.marks.hash

    def _carried(self, k: int, found: Found, roles: Roles) -> None:
        """What the light verb before or after the noun says of it."""
        for j in (self.verb_before(k), self._verb_after(k)):
            if j < 0:
                continue
            for lemma in sorted(self.lemmas(self.chunks[j])):
                self._carry(j, k, self.light.get(lemma, ""), roles)
        previous = self.chunks[k - 1] if k else None
        if previous is not None and previous.kind == "np" and self.chunks[k].prep in _by(self.scene):
            named = found.trigger.construct == "patient" and found.tense == "noun"
            if not roles.agents and not named and not previous.prep and previous.last == self.chunks[k].first and self.is_acting(previous):
                roles.add("agent", self._whole(k - 1))

    def _carry(self, j: int, k: int, gives: str, roles: Roles) -> None:
        before, found = j < k, self.chunks[k].found
        if gives in ("agent", "patient") and before:
            between, topic = grouped(self.chunks[j + 1 : k]), self._topic(j)
            if topic and between and found is not None and found.trigger.construct == "patient":
                roles.add("patient", between[0])
            if topic and between and not self.is_acting(topic[0]) and self.is_acting(between[0][0]):
                topic = between[0]
            subject = topic or (between[0] if between else self._antecedent(j, across=True))
            if gives == "patient" or (not roles.agents and subject and self.is_acting(subject[0])):
                roles.add(gives, subject)
        elif gives == "patient":
            roles.add("patient", (grouped(self.after(j)) + [[]])[0])
        elif gives == "agent" and not roles.agents:
            after = (grouped(self.after(j)) + [[]])[0]
            roles.add("agent", after if after and self.is_acting(after[0]) else [])
        elif gives in ("object", "cause"):
            start = k if before and gives == "object" else j
            if not (before and gives == "cause"):
                roles.add("patient", (grouped(self.after(start)) + [[]])[0])

    def verb_before(self, k: int) -> int:
        """The finite verb that governs the noun at chunk `k`, or -1."""
        for j in range(k - 1, max(k - 7, -1), -1):
            chunk = self.chunks[j]
            if chunk.kind in _BOUNDS or chunk.kind == "relative":
                return -1
            if chunk.kind == "verb" or (chunk.finite() and self.gives(chunk)):
                return j
            if chunk.kind == "event" and not self._describing(chunk):
                return -1
        return -1

    def _describing(self, chunk: Chunk) -> bool:
        """Whether an event is a participle, which describes a noun and opens no clause."""
        return chunk.found is not None and chunk.found.tense in ("passive_participle", "active")

    def _verb_after(self, k: int) -> int:
        """The finite verb of which the noun at chunk `k` is the subject or the antecedent, or -1."""
        for j in range(k + 1, min(k + 5, len(self.chunks))):
            chunk = self.chunks[j]
            if chunk.kind == "verb" or (chunk.finite() and self.gives(chunk)):
                return j
            if chunk.kind in _BOUNDS or chunk.kind == "event":
                return -1
        return -1

    def lemmas(self, chunk: Chunk) -> set[str]:
        """The dictionary forms of the verb at a chunk."""
        hits = self.scene.doc.lexemes.by_start.get(chunk.first, ())
        return {h.entry.get("verb") for h in hits if h.entry.list == "verbs"}

    def after(self, k: int) -> list[Chunk]:
        """The noun phrases after an event that can belong to it: up to the next verb, event or break."""
        out: list[Chunk] = []
        commas = 0
        for chunk in self.chunks[k + 1 :]:
            if self.chunks[k].finite() and not out and chunk.kind == "event" and chunk.prep:
                continue
            if chunk.kind in _BOUNDS or chunk.kind in ("relative", "event") or chunk.finite():
                break
            commas += chunk.kind == "comma"
            if chunk.kind == "np" and not chunk.prep and not chunk.joined and commas == 1:
                break
            if chunk.kind == "np":
                out.append(chunk)
        return out

    def _topic(self, k: int) -> list[Chunk]:
        """The noun phrase before a verb that is its subject: the head of its relative clause, else the
        first one of its clause; none where the verb itself opens the clause.
        """
        j = k - 1
        if j >= 0 and self.chunks[j].kind == "relative":
            return self._described(j)
        if self._opens(k):
            return []
        best = -1
        while j >= 0 and k - j < _FAR:
            chunk = self.chunks[j]
            if chunk.kind in _BOUNDS:
                break
            if chunk.finite() and self.gives(chunk) == "aux":
                if best >= 0:
                    break
                j -= 1
                continue
            if chunk.finite() or chunk.kind == "relative":
                return [] if best < 0 or not self._parenthetic(j, best) else self._whole(best)
            if chunk.kind == "np" and not chunk.prep:
                best = j
            j -= 1
        return self._whole(best) if best >= 0 else []

    def _opens(self, k: int) -> bool:
        """Whether the conjunction is written onto the verb at chunk `k`: a new clause begins."""
        found, and_ = self.chunks[k].found, self.scene.doc.marks.and_
        if found is not None:
            return found.prefix.startswith(and_)
        hits = self.scene.doc.lexemes.by_start.get(self.chunks[k].first, ())
        return any(h.entry.list == "verbs" and h.prefix.startswith(and_) for h in hits)

    def gives(self, chunk: Chunk) -> str:
        """What the verb at a chunk gives as a light verb; empty for a full verb."""
        return next((self.light[v] for v in sorted(self.lemmas(chunk)) if v in self.light), "")

    def _parenthetic(self, j: int, best: int) -> bool:
        """Whether the clause of the verb at `j` ended before the noun phrase at `best`: a comma parts them."""
        return any(c.kind == "comma" for c in self.chunks[j + 1 : best])

    def _described(self, k: int) -> list[Chunk]:
        """The noun phrase right before chunk `k`, which a relative clause or a participle describes."""
        j = k - 1
        while j >= 0 and (self.chunks[j].kind == "comma" or self.gives(self.chunks[j]) == "aux"):
            j -= 1
        return self._whole(j) if j >= 0 and self.chunks[j].kind == "np" else []

    def _resumed(self, k: int, found: Found) -> bool:
        """Whether the verb of a relative clause bears or is followed by a pronoun for the head."""
        if found.hit.entry.get("object"):
            return True
        end = min(found.last + 2, len(self.scene.doc.tokens))
        return any(self.scene.doc.lexemes.at(i, "bound_prepositions") for i in range(found.last, end))

    def _whole(self, j: int) -> list[Chunk]:
        """A noun phrase with those it is coordinated to."""
        first = j
        while first > 0 and self.chunks[first].joined:
            first -= 1
        last = j + 1
        while last < len(self.chunks) and self.chunks[last].joined:
            last += 1
        return [c for c in self.chunks[first:last] if c.kind == "np"]

    def _prepositional(self, found: Found, after: list[Chunk], roles: Roles) -> None:
        for chunk in after:
            if not chunk.prep:
                continue
            role = found.trigger.on.get(chunk.prep) or self.common.get(chunk.prep, "")
            if role == "partner":
                role = "agent" if found.kind.symmetric else ""
            if not role and not roles.agents and self._does(found, chunk):
                role = "agent"
            self._give(roles, role, [chunk])

    def _does(self, found: Found, chunk: Chunk) -> bool:
        """Whether `of` or `from` names who did what a noun tells: `raids of the coalition`."""
        doing = not found.verbal and (found.trigger.construct == "agent" or found.kind.absorbs_deaths)
        by = chunk.prep in _to(self.scene) or chunk.prep in self.scene.lexis.partitive
        return doing and by and self.is_acting(chunk) and found.kind.absorbs_deaths

    def _partner(self, k: int, found: Found, roles: Roles) -> None:
        """A clash or talks `with` one party: the subject of the clause is the other."""
        if found.kind.symmetric and len(roles.agents) == 1 and roles.agents[0].prep:
            roles.add("agent", self._antecedent(k, across=False))

    def _continue(self, k: int, found: Found, roles: Roles, last: list[Chunk]) -> None:
        """An agent left unsaid: that of the clause before, if the verb or the pronoun asks for one."""
        asks = found.verbal and found.trigger.subject == "agent" or found.possessed(self.scene.doc)
        done = found.trigger.construct in ("place", "patient") and found.kind.type != "casualties"
        governed = (found.tense == "masdar" or done) and not found.defined(self.scene.doc)
        governed = governed and bool(self.chunks[k].prep)
        if roles.agents or not (asks or governed) or found.verbal and found.passive(self.scene.doc):
            return
        if found.trigger.passive and found.verbal and not found.hit.entry.get("object"):
            self._goes_on(k, roles, last)
            return
        carried = [c for c in last if not self._parted(c, k)]
        roles.add("agent", carried or self._antecedent(k, across=asks))
        roles.pro_drop = asks and not roles.agents

    def _goes_on(self, k: int, roles: Roles, last: list[Chunk]) -> None:
        """A verb joined to another one acts on a named person: its agent is that of the verb before."""
        j = k - 1
        while j >= 0 and self.chunks[j].kind == "np":
            j -= 1
        joined = j >= 0 and self._opens(k) and self.chunks[j].kind == "event" and self.chunks[j].finite()
        if joined and roles.patients and not self._shows(roles.patients[0], ("@quantity",)):
            roles.add("agent", last)

    def _parted(self, chunk: Chunk, k: int) -> bool:
        """Whether a complementizer stands between a noun phrase and chunk `k`."""
        return any(c.kind == "that" and c.first > chunk.first for c in self.chunks[:k])

    def _antecedent(self, k: int, *, across: bool) -> list[Chunk]:
        """The nearest acting noun phrase before chunk `k` that can be a subject; `across` clauses or not."""
        for j in range(k - 1, max(k - _FAR, -1), -1):
            chunk = self.chunks[j]
            if chunk.kind == "that" or (chunk.kind == "break" and not across):
                return []
            if chunk.kind == "np" and not chunk.prep and self.is_acting(chunk):
                return self._whole(j)
        return []

    def caused(self, k: int) -> bool:
        """Whether a verb of causing governs the event at chunk `k`: `which led to the death of ...`."""
        j = self.verb_before(k)
        return j >= 0 and self.gives(self.chunks[j]) == "cause"

    def together(self, a: int, b: int) -> bool:
        """Whether two events stand in one clause, or with only a comma and no new verb between them."""
        low, high = sorted((a, b))
        between = self.chunks[low + 1 : high]
        words = self.chunks[high].first - self.chunks[low].last
        return words <= _NEAR and not any(c.kind in _BOUNDS for c in between)

    def is_acting(self, chunk: Chunk) -> bool:
        """Whether a noun phrase names somebody who acts: a known or found agent, fighters, a leader."""
        head = self.scene.kinds[chunk.first]
        thing = head & _THINGS and not head & _FORCES
        return not thing and self._shows(chunk, ACTING)

    def _can_act(self, chunk: Chunk) -> bool:
        """Whether a noun phrase may stand as an agent: somebody who acts, people, or a weapon for its users."""
        return self.is_acting(chunk) or self._shows(chunk, (*WEAPONS, *PEOPLE))

    def _shows(self, chunk: Chunk, kinds: tuple[str, ...]) -> bool:
        return self.scene.seek(kinds, chunk.first, min(chunk.last, chunk.first + 4)) >= 0

    def is_place(self, chunk: Chunk) -> bool:
        """Whether a noun phrase is a place or a piece of land alone, with nobody and nothing on it."""
        kinds = self.scene.kinds
        others = _ON_LAND - {"@agent"} if "@territory" in kinds[chunk.first] else _ON_LAND
        return self._shows(chunk, ("@place", "@territory")) and not any(
            kinds[i] & others for i in range(chunk.first, chunk.last)
        )


def grouped(chunks: Sequence[Chunk]) -> list[list[Chunk]]:
    """Noun phrases without preposition, each with those right after it that are coordinated to it."""
    groups: list[list[Chunk]] = []
    before: Chunk | None = None
    for chunk in chunks:
        if chunk.kind == "np" and not chunk.prep:
            if chunk.joined and groups and before is groups[-1][-1]:
                groups[-1].append(chunk)
            elif not chunk.joined:
                groups.append([chunk])
        before = chunk
    return groups


def _by(scene: Scene) -> frozenset[str]:
    return frozenset(mark[0] for mark in scene.doc.marks.by)


def _to(scene: Scene) -> frozenset[str]:
    return frozenset(mark[0] for mark in scene.doc.marks.to)
