"""Keeps the findings current while a record is served: a thread links anew when the record has changed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from riwaya.linked import link_record
from riwaya.model.errors import RiwayaError
from riwaya.store.base import Store

_LOG = logging.getLogger("riwaya.web")


class Linker:
    """Links a record at the start, and again whenever it has changed, until stopped.

    Pages go on reading the findings that are kept meanwhile. `fault` says why the last linking failed.
    """

    def __init__(self, store: Store, actors: tuple[Path, ...], now: Callable[[], str], every_s: float) -> None:
        self._store, self._actors, self._now, self._every_s = store, actors, now, every_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="riwaya-linker", daemon=True)
        self._head = ""
        self.fault: str | None = None

    def start(self) -> None:
        """Link where nothing was linked yet, before anything is served; keep current from then on."""
        if self._store.linking() is None:
            self._link()
        self._thread.start()

    def stop(self) -> None:
        """End the thread; a linking under way is finished first."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            self._link()
            if self._stop.wait(self._every_s):
                return

    def _link(self) -> None:
        """Link where the record has changed. A record that cannot be read or written now may be later."""
        try:
            head = self._store.head()
            if head != self._head:
                link_record(self._store, self._now(), self._actors)
                self._head = head
            self.fault = None
        except RiwayaError as fault:
            self.fault = str(fault)
            _LOG.warning("linking failed: %s", fault)
