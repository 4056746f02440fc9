"""Read shards on a cluster of Dask: each under supervision of its own on the machine that takes it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from typing import Any

import msgspec

from riwaya.batch.folder import folder
from riwaya.batch.manifest import commit
from riwaya.batch.pool import Limits, Pool
from riwaya.batch.shard import Entry, Task, failed_entry
from riwaya.model.errors import UsageError

_RETRIES = 2
_PATIENCE = "20s"


def run_on_cluster(scheduler: str, limits: Limits, tasks: Iterable[Task]) -> Iterator[Entry]:
    """The entries of all tasks, in the order in which they are done. Raises UsageError where no scheduler answers.

    What a lost worker had in hand is given to another; a shard that three of them were lost over has failed.
    """
    distributed: Any = import_module("distributed")
    try:
        client = distributed.Client(scheduler, timeout=_PATIENCE)
    except (OSError, ValueError) as fault:
        raise UsageError(f"{scheduler}: no scheduler of Dask answers: {' '.join(str(fault).split())}") from fault
    with client:
        waiting = {
            client.submit(read_on_worker, msgspec.json.encode(task), limits, pure=False, retries=_RETRIES): task
            for task in tasks
        }
        for future in distributed.as_completed(waiting):
            yield _entry(future, waiting.pop(future))
            future.release()


def read_on_worker(encoded: bytes, limits: Limits) -> bytes:
    """What a worker of the cluster does: read a shard in a process of its own, which it watches."""
    task = msgspec.json.decode(encoded, type=Task)
    beside = folder(task.settings.out).scratch()
    if beside is not None:
        beside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="riwaya-", dir=beside) as scratch:
        mine = msgspec.structs.replace(task, scratch=scratch)
        [entry] = Pool(replace(limits, workers=1), time.monotonic).run([mine])
    return msgspec.json.encode(entry)


def _entry(future: Any, task: Task) -> Entry:
    """The entry that came back, or why none did."""
    if future.status == "finished":
        return msgspec.json.decode(future.result(), type=Entry)
    fault = future.exception() if future.status == "error" else future.status
    reason = f"given up by the cluster: {' '.join(str(fault).split())}"
    entry = failed_entry(task.shard, task.settings.engine, reason)
    commit(folder(task.settings.out), entry)
    return entry
