"""Who did it and who underwent it: the noun phrases around a trigger, by its rule and by word order."""

from __future__ import annotations

from collections.abc import Mapping

from riwaya.annotate.carried import Carrier
from riwaya.annotate.clause_view import (
    ACTING,
    COUNTED,
    HELD,
    SUFFERING,
    THINGS,
    WEAPONS,
    backwards,
    first_group,
    grouped,
)
from riwaya.annotate.clauses import Chunk
from riwaya.annotate.event_kinds import NATIONALITY, PLACE, QUANTITY, TERRITORY
from riwaya.annotate.event_roles import Roles
from riwaya.annotate.triggers import Found
from riwaya.annotate.undergone import undergone


class Reader(Carrier, frozen=True):
    """Reads the roles of the events of one sentence; `common` are the roles of prepositions in any event."""

    common: Mapping[str, str]

    def roles(self, k: int, found: Found, last: list[Chunk]) -> Roles:
        """The roles of the event `found` at chunk `k`; `last` are the agents of the event before it."""
        roles = Roles()
        after = self.after(k)
        if found.verbal:
            self._verb(k, found, after, roles)
        else:
            self._noun(k, found, after, roles)
        self._prepositional(found, after, roles)
        if roles.agents:
            fired = found.verbal and found.trigger.object == "none"
            roles.agents = [
                c for c in roles.agents
                if (self._can_act(c) or self._heads_clause(c, k)) and not (fired and self._is_missile(c))
            ]  # fmt: skip
        if roles.patients:
            roles.patients = [c for c in roles.patients if self._can_undergo(found, c)]
        self._partner(k, found, roles, last)
        suffering = undergone(self, k, found)
        if suffering and not roles.patients:
            roles.add("patient", suffering)
        if suffering is None or not found.possessed(self.scene.doc) or found.kind.type == "killing":
            self.carry(k, found, roles, last)
        return roles

    def _give(self, roles: Roles, role: str, chunks: list[Chunk]) -> None:
        """Put noun phrases into a role; who holds the place that is taken loses it."""
        if role == "place" and chunks:
            held = self.shows(chunks[0], ACTING) and not self.shows(chunks[0], PLACE)
            role = "patient" if held and not self.is_place(chunks[0]) else role
        roles.add(role, chunks)

    def _verb(self, k: int, found: Found, after: list[Chunk], roles: Roles) -> None:
        trigger, groups = found.trigger, grouped(after)
        head = self._asyndetic(k) if groups and self._resumed(k, found) else []
        topic = head or self._topic(k)
        groups = [] if topic and self._died(k, found, topic[0]) else groups
        if not topic and self._of_event(k) and not self._resumed(k, found):
            self._give(roles, found.object, groups[0] if groups else [])
            return
        if head or (k and self.chunks[k - 1].kind == "relative" and self._resumed(k, found)):
            undergoes = trigger.passive and not found.hit.entry.get("object")
            roles.add("patient" if undergoes else trigger.subject, groups[0] if groups else [])
            self._give(roles, found.object if not undergoes else "none", topic)
        elif found.passive(self.scene.doc):
            undergo = groups[0] if groups else topic
            roles.add("patient", [c for c in undergo if found.object != "none" or not self._is_missile(c)])
        elif topic and groups and self._place_topic(k, topic) and self._can_act(groups[0][0]):
            self._before_subject(found, groups, roles)
        elif topic and groups and found.hit.entry.get("object"):
            roles.add(trigger.subject, groups[0])
            self._give(roles, found.object, topic)
        elif topic:
            self._after_topic(found, topic, groups, roles)
        else:
            self._before_subject(found, groups, roles)
        if found.hit.entry.get("object") and not roles.patients and found.object == "patient":
            heads = [j for j in range(k) if self.chunks[j].kind == "relative"]
            roles.add("patient", self._described(heads[-1]) if heads else self._people_before(k, roles))

    def _died(self, k: int, found: Found, head: Chunk) -> bool:
        """Whether a relative clause with a verb that may be passive describes people: `who were killed`."""
        return found.trigger.passive and self.chunks[k - 1].kind == "relative" and self.shows(head, HELD)

    def _can_undergo(self, found: Found, chunk: Chunk) -> bool:
        """Whether a noun phrase may stand as a patient: no place, but for unnamed land that is fired on."""
        if self._is_bare_land(chunk) or (found.kind.type == "territory_taken" and not self.is_acting(chunk)):
            return False
        if found.kind.absorbs_deaths:
            head = self.scene.kinds[chunk.first]
            if chunk.last > chunk.first + 1:
                head |= self.scene.kinds[chunk.first + 1]
            if not head & PLACE:
                return True
        return not self.is_place(chunk)

    def _is_bare_land(self, chunk: Chunk) -> bool:
        """Whether a noun phrase is land of which nothing more is said: `the area`."""
        scene, short = self.scene, chunk.last <= chunk.first + 2
        bare = short and scene.norm[chunk.first] in scene.lexis.words.land and scene.kinds[chunk.first] == TERRITORY
        return bare and not scene.doc.agents_in(chunk.first, chunk.last)

    def _heads_clause(self, chunk: Chunk, k: int) -> bool:
        """Whether a noun phrase right behind `that` is the subject of the verb at `k`, whatever it names."""
        if not self.chunks[k].finite or chunk.prep or self.is_place(chunk):
            return False
        return any(c.kind == "that" and c.last == chunk.first for c in self.chunks[:k])

    def _place_topic(self, k: int, topic: list[Chunk]) -> bool:
        """Whether the head of a relative clause is the place where its verb's own subject acts."""
        return self.chunks[k - 1].kind == "relative" and self.is_place(topic[0])

    def _after_topic(self, found: Found, topic: list[Chunk], groups: list[list[Chunk]], roles: Roles) -> None:
        """Subject, verb, object; without an object a verb that may be passive is."""
        trigger = found.trigger
        if trigger.passive and not groups and not found.hit.entry.get("object"):
            roles.add("patient", topic)
            return
        if found.hit.entry.get("object") and not groups and not self.is_acting(topic[0]) and found.object != "place":
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
            acting = acting or self.shows(groups[0][0], WEAPONS)
        idle = not acting and self.shows(groups[0][0], COUNTED | THINGS)
        if len(groups) > 1 and not plural and not idle:
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
        governor = roles.governor = self.verb_before(k)
        if joined:
            undergone = governor >= 0 and not self.chunks[k].prep and self.gives(self.chunks[governor]) == "object"
            dead = found.kind.type == "casualties" and role == "patient"
            self._joined("object" if undergone or dead else role, joined, after, roles)
        elif trigger.construct == "patient" and not described:
            roles.add("patient", self._held(k) or (self._people_before(k, roles) if trigger.pronoun else []))
        if role == "agent" and not roles.agents and self.chunks[k].last > found.last:
            national = self.scene.first(NATIONALITY, found.last, self.chunks[k].last)
            if national >= 0:
                roles.add("agent", [Chunk("np", national, self.chunks[k].last)])
        if found.kind.type == "casualties":
            roles.add("patient", self._counted(k, found))
        self._carried(k, found, roles, governor)
        roles.part = self._part(k)
        if roles.part is not None:
            roles.add("agent", self._answerable(roles.part))

    def _joined(self, role: str, joined: list[Chunk], after: list[Chunk], roles: Roles) -> None:
        """The role of the noun phrase joined to a verbal noun; an `object` undergoes it whatever it names."""
        if role == "object":
            roles.add("patient", joined)
            return
        acting = self.is_acting(joined[0])
        behind = after[len(joined) :]
        if role != "none" and acting and behind and self._is_object(joined, behind[0]):
            roles.add("agent", joined)
            self._give(roles, "place" if role == "place" else "patient", first_group(behind))
            return
        if role == "patient" and acting:
            to = [c for c in after if c.prep in self.scene.lexis.known.to and c not in joined]
            if to and to[0].first == joined[-1].last:
                roles.add("agent", joined)
                roles.add("patient", to)
                return
        if role == "agent" and not acting:
            role = "patient"
        self._give(roles, role, joined)

    def _is_object(self, subject: list[Chunk], chunk: Chunk) -> bool:
        """Whether a noun phrase right behind the named subject of a verbal noun is its object."""
        named = self.scene.doc.agent_at(subject[0].first) is not None and not self.shows(subject[0], COUNTED)
        event = self.chunks.index(subject[0]) - 1
        governed = not self.chunks[event].prep and self.verb_before(event) >= 0
        if not named or governed or chunk.prep or chunk.first != subject[-1].last:
            return False
        return not self.is_acting(chunk) and self.shows(chunk, SUFFERING & ~ACTING & ~QUANTITY | PLACE)

    def _counted(self, k: int, found: Found) -> list[Chunk]:
        """The dead or injured whom the noun itself counts: `twelve killed`, or a dual."""
        before = self.chunks[k - 1] if k else None
        counts = found.tense != "masdar" and not found.prefix.startswith(self.scene.doc.marks.and_)
        if counts and before is not None and before.last == self.chunks[k].first and self.shows(before, COUNTED):
            return [Chunk("np", before.first, self.chunks[k].last, before.prep, before.prefix)]
        if self.scene.kinds[found.first] & QUANTITY:
            return [Chunk("np", found.first, found.last, prefix=len(found.prefix))]
        return []

    def _people_before(self, k: int, roles: Roles) -> list[Chunk]:
        """The people named last before chunk `k`, for whom a pronoun stands."""
        for j in backwards(k):
            chunk = self.chunks[j]
            if chunk.kind == "np" and chunk not in roles.agents and self.shows(chunk, HELD):
                return [chunk]
        return []

    def _answerable(self, part: Chunk) -> list[Chunk]:
        """Who is named as behind the event: `the army's part in the shelling`, `holds the army responsible for`."""
        owner = Chunk("np", part.first + 1, part.last)
        if owner.first < owner.last and self.is_acting(owner):
            return [owner]
        at = self.chunks.index(part)
        before = self.chunks[at - 1] if at else None
        named = before is not None and before.kind == "np" and not before.prep and self.is_acting(before)
        return self._whole(at - 1) if named else []

    def _construct(self, after: list[Chunk], found: Found, last: int) -> list[Chunk]:
        """The noun phrase joined to a verbal noun, with what is coordinated to it; not a bare adjective."""
        if not after or after[0].prep or after[0].joined or not self._adjacent(last, after[0].first):
            return []
        defined = found.defined(self.scene.doc)
        suffering = found.trigger.construct == "patient" or self._taking(found)
        bare = suffering and (found.tense == "phrase" or not defined)
        shows = bare or self.shows(after[0], ACTING if defined else SUFFERING)
        return first_group(after) if shows else []

    def _held(self, k: int) -> list[Chunk]:
        """People named right before a noun that tells what is done with them: `civilians as shields`."""
        before = self.chunks[k - 1] if k else None
        people = before is not None and before.kind == "np" and self.shows(before, HELD)
        return [before] if before is not None and people and before.last == self.chunks[k].first else []

    def _taking(self, found: Found) -> bool:
        """Whether a noun is the verbal noun of a verb that takes an object."""
        own = found.trigger.construct is None and found.trigger.object != "none"
        return own and found.tense == "masdar" and found.transitive

    def _carried(self, k: int, found: Found, roles: Roles, before: int) -> None:
        """What the light verb before or after the noun says of it."""
        roles.add("agent", self._performer(k))
        for gives in self.verb(self.chunks[before]).gives if before >= 0 else ():
            self._governed(before, k, found, gives, roles)
        after = self._verb_after(k)
        for gives in self.verb(self.chunks[after]).gives if after >= 0 else ():
            self._governing(after, gives, roles)
            if gives == "agent" and self._parts_relative(k, after):
                self._prepositional(found, self.after(after), roles)
        if roles.agents:
            return
        named = found.trigger.construct == "patient" and found.tense == "noun"
        if not named or self._performed(k):
            roles.add("agent", self._controller(k))

    def _is_passive(self, k: int) -> bool:
        """Whether the verb at chunk `k` is marked as passive."""
        found = self.chunks[k].found
        return found is not None and found.passive(self.scene.doc)

    def _parts_relative(self, k: int, j: int) -> bool:
        """Whether the light verb at `j` describes the indefinite noun at `k`: `a raid it carried out on ...`."""
        return not self._opens(j) and all(c.kind in ("np", "time", "relative") for c in self.chunks[k + 1 : j])

    def _governed(self, j: int, k: int, found: Found, gives: str, roles: Roles) -> None:
        """The roles in which the light verb at chunk `j` before it sets the noun at chunk `k`."""
        if gives == "object":
            roles.add("patient", first_group(self.after(k)))
        if gives not in ("agent", "patient") or (gives == "agent" and self._is_passive(j)):
            return
        between, topic = first_group(self.chunks[j + 1 : k]), self._topic(j)
        if topic and between and found.trigger.construct == "patient":
            roles.add("patient", between)
        if between and (not topic or (not self.is_acting(topic[0]) and self.is_acting(between[0]))):
            topic = between
        subject = topic or self._antecedent(j, across=True)
        if gives == "patient" or (not roles.agents and subject and self._can_act(subject[0])):
            roles.add(gives, subject)
        elif not subject and self._resumes(j):
            roles.pro_drop = True

    def _governing(self, j: int, gives: str, roles: Roles) -> None:
        """The roles that the light verb at chunk `j` after the noun gives to what follows it."""
        after = first_group(self.after(j))
        if gives in ("patient", "object", "cause"):
            roles.add("patient", after)
        elif gives == "agent" and not roles.agents and after and self._can_act(after[0]):
            roles.add("agent", after)

    def _controller(self, k: int) -> list[Chunk]:
        """Who is said to do what a noun after bi- tells: `accused them of shelling`."""
        by = self.scene.lexis.known.by
        if k > 1 and self.chunks[k - 1].prep in by and self._performed(k):
            k -= 1
        before = self.chunks[k - 1] if k else None
        if before is None or before.kind != "np" or before.prep or self.chunks[k].prep not in by:
            return []
        adjacent = before.last == self.chunks[k].first and not self._suffers(k - 1)
        return self._whole(k - 1) if adjacent and self.is_acting(before) else []

    def _prepositional(self, found: Found, after: list[Chunk], roles: Roles) -> None:
        """The roles that prepositions give, each but once: what stands behind its second use belongs to the first."""
        used: set[str] = set()
        for chunk in after:
            if not chunk.prep or (chunk.prep in used and not self._joined_again(chunk)):
                continue
            role = found.trigger.on.get(chunk.prep) or self.common.get(chunk.prep, "")
            if role == "partner":
                role = "agent" if found.kind.symmetric and not self._bounds(chunk) else ""
            if not role and not roles.agents and self._does(found, chunk):
                role = "agent"
            if role:
                used.add(chunk.prep)
                self._give(roles, role, [chunk])

    def _bounds(self, chunk: Chunk) -> bool:
        """Whether a place behind `between` only says where a border or a road runs."""
        first = self._whole(self.chunks.index(chunk))[0]
        before = self.chunks[self.chunks.index(first) - 1]
        return self.shows(chunk, PLACE) and before.kind == "np" and self.shows(before, TERRITORY)

    def _belongs(self, chunk: Chunk) -> bool:
        """Whether what stands behind a preposition belongs to a noun before it that is no place."""
        before = self.chunks[self.chunks.index(chunk) - 1]
        return before.kind == "np" and before.prep not in ("", chunk.prep) and not self.is_place(before)

    def _joined_again(self, chunk: Chunk) -> bool:
        """Whether a noun phrase, or the preposition before it, is joined to what stands before."""
        and_ = self.scene.doc.marks.and_
        return chunk.joined or any(word.startswith(and_) for word in self.scene.norm[chunk.first - 1 : chunk.first + 1])

    def _does(self, found: Found, chunk: Chunk) -> bool:
        """Whether `of` or `from` names who did what a noun tells: `raids of the coalition`."""
        if found.verbal or not found.kind.absorbs_deaths:
            return False
        by = chunk.prep in self.scene.lexis.known.to or chunk.prep in self.scene.lexis.partitive
        return by and self.is_acting(chunk) and not self._belongs(chunk)

    def _partner(self, k: int, found: Found, roles: Roles, last: list[Chunk]) -> None:
        """A clash or talks `with` one party: the subject of the clause is the other.

        Where no party is named, a clash during or after which somebody acts is theirs.
        """
        if not found.kind.symmetric or (found.verbal and not self._opens(k)):
            return
        if len(roles.agents) == 1 and roles.agents[0].prep and roles.agents[0].prep not in self.scene.lexis.known.to:
            roles.add("agent", self._antecedent(k, across=False) or self._before(k, last))
        elif not roles.agents and found.kind.absorbs_deaths and self.chunks[k].prep:
            roles.add("agent", self._before(k, last))

    def _before(self, k: int, last: list[Chunk]) -> list[Chunk]:
        """The agents of the event before chunk `k` where no clause begins between them."""
        near = [c for c in last if c.first < self.chunks[k].first]
        between = self.chunks[self.chunks.index(near[0]) : k] if near and near[0] in self.chunks else []
        return near if between and not any(c.kind in ("break", "that") for c in between) else []
