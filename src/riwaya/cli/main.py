"""The entry point: names the commands, loads only the one that is asked for, turns errors into exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import TextIO

import click

from riwaya import __version__
from riwaya.model.errors import RiwayaError, UsageError

STOPPED = 130

# A command's file is named for it. Its summary stands here, so that help need not load the engine.
COMMANDS = {
    "read": "Read articles and print a sourced record of each.",
    "init": "Make an empty record.",
    "add": "Read articles into the record, which is made where there is none.",
    "crawl": "Read many files of pages into Parquet files.",
    "load": "Put what a crawl has read into the record.",
    "fetch": "Fetch pages from the web into the record.",
    "feed": "Follow feeds and fetch what they list.",
    "warc": "Write what was fetched into one WARC file.",
    "status": "Say what the record holds.",
    "search": "Find claims, those of the latest day first.",
    "serve": "Show the record in a browser.",
    "user": "Accounts: who may look at a served record, and who may judge.",
    "events": "Find events as several articles tell them, those of the latest day first.",
    "event": "Show an event: who says what of it, and on whom it rests.",
    "place": "Show who is said to have held a place, and when.",
    "source": "Show what sources claimed, through whom, and how often others said the same.",
    "explain-link": "Show why two accounts are, or are not, taken as accounts of one event.",
    "findings": "Link what several articles say: events, origins, contradictions, control.",
    "export": "Write claims or events of a record in a format of others.",
    "review": "Decide about claims and events: accept, correct, reject, merge, split, undo.",
    "reread": "Read the kept captures again with this engine.",
    "verify": "Check that nothing in the record was altered or lost.",
    "explain": "Show which rule found what, claim by claim.",
    "evaluate": "Compare what the engine reads with gold records.",
    "data": "Check the word lists and rules.",
    "actors": "Add actors of your own; list and show those that are known.",
    "gazetteer": "Build and look into the table of places.",
    "schema": "Print the JSON Schema of the record.",
    "demo": "Read the example pages, print an overview and serve the record.",
}


class Commands(click.Group):
    """A group whose commands are imported when they run, so that `riwaya --help` starts at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands that are installed, in the order of COMMANDS."""
        del ctx
        return [name for name in COMMANDS if find_spec(_module(name))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command `cmd_name`, from the file of that name; None when there is no such command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command = import_module(_module(cmd_name)).command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands into the help text without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name]) for name in self.list_commands(ctx)])


def _module(command: str) -> str:
    return f"riwaya.cli.{command.replace('-', '_')}"


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="riwaya")
def riwaya() -> None:
    """Read Arabic conflict reporting and keep a sourced record.

    Who said what happened, where and when, through which chain of sources, in exactly which words.
    """


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code: 0 done, 1 something failed, 2 wrong usage."""
    try:
        code = riwaya.main(list(arguments), prog_name="riwaya", standalone_mode=False)
        sys.stdout.flush()
    except OSError as fault:
        return _cannot_write(fault)
    except click.Abort:
        click.echo("riwaya: stopped", err=True)
        return STOPPED
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except RiwayaError as fault:
        for line in str(fault).splitlines():
            click.echo(f"riwaya: {line}", err=True)
        return 2 if isinstance(fault, UsageError) else 1
    return code if isinstance(code, int) else 0


def main() -> None:
    """Run the command line of this process and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    sys.exit(run(sys.argv[1:]))


def _speak_utf8(stream: TextIO) -> None:
    """Arabic must not fail on a terminal whose locale says otherwise."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _cannot_write(fault: OSError) -> int:
    """Say why output failed, unless its reader has gone (`| head`); what is still held back is dropped."""
    if not isinstance(fault, BrokenPipeError):
        click.echo(f"riwaya: {fault.filename or 'output'}: {fault.strerror}", err=True)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1
