"""Know whose page it is: by its domain, by the name it declares, or by how it speaks of itself."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import msgspec

from riwaya.model.errors import DataError
from riwaya.read.characters import key
from riwaya.read.dateline import find_dateline
from riwaya.read.outletrules import PageRules

_TOLD_WINDOW = 10
_NAME_WORDS = 4
_FURNITURE_WEIGHT = 3
_PHRASE_WEIGHT = 2


class Outlet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An outlet of `data/outlets/*.toml`; the fields are explained at the head of those files."""

    name: str
    name_en: str
    country: str
    kind: Literal["agency", "newspaper", "tv", "radio", "site"]
    domains: tuple[str, ...]
    ordinary_word: bool = False
    aliases: tuple[str, ...] = ()
    page: PageRules | None = None

    def spoken_names(self) -> Iterator[str]:
        """The names under which the outlet can be known in running text."""
        if not self.ordinary_word:
            yield self.name
        yield from (alias for alias in self.aliases if not alias.isascii())


class OutletFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of outlets."""

    outlet: tuple[Outlet, ...]


class SelfMentions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`furniture/self_mentions.toml`: how an outlet speaks of itself."""

    about: str
    informed: tuple[str, ...]
    told: str
    told_article: str
    article: str
    said: tuple[str, ...]
    phrase: tuple[str, ...]


@dataclass(frozen=True)
class _Voice:
    """The forms, padded with spaces, in which a text shows that `name` is the one who speaks or was told."""

    name: str
    told: tuple[str, ...]
    phrases: tuple[str, ...]

    @classmethod
    def of(cls, name: str, mentions: SelfMentions) -> _Voice:
        """The forms of a name in key form; the preposition 'to' swallows the alef of the article."""
        article, to = key(mentions.article), key(mentions.told)
        joined = key(mentions.told_article) + name[len(article) :] if name.startswith(article) else to + name
        phrases = tuple(f" {key(phrase.replace('{outlet}', name))} " for phrase in mentions.phrase)
        return cls(f" {name} ", (f" {joined} ", f" {to} {name} "), phrases)

    def named_in(self, padded: str) -> bool:
        """Whether a line names the outlet at all."""
        return self.name in padded or any(form in padded for form in self.told)


class Outlets:
    """All outlets, looked up by domain, by name and by self-mention."""

    def __init__(self, outlets: Sequence[Outlet], mentions: SelfMentions) -> None:
        self._domains = {domain: outlet for outlet in outlets for domain in outlet.domains}
        self._names = {key(n): o for o in outlets for n in (*o.aliases, o.name_en, o.name, *o.domains)}
        named = sorted((key(name), o.name, o) for o in outlets for name in o.spoken_names())
        self._spoken = [(_Voice.of(name, mentions), outlet) for name, _, outlet in named]
        self._beginning: defaultdict[str, set[int]] = defaultdict(set)
        for k, (voice, _) in enumerate(self._spoken):
            for form in (voice.name, *voice.told):
                self._beginning[form.split()[0]].add(k)
        self._mentions = mentions
        self._informed = frozenset(map(key, mentions.informed))
        self._said = frozenset(map(key, mentions.said))

    def by_domain(self, url: str | None) -> Outlet | None:
        """The outlet of a web address; a subdomain belongs to its domain."""
        found = re.match(r"(?:https?:)?//([^/?#:]+)", url or "", re.I)
        labels = found[1].lower().split(".") if found else []
        for k in range(len(labels) - 1):
            outlet = self._domains.get(".".join(labels[k:]))
            if outlet:
                return outlet
        return None

    def by_name(self, name: str | None) -> Outlet | None:
        """The outlet that declares this name, in either script."""
        return self._names.get(key(name)) if name else None

    def by_self_mention(self, furniture: Iterable[str], body: Iterable[str]) -> Outlet | None:
        """The outlet that page furniture or the article itself names as the speaker; None when unsure."""
        scores: Counter[str] = Counter()
        by_name = {outlet.name: outlet for _, outlet in self._spoken}
        for line in furniture:
            for outlet in self._named_in(f" {key(line)} "):
                scores[outlet.name] += _FURNITURE_WEIGHT
        for paragraph in body:
            for outlet in self._speaking_in(f" {key(paragraph)} "):
                scores[outlet.name] += _PHRASE_WEIGHT if outlet.kind != "agency" else 0
        ranked = scores.most_common(2)
        if not ranked or ranked[0][1] == 0 or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return None
        return by_name[ranked[0][0]]

    def speaking(self, furniture: Sequence[str], body: Sequence[str]) -> str | None:
        """The name of the outlet, listed or not, that a page's own lines and its article betray."""
        listed = self.by_self_mention([*furniture, *_place_first(body)], body)
        return listed.name if listed else self.unlisted(furniture, body)

    def unlisted(self, furniture: Iterable[str], body: Sequence[str]) -> str | None:
        """A short line of the page that the article itself uses as the name of the one who was told."""
        paragraphs = [f" {key(paragraph)} " for paragraph in body]
        for line in furniture:
            name = key(line)
            if not 1 <= name.count(" ") < _NAME_WORDS:
                continue
            voice = _Voice.of(name, self._mentions)
            if any(self._speaks(paragraph, voice) for paragraph in paragraphs):
                return line
        return None

    def _named_in(self, padded: str) -> list[Outlet]:
        found = {outlet.name: outlet for voice, outlet in self._maybe_in(padded) if voice.named_in(padded)}
        return list(found.values())

    def _maybe_in(self, padded: str) -> list[tuple[_Voice, Outlet]]:
        """The voices that a line may name, for it holds the first word of one of their forms."""
        return [self._spoken[k] for k in sorted({k for word in padded.split() for k in self._beginning.get(word, ())})]

    def _speaking_in(self, padded: str) -> Iterator[Outlet]:
        for voice, outlet in self._maybe_in(padded):
            if voice.named_in(padded) and self._speaks(padded, voice):
                yield outlet

    def _speaks(self, padded: str, voice: _Voice) -> bool:
        """Whether somebody says something to the outlet, informs it, or it tells of its own work."""
        told = any(self._follows(padded, form, self._said) for form in voice.told)
        informed = self._follows(padded, voice.name, self._informed)
        return told or informed or any(phrase in padded for phrase in voice.phrases)

    def _follows(self, padded: str, form: str, verbs: frozenset[str]) -> bool:
        at = padded.find(form)
        before = padded[: max(at, 0)].split()[-_TOLD_WINDOW:]
        return any(word in verbs or word[1:] in verbs for word in before)


def _place_first(body: Sequence[str]) -> list[str]:
    """The dateline without its place: an outlet names itself there, but credits others in brackets or first."""
    dateline = find_dateline(body[0]) if body else None
    if dateline is None or "(" in dateline:
        return []
    return [" ".join(key(dateline).split()[1:])]


@cache
def load_outlets() -> Outlets:
    """The outlets of the data folder. Raises DataError with the faults of all files together."""
    from riwaya.rules.files import data_folder, read_toml

    mentions = read_toml(data_folder() / "furniture/self_mentions.toml", SelfMentions)
    return Outlets(read_outlets(), mentions)


def read_outlets() -> tuple[Outlet, ...]:
    """Every outlet of `data/outlets`. Raises DataError for bad files and for names or domains of two outlets."""
    from riwaya.rules.files import data_folder, files_below, read_toml

    outlets: list[Outlet] = []
    faults: list[str] = []
    seen: dict[str, str] = {}
    for path in files_below(data_folder() / "outlets", ".toml"):
        try:
            file = read_toml(path, OutletFile)
        except DataError as fault:
            faults.extend(fault.faults)
            continue
        for outlet in file.outlet:
            faults.extend(f"{path}: {outlet.name}: {fault}" for fault in _faults(outlet, seen))
            outlets.append(outlet)
    if faults:
        raise DataError(faults)
    return tuple(outlets)


def _faults(outlet: Outlet, seen: dict[str, str]) -> Iterator[str]:
    if not re.fullmatch("[A-Z]{2}", outlet.country):
        yield f"country {outlet.country!r} is no ISO 3166-1 code"
    for domain in outlet.domains:
        if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain) or domain.startswith("www."):
            yield f"domain {domain!r} is not a bare domain"
    yield from outlet.page.faults() if outlet.page else ()
    for name in dict.fromkeys([*map(key, (outlet.name, *outlet.aliases)), *outlet.domains]):
        if name in seen and seen[name] != outlet.name:
            yield f"{name!r} also belongs to {seen[name]}"
        seen[name] = outlet.name
