"""The entry point: quick help, exit codes, closed pipes, interruption."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from tests.corpora import ROOT
from tests.signals import HEARING

from riwaya import __version__
from riwaya.cli.main import COMMANDS, STOPPED
from riwaya.cli.main import riwaya as group

PROGRAM = [sys.executable, "-m", "riwaya.cli"]
HEAVY = {"trafilatura", "lxml", "htmldate", "rich", "msgspec", "riwaya.pipeline", "hijridate"}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments):
    code = f"import sys\nfrom riwaya.cli.main import run\nrun({arguments!r})\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert HEAVY & set(done.stdout.split()) == set()


def test_version(riwaya):
    assert riwaya("--version").out == f"riwaya, version {__version__}\n"


def test_help_lists_every_command_with_the_summary_of_its_own_help(riwaya):
    shown = riwaya("--help").out
    context = click.Context(group)
    names = group.list_commands(context)
    assert {"read", "explain", "evaluate", "data", "schema", "demo"} <= set(names)
    for name in names:
        summary = " ".join((group.get_command(context, name).help or "").split("\n\n")[0].split())
        assert summary == COMMANDS[name]
        assert summary in " ".join(shown.split())


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["read"], ["read", "--nonsense", "x"], ["read", "x", "--published", "yesterday"], ["evaluate"]],
)
def test_wrong_usage_is_exit_code_2(riwaya, arguments):
    done = riwaya(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert done.err.startswith("Usage: riwaya")


def test_a_closed_pipe_ends_quietly():
    line = f"'{sys.executable}' -m riwaya.cli read examples --jsonl | head -c 10"
    done = subprocess.run(["bash", "-c", line], cwd=ROOT, capture_output=True, text=True, check=True)
    assert len(done.stdout) == 10
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="tells by /proc that the program has started")
def test_interruption_ends_with_a_short_message():
    process = subprocess.Popen(
        [*HEARING, *PROGRAM, "read", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not has_loaded_the_engine(process.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == STOPPED
    assert process.stdout.read() == ""
    assert process.stderr.read().strip() == "riwaya: stopped"
    for pipe in (process.stdin, process.stdout, process.stderr):
        pipe.close()


def has_loaded_the_engine(pid):
    return "rapidfuzz" in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_arabic_is_written_whatever_the_locale(encoding):
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    command = [*PROGRAM, "read", "examples/difaf/tal-malah-dawn.html"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    assert "تل ملح" in done.stdout.decode("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", [["read", "examples", "--jsonl"], ["read", "examples"], ["demo"], ["schema"]])
def test_a_full_disk_is_one_line(arguments):
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device, not a file
        done = subprocess.run([*PROGRAM, *arguments], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (1, "riwaya: output: No space left on device\n")
