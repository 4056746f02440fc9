"""Articles for the stores, read by the real engine."""

import hashlib

import msgspec
from tests.corpora import READING_DATE, ROOT

from riwaya.model.errors import PageError
from riwaya.model.record import Engine
from riwaya.pipeline import analyse
from riwaya.read import Received, read_received, receive
from riwaya.store.base import Capture, Entry

SEEN = "2026-11-01T08:00:00Z"
LATER = "2026-11-02T08:00:00Z"
NEWER = Engine("9.9.9", "0123456789abcdef")

SHELLING = (
    "قال قائد الشرطة إن ثلاثة أشخاص قتلوا في انفجار عبوة ناسفة وسط مدينة الرقة يوم الجمعة الماضي.\n"
    "ونفت وزارة الدفاع الروسية قصف السوق في بلدة اللطامنة."
)
CORRECTED = SHELLING.replace("ثلاثة أشخاص قتلوا", "خمسة أشخاص قتلوا")
TAKEN = "أعلن المتحدث باسم قوات سوريا الديمقراطية، مصطفى بالي، السيطرة على بلدة هجين بريف دير الزور."


def page_bytes(text=SHELLING, **fields):
    """One line of JSON Lines."""
    line = {"id": "a1", "text": text, "outlet": "جريدة", "published": "2019-06-21", **fields}
    return msgspec.json.encode(line)


def entry(engine, data, name="pages.jsonl:1", seen_at=SEEN, form="line"):
    """What is added for some bytes."""
    article = read_received(Received(name, form, data), READING_DATE)
    outcome = article if isinstance(article, PageError) else analyse(article, engine)
    capture = Capture(
        sha256=hashlib.sha256(data).hexdigest(),
        form=form,
        name=name,
        size=len(data),
        read_on=READING_DATE.isoformat(),
        seen_at=seen_at,
    )
    return Entry(capture=capture, data=data, outcome=outcome, engine=engine.engine)


def example_entries(engine):
    """Every page of examples/."""
    for found in receive([str(ROOT / "examples")]):
        yield entry(engine, found.data, found.name, form=found.form)


def by(record, engine):
    """The same reading as if another engine had made it."""
    return msgspec.structs.replace(record, engine=engine)
