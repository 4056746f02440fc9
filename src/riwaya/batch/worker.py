"""A worker process: reads one shard after the other until its supervisor ends it."""

from __future__ import annotations

import mmap
import os
import resource
import signal
import struct
import sys
import threading
from multiprocessing.connection import Connection
from types import TracebackType

import msgspec

from riwaya.batch.shard import NO_PAGE, Entry, Task, failed_entry
from riwaya.model.errors import RiwayaError

_NUMBER = struct.Struct("q")
MARK_BYTES = _NUMBER.size
_MEGABYTE = 1 << 20


class Said(msgspec.Struct, forbid_unknown_fields=True):
    """What a worker answers: the entry of a shard, or the reason why it ends."""

    entry: Entry | None = None
    broke: str | None = None


class Mark:
    """The number of the page in hand, in memory that outlives the worker."""

    def __init__(self, file: int) -> None:
        self._memory = mmap.mmap(file, MARK_BYTES)

    def set(self, number: int) -> None:
        """Note the page in hand."""
        _NUMBER.pack_into(self._memory, 0, number)

    def get(self) -> int:
        """The page in hand, or NO_PAGE."""
        return int(_NUMBER.unpack_from(self._memory)[0])


def work(talk: Connection, mark: Mark) -> None:
    """Read the shards that come in, until no more come."""
    from riwaya.batch.work import read_shard

    while True:
        try:
            message = talk.recv_bytes()
        except EOFError:
            return
        task = msgspec.json.decode(message, type=Task)
        try:
            entry = read_shard(task, mark.set)
        except (RiwayaError, OSError) as fault:
            entry = failed_entry(task.shard, task.settings.engine, " ".join(str(fault).split()))
        mark.set(NO_PAGE)
        talk.send_bytes(msgspec.json.encode(Said(entry=entry)))


def main(arguments: list[str]) -> None:
    """Run a worker: the numbers of three open files (talk, life, mark) and its memory in MB, 0 for no limit."""
    talk_file, life, mark_file, megabytes = map(int, arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if megabytes:
        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * _MEGABYTE, megabytes * _MEGABYTE))
    talk = Connection(talk_file)
    threading.Thread(target=_end_with, args=(life,), daemon=True).start()

    def say(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        del trace
        talk.send_bytes(msgspec.json.encode(Said(broke=f"{kind.__name__}: {' '.join(str(fault).split())}"[:500])))

    sys.excepthook = say
    work(talk, Mark(mark_file))


def _end_with(life: int) -> None:
    """End when the supervisor has ended, however it did: its end of the pipe is closed then."""
    os.read(life, 1)
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
