"""The entry point: quick help, exit codes, closed pipes, interruption."""

import os
import signal
import subprocess
import sys
import time

import click
import pytest

from riwaya import __version__
from riwaya.cli.main import COMMANDS, STOPPED, riwaya as group
from tests.corpora import ROOT

PROGRAM = [sys.executable, "-m", "riwaya.cli"]
HEAVY = {"trafilatura", "lxml", "htmldate", "rich", "msgspec", "riwaya.pipeline", "ahocorasick_rs", "hijridate"}


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


def test_interruption_ends_with_a_short_message():
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [*PROGRAM, "read", "-"], stdin=reading, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 60
    while "riwaya.read" not in loaded(process.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    os.close(writing)
    os.close(reading)
    assert (process.returncode, out) == (STOPPED, "")
    assert err.strip() == "riwaya: stopped"


def loaded(pid):
    """What the process has mapped: the program waits for its input once the engine's library is there."""
    with open(f"/proc/{pid}/maps", encoding="utf-8") as maps:
        return "riwaya.read" if "ahocorasick" in maps.read() else ""


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_arabic_is_written_whatever_the_locale(encoding):
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    command = [*PROGRAM, "read", "examples/difaf/tal-malah-dawn.html"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    assert "تل ملح" in done.stdout.decode("utf-8")
