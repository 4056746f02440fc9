"""Keeps the findings current while a record is served: links anew, in a process of its own, when it has changed."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from riwaya.linked import link_record, stamp_of
from riwaya.model.errors import RiwayaError
from riwaya.store.base import Store
from riwaya.store.location import open_store
from riwaya.web.settings import Settings

_LOG = logging.getLogger("riwaya.web")
_NICE = 10
_PATIENCE = 30


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be linked: the record's location, the user's tables of actors."""

    record: str
    actors: tuple[Path, ...]


class Linker:
    """Links a record at the start where it never was, and again whenever it has changed and then stood still.

    A record that never stands still is linked after so many looks all the same. Pages go on reading the findings
    that are kept meanwhile; `linked` is called at the start and after each linking. `fault` says why the last
    linking failed.
    """

    def __init__(self, store: Store, work: Work, settings: Settings, linked: Callable[[], object]) -> None:
        self._store, self._work, self._settings, self._told = store, work, settings, linked
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="riwaya-linker", daemon=True)
        self._linked, self._seen, self._looks = "", "", 0
        self.fault: str | None = None

    def start(self) -> None:
        """Link where nothing was linked yet, before anything is served; keep current from then on."""
        kept = self._store.linking()
        if kept is None:
            link_record(self._store, self._instant(), self._work.actors)
        if kept is None or kept.stamp == stamp_of(self._store, self._work.actors):
            self._linked = self._store.head()
        self._try(self._told)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, and a linking under way; what it would have kept is not kept."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(self._settings.refresh_s):
            self._try(self._look)

    def _try(self, work: Callable[[], object]) -> None:
        try:
            work()
        except RiwayaError as fault:
            self._failed(str(fault))

    def _instant(self) -> str:
        return self._settings.now().isoformat(timespec="seconds")

    def _look(self) -> None:
        """Link where the record has changed and stood still since the last look."""
        head = self._store.head()
        if head == self._linked:
            return
        self._looks += 1
        if head != self._seen and self._looks < _PATIENCE:
            self._seen = head
            return
        if self._apart():
            self._linked, self._looks, self.fault = head, 0, None
            self._told()

    def _apart(self) -> bool:
        """Link in a process of its own, so that pages are served meanwhile; whether it was done."""
        process = multiprocessing.get_context("spawn").Process(
            target=_link, args=(self._work, self._instant()), daemon=True
        )
        process.start()
        while process.is_alive() and not self._stop.wait(0.2):
            pass
        if process.is_alive():
            process.terminate()
        process.join()
        if process.exitcode != 0 and not self._stop.is_set():
            self._failed(f"linking ended with {process.exitcode}")
        return process.exitcode == 0

    def _failed(self, reason: str) -> None:
        if reason != self.fault:
            _LOG.warning("linking failed: %s", reason)
        self.fault = reason


def _link(work: Work, at: str) -> None:
    """Link a record with low priority. Interrupts are for the process that serves."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_NICE)
    with closing(open_store(work.record)) as store:
        link_record(store, at, work.actors)
