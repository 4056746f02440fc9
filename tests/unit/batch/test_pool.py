"""Workers that die: killed in mid-run, again and again, over one page, or for memory; and the end by Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from tests.signals import HEARING
from tests.unit.batch.made import line, lines, words

from riwaya.batch.manifest import summed
from riwaya.batch.pool import Limits, Pool, _Job
from riwaya.batch.shard import NO_PAGE, Shard, Task

BEGUN = 0.15
SHORT = 180
pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="workers are found through /proc")


def pool(workers=2, megabytes=500, page_seconds=60.0):
    return Pool(Limits(workers, megabytes, page_seconds), time.monotonic).run


def workers_of(parent):
    """The worker processes of a process."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            ppid = int((process / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if ppid == parent and b"riwaya.batch.worker" in command:
            found.append(int(process.name))
    return sorted(found)


def unfinished(out):
    """The tables that a worker has begun to read pages for."""
    return list(Path(out).glob(".part/*"))


def in_mid_run(out, parent):
    """Wait until a worker has begun with a shard, and give its process."""
    end = time.monotonic() + SHORT
    while time.monotonic() < end:
        if unfinished(out) and workers_of(parent):
            return workers_of(parent)
        time.sleep(0.02)
    raise AssertionError("no worker has begun")


class Killer(threading.Thread):
    """Kills the workers of this process: in mid-run, or as soon as they are there."""

    def __init__(self, out, times=1, early=False):
        super().__init__(daemon=True)
        self.out, self.times, self.early, self.killed = out, times, early, set()

    def run(self):
        end = time.monotonic() + SHORT
        while len(self.killed) < self.times and time.monotonic() < end:
            found = set(workers_of(os.getpid())) - self.killed
            if found and (self.early or unfinished(self.out)):
                time.sleep(0 if self.early else BEGUN)
                for process in found:
                    os.kill(process, signal.SIGKILL)
                self.killed |= found
            time.sleep(0.02)


def test_shards_of_killed_workers_are_read_again(crawled, tmp_path):
    for name, first in (("a", 0), ("b", 1000), ("c", 2000)):
        lines(tmp_path / f"{name}.jsonl", range(first, first + 80))
    killer = Killer(crawled.out, times=2)
    killer.start()
    done = crawled.run(*sorted(tmp_path.glob("*.jsonl")), runner=pool())
    killer.join(SHORT)
    assert len(killer.killed) == 2
    assert [entry.status for entry in done] == ["read"] * 3
    assert len({row["id"] for row in crawled.rows("articles")}) == summed(crawled.entries()).read == 240
    assert unfinished(crawled.out) == []
    assert workers_of(os.getpid()) == []


def test_a_shard_whose_workers_are_always_killed_is_given_up_and_the_next_is_read(crawled, tmp_path):
    lines(tmp_path / "a.jsonl", range(20))
    lines(tmp_path / "b.jsonl", range(1000, 1002))
    killer = Killer(crawled.out, times=3, early=True)
    killer.start()
    first, second = crawled.run(tmp_path / "a.jsonl", tmp_path / "b.jsonl", runner=pool(workers=1))
    killer.join(SHORT)
    assert (first.status, first.reason) == ("failed", "given up after 3 attempts: killed by signal 9")
    assert (second.status, second.read) == ("read", 2)
    assert [entry.status for entry in crawled.entries()] == ["failed", "read"]
    assert crawled.run(tmp_path / "a.jsonl")[0].read == 20


def test_a_page_that_takes_too_long_is_left_out_and_counted(crawled, tmp_path):
    path = tmp_path / "a.jsonl"
    long = "\n".join(words(n) for n in range(8000))
    path.write_bytes(line(1) + line(2, text=long) + line(3))
    [entry] = crawled.run(path, runner=pool(workers=1, megabytes=0, page_seconds=3.0))
    assert entry.read == 2
    assert entry.failed == {"reading it ended the worker": 1}
    [row] = crawled.rows("unread")
    assert row["reason"] == "reading it ended the worker: it took longer than 3 seconds"
    assert row["name"] == f"{path}:2"


def test_a_page_that_needs_too_much_memory_is_counted_and_the_shard_read_on(crawled, tmp_path):
    path = tmp_path / "a.jsonl"
    long = "\n".join(words(n) for n in range(12_000))
    path.write_bytes(line(1) + line(2, text=long) + line(3))
    [entry] = crawled.run(path, runner=pool(workers=1, megabytes=360))
    assert entry.read == 2
    assert sum(entry.failed.values()) == 1
    [row] = crawled.rows("unread")
    assert "memory" in row["reason"] or "ended the worker" in row["reason"]


def crawl(tmp_path, *more):
    command = [*HEARING, sys.executable, "-m", "riwaya.cli", "crawl", str(tmp_path / "in"), "--out"]
    return [*command, str(tmp_path / "out"), "--workers", "2", *more]


def test_an_interrupted_crawl_goes_on_where_it_was(crawled, tmp_path):
    (tmp_path / "in").mkdir()
    lines(tmp_path / "in/a.jsonl", range(2))
    lines(tmp_path / "in/b.jsonl", range(1000, 2500))
    lines(tmp_path / "in/c.jsonl", range(5000, 6500))
    running = subprocess.Popen(crawl(tmp_path), stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + SHORT
    while not list((tmp_path / "out/manifest").glob("a.jsonl-*")) and time.monotonic() < end:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=SHORT)
    assert (running.returncode, said) == (130, "\nriwaya: stopped\n")
    assert workers_of(running.pid) == []
    assert unfinished(tmp_path / "out") == []
    assert [entry.read for entry in crawled.entries()] == [2]
    for name in "bc":
        lines(tmp_path / f"in/{name}.jsonl", range(1000, 1003))
    again = subprocess.run(crawl(tmp_path, "--json"), capture_output=True, text=True)
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["shards"] == {"read": 2, "same": 1}


def test_workers_end_with_a_crawl_that_is_killed(tmp_path):
    (tmp_path / "in").mkdir()
    lines(tmp_path / "in/b.jsonl", range(1000, 3000))
    running = subprocess.Popen(crawl(tmp_path), stderr=subprocess.DEVNULL)
    found = in_mid_run(tmp_path / "out", running.pid)
    running.kill()
    running.wait()
    end = time.monotonic() + SHORT
    while any(Path(f"/proc/{process}").exists() for process in found) and time.monotonic() < end:
        time.sleep(0.05)
    assert [process for process in found if Path(f"/proc/{process}").exists()] == []


def test_when_a_page_is_left_out_and_when_a_shard_is_given_up(crawled):
    shard = Shard(name="/a.jsonl", kind="lines", files=("/a.jsonl",), size=1, version="1")
    job = _Job(Task(shard=shard, settings=crawled.settings(), scratch="/tmp"))  # noqa: S108 - never written to
    assert [job.died(7, "killed"), job.died(NO_PAGE, "killed"), job.died(7, "killed")] == [None, None, None]
    assert [(avoided.number, avoided.reason) for avoided in job.task.avoid] == [
        (7, "reading it ended the worker: killed")
    ]
    assert [job.died(7, "again"), job.died(7, "again")] == [None, None]
    assert job.died(7, "again") == "given up after 3 attempts: again"
