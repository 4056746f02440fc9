"""Runs a command line in this process and says what came out of it."""

from dataclasses import dataclass

import pytest

from riwaya.cli.main import run


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


@pytest.fixture
def riwaya(capfd):
    def call(*arguments):
        code = run([str(argument) for argument in arguments])
        return Outcome(code, *capfd.readouterr())

    return call
