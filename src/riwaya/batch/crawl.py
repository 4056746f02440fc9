"""A whole crawl: what is still to do, who does it, and what has come of all of it."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from riwaya.batch.folder import Folder, folder, held
from riwaya.batch.manifest import commit, entries, settle
from riwaya.batch.pages import digest_of
from riwaya.batch.plan import shards_of
from riwaya.batch.shard import Entry, Settings, Shard, Task, same_entry
from riwaya.model.errors import PageError, UsageError

Runner = Callable[[Iterable[Task]], Iterator[Entry]]


@dataclass
class Plan:
    """The shards of the inputs: all of them, those still to read, the entries there already, inputs that are none."""

    shards: list[Shard] = field(default_factory=list)
    todo: list[Shard] = field(default_factory=list)
    done: list[Entry] = field(default_factory=list)
    faults: list[PageError] = field(default_factory=list)


@dataclass(frozen=True)
class Crawl:
    """A crawl into a folder that nobody else writes to meanwhile."""

    place: Folder
    settings: Settings
    scratch: Path

    def plan(self, inputs: Iterable[str], *, again: bool = False) -> Plan:
        """What is to do for some inputs; with `again` also shards that another engine has read.

        Raises UsageError where another engine has read some and `again` is not asked for.
        """
        found = list(shards_of(inputs))
        plan = Plan(faults=[fault for fault in found if isinstance(fault, PageError)])
        plan.shards = list({shard.id: shard for shard in found if isinstance(shard, Shard)}.values())
        known = entries(self.place)
        self._refuse_another_engine(known.values(), again)
        for shard in plan.shards:
            entry = known.get(shard.id)
            if entry is not None and self._is_done(entry, shard):
                plan.done.append(entry)
            else:
                plan.todo.append(shard)
        self._pass_over_copies(plan, known)
        return plan

    def run(self, plan: Plan, runner: Runner) -> Generator[Entry, None, None]:
        """Read what is to do; each entry when it is done."""
        scratch = str(self.scratch)
        tasks = [Task(shard=shard, settings=self.settings, scratch=scratch) for shard in plan.todo]
        if tasks:
            yield from runner(tasks)

    def _is_done(self, entry: Entry, shard: Shard) -> bool:
        same = (entry.size, entry.version) == (shard.size, shard.version)
        return same and entry.status != "failed" and entry.engine == self.settings.engine

    def _refuse_another_engine(self, known: Iterable[Entry], again: bool) -> None:
        other = next((e.engine for e in known if e.engine != self.settings.engine), None)
        if other is not None and not again:
            mine = self.settings.engine
            raise UsageError(
                f"{self.place.name}: read by riwaya {other.version} with data {other.data}, this is {mine.version} "
                f"with {mine.data}: take another folder, or --again to read all of it anew"
            )

    def _pass_over_copies(self, plan: Plan, known: dict[str, Entry]) -> None:
        """Of files with the same bytes only the first is read; only files of one size are compared."""
        sizes: dict[int, list[Shard]] = defaultdict(list)
        for shard in plan.todo:
            sizes[shard.size].append(shard)
        mine = {entry.shard for entry in known.values() if entry.engine == self.settings.engine}
        read = {e.digest: e.shard for e in known.values() if e.digest and e.status == "read" and e.shard in mine}
        old_sizes = {entry.size for entry in known.values()}
        for size, shards in sizes.items():
            if len(shards) > 1 or size in old_sizes:
                for shard in shards:
                    self._pass_over(plan, shard, read)

    def _pass_over(self, plan: Plan, shard: Shard, read: dict[str, str]) -> None:
        try:
            digest = digest_of(shard)
        except OSError:
            return  # the worker that reads it will say why
        other = read.setdefault(digest, shard.id) if digest else shard.id
        if digest and other != shard.id:
            plan.todo.remove(shard)
            entry = same_entry(shard, self.settings.engine, digest, other)
            commit(self.place, entry)
            plan.done.append(entry)


@contextmanager
def crawling(settings: Settings) -> Iterator[Crawl]:
    """A crawl into the folder of the settings, begun or gone on with. Raises UsageError where it cannot be."""
    place = folder(settings.out)
    with held(place), tempfile.TemporaryDirectory(prefix="riwaya-") as temporary:
        try:
            settled = settle(place, settings)
        except OSError as fault:
            raise UsageError(f"{place.name}: cannot be written: {fault.strerror or fault}") from fault
        yield Crawl(place, settled, place.scratch() or Path(temporary))
