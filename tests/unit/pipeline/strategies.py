"""Arabic-like texts for property tests: words of the lexicons, wild letters, quotation marks left open."""

import csv

from hypothesis import strategies as st

from riwaya.model.article import Article
from riwaya.rules.files import data_folder

LETTERS = "".join(map(chr, [*range(0x0621, 0x063B), *range(0x0641, 0x064B)]))
MARKS = "\u064b\u064e\u0651\u0640\u200f\u200e\ufeff\u00a0\ufefb\ufdf2"
PUNCTUATION = " .,\u060c\u061b\u061f!:()-\u2026\u00ab\u00bb\u201c\u201d\"'\n%/0123456789\u0660\u0661\u0669\u06f5#@_"


def lexicon_words():
    """Forms of every word list, so that texts hold what the rules look for."""
    words = set()
    for path in sorted((data_folder() / "lexicon").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as table:
            words |= {row.get("form") or row.get("verb") or "" for row in csv.DictReader(table)}
    return sorted(words - {""})


words = st.one_of(
    st.sampled_from(lexicon_words()),
    st.text(LETTERS, min_size=1, max_size=8),
    st.text(LETTERS + MARKS + PUNCTUATION + "ab", min_size=1, max_size=8),
)
texts = st.lists(words, min_size=0, max_size=60).map(" ".join)
dates = st.one_of(st.none(), st.dates().map(lambda day: day.isoformat()))


@st.composite
def articles(draw):
    published = draw(dates)
    return Article(
        id="generated",
        sha256="0" * 64,
        outlet=draw(st.one_of(st.none(), words)),
        published=published,
        published_basis="given" if published else "none",
        text=draw(texts),
    )
