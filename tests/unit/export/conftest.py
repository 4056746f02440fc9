"""The example pages, read and linked, as a view; and how a test writes it in a format."""

import datetime

import pytest
from tests.corpora import READING_DATE, ROOT
from tests.reading import loaded

from riwaya.export import FORMATS
from riwaya.export.manner import Manner
from riwaya.export.tables import load
from riwaya.export.view import Selection
from riwaya.link import link
from riwaya.link import load as load_linking
from riwaya.pipeline import analyse
from riwaya.read import read_inputs


@pytest.fixture(scope="session")
def tables():
    return load()


@pytest.fixture(scope="session")
def linking():
    return load_linking()


@pytest.fixture(scope="session")
def selection(linking):
    articles = read_inputs([str(ROOT / "examples")], reading_date=READING_DATE)
    records = [analyse(article, loaded()) for article in articles]
    return Selection(records, link(records, linking))


@pytest.fixture
def select(linking):
    def selected(*records, **asked):
        return Selection(records, link(records, linking), **asked)

    return selected


@pytest.fixture
def write(tables):
    def written(name, view, **options):
        return b"".join(FORMATS[name].chunks(view, Manner(tables, "0.0.0", **options)))

    return written


@pytest.fixture
def day():
    return datetime.date.fromisoformat
