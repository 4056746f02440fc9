"""The same statement in two articles: copies of a text, and one utterance told in different words.

Candidates come from MinHash signatures with locality-sensitive hashing (Broder 1997; library rensa); each is
then compared word by word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rensa import RMinHash

from riwaya.link.sightings import day_of, outlet_of
from riwaya.link.stems import contained, share, stems
from riwaya.link.tables import StatementRules, Tables
from riwaya.link.voices import Speaker
from riwaya.model.finding import SameStatement
from riwaya.model.record import Record

At = tuple[int, int]
_FREE = frozenset({"own_voice", "unnamed", "credit"})
_NAMESAKE = 0.5


@dataclass(frozen=True)
class Told:
    """A claim as it is compared: where it stands, its words, its speaker, its outlet and day."""

    at: At
    id: str
    words: frozenset[str]
    speaker: Speaker
    outlet: str
    day: int | None


@dataclass(frozen=True)
class Same:
    """Two claims that are one statement."""

    a: Told
    b: Told
    found: SameStatement


def same_statements(records: Sequence[Record], voices: Sequence[Sequence[Speaker]], tables: Tables) -> list[Same]:
    """All pairs of claims of different articles that are one statement, in the order of the claims."""
    told = [t for k, record in enumerate(records) for t in _told(k, record, voices[k], tables)]
    rules = tables.scoring.statements
    copies = _copied_articles(records, tables)
    found = []
    for i, j in _candidates([t.words for t in told], rules):
        a, b = told[i], told[j]
        same = _compared(a, b, (a.at[0], b.at[0]) in copies, rules) if a.at[0] != b.at[0] else None
        if same:
            found.append(Same(a, b, same))
    return found


def _told(k: int, record: Record, voices: Sequence[Speaker], tables: Tables) -> Iterator[Told]:
    outlet, day = outlet_of(record), day_of(record.article.published)
    for c, claim in enumerate(record.claims):
        words = frozenset(stems(claim.text, tables))
        yield Told((k, c), claim.id, words, voices[c], outlet, day)


def _compared(a: Told, b: Told, copied: bool, rules: StatementRules) -> SameStatement | None:
    if min(len(a.words), len(b.words)) < rules.fewest_words:
        return None
    if a.day is not None and b.day is not None and abs(a.day - b.day) > rules.days:
        return None
    alike = share(a.words, b.words)
    reason = _reason(a, b, alike, copied, rules)
    return SameStatement(a=a.id, b=b.id, reason=reason, similarity=round(alike, 4)) if reason else None


def _reason(a: Told, b: Told, alike: float, copied: bool, rules: StatementRules) -> str | None:
    """Why two claims are one statement: the more is known of their sources, the more they must agree in."""
    mine, theirs = a.speaker, b.speaker
    retold = alike >= rules.retold
    if mine.voice.key == theirs.voice.key:
        return "one source, one statement" if retold else None
    free = [speaker.voice.basis in _FREE for speaker in (mine, theirs)]
    least = rules.copied_in_copy if copied and all(free) else rules.copied
    if any(free) and alike >= least:
        return "text of a copied article" if copied else "near-identical text"
    if retold and _one_party(mine, theirs):
        return "one party's statement in different words"
    if retold and mine.voice.basis == theirs.voice.basis == "source" and _namesakes(mine, theirs):
        return "one statement, its source named in different words"
    return None


def _one_party(a: Speaker, b: Speaker) -> bool:
    """Whether one speaks for the other, or both for one party and at most one is named."""
    if f"actor:{a.affiliation}" == b.voice.key or f"actor:{b.affiliation}" == a.voice.key:
        return True
    one_unnamed = "unnamed" in (a.voice.basis, b.voice.basis)
    return one_unnamed and a.affiliation is not None and a.affiliation == b.affiliation


def _namesakes(a: Speaker, b: Speaker) -> bool:
    """Whether two names share half of their words: a body named in full and in short."""
    words = frozenset(a.voice.name.split()), frozenset(b.voice.name.split())
    return contained(*words) >= _NAMESAKE


def _copied_articles(records: Sequence[Record], tables: Tables) -> set[tuple[int, int]]:
    """Pairs of articles (by index, both ways) of which one repeats a good part of the other's text."""
    triples = [_triples(stems(record.article.text, tables)) for record in records]
    rules = tables.scoring.statements
    out: set[tuple[int, int]] = set()
    for i, j in _candidates(triples, rules, rows=2):
        if contained(triples[i], triples[j]) >= rules.article_copy:
            out |= {(i, j), (j, i)}
    return out


def _triples(words: Sequence[str]) -> frozenset[str]:
    return frozenset(" ".join(words[k : k + 3]) for k in range(len(words) - 2))


def _candidates(
    sets: Sequence[frozenset[str]], rules: StatementRules, rows: int | None = None
) -> Iterator[tuple[int, int]]:
    """Pairs of sets that are likely alike: those that share a band of their signatures."""
    bands = rules.permutations // rows if rows else rules.bands
    size = rules.permutations // bands
    buckets: dict[tuple[int, tuple[int, ...]], list[int]] = defaultdict(list)
    for index, words in enumerate(sets):
        if words:
            sketch = RMinHash(num_perm=rules.permutations, seed=rules.seed)
            sketch.update(sorted(words))
            digest = sketch.digest()
            for band in range(bands):
                buckets[band, tuple(digest[band * size : (band + 1) * size])].append(index)
    pairs = {(i, j) for members in buckets.values() for j in members for i in members if i < j}
    yield from sorted(pairs)
