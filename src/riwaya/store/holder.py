"""Who holds the lock of an SQLite file, where the system tells (Linux: proc(5), /proc/locks)."""

from __future__ import annotations

import os
from pathlib import Path

_LOCKS = Path("/proc/locks")
_WRITE_LOCK_BYTE = 120
"""The byte of the shared-memory file that a writer locks in WAL mode (SQLite, "WAL-mode File Format", 2.3)."""


def lock_holder(database: Path) -> str | None:
    """The process that is writing to a database, as `process 4711 (riwaya)`; None when it cannot be known."""
    shared = database.with_name(f"{database.name}-shm")
    try:
        inode, lines = shared.stat().st_ino, _LOCKS.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    for line in lines:
        process = _writer(line.split(), inode)
        if process is not None and process != os.getpid():
            return f"process {process}{_name(process)}"
    return None


def _writer(fields: list[str], inode: int) -> int | None:
    """The process of one line (`1: POSIX ADVISORY WRITE 4711 08:01:1234 120 120`) if it locks that byte to write."""
    if len(fields) != 8 or fields[3] != "WRITE":
        return None
    process, where, first, last = fields[4:]
    is_file = where.rpartition(":")[2] == str(inode)
    covers = last == "EOF" or int(first) <= _WRITE_LOCK_BYTE <= int(last)
    return int(process) if is_file and covers else None


def _name(process: int) -> str:
    try:
        return f" ({Path(f'/proc/{process}/comm').read_text(encoding='utf-8').strip()})"
    except OSError:
        return ""
