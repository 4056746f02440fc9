"""Print the figures of linking over the stories: `python -m tests.unit.link.figures [STORY...] [--raise]`."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct
from tests.unit.link.corpus import STORIES, Told, bcubed, mention_of, origins_right, told

from riwaya.quality.floors import corpus_digest

FLOORS = Path(__file__).parent / "floors.toml"


class Floors(Struct, frozen=True, forbid_unknown_fields=True):
    """The digest of the stories and the least figures over them."""

    digest: str
    bcubed_f1: float
    origins_right: int


def floors() -> Floors:
    """The floors as they stand."""
    return msgspec.toml.decode(FLOORS.read_bytes(), type=Floors)


def reached() -> Floors:
    """The figures now, in the form of floors."""
    stories = [told(path) for path in STORIES]
    f1 = math.floor(bcubed(stories)[2] * 1000) / 1000
    return Floors(corpus_digest(STORIES), f1, origins_right(stories))


def main() -> None:
    """Print a line a story, the details of those that fail, and the totals; with --raise write the floors anew."""
    wanted = [name for name in sys.argv[1:] if name != "--raise"]
    stories = [told(path) for path in STORIES if not wanted or path.stem in wanted]
    for story in stories:
        f1 = bcubed([story])[2]
        _say(f"{story.name:28} BCubed {f1:.3f}  origins {'right' if story.origins_right() else 'WRONG'}")
        if f1 < 1 or not story.origins_right() or wanted:
            _say(*_details(story))
    precision, recall, f1 = bcubed(stories)
    _say(f"BCubed precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    _say(f"n_origins right for {origins_right(stories)} of {len(stories)} stories")
    if "--raise" in sys.argv:
        raise_floors()


def raise_floors() -> None:
    """Write the figures as floors, none of them lower than it was."""
    old, new = floors(), reached()
    f1, right = max(old.bcubed_f1, new.bcubed_f1), max(old.origins_right, new.origins_right)
    head = FLOORS.read_text(encoding="utf-8").partition("\n")[0]
    FLOORS.write_text(f'{head}\ndigest = "{new.digest}"\nbcubed_f1 = {f1}\norigins_right = {right}\n', encoding="utf-8")


def _say(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


def _details(story: Told) -> Iterator[str]:
    for event in story.story.event:
        clusters = story.clusters(event)
        yield f"    {event.name}: expected {event.n_origins}, found {[c.n_origins for c in clusters]}"
        for mention in map(mention_of, event.mentions):
            ref = story.refs[mention]
            yield f"        {story.cluster_of[ref].id if ref else 'UNREAD':22} {mention[0]}: {mention[1]}"
        for cluster in clusters:
            for origin in cluster.origins:
                yield f"        {cluster.id} origin {[v.key for v in origin.voices]} {list(origin.joined)}"


if __name__ == "__main__":
    main()
