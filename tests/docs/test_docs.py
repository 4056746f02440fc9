"""The documents say what the program does: their commands are run, their generated parts compared."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import click
import msgspec
import pytest
from tests.corpora import ROOT

from riwaya.cli.main import riwaya
from riwaya.model import article, claim, mention, record
from riwaya.model.errors import RiwayaError
from riwaya.pipeline import STAGES
from riwaya.rules.files import data_folder

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\(([^)#:]+)\)")
MAKE = re.compile(r"(?:`|^)make ([a-z]+)\b", re.MULTILINE)


def load(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / f"scripts/{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


ACCEPT = load("accept")
COMMANDS = [
    pytest.param(command, id=command.line[:60])
    for path in DOCUMENTS
    for block in ACCEPT.CONSOLE.findall(path.read_text(encoding="utf-8"))
    for command in ACCEPT.commands(block)
]


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def name_of(path):
    return path.name


@pytest.mark.parametrize("command", COMMANDS)
def test_command_prints_what_the_document_shows(command):
    code, output = command.run()
    assert code == 0, output
    if not command.is_shown_in_part:
        assert output == command.output, "run `make accept` and review the diff"


def test_there_are_commands_to_run():
    assert len(COMMANDS) >= 12


@pytest.mark.parametrize("script", ["quality", "picture"])
def test_generated_files_are_current(script):
    if script == "quality":
        done = subprocess.run([sys.executable, ROOT / "scripts/quality.py", "--check"], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    else:
        drawn = load("picture").draw()
        assert drawn == text("docs/img/record.svg"), "run `make accept`"
        assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "").replace("https://difaf.example", "")


def commands(group, prefix=()):
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        yield (*prefix, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*prefix, name))


@pytest.mark.parametrize(("path", "command"), [pytest.param(*c, id=" ".join(c[0])) for c in commands(riwaya)])
def test_every_command_is_in_the_guide_with_its_help(path, command):
    guide = text("docs/guide.md")
    assert f"## riwaya {path[0]}\n" in guide
    shown = re.search(rf"^\$ riwaya {' '.join(path)} --help\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    assert shown, "its help is not shown"
    options = [name for parameter in command.params for name in parameter.opts if name.startswith("--")]
    assert [name for name in options if name not in shown[1]] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(path):
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_paths_that_are_named_exist(path):
    named = re.findall(r"`((?:src|tests|docs|scripts|examples)/[\w./-]+)`", path.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_make_targets():
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE)) - {"help"}
    named = set(MAKE.findall(text("README.md") + text("CONTRIBUTING.md") + text("docs/quality.md")))
    assert named - targets == set(), "named but not there"
    assert targets - named == set(), "there but named nowhere"


def structs():
    for module in (article, claim, mention, record):
        for thing in vars(module).values():
            if isinstance(thing, type) and issubclass(thing, msgspec.Struct) and thing.__module__ == module.__name__:
                yield thing


@pytest.mark.parametrize("struct", list(structs()), ids=lambda struct: struct.__name__)
def test_every_field_of_the_record_is_in_the_codebook(struct):
    page = text("docs/codebook.md")
    fields = set(struct.__struct_fields__) - {"schema", "engine", "version", "data", "article"}
    assert [field for field in sorted(fields) if f"`{field}`" not in page] == []


def literals():
    for module in (article, claim, mention):
        for name, kind in vars(module).items():
            yield from ((name, value) for value in get_args(kind) if isinstance(value, str))


@pytest.mark.parametrize(("name", "value"), list(literals()))
def test_every_value_of_the_record_is_in_the_codebook(name, value):
    assert f"`{value}`" in text("docs/codebook.md"), name


def test_every_event_type_is_in_the_codebook():
    types = {path.stem for path in (data_folder() / "grammar/events").glob("*.toml")}
    assert types
    assert [name for name in sorted(types) if f"`{name}`" not in text("docs/codebook.md")] == []


def test_every_error_is_in_the_codebook():
    kinds = {kind.__name__ for kind in RiwayaError.__subclasses__()}
    assert [name for name in sorted(kinds) if f"`{name}`" not in text("docs/codebook.md")] == []


def test_the_architecture_names_every_layer_stage_and_folder():
    page = text("docs/architecture.md")
    packages = [p.parent.name for p in (ROOT / "src/riwaya").glob("*/__init__.py")]
    stages = [stage.__name__.rpartition(".")[2] for stage in STAGES]
    folders = [p.name for p in data_folder().iterdir() if p.is_dir() and any(p.iterdir())]
    assert [name for name in packages if f"`riwaya.{name}`" not in page] == []
    assert [name for name in stages if f"`{name}`" not in page] == []
    assert [name for name in folders if f"`{name}/" not in page] == []


def test_the_licence_is_the_whole_text():
    licence = text("LICENSE")
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
    assert Path(ROOT / "pyproject.toml").read_text(encoding="utf-8").count('license = "Apache-2.0"') == 1
