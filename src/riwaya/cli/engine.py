"""The engine that the commands share: the data of the package, loaded once a process."""

from __future__ import annotations

import gc
from functools import cache
from pathlib import Path

from riwaya.pipeline import Resources, resources


@cache
def engine(extra: tuple[Path, ...] = ()) -> Resources:
    """The resources of the package's data and of the user's tables of actors, which nothing changes.

    What was loaded stays until the process ends, so the garbage collector is told not to walk it again.
    Raises DataError when a file is faulty.
    """
    given = resources(extra=extra)
    gc.collect()
    gc.freeze()
    return given
