"""Speed and memory of the engine: figures to read, and ratios that are checked.

Absolute figures depend on the machine and are only printed.
"""

import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import msgspec
import pytest
from tests.corpora import ROOT, example_articles, measured_articles

from riwaya.pipeline import analyse, resources

MEGABYTE = 1024
MOST_MEGABYTES = 300
MOST_SECONDS_FOR_HELP = 0.3
STEEPEST = 1.35


@pytest.fixture(scope="module")
def engine():
    return resources()


def test_characters_a_second(benchmark, engine):
    texts = measured_articles()
    characters = sum(len(article.text) for article in texts)
    benchmark.pedantic(lambda: [analyse(article, engine) for article in texts], rounds=3, warmup_rounds=1)
    speed = characters / benchmark.stats.stats.min
    benchmark.extra_info["characters_a_second"] = round(speed)
    print(f"\nanalysis: {speed / 1e6:.3f} million characters a second, {len(texts)} articles")


def test_loading(benchmark):
    benchmark.pedantic(resources, rounds=3)


def seconds(article, engine):
    """The median of a few readings, in seconds of this process alone."""
    times = []
    for _ in range(5):
        begun = time.process_time()
        analyse(article, engine)
        times.append(time.process_time() - begun)
    return median(times)


def test_time_grows_with_length_and_no_faster(engine):
    pages = [article.text for article in example_articles()]
    taken = []
    for copies in (1, 2, 4):
        text = "\n".join(pages * copies)
        article = msgspec.structs.replace(next(example_articles()), text=text)
        taken.append(seconds(article, engine) / len(text))
    print(f"\nseconds a character at 1x, 2x, 4x: {', '.join(f'{t / taken[0]:.2f}' for t in taken)} (1x = 1.00)")
    assert taken[2] / taken[0] < STEEPEST


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_memory():
    """The analysis without HTML; by /proc, since getrusage would count what this process had before."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "import msgspec\n"
        "from riwaya.model.article import Article\n"
        "from riwaya.pipeline import analyse, resources\n"
        "given = resources()\n"
        "for article in msgspec.json.decode(sys.stdin.buffer.read(), type=list[Article]): analyse(article, given)\n"
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    read = msgspec.json.encode(list(example_articles()) * 5)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, input=read, check=True)
    megabytes = int(done.stdout) / MEGABYTE
    print(f"\nmemory: {megabytes:.0f} MB at most")
    assert megabytes < MOST_MEGABYTES


def test_help_starts_at_once():
    begun = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    for _ in range(5):
        subprocess.run([sys.executable, "-m", "riwaya.cli", "--help"], env=os.environ, capture_output=True, check=True)
    taken = (resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - begun) / 5
    print(f"\nriwaya --help: {taken:.3f} s")
    assert taken < MOST_SECONDS_FOR_HELP
