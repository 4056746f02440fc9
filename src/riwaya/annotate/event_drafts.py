"""Events of one sentence while they are put together: places, times, and deaths taken up by their cause."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from riwaya.annotate.arguments import Reader
from riwaya.annotate.clauses import Chunk
from riwaya.annotate.event_draft import Draft
from riwaya.annotate.event_places import Siting
from riwaya.annotate.event_roles import Roles
from riwaya.annotate.scene import Scene
from riwaya.annotate.triggers import VERB_TENSES

_TWIN = 3
_BESIDE = 2
_BOUNDS = frozenset({"break", "that"})
_PARTING = frozenset({"event", "comma", "relative"})
_OPENING = frozenset({"that", "relative"})
_STRONGHOLD = frozenset({"territory_taken", "territory_held"})
_DEATHS = frozenset({"killing", "casualties"})


def drafts_of(scene: Scene, reader: Reader) -> list[Draft]:
    """The events of a sentence with their arguments, in order; deaths with a cause are taken up by it."""
    drafts, times = _told(reader)
    if len(drafts) > 1:
        _share_roles(reader, drafts)
    for draft in drafts:
        if draft.type in _DEATHS:
            _name_death(draft)
    if len(drafts) > 1:
        drafts = _settled(reader, drafts)
    first, last = reader.chunks[0].first, reader.chunks[-1].last
    if scene.places_before[first] < scene.places_before[last]:
        Siting(scene, reader, frozenset([d.chunk for d in drafts])).site(drafts)
    counted = scene.quantities_before[first] < scene.quantities_before[last]
    for draft in drafts:
        draft.times = _times(reader.chunks, times, draft) if times else ()
        draft.quantities = _quantities(scene, draft.roles) if counted else ()
    return drafts


def _told(reader: Reader) -> tuple[list[Draft], list[int]]:
    """What the triggers of a sentence tell, each with its own arguments; and which chunks are times."""
    drafts: list[Draft] = []
    last: list[Chunk] = []
    times: list[int] = []
    for k, chunk in enumerate(reader.chunks):
        found = chunk.found
        if found is not None:
            roles = reader.roles(k, found, last)
            drafts.append(Draft(reader, found, k, roles, found.kind.type))
            last = _carried(reader, k, roles, last)
        elif chunk.kind == "time":
            times.append(k)
    return drafts, times


def _settled(reader: Reader, drafts: list[Draft]) -> list[Draft]:
    """The events that are left when those told twice, or told with others, are taken up."""
    types = {draft.type for draft in drafts}
    if types >= _STRONGHOLD:
        drafts = _without_strongholds(reader, drafts)
    if not types.isdisjoint(_DEATHS):
        drafts = _with_causes(reader, drafts)
    return _without_twins(reader, _without_generic(drafts))


def _carried(reader: Reader, k: int, roles: Roles, last: list[Chunk]) -> list[Chunk]:
    """The agents for the next event: a relative clause does not change who is spoken of."""
    if k and reader.chunks[k - 1].kind == "relative":
        return last or [chunk for chunk in reader.head_of(k) if chunk not in roles.agents]
    return roles.agents[:] or last


def _without_strongholds(reader: Reader, drafts: list[Draft]) -> list[Draft]:
    """Who held a stronghold that is taken loses it, which is no event of its own: `retook the last stronghold of`."""
    kept: list[Draft] = []
    for draft in drafts:
        before = kept[-1] if kept and kept[-1].type == "territory_taken" else None
        held = draft.type == "territory_held" and not draft.found.verbal
        if before and held and draft.chunk - before.chunk <= 2 and reader.together(before.chunk, draft.chunk):
            before.roles.add("patient", draft.roles.agents)
        else:
            kept.append(draft)
    return kept


def _share_roles(reader: Reader, drafts: list[Draft]) -> None:
    """Coordinated nouns (`the raids and the shelling`) have agents and patients in common."""
    for before, draft in pairwise(drafts):
        if draft.found.verbal or before.found.verbal or not reader.coordinated(before.chunk, draft.chunk):
            continue
        if not draft.roles.agents:
            draft.roles.add("agent", before.roles.agents)
        if not before.roles.patients:
            before.roles.add("patient", draft.roles.patients)


def _name_death(draft: Draft) -> None:
    """A killing without a killer is casualties; casualties with one are a killing (codebook section 3)."""
    tense, trigger = draft.found.tense, draft.found.trigger
    if draft.type == "killing" and not draft.roles.agents and not draft.roles.pro_drop and trigger.passive:
        draft.type = "casualties" if tense in VERB_TENSES or tense == "masdar" else draft.type
    elif draft.type == "casualties" and draft.roles.agents and (trigger.passive or trigger.by_agent == "killing"):
        draft.type = trigger.by_agent or "killing"


def _with_causes(reader: Reader, drafts: list[Draft]) -> list[Draft]:
    """Take deaths up into the strike, clash or killing of the same sentence that they are tied to."""
    kept: list[Draft] = []
    for draft in drafts:
        cause = _cause(reader, drafts, draft) if _undergone(draft) else None
        if cause is None:
            kept.append(draft)
            continue
        cause.roles.add("patient", draft.roles.patients)
        cause.roles.add("agent", draft.roles.agents)
        if _hurt(cause) and draft.found.trigger.by_agent != "attack":
            cause.type = "killing"
    return _without_repeats(reader, kept)


def _without_repeats(reader: Reader, drafts: list[Draft]) -> list[Draft]:
    """Dead and injured told together without a cause are one event: `ten killed and twenty injured`."""
    kept: list[Draft] = []
    for draft in drafts:
        before = kept[-1] if kept and kept[-1].type == draft.type == "casualties" else None
        if before is None or not reader.together(before.chunk, draft.chunk):
            kept.append(draft)
        else:
            before.roles.add("patient", draft.roles.patients)
    return kept


def _hurt(draft: Draft) -> bool:
    """Whether an attack is told by nothing but those whom a named party injured."""
    return draft.type == "attack" and draft.found.kind.type == "casualties"


def _carried_death(draft: Draft) -> bool:
    """Whether a noun for deaths has no killer of its own, only the agent of the verb before it."""
    told = draft.found.kind.type == "casualties" and not draft.found.verbal
    return told and not any(c.prep or c.first > draft.found.first for c in draft.roles.agents)


def _undergone(draft: Draft) -> bool:
    """Whether deaths are told as something undergone, so that a cause beside them tells more."""
    if draft.type == "killing":
        return draft.found.tense == "masdar" or _carried_death(draft)
    return draft.type == "casualties"


def _cause(reader: Reader, drafts: list[Draft], death: Draft) -> Draft | None:
    """The nearest violent event tied to the deaths: a verb of causing, or no break between the two."""
    causing = reader.caused(death.chunk)
    best: Draft | None = None
    for draft in drafts:
        if draft is death or not (draft.found.kind.absorbs_deaths or draft.type == "killing" or _hurt(draft)):
            continue
        before = draft.chunk < death.chunk
        if not before and _since(reader, death, draft):
            continue
        if not (causing and before) and not reader.together(draft.chunk, death.chunk):
            continue
        distance = abs(draft.found.first - death.found.first)
        if best is None or distance < abs(best.found.first - death.found.first):
            best = draft
    return best


def _since(reader: Reader, death: Draft, cause: Draft) -> bool:
    """Whether an attack only says from when on the dead were counted: `since the beginning of the war`."""
    between = reader.chunks[max(death.chunk, cause.chunk - 1) : cause.chunk + 1]
    return any(chunk.prep in reader.scene.lexis.words.since for chunk in between)


def _without_twins(reader: Reader, drafts: list[Draft]) -> list[Draft]:
    """A verb and the noun that it governs tell one event: `sent reinforcements`, `signed an agreement`."""
    kept: list[Draft] = []
    for draft in drafts:
        before = kept[-1] if kept and kept[-1].type == draft.type else None
        if before and _told_again(reader, before, draft):
            before.roles.add("patient", draft.roles.patients)
            if not before.roles.agents:
                before.roles.add("agent", draft.roles.agents)
            continue
        if before and _twins(reader, before, draft):
            draft.roles.add("agent", before.roles.agents)
            draft.roles.add("patient", before.roles.patients)
            kept.pop()
        kept.append(draft)
    return kept


def _told_again(reader: Reader, noun: Draft, verb: Draft) -> bool:
    """Whether a generic verb goes on with the attack that a noun names: `raids the planes made struck ...`."""
    again = not noun.found.verbal and verb.found.verbal and verb.found.trigger.generic
    return again and reader.together(noun.chunk, verb.chunk) and not verb.found.prefix


def _twins(reader: Reader, verb: Draft, noun: Draft) -> bool:
    governs = verb.found.verbal and not noun.found.verbal
    between = reader.chunks[verb.chunk : noun.chunk]
    if noun.found.kind.absorbs_deaths:
        between = [c for c in between if c.kind not in ("comma", "time")]
    return governs and len(between) <= _TWIN and reader.together(verb.chunk, noun.chunk)


def _without_generic(drafts: list[Draft]) -> list[Draft]:
    """Drop what a closer type in the same sentence already tells, giving it the arguments."""
    kept: list[Draft] = []
    for draft in drafts:
        closer = _closer(drafts, draft) if draft.found.trigger.generic else None
        if closer is None:
            kept.append(draft)
        else:
            closer.roles.add("patient", draft.roles.patients)
            closer.roles.add("agent", draft.roles.agents)
    return kept


def _closer(drafts: list[Draft], generic: Draft) -> Draft | None:
    """A violent event that a generic verb or noun beside it carries or repeats."""
    for draft in drafts:
        later = draft.found.trigger.generic and draft.found.first >= generic.found.first
        violent = draft.found.kind.absorbs_deaths and draft.type != "armed_clash"
        if draft is not generic and not later and violent and abs(draft.chunk - generic.chunk) <= _BESIDE:
            return draft
    return None


def _times(chunks: Sequence[Chunk], times: list[int], draft: Draft) -> list[int]:
    """The time expression nearest to the trigger in its clause, else the only one of the sentence."""
    near = [k for k in times if _same_clause(chunks, k, draft.chunk)]
    found = draft.found
    behind = draft.chunk > 0 and chunks[draft.chunk - 1].kind == "relative"
    state = behind or found.tense == "passive_participle" or found.trigger.status == "ongoing"
    if state:
        near = [k for k in near if k > draft.chunk and not _parted(chunks, draft.chunk, k, _PARTING)]
    elif not near and len(times) == 1 and not _parted(chunks, draft.chunk, times[0], _OPENING):
        near = times
    if len(near) > 1:
        near = [min(near, key=lambda k: (abs(k - draft.chunk), k))]
    return [chunks[k].first for k in near]


def _parted(chunks: Sequence[Chunk], a: int, b: int, kinds: Collection[str]) -> bool:
    """Whether a chunk of one of some kinds stands between two, of which either may be the first."""
    low, high = (a + 1, b) if a < b else (b + 1, a)
    while low < high and chunks[low].kind not in kinds:
        low += 1
    return low < high


def _same_clause(chunks: Sequence[Chunk], a: int, b: int) -> bool:
    low, high = (a + 1, b) if a < b else (b + 1, a)
    while low < high and not chunks[low].finite and chunks[low].kind not in _BOUNDS:
        low += 1
    return low >= high


def _quantities(scene: Scene, roles: Roles) -> list[int]:
    """The quantities that count the agents and patients, in text order."""
    before = scene.quantities_before
    found: list[int] = []
    for role in (roles.agents, roles.patients):
        for chunk in role:
            if before[chunk.last] > before[chunk.first]:
                found += range(before[chunk.first], before[chunk.last])
    return sorted({*found}) if found else found
