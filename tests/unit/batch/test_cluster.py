"""A cluster of Dask on loopback: two worker processes, one of them killed in mid-run."""

import os
import signal
import threading
import time

import pytest
from distributed import LocalCluster
from tests.unit.batch.made import lines
from tests.unit.batch.test_pool import SHORT, unfinished

from riwaya.batch.cluster import run_on_cluster
from riwaya.batch.manifest import summed
from riwaya.batch.pool import Limits
from riwaya.model.errors import UsageError

LIMITS = Limits(1, 500, 60.0)


@pytest.fixture
def cluster():
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as here:
        yield here


def test_a_cluster_reads_on_when_a_worker_is_killed(cluster, crawled, tmp_path):
    for name, first in (("a", 0), ("b", 1000), ("c", 2000)):
        lines(tmp_path / f"{name}.jsonl", range(first, first + 60))
    killed = []

    def kill():
        end = time.monotonic() + SHORT
        while not unfinished(crawled.out) and time.monotonic() < end:
            time.sleep(0.05)
        killed.append(cluster.workers[0].pid)
        os.kill(killed[0], signal.SIGKILL)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    inputs = sorted(tmp_path.glob("*.jsonl"))
    done = crawled.run(*inputs, runner=lambda tasks: run_on_cluster(cluster.scheduler_address, LIMITS, tasks))
    killer.join(SHORT)
    assert killed
    assert sorted((entry.status, entry.read) for entry in done) == [("read", 60)] * 3
    assert len({row["id"] for row in crawled.rows("articles")}) == summed(crawled.entries()).read == 180
    assert crawled.run(*inputs, runner=lambda tasks: run_on_cluster("tcp://nowhere", LIMITS, tasks)) == []


def test_a_scheduler_that_is_not_there_is_told(crawled, tmp_path, monkeypatch):
    monkeypatch.setattr("riwaya.batch.cluster._PATIENCE", "1s")
    given = lines(tmp_path / "a.jsonl", range(1))
    with pytest.raises(UsageError, match=r"tcp://127\.0\.0\.1:9: no scheduler of Dask answers"):
        crawled.run(given, runner=lambda tasks: run_on_cluster("tcp://127.0.0.1:9", LIMITS, tasks))
