"""Figures about sources: what each claimed, through whom, how often others said the same or the contrary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from riwaya.link.origins import At, Sources
from riwaya.model.finding import Contradiction, EventCluster, SourceFigures, Voice


@dataclass
class _Count:
    voice: Voice
    claims: list[At] = field(default_factory=list)
    events: int = 0
    matched: int = 0
    contradicted: int = 0


def source_figures(
    sources: Sources, events: Sequence[EventCluster], contradictions: Iterable[Contradiction]
) -> list[SourceFigures]:
    """The figures of every voice, sorted by its key."""
    counts: dict[str, _Count] = {}
    of_claim: dict[str, str] = {}
    for r, article in enumerate(sources.articles):
        for c, claim in enumerate(article.claims):
            voice = claim.speaker.voice
            counts.setdefault(voice.key, _Count(voice)).claims.append((r, c))
            of_claim[claim.id] = voice.key
    _count_events(events, counts)
    for found in contradictions:
        if not found.same_origin:
            for key in {of_claim[found.a.claim], of_claim[found.b.claim]}:
                counts[key].contradicted += 1
    return [_figures(counts[key], sources) for key in sorted(counts)]


def _count_events(events: Iterable[EventCluster], counts: dict[str, _Count]) -> None:
    for event in events:
        affirming = sum(origin.affirms for origin in event.origins)
        for origin in event.origins:
            for voice in origin.voices:
                counts[voice.key].events += 1
                counts[voice.key].matched += origin.affirms and affirming > 1


def _figures(count: _Count, sources: Sources) -> SourceFigures:
    articles = [sources.articles[r] for r, _ in count.claims]
    days = sorted(p for article in articles if (p := article.published))
    seen: dict[str, set[str]] = defaultdict(set)
    claims = [sources.claim(at) for at in count.claims]
    for article, claim in zip(articles, claims, strict=True):
        if claim.channel not in (None, "unstated"):
            seen["channels"].add(claim.channel)
        seen["through"].update(claim.speaker.through)
        seen["outlets"].add(article.outlet)
    return SourceFigures(
        voice=count.voice,
        claims=tuple(dict.fromkeys(claim.id for claim in claims)),
        n_claims=len(count.claims),
        n_events=count.events,
        matched=count.matched,
        contradicted=count.contradicted,
        through=tuple(sorted(seen["through"])),
        outlets=tuple(sorted(seen["outlets"])),
        channels=tuple(sorted(seen["channels"])),
        first_report=days[0] if days else None,
        last_report=days[-1] if days else None,
    )
