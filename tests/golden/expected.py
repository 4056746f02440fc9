"""Reads an expected.toml and turns its quotes into a gold record of JSON (spans in code points)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .quotes import QuoteError, nearest, only, paragraph_of, spans

KEYS = {
    "page", "title", "outlet", "published", "published_basis", "paragraphs", "absent",
    "claim", "time", "place", "quantity",
}  # fmt: skip
CLAIM_KEYS = {"content", "cue", "chain", "delivery", "stance", "certainty", "events"}
LINK_KEYS = {"source", "kind", "channel", "actor"}
EVENT_KEYS = {"type", "trigger", "agents", "patients", "places", "polarity", "status"}
MENTION_KEYS = {
    "time": {"text", "count", "day", "start", "end"},
    "place": {"text", "count", "country"},
    "quantity": {"text", "count", "value", "low", "high"},
}


@dataclass(frozen=True)
class Expected:
    """What a page should read as; `raw` is the file."""

    name: str
    raw: dict[str, Any]

    @classmethod
    def load(cls, path: Path) -> Expected:
        """Reads a file and refuses keys that it should not have."""
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        check_keys(raw, KEYS, f"{path.parent.name}: file")
        return cls(path.parent.name, raw)

    def gold(self, text: str) -> dict[str, Any]:
        """The gold record over this text; raises QuoteError naming every quote that fails."""
        faults: list[str] = []
        out: dict[str, Any] = {"id": self.name, "text": text}
        out |= {key: self.raw.get(key) for key in ("title", "outlet", "published")}
        out["claims"] = collect(self.raw["claim"], lambda c: [claim(text, c)], faults)
        for kind in ("time", "place", "quantity"):
            out[plural(kind)] = collect(self.raw.get(kind, []), lambda m, k=kind: mentions(text, m, k), faults)
        if faults:
            raise QuoteError("\n".join(f"{self.name}: {fault}" for fault in faults))
        return out


def plural(kind: str) -> str:
    return {"time": "times", "place": "places", "quantity": "quantities"}[kind]


def collect(items: list[Any], convert: Any, faults: list[str]) -> list[Any]:
    """Converts each item and sorts by span; what cannot be converted is added to the faults."""
    out = []
    for item in items:
        try:
            out += convert(item)
        except QuoteError as error:
            faults.append(str(error))
    return sorted(out, key=lambda made: made["span"])


def check_keys(table: dict[str, Any], allowed: set[str], where: str) -> None:
    unknown = set(table) - allowed
    if unknown:
        raise QuoteError(f"{where}: unknown keys {sorted(unknown)}")


def claim(text: str, raw: dict[str, Any]) -> dict[str, Any]:
    """One claim; sources may stand in an earlier paragraph (a continued speaker)."""
    check_keys(raw, CLAIM_KEYS, raw["content"])
    span = only(text, raw["content"], (0, len(text)))
    around = paragraph_of(text, span[0])
    cue = raw.get("cue")
    return {
        "span": span,
        "text": text[slice(*span)],
        "cue": mention(text, only(text, cue, around)) if cue else None,
        "chain": [link(text, made, around) for made in raw.get("chain", [])],
        "delivery": raw.get("delivery", "indirect" if cue else "own_voice"),
        "stance": raw.get("stance", "asserted"),
        "certainty": raw.get("certainty", "certain"),
        "events": [event(text, made, [span, around]) for made in raw.get("events", [])],
    }


def mention(text: str, span: tuple[int, int]) -> dict[str, Any]:
    return {"text": text[slice(*span)], "span": span}


def link(text: str, raw: dict[str, Any], around: tuple[int, int]) -> dict[str, Any]:
    check_keys(raw, LINK_KEYS, raw["source"])
    return {
        "source": mention(text, nearest(text, raw["source"], [around])),
        "kind": raw["kind"],
        "channel": raw.get("channel", "unstated"),
        "actor_name": raw.get("actor"),
    }


def event(text: str, raw: dict[str, Any], scopes: list[tuple[int, int]]) -> dict[str, Any]:
    """One event; its trigger stands in the claim, its arguments may stand before it."""
    check_keys(raw, EVENT_KEYS, raw["type"])
    slots = {
        slot: [mention(text, nearest(text, quote, scopes)) for quote in raw.get(slot, [])]
        for slot in ("agents", "patients", "places")
    }
    return {
        "type": raw["type"],
        "trigger": mention(text, only(text, raw["trigger"], scopes[0])),
        "polarity": raw.get("polarity", "positive"),
        "status": raw.get("status", "occurred"),
        **slots,
    }


def mentions(text: str, raw: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Every mention that an entry stands for; `count` says how many there must be."""
    check_keys(raw, MENTION_KEYS[kind], raw["text"])
    found = spans(text, raw["text"], (0, len(text)))
    wanted = raw.get("count", 1)
    if len(found) != wanted:
        raise QuoteError(f"{kind} found {len(found)} times, not {wanted}: {raw['text']}")
    raw = {"start": raw.get("day"), "end": raw.get("day")} | raw
    rest = {key: raw.get(key) for key in sorted(MENTION_KEYS[kind] - {"text", "count", "day"})}
    return [mention(text, span) | rest for span in found]
