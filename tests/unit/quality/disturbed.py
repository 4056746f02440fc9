"""Records that agree with gold in part: gold turned into a record, with errors thrown in by a seeded die."""

import random

import msgspec

from riwaya.model.article import Article
from riwaya.model.record import Record

STANCES = ("asserted", "denied", "predicted", "accused")
CHANNELS = ("unstated", "x", "tv")


def disturbed(gold, seed):
    """A record of a raw gold article (parsed JSON) with some of everything missing, moved, wrong or added."""
    dice = random.Random(seed)  # noqa: S311 - errors for a test, no secret
    text = gold["text"]
    article = Article(id=gold["id"], sha256="0", text=text)
    parts = {
        "claims": [claim(dice, text, c) for c in some(dice, gold["claims"])],
        "times": [time(dice, text, t) for t in some(dice, gold.get("times", []))],
        "places": [place(dice, text, p) for p in some(dice, gold.get("places", []))],
        "quantities": [quantity(dice, text, q) for q in some(dice, gold.get("quantities", []))],
    }
    raw = {"engine": {"version": "0", "data": "0"}, "article": msgspec.to_builtins(article), "actors": []}
    return msgspec.convert(raw | parts, Record)


def some(dice, items):
    """Most of the items, now and then one twice, in another order."""
    kept = [item for item in items for _ in range(dice.choice((0, 1, 1, 1, 1, 2)))]
    dice.shuffle(kept)
    return kept


def moved(dice, text, span):
    """The span, or one that has slipped, always within the text and never empty."""
    slip = dice.choice((0, 0, 0, 3, -3, 25, 200))
    start = min(max(0, span[0] + slip), len(text) - 1)
    return start, min(len(text), max(start + 1, span[1] + dice.choice((0, 0, slip, 5))))


def mention(dice, text, found):
    start, end = moved(dice, text, found["span"])
    return {"text": text[start:end], "span": [start, end]}


def claim(dice, text, c):
    return mention(dice, text, c) | {
        "id": str(dice.random()),
        "delivery": dice.choice((c["delivery"], c["delivery"], "mixed")),
        "stance": dice.choice((c["stance"], c["stance"], *STANCES)),
        "certainty": "certain",
        "cue": None,
        "chain": [link(dice, text, one) for one in some(dice, c["chain"])],
        "events": [event(dice, text, e) for e in some(dice, c["events"])],
        "rules": [],
    }


def link(dice, text, one):
    named = {"ar": None, "en": dice.choice((one["actor_name"], None, "Nobody"))}
    return {
        "source": mention(dice, text, one["source"]),
        "name": dice.choice((named, None)),
        "channel": dice.choice((one["channel"], one["channel"], *CHANNELS)),
    }


def event(dice, text, e):
    slots = {
        slot: [mention(dice, text, m) | extra for m in some(dice, e[slot])]
        for slot, extra in (("agents", {}), ("patients", {}), ("places", {"place": 0}))
    }
    kind = dice.choice((e["type"], e["type"], e["type"], "attack"))
    return {"type": kind, "trigger": mention(dice, text, e["trigger"]), **slots}


def time(dice, text, t):
    return mention(dice, text, t) | {
        "type": "DATE",
        "value": None,
        "start": dice.choice((t["start"], t["start"], "2019-01-28", None)),
        "end": t["end"],
        "basis": "explicit",
    }


def place(dice, text, p):
    nudge = dice.choice((0.0, 0.0, 0.05, 0.2, 3.0))
    here = None if p["lat"] is None else p["lat"] + nudge
    return mention(dice, text, p) | {"lat": dice.choice((here, here, None)), "lon": p["lon"]}


def quantity(dice, text, q):
    return mention(dice, text, q) | {
        "value": dice.choice((q["value"], q["value"], 7)),
        "low": q["low"],
        "high": q["high"],
    }
