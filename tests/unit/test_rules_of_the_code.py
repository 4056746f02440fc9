"""The rules that the code keeps everywhere; what is not checked is not a rule."""

import ast
import dataclasses
import re
from importlib.metadata import distribution

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.corpora import ROOT

from riwaya.annotate.document import Document
from riwaya.pipeline import STAGES

SOURCES = sorted((ROOT / "src").rglob("*.py"))
ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "misc"}
LONGEST_FUNCTION, LONGEST_FILE, MOST_PARAMETERS, MOST_PACKAGES = 40, 400, 5, 30
COPYLEFT = re.compile(r"\bA?GPL|GNU (Affero )?General Public", re.IGNORECASE)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path):
    return str(path.relative_to(ROOT))


def functions(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def parameters(function):
    given = function.args
    named = [a.arg for a in [*given.posonlyargs, *given.args, *given.kwonlyargs]]
    return [name for name in named if name not in ("self", "cls")]


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_words_are_data_not_code(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [n for n, line in enumerate(lines, 1) if ARABIC.search(line)] == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_file_is_short_and_says_what_it_is_for(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    assert ast.get_docstring(ast.parse(text))
    assert path.stem not in EMPTY_NAMES
    assert path.parent.name not in EMPTY_NAMES


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_functions_are_short_with_few_parameters(path):
    long = {f.name: f.end_lineno - f.lineno + 1 for f in functions(path)}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_FUNCTION} == {}
    assert [f.name for f in functions(path) if len(parameters(f)) > MOST_PARAMETERS] == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_error_is_caught_blindly(path):
    handlers = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.ExceptHandler)]
    caught = [ast.unparse(h.type) if h.type else "everything" for h in handlers]
    assert not {"Exception", "BaseException", "everything"} & set(caught)


def test_each_stage_finds_what_it_requires():
    fields = {f.name for f in dataclasses.fields(Document)}
    known = {f.name for f in dataclasses.fields(Document) if f.default is dataclasses.MISSING}
    for stage in STAGES:
        missing = set(stage.REQUIRES) - known
        assert not missing, f"{stage.__name__} requires {missing}, which no stage before it assigns"
        assert set(stage.ASSIGNS) <= fields, stage.__name__
        known |= set(stage.ASSIGNS)


def needed(name, extras=()):
    """Names of the packages that a package needs here, those asked for by its extras among them."""
    for line in distribution(name).requires or ():
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield canonicalize_name(requirement.name), tuple(requirement.extras)


def closure(name):
    found, waiting = set(), [(name, ())]
    while waiting:
        for inner, extras in needed(*waiting.pop()):
            if inner not in found:
                found.add(inner)
                waiting.append((inner, extras))
    return found


def licences(name):
    """What a package says of its licence; of several to choose from, each."""
    metadata = distribution(name).metadata
    stated = metadata.get("License-Expression") or metadata.get("License") or ""
    classified = [c for c in metadata.get_all("Classifier", []) if c.startswith("License ::")]
    return [part for text in (stated.split("\n")[0], *classified) for part in text.split(" OR ") if part]


def test_the_base_install_is_small():
    assert len(closure("riwaya")) <= MOST_PACKAGES


def test_nothing_that_is_installed_is_copyleft():
    for name in sorted(closure("riwaya")):
        assert licences(name), f"{name} states no licence"
        assert any(not COPYLEFT.search(licence) for licence in licences(name)), name


def test_third_party_page_names_every_package():
    page = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8").lower()
    listed = {canonicalize_name(name) for name in re.findall(r"^\| \[?([a-z0-9_.-]+)", page, re.MULTILINE)}
    assert closure("riwaya") - listed == set()


def test_every_version_is_pinned():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {canonicalize_name(line.partition("==")[0]) for line in lines if "==" in line}
    wanted = closure("riwaya") | {name for name, _ in needed("riwaya", ("test",))}
    assert wanted - pinned == set(), "run `make pins`"
