"""A crawl in this process, for tests of what is read and written; the pool has tests of its own."""

from dataclasses import dataclass, field

import pyarrow.parquet as pq
import pytest

from riwaya import __version__
from riwaya.batch.crawl import crawling
from riwaya.batch.folder import folder
from riwaya.batch.manifest import entries
from riwaya.batch.shard import Settings
from riwaya.batch.work import read_shard
from riwaya.model.record import Engine
from riwaya.rules.files import data_digest, data_folder


def here(tasks):
    """A runner without processes."""
    return (read_shard(task, lambda number: None) for task in tasks)


@dataclass
class Crawled:
    """A folder that is crawled into, by any runner."""

    out: str
    captures: bool = False
    engine: Engine = field(default_factory=lambda: Engine(__version__, data_digest(data_folder())))

    def settings(self):
        return Settings(out=self.out, engine=self.engine, read_on="2026-11-01", captures=self.captures)

    def run(self, *inputs, runner=here, again=False):
        """Read some inputs; the entries made now."""
        with crawling(self.settings()) as crawl:
            self.plan = crawl.plan(map(str, inputs), again=again)
            return list(crawl.run(self.plan, runner))

    def entries(self):
        return list(entries(folder(self.out)).values())

    def rows(self, table):
        """The rows of a table of all shards, in the order of the manifest."""
        place = folder(self.out)
        files = [f"{table}/{entry.shard}.parquet" for entry in self.entries() if table in entry.files]
        return [row for name in files for row in pq.read_table(place.path / name).to_pylist()]


@pytest.fixture
def crawled(tmp_path):
    return Crawled(str(tmp_path / "out"))
