"""Add articles and be killed in between: `killing.py RECORD KILLS SEED`. Fails where anything but the last is lost.

Each round forks a child that goes on adding where the last one was stopped, and kills it at a random moment.
What the child says it has added must be there afterwards, at most one article more, and all of it sound.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from datetime import date
from pathlib import Path

import msgspec

from riwaya.cli.add import Adding
from riwaya.cli.engine import engine
from riwaya.cli.recording import EngineAtHand
from riwaya.read import Received
from riwaya.store.base import Given
from riwaya.store.location import create_store, is_server
from riwaya.store.words import load_words

ARTICLES = 60
LONGEST = 0.3
BEGUN = b"+"
KILLS_A_RECORD = 10
engine(())  # loaded before the forks, so that their time is spent adding
WORDS = load_words()


def article(number: int) -> Received:
    """A short article unlike all others."""
    text = f"قال قائد الشرطة في مدينة الرقة إن {number} أشخاص قتلوا في انفجار عبوة ناسفة يوم الجمعة الماضي."
    line = {"id": f"a{number}", "text": text, "outlet": "جريدة", "published": "2019-06-21"}
    return Received(f"all.jsonl:{number}", "line", msgspec.json.encode(line))


def add_all(record: str, articles: list[Received], said: int) -> None:
    """What the command does, saying after each new article that it is there."""
    store, _ = create_store(record, words=WORDS)
    adding = Adding(store, date(2026, 11, 1), Given(), EngineAtHand(Path("none")))
    os.write(said, BEGUN)
    for item in articles:
        before = adding.counts["new"]
        adding.add(item)
        if adding.counts["new"] > before:
            os.write(said, b".")


def killed(record: str, articles: list[Received], delay: float) -> tuple[int, bool]:
    """Run a child, kill it so long after it began; how many articles it said it had added, and if it was amid."""
    heard, said = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        add_all(record, articles, said)
        os._exit(0)
    os.close(said)
    os.read(heard, len(BEGUN))
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(heard, "rb") as pipe:
        return len(pipe.read()), os.WIFSIGNALED(status)


def rounds(record: str, kills: int, chance: random.Random) -> tuple[int, int]:
    """Kill so often, check after each time; how often it was amid adding, and how many articles there are."""
    there, first, amid = 0, 0, 0
    for _ in range(kills):
        added, is_amid = killed(record, [article(first + n) for n in range(ARTICLES)], chance.uniform(0, LONGEST))
        store, _ = create_store(record, words=WORDS)
        found, faults = store.counts().articles, list(store.faults())
        store.close()
        assert not faults, faults
        assert there + added <= found <= there + added + 1, (there, added, found)
        amid += is_amid
        there, first = found, first + (ARTICLES if found - first >= ARTICLES else 0)
    return amid, there


def main() -> None:
    """Kill as often as asked; a new record now and then, since checking one takes the longer the more it holds."""
    record, kills, chance = sys.argv[1], int(sys.argv[2]), random.Random(int(sys.argv[3]))  # noqa: S311 - moments
    amid, articles = 0, 0
    for begun in range(0, kills, KILLS_A_RECORD):
        where = record if is_server(record) else f"{record}{begun}"
        now_amid, now_there = rounds(where, min(KILLS_A_RECORD, kills - begun), chance)
        amid, articles = amid + now_amid, articles + now_there
    print(f"{kills} kills, {amid} of them amid adding, {articles} articles, none lost")  # noqa: T201


if __name__ == "__main__":
    main()
