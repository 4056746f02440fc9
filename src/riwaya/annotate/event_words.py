"""What a single word tells of the events around it: the kinds of `lexicon/event_words.csv`, proclitics, shape.

Words are looked up behind their proclitics, once: what a word tells is remembered.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec import Struct

from riwaya.annotate.clause_words import load_clause_words
from riwaya.annotate.document import Base
from riwaya.annotate.event_kinds import numbered
from riwaya.annotate.event_rules import Speller
from riwaya.annotate.marks import Marks, load_marks
from riwaya.rules.files import read_table
from riwaya.rules.remembered import Remembered

_REMEMBERED = 20_000
_LONG = 3
_SHORTEST_OBJECT = 3
_SHORTEST_PLURAL = 5


class Told(Struct, frozen=True, gc=False):
    """What a word tells: the kinds it stands for, as bits, and how it begins and ends.

    `prefix` are its proclitics where the list knows the word, of others those that stand before the article.
    `definite`: with the article, which may hang on a proclitic, or a pronoun; `article`: with the plain article.
    `joined`: with the letter of the conjunction; `fused`: with letters that may be a conjunction or preposition.
    `bare`: neither so short nor with an article or conjunction that it is no object beside a subject.
    `plural`: with the ending of a sound plural in the nominative, and not definite.
    `adverbial`: with the ending of the indefinite accusative; `closed`: with one that no genitive follows.
    """

    kinds: int
    prefix: str
    definite: bool
    article: bool
    joined: bool
    fused: bool
    adverbial: bool
    closed: bool
    adjective: bool
    bare: bool
    plural: bool


class EventWords:
    """All spellings of the words by what follows their proclitics.

    `words` are those of clauses; `kinds` are the bits of the kinds that words have or rules ask for (`asked`);
    `to` and `by` the letters of joined li- and bi-.
    """

    def __init__(self, base: Base, speller: Speller, asked: Collection[str]) -> None:
        clitics, self._marks, self._endings = base.clitics, load_marks(base.folder), speller.endings
        self.to = frozenset(fused[0] for fused in self._marks.to)
        self.by = frozenset(fused[0] for fused in self._marks.by)
        self.words = load_clause_words(base.folder, base.normaliser)
        self._prefixes = clitics.allowed("article")
        self._without_alef = frozenset(clitics.article_without_alef)
        rows = read_table(base.folder / "lexicon/event_words.csv")
        self.kinds = numbered({f"@{kind}" for row in rows for kind in row.cells["kind"].split("|")}.union(asked))
        self._stems: dict[str, tuple[int, int]] = {}
        for row in rows:
            kinds = sum({self.kinds[f"@{kind}"] for kind in row.cells["kind"].split("|")})
            for form in (*speller.declined(row.cells["form"]), *speller.possessed(row.cells["form"])):
                normal = base.normaliser.form(form)
                place, known = self._stems.get(normal, (len(self._stems), 0))
                self._stems[normal] = (place, known | kinds)
        self._shortened = _shortened(self._stems, clitics.article_alef)
        self._reach = max(map(len, self._prefixes | self._without_alef)) + 1
        self._fusing = (self._marks.and_, *sorted(self._marks.to | self._marks.by))
        self._shared: dict[Told, Told] = {}
        self._prepositions = Remembered(self._fused, _REMEMBERED)

    def fused(self, prefix: str) -> tuple[str, int]:
        """The preposition in proclitics, and how many letters of them stand before the word with its article."""
        return self._prepositions[prefix]

    def read(self, word: str) -> Told:
        """What a word in normal form tells."""
        marks, endings, (kinds, prefix) = self._marks, self._endings, self._known(word)
        article, joined = word.startswith(marks.article[0]), word.startswith(marks.and_)
        definite = word.startswith(marks.article) or (len(word) > _LONG + 1 and word.endswith(marks.pronoun_suffix))
        told = Told(
            kinds,
            _before_article(word, marks) if prefix is None else prefix,
            definite=definite,
            article=article,
            joined=joined,
            fused=word.startswith(self._fusing),
            adverbial=len(word) > _LONG and word.endswith(endings.accusative),
            closed=word.endswith(endings.closed),
            adjective=word.endswith(endings.adjective),
            bare=len(word) >= _SHORTEST_OBJECT and not article and not joined,
            plural=len(word) >= _SHORTEST_PLURAL and word.endswith(self.words.nominative) and not definite,
        )
        return self._shared.setdefault(told, told)

    def _known(self, word: str) -> tuple[int, str | None]:
        """The kinds of a word of the list and the proclitics before it; None for those where it is no such word."""
        kinds, first = 0, (len(self._stems), "")
        for length in range(min(len(word), self._reach)):
            prefix, stem = word[:length], word[length:]
            if prefix in self._prefixes and stem in self._stems:
                place, own = self._stems[stem]
                kinds, first = kinds | own, min(first, (place, prefix))
            if prefix in self._without_alef:
                kinds |= self._shortened.get(stem, 0)
        return kinds, first[1] if first[0] < len(self._stems) else None

    def _fused(self, prefix: str) -> tuple[str, int]:
        marks = self._marks
        rest = prefix.removeprefix(marks.and_)
        length = len(prefix) - len(rest)
        fused = next((f for f in sorted(marks.to | marks.by) if rest.startswith(f)), "")
        return (fused[0], length + 1) if fused else ("", length)


def _before_article(word: str, marks: Marks) -> str:
    """The proclitics before the article of a word that no list knows."""
    begins = (a for a in marks.article if word.startswith(a) and len(word) > len(a) + 1)
    return next(begins, "")


def _shortened(stems: Mapping[str, tuple[int, int]], alef: str) -> dict[str, int]:
    """What words tell whose article has lost its alef behind a proclitic."""
    return {normal[1:]: kinds for normal, (_, kinds) in stems.items() if normal.startswith(alef)}
