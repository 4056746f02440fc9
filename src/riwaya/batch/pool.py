"""Workers under supervision: what a worker that died had in hand is done again, and a page that kills is left out.

Python's own pools do not survive this: a multiprocessing.Pool waits for ever for what a killed worker had in
hand, and a ProcessPoolExecutor fails all that was still to do.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Any

import msgspec

from riwaya.batch.folder import folder
from riwaya.batch.manifest import commit
from riwaya.batch.shard import NO_PAGE, Avoided, Entry, Task, failed_entry
from riwaya.batch.worker import MARK_BYTES, Mark, Said

_POLL = 0.25
_TWICE = 2
_DEATHS = 3
_MOST_AVOIDED = 20
_ENVIRONMENT = {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1"}
"""Allocators (and numpy, which pyarrow loads) that reserve no more memory than they use, so that a limit can be set."""


@dataclass(frozen=True)
class Limits:
    """How many workers there are, how much memory each may take (MB, 0: any), and how long a page (seconds)."""

    workers: int
    megabytes: int
    page_seconds: float


@dataclass
class _Job:
    """A shard that is to be read, and how workers died over it: the page in hand, and how."""

    task: Task
    deaths: list[int] = field(default_factory=list)

    def died(self, page: int, how: str) -> str | None:
        """Note a death; the reason to give the shard up, or None to try again."""
        self.deaths.append(page)
        left_out = {avoided.number for avoided in self.task.avoid}
        if page not in (NO_PAGE, *left_out) and Counter(self.deaths)[page] >= _TWICE:
            avoid = (*self.task.avoid, Avoided(page, f"reading it ended the worker: {how}"))
            self.task = msgspec.structs.replace(self.task, avoid=avoid)
            self.deaths.clear()
        if len(self.deaths) >= _DEATHS or len(self.task.avoid) > _MOST_AVOIDED:
            return f"given up after {_DEATHS} attempts: {how}"
        return None


class _Worker:
    """One worker process and the job that it has in hand."""

    def __init__(self, megabytes: int) -> None:
        self.talk, theirs = Pipe()
        their_life, self._life = os.pipe()
        self._memory = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the worker
        self._memory.truncate(MARK_BYTES)
        self.mark = Mark(self._memory.fileno())
        files = (theirs.fileno(), their_life, self._memory.fileno())
        command = [sys.executable, "-m", "riwaya.batch.worker", *map(str, files), str(megabytes)]
        self.process = subprocess.Popen(  # noqa: S603 - this very program
            command, pass_fds=files, env=os.environ | _ENVIRONMENT, stdin=subprocess.DEVNULL
        )
        theirs.close()
        os.close(their_life)
        self.job: _Job | None = None
        self.page, self.since = NO_PAGE, 0.0

    def give(self, job: _Job, now: float) -> None:
        """Have it read a shard."""
        self.job, self.page, self.since = job, NO_PAGE, now
        self.mark.set(NO_PAGE)
        try:
            self.talk.send_bytes(msgspec.json.encode(job.task))
        except OSError:
            return  # it has died, which the next poll sees

    def is_slow(self, now: float, seconds: float) -> bool:
        """Whether it has had the same page in hand for too long."""
        page = self.mark.get()
        if page != self.page:
            self.page, self.since = page, now
        return self.job is not None and page != NO_PAGE and now - self.since > seconds

    def end(self) -> str:
        """Kill it, unless it has died, and say how it ended."""
        self.process.kill()
        code = self.process.wait()
        self.talk.close()
        os.close(self._life)
        self._memory.close()
        return f"killed by signal {-code}" if code < 0 else f"ended with exit code {code}"


@dataclass
class Pool:
    """Reads shards in worker processes; `clock` gives seconds."""

    limits: Limits
    clock: Callable[[], float]

    def run(self, tasks: Iterable[Task]) -> Iterator[Entry]:
        """The entries of all tasks, in the order in which they are done.

        Nothing is left running when the iterator is closed.
        """
        waiting = deque(_Job(task) for task in tasks)
        workers: dict[Connection, _Worker] = {}
        try:
            while waiting or workers:
                while waiting and len(workers) < self.limits.workers:
                    worker = _Worker(self.limits.megabytes)
                    worker.give(waiting.popleft(), self.clock())
                    workers[worker.talk] = worker
                for talk in wait(list(workers), _POLL):
                    yield from self._heard(workers, talk, waiting)
                yield from self._hurried(workers, waiting)
        finally:
            for worker in workers.values():
                worker.end()

    def _heard(self, workers: dict[Connection, _Worker], talk: Any, waiting: deque[_Job]) -> Iterator[Entry]:
        """Take an entry from a worker and give it the next job, or find that it has died."""
        worker = workers[talk]
        try:
            said = msgspec.json.decode(talk.recv_bytes(), type=Said)
        except (EOFError, OSError):
            yield from self._lost(workers, worker, waiting, None)
            return
        if said.entry is None:
            yield from self._lost(workers, worker, waiting, said.broke)
            return
        worker.job = None
        yield said.entry
        if waiting:
            worker.give(waiting.popleft(), self.clock())
        else:
            del workers[talk]
            worker.end()

    def _hurried(self, workers: dict[Connection, _Worker], waiting: deque[_Job]) -> Iterator[Entry]:
        """End the workers that take too long over a page."""
        for worker in list(workers.values()):
            if worker.is_slow(self.clock(), self.limits.page_seconds):
                how = f"it took longer than {self.limits.page_seconds:g} seconds"
                yield from self._lost(workers, worker, waiting, how)

    def _lost(
        self, workers: dict[Connection, _Worker], worker: _Worker, waiting: deque[_Job], how: str | None
    ) -> Iterator[Entry]:
        """Put the job of a worker that is no more back to the front, or give it up."""
        page = worker.mark.get()
        del workers[worker.talk]
        ended = worker.end()
        job = worker.job
        if job is None:
            return
        reason = job.died(page, how or ended)
        if reason is None:
            waiting.appendleft(job)
            return
        entry = failed_entry(job.task.shard, job.task.settings.engine, reason)
        commit(folder(job.task.settings.out), entry)
        yield entry
