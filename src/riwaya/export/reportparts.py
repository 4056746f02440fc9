"""The parts of the report of one event as HTML: origins with their claims, contradictions, places, numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from lxml.html.builder import E

from riwaya.export import facts
from riwaya.export.tables import Tables
from riwaya.export.view import Account, Told
from riwaya.export.xmltext import legal
from riwaya.model.claim import Claim
from riwaya.model.finding import Origin, Side
from riwaya.model.mention import PlaceMention, Quantity
from riwaya.model.record import Record
from riwaya.model.span import Span

_ARABIC = {"lang": "ar", "dir": "rtl"}


@dataclass(frozen=True)
class Parts:
    """Makes the parts in one language; `words` are those of `data/words`."""

    words: Mapping[str, str]
    tables: Tables
    arabic: bool

    def say(self, key: str) -> str:
        """The words of the report for a key."""
        return self.words[f"report.{key}"]

    def name_of(self, kind: str, code: str) -> str:
        """The words for a code of the record."""
        return self.words.get(f"{kind}.{code}", code.replace("_", " "))

    def choose(self, ar: str | None, en: str | None) -> str:
        """Of two names the one in the language of the report, else the other."""
        return ((ar or en) if self.arabic else (en or ar)) or ""

    def joined(self, parts: Iterable[str | None]) -> str:
        """What there is of some words, with the comma of the language between."""
        return self.say("comma").join(filter(None, parts))

    def plain(self, text: str) -> Any:
        """Digits and Latin letters, which run from the left in a line of either direction."""
        return E.bdi(legal(text), {"dir": "ltr", "class": "figure"})

    def own(self, text: str) -> Any:
        """Words whose direction is their own."""
        return E.bdi(legal(text))

    def origins(self, account: Account) -> Iterator[Any]:
        """The claims of each origin, then those that lean on others."""
        told = {t.claim.id: t for t in account.told}
        yield E.h3(self.say("rests_on"))
        for number, origin in enumerate(account.event.origins, 1):
            yield self._origin(number, origin)
            yield from (self._claim(told[claim]) for claim in origin.claims if claim in told)
        if leaning := [told[claim] for claim in account.event.leaning if claim in told]:
            yield E.h4(self.say("leaning"))
            yield from map(self._claim, leaning)

    def contradictions(self, account: Account) -> Iterator[Any]:
        """What is contradicted, both sides beside one another."""
        told = {t.claim.id: t for t in account.told}
        if account.contradictions:
            yield E.h3(self.say("contradictions"))
        for contradiction in account.contradictions:
            note = E.p(self.say("same_origin"), {"class": "dim"}) if contradiction.same_origin else ""
            both = (self._side(contradiction.kind, side, told) for side in (contradiction.a, contradiction.b))
            sides = E.div(*both, {"class": "sides"})
            yield E.article(E.h4(self.name_of("contradiction", contradiction.kind)), sides, note)

    def places(self, account: Account) -> Iterator[Any]:
        """The places that accounts name, each once, with how often."""
        named = (told.record.places[at.place] for told in account.told for at in told.event.places)
        counts = Counter(map(_without_words, named))
        if counts:
            heads = [self.say(key) for key in ("name", "where", "coordinates", "uncertainty", "claims")]
            ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0].text))
            yield E.h3(self.say("places"))
            yield _table(heads, ([*self._place(place), str(number)] for place, number in ordered))

    def numbers(self, account: Account) -> Iterator[Any]:
        """The numbers that accounts give, each with who gives it."""
        rows = [
            [self._figure(q), self.name_of("series", q.role), E.span(self.own(q.text), _ARABIC), self._speaker(told)]
            for told in account.told
            for q in (told.record.quantities[n] for n in told.event.quantities)
        ]
        if rows:
            yield E.h3(self.say("numbers"))
            yield _table([self.say(key) for key in ("number", "of", "words", "said_by")], rows)

    def _origin(self, number: int, origin: Origin) -> Any:
        stand = "both" if origin.affirms and origin.denies else "denies" if origin.denies else "affirms"
        names = " = ".join(facts.plain(voice.name) for voice in origin.voices)
        head = E.h4(f"{self.say('origin')} {number}: ", self.own(names), " ")
        head.append(E.span(self.say(stand), {"class": "denies" if origin.denies else "affirms"}))
        if not origin.joined:
            return head
        reasons = [E.li(self.own(reason)) for reason in origin.joined]
        return E.div(head, E.p(self.say("one_because"), {"class": "dim"}), E.ul(*reasons))

    def _claim(self, told: Told) -> Any:
        claim, record = told.claim, told.record
        return E.article(
            self._chain(claim, record),
            E.blockquote(legal(claim.text), _ARABIC),
            E.dl(*(part for label, value in self._facts(told) for part in (E.dt(label), E.dd(value)))),
            id=f"claim-{claim.id}",
        )

    def _facts(self, told: Told) -> Iterator[tuple[str, Any]]:
        claim, article = told.claim, told.record.article
        if claim.gloss and claim.gloss.en:
            yield self.say("reading"), E.span(legal(claim.gloss.en), lang="en", dir="ltr")
        stance = self.name_of("stance", claim.stance)
        certainty = self.name_of("certainty", claim.certainty)
        yield self.say("stance"), self.joined([stance, f"{self.say('certainty')}: {certainty}"])
        day = self.plain(article.published[:10]) if article.published else None
        when = [] if day is None else [f"{self.say('comma')}{self.say('published')} ", day]
        yield self.say("article"), E.span(self.own(article.title or self.say("untitled")), *when)
        if address := facts.web_address(article.url):
            yield self.say("address"), E.a(E.bdi(address, dir="ltr"), href=address, rel="noreferrer noopener nofollow")
        yield self.say("sha256"), E.code(article.sha256, dir="ltr")

    def _chain(self, claim: Claim, record: Record) -> Any:
        """The outlet first, the origin last."""
        sources = [facts.plain(link.source.text) for link in claim.chain]
        about = [
            self.name_of("channel", link.channel) if link.channel != "unstated" else self.name_of("kind", link.kind)
            for link in claim.chain
        ]
        links = [
            E.li(self.own(name), " ", E.span(f"({what})", {"class": "dim"}))
            for name, what in zip(sources, about, strict=True)
        ]
        own_voice = [] if claim.chain else [" ", E.span(f"({self.say('own_voice')})", {"class": "dim"})]
        return E.ol(E.li(self.own(self._outlet(record)), *own_voice), *links, {"class": "chain"})

    def _outlet(self, record: Record) -> str:
        name = record.article.outlet
        return self.choose(name, self.tables.outlet_name(name)) or record.article.id

    def _speaker(self, told: Told) -> Any:
        chain = told.claim.chain
        return self.own(facts.plain(chain[-1].source.text) if chain else self._outlet(told.record))

    def _side(self, kind: str, side: Side, told: Mapping[str, Told]) -> Any:
        """Who says what, in which words."""
        names = E.ol(*(E.li(self.own(name)) for name in side.chain), {"class": "chain"})
        says = E.p(f"{self.say('says')}: ", self._says(kind, side.says))
        quote = [E.blockquote(legal(told[side.claim].claim.text), _ARABIC)] if side.claim in told else []
        when = [f"{self.say('published')} ", self.plain(side.reported[:10])] if side.reported else []
        return E.div(names, says, *quote, E.p(*when, {"class": "dim"}))

    def _says(self, kind: str, said: str) -> Any:
        """What one side says of the point at issue, in the words of the language."""
        if kind == "denial":
            return self.name_of("stance", said)
        if kind == "dates":
            return self.plain(said.replace("..", " \u2013 "))
        role, _, number = said.partition(" ")
        named = kind == "numbers" and f"series.{role}" in self.words
        return E.span(f"{self.name_of('series', role)}: ", self.own(number)) if named else self.own(said)

    def _place(self, place: PlaceMention) -> list[Any]:
        found = place.lat is not None and place.lon is not None
        point = E.bdi(f"{place.lat:.4f}, {place.lon:.4f}", dir="ltr") if found else ""
        around = f"{place.radius_km or 0:g} {self.say('km')}" if found else ""
        name = self.choose(place.name_ar or place.text, place.name_en)
        return [
            self.own(self.joined(dict.fromkeys([name, *self.around(place)]))),
            self.name_of("relation", place.relation),
            point,
            around,
        ]

    def around(self, place: PlaceMention) -> list[str]:
        """What a place lies in: its governorate and its country, as far as known."""
        country, wider = place.country or "", self.tables.arabic
        english = self.tables.countries.get(country)
        governorate = self.choose(wider.get((country, place.admin1 or "")), place.admin1) if place.admin1 else ""
        return [governorate, self.choose(wider.get((country, "")), english.name if english else country)]

    def _figure(self, quantity: Quantity) -> Any:
        low, high, value = quantity.low, quantity.high, quantity.value
        if value is not None:
            before, number = "about" if quantity.approximate else "", f"{value:g}"
        elif low is not None and high is not None:
            before, number = "", f"{low:g}\u2013{high:g}"
        elif low is not None:
            before, number = "at_least", f"{low:g}"
        else:
            before, number = "at_most", f"{high:g}" if high is not None else ""
        return E.span(f"{self.say(before)} " if before else "", self.plain(number))


def _without_words(place: PlaceMention) -> PlaceMention:
    """The place, whichever words name it."""
    text = place.text if place.id is None else place.name_ar or place.text
    return msgspec.structs.replace(place, text=text, span=Span(0, 0))


def _table(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> Any:
    head = E.thead(E.tr(*(E.th(legal(name), scope="col") for name in heads)))
    body = E.tbody(*(E.tr(*(E.td(value) for value in row)) for row in rows))
    return E.div(E.table(head, body), {"class": "wide"})
