"""The engine that the commands share: the data of the package, loaded once a process."""

from __future__ import annotations

from functools import cache

from riwaya.pipeline import Resources, resources


@cache
def engine() -> Resources:
    """The resources of the package's data, which nothing changes. Raises DataError when a file is faulty."""
    return resources()
