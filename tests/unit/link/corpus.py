"""The stories of this folder: short articles of several outlets on one matter, and how they belong together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct
from tests.golden.quotes import only
from tests.reading import loaded

from riwaya.link import Tables, link, load
from riwaya.model.article import Article
from riwaya.model.finding import EventCluster, Findings, Ref
from riwaya.model.record import Record
from riwaya.pipeline import analyse

STORIES = sorted((Path(__file__).parent / "stories").glob("*.toml"))
Mention = tuple[str, str]


class Written(Struct, frozen=True, forbid_unknown_fields=True):
    """One article of a story."""

    id: str
    outlet: str
    published: str
    text: str
    dateline: str | None = None


class Expected(Struct, frozen=True, forbid_unknown_fields=True):
    """One event: its mentions as `article: quote of the trigger`, its origins, and what must stand against it."""

    name: str
    n_origins: int
    mentions: tuple[str, ...]
    denied: bool = False
    dates: bool = False


class Story(Struct, frozen=True, forbid_unknown_fields=True):
    """A story and the events that it holds."""

    about: str
    article: tuple[Written, ...]
    event: tuple[Expected, ...]


@dataclass(frozen=True)
class Told:
    """A story after reading and linking: the event (or None) under each quoted mention, the cluster of each event."""

    name: str
    story: Story
    records: tuple[Record, ...]
    findings: Findings
    refs: dict[Mention, Ref | None]
    cluster_of: dict[Ref, EventCluster]

    def clusters(self, event: Expected) -> list[EventCluster]:
        """The clusters that hold the mentions of an event, the one that holds most first."""
        refs = [self.refs[mention_of(m)] for m in event.mentions]
        found = Counter(self.cluster_of[r].id for r in refs if r)
        by_id = {c.id: c for c in self.findings.events}
        return [by_id[i] for i, _ in found.most_common()]

    def origins_right(self) -> bool:
        """Whether the number of origins of every event is the one expected."""
        return all([c.n_origins for c in self.clusters(e)[:1]] == [e.n_origins] for e in self.story.event)


@lru_cache(maxsize=1)
def tables() -> Tables:
    """The package's own tables of linking."""
    return load()


def mention_of(text: str) -> Mention:
    """Article and quote of a mention."""
    article, _, quote = text.partition(": ")
    return article, quote


def record_of(written: Written) -> Record:
    """The record of an article of a story, by the whole pipeline."""
    article = Article(
        id=written.id,
        sha256="0" * 64,
        outlet=written.outlet,
        dateline=written.dateline,
        published=written.published,
        published_basis="given",
        text=written.text.strip(),
    )
    return analyse(article, loaded())


def read_story(path: Path) -> Story:
    """A story file."""
    return msgspec.toml.decode(path.read_bytes(), type=Story)


@lru_cache(maxsize=64)
def told(path: Path) -> Told:
    """A story, read and linked."""
    story = read_story(path)
    records = tuple(record_of(written) for written in story.article)
    findings = link(records, tables())
    by_id = {record.article.id: record for record in records}
    mentions = [mention_of(m) for event in story.event for m in event.mentions]
    return Told(
        name=path.stem,
        story=story,
        records=records,
        findings=findings,
        refs={m: _event_at(by_id[m[0]], m[1]) for m in mentions},
        cluster_of={ref: cluster for cluster in findings.events for ref in cluster.members},
    )


def _event_at(record: Record, quote: str) -> Ref | None:
    """The first event whose trigger lies in the quoted words; None where the engine reads none there."""
    text = record.article.text
    start, end = only(text, quote, (0, len(text)))
    for claim in record.claims:
        for k, event in enumerate(claim.events):
            if event.trigger.span.start < end and start < event.trigger.span.end:
                return Ref(record.article.id, claim.id, k)
    return None


def bcubed(stories: list[Told]) -> tuple[float, float, float]:
    """BCubed precision, recall and F1 (Bagga and Baldwin 1998) over all mentions.

    A mention that the engine does not read stands alone.
    """
    precision = recall = 0.0
    total = 0
    for story in stories:
        gold = {mention_of(m): e.name for e in story.story.event for m in e.mentions}
        found = {m: (story.cluster_of[ref].id if (ref := story.refs[m]) else f"unread {m}") for m in gold}
        for mention in gold:
            same_gold = {m for m in gold if gold[m] == gold[mention]}
            same_found = {m for m in gold if found[m] == found[mention]}
            both = len(same_gold & same_found)
            precision += both / len(same_found)
            recall += both / len(same_gold)
            total += 1
    precision, recall = precision / total, recall / total
    return precision, recall, 2 * precision * recall / (precision + recall)


def origins_right(stories: list[Told]) -> int:
    """For how many stories the number of origins of every event is right."""
    return sum(story.origins_right() for story in stories)
