"""A record in which every text that an article brings holds markup, a formula and the address of a script."""

import hashlib
from dataclasses import replace

import msgspec

from riwaya.linked import link_record
from riwaya.store.base import Entry, Failure
from riwaya.store.location import create_store

MARKUP = (
    """=1+1"'><img src=x onerror="window.hit=1"><script>window.hit=1</script></title></script>"""
    """<svg onload=window.hit=1><a href="javascript:window.hit=1">{{7*191}}${7*191}</a>\u202e\u0085"""
)
SCRIPT = "javascript:window.hit=1"
CODES = {
    "id", "sha256", "schema", "language", "published", "published_basis", "delivery", "stance", "certainty", "type",
    "polarity", "status", "event_type", "sub_event_type", "event", "mode", "kind", "channel", "start", "end", "basis",
    "relation", "version", "data", "time", "rules", "actor", "date", "country",
}  # fmt: skip
"""Fields that hold what the engine itself wrote: ids, days, words of a fixed list."""


def hostile(value, field=""):
    """The same with every free text made hostile; addresses become scripts."""
    if isinstance(value, msgspec.Struct):
        changed = {name: hostile(getattr(value, name), name) for name in value.__struct_fields__}
        return msgspec.structs.replace(value, **changed)
    if isinstance(value, tuple) and type(value) is tuple:
        return tuple(hostile(one, field) for one in value)
    if isinstance(value, str) and field not in CODES:
        return SCRIPT if field == "url" else f"{MARKUP}{value}{MARKUP}"
    return value


def make_hostile(location, model):
    """Make a linked record at a location: the articles of another record, hostile, and a failure of such a name."""
    store, _ = create_store(location)
    for capture in model.captures():
        data = MARKUP.encode() + model.data(capture.sha256)
        sha256 = hashlib.sha256(data).hexdigest()
        record = hostile(model.record(capture.sha256))
        record = msgspec.structs.replace(record, article=msgspec.structs.replace(record.article, sha256=sha256))
        kept = replace(capture, sha256=sha256, name=MARKUP, size=len(data), url=SCRIPT)
        store.add(Entry(capture=kept, data=data, outcome=record, engine=record.engine))
    store.fail(Failure(name=MARKUP, reason=MARKUP, failed_at="2026-11-01T08:00:00Z"))
    link_record(store, "2026-11-01T08:00:00Z")
    return store
