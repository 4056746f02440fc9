"""What must hold where an attribution rule has matched: how cue, source and content stand in their clause."""

from __future__ import annotations

from riwaya.annotate.document import Document
from riwaya.annotate.phrase_index import GROUPS
from riwaya.annotate.phrases import COMPLEMENTIZER, MARK, QUOTE, RELATIVE, by_joined, is_definite
from riwaya.annotate.sources import Source
from riwaya.rules.lexicon import Hit
from riwaya.rules.match import Part

_LONGEST_LABEL = 8
_ALONE = frozenset({"person", "officials_unnamed"})
_PUT = frozenset({"demanded", "accused", "threatened"})


def had(doc: Document, first: int) -> bool:
    """Whether a word that may be a noun stands behind qad, where only a verb can."""
    return first > 0 and doc.tokens.norm[first - 1] in doc.marks.had


def is_name(doc: Document, source: Source | None, content: Part | None) -> bool:
    """Whether a quotation right behind a bare noun for a body is the body's name: the organisation "X"."""
    if source is None or content is None or not isinstance(content.value, tuple) or content.first != source.last:
        return False
    bare = source.last - source.first == 1 and not is_definite(doc, source.first)
    return bare and source.kind in GROUPS and content.last - content.first <= _LONGEST_LABEL


def may_say(doc: Document, hit: Hit, source: Source | None) -> bool:
    """Whether a verb can have a source behind it: not one of the first or second person.

    Nor one that bears its object behind a relative, which that object resumes: figures which the report cites.
    """
    attributes = hit.entry.attributes
    if source is None or source.first < hit.last:
        return True
    if attributes.get("person") in ("1", "2"):
        return _told_us(doc, hit)
    return not (attributes.get("object") and hit.first and doc.classes[hit.first - 1] == RELATIVE)


def _told_us(doc: Document, hit: Hit) -> bool:
    """Whether a verb of the first person may be one of the third in the same tense: we told, he told us."""
    said = (other.entry for other in doc.lexemes.by_start.get(hit.first, ()) if other.entry.list == "reporting")
    return any(other.get("person") == "3" and other.get("tense") == hit.entry.get("tense") for other in said)


def put_to(doc: Document, hit: Hit, source: Source | None, content: Part | None) -> Part | None:
    """The content with whom a demand or a charge is put to before it, where he is what seems to be its source.

    Called on the parties to, accused the army of: the speaker is the last one. So it is where the charge follows
    at once, where the verb needs somebody as its object, or where it does not agree with its seeming subject.
    """
    if source is None or content is None or source.first < hit.last or hit.entry.get("stance") not in _PUT:
        return None
    if "noun" not in hit.entry.get("frames").split("|") or doc.lexemes.at(hit.last, "each_of"):
        return None
    charge = hit.entry.get("stance") == "accused"
    asked = _charged(doc, source, content) if charge else _asked(doc, hit, source)
    return Part(source.first, content.last) if asked else None


def _charged(doc: Document, source: Source, content: Part) -> bool:
    """Whether what somebody is accused of follows him at once."""
    between = range(source.first + 1, content.first)
    if any(i in doc.index.by_masdar or by_joined(doc, i) for i in between):
        return True
    blamed = doc.lexemes.at(content.first, "blames") is not None
    return blamed and doc.index.to_joined.isdisjoint(range(content.first, content.last))


def _asked(doc: Document, hit: Hit, source: Source) -> bool:
    """Whether who stands behind a verb of demand can only be whom it asks."""
    if (hit.entry.get("whom") and source.kind not in _ALONE) or doc.lexemes.at(source.first, "parties"):
        return True
    unknown = source.kind == "person" and source.actor is None and source.first not in doc.index.titled
    if hit.entry.get("number") != "s" or unknown:
        return False
    word, marks = doc.tokens.norm[source.first], doc.marks
    if word.startswith(marks.article) and word.endswith(marks.oblique):
        return doc.place_at(source.first) is None
    if source.gender == "p":
        return hit.entry.get("gender") == "m" and word.endswith(marks.feminine_plural)
    feminine = word.endswith(marks.feminine_noun) or _feminine_name(doc, source)
    if hit.entry.get("gender") == "m":
        return feminine and source.kind != "person"
    noun = doc.lexemes.at(source.first, "source_nouns")
    masculine = noun is not None and noun.entry.get("number") == "s" and not word.endswith(marks.either_noun)
    return hit.entry.get("gender") == "f" and masculine and not feminine and source.gender == "m"


def _feminine_name(doc: Document, source: Source) -> bool:
    """Whether a word of a known body's name that bears the article is feminine: the United Nations."""
    if source.actor is None or not doc.tokens.norm[source.first].startswith(doc.marks.article):
        return False
    return any(doc.tokens.norm[i].endswith(doc.marks.feminine_noun) for i in range(source.first, source.last))


def swallows(doc: Document, source: Source | None) -> bool:
    """Whether a source reaches over a word for what it claims or rejects: X the responsibility (for the attack)."""
    if source is None:
        return False
    return not doc.lexemes.starts["blames", "charges"].isdisjoint(range(source.first + 1, source.last))


def circumstance(doc: Document, first: int, hit: Hit | None, *, nominal: bool) -> bool:
    """Whether a participle tells what its subject does meanwhile: its ending; before a noun also a mark or waw."""
    if not doc.tokens.norm[first].endswith(doc.marks.circumstance):
        return False
    return not nominal or bool(hit and hit.prefix) or first == 0 or doc.classes[first - 1] in (MARK, QUOTE)


def marked(doc: Document, first: int) -> bool:
    """Whether a quotation mark or a comma stands before a token."""
    return doc.classes[first - 1] == QUOTE or doc.tokens.norm[first - 1] in doc.marks.comma


def stands_behind(doc: Document, first: int, source: Source | None, hit: Hit | None) -> bool:
    """Whether a verb of saying stands behind a quotation, or with its subject between two commas."""
    comma = first > 1 and doc.tokens.norm[first - 1] in doc.marks.comma
    if doc.classes[first - 1] == QUOTE or (comma and doc.classes[first - 2] == QUOTE):
        return first > 0
    after = source.last if source else first
    between = comma and after < len(doc.tokens) and doc.tokens.norm[after] in doc.marks.comma
    return between and hit is not None and hit.entry.get("tense") == "imperfect"


def has_required(doc: Document, hit: Hit, content: Part | None) -> bool:
    """Whether the content has what the verb needs in its sense of saying: blame, describe as (by), reject claims."""
    wanted = hit.entry.attributes.get("requires")
    if content is None or not wanted:
        return True
    if wanted == "charges":
        return doc.lexemes.at(content.first, wanted) is not None
    inside = range(content.first, content.last)
    if wanted == "by":
        if hit.entry.get("object") and doc.classes[content.first - 1] == COMPLEMENTIZER:
            return True
        return any(doc.tokens.norm[i].startswith(doc.marks.letter_by) for i in inside)
    return any(doc.lexemes.at(i, "blames") for i in inside)


def comma_at(doc: Document, i: int) -> bool:
    """Whether a comma stands at `i`."""
    return i < len(doc.tokens) and doc.tokens.norm[i] in doc.marks.comma


def stands_near(doc: Document, mark: int, behind: tuple[int, ...]) -> bool:
    """Whether the quotation mark at `mark` stands behind one of some tokens, a colon, a comma or a complementizer."""
    before = doc.tokens.norm[mark - 1] if mark else ""
    return mark in behind or before in doc.marks.colon or before in doc.marks.comma or doc.classes[mark - 1] == "M"


def closes(doc: Document, source: Source | None, first: int) -> bool:
    """Whether words stand before the attribution in its clause and a mark closes it: as he said, also said."""
    if source is None or source.last >= len(doc.tokens):
        return source is not None and first > 0
    if first == 0 or doc.tokens.norm[first - 1] in doc.marks.stop:
        return doc.tokens.norm[source.last] in doc.marks.comma and doc.time_at(source.last + 1) is None
    if doc.classes[first - 1] != MARK:
        return False
    end = _behind_medium(doc, source.last)
    return end < len(doc.tokens) and doc.classes[end] == MARK


def _behind_medium(doc: Document, i: int) -> int:
    """The end of whom a source told, an agency, and of the day of it, right behind the source."""
    actor = doc.index.actors.get(i)
    if actor is not None and actor.entry.get("kind") == "media":
        i = actor.last
    elif i in doc.outlet:
        i = doc.outlet[i]
    return doc.timed[i].last if i in doc.timed else i
