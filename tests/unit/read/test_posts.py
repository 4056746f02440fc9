"""Posts, saved or exported from Telegram: the author is the outlet, what is passed on is credited."""

import json
from datetime import date

import msgspec
import pytest

from riwaya.link.tables import load
from riwaya.link.voices import speakers
from riwaya.model.article import Article
from riwaya.model.errors import PageError
from riwaya.read import read_inputs
from riwaya.read.warc import Skipped

TODAY = date(2026, 11, 22)
TEXT = "قتل ثلاثة مدنيين في قصف مدفعي استهدف سوق بلدة اللطامنة صباح اليوم."
POST = {
    "platform": "x",
    "author": "شبكة المرسى",
    "handle": "@marsa",
    "url": "https://x.com/marsa/status/1",
    "posted_at": "2019-06-20T09:12:00+03:00",
    "text": f"{TEXT}\n\nhttps://t.co/abc #سوريا",
}


def message(number=7, text=TEXT, **more):
    return {
        "id": number,
        "type": "message",
        "date": "2019-06-20T08:12:00",
        "date_unixtime": "1561011120",
        "from": "شبكة المرسى",
        "from_id": "channel1234567890",
        "text": text,
        "text_entities": [],
        **more,
    }


def export(*messages, **more):
    chat = {"name": "شبكة المرسى", "type": "public_channel", "id": 1234567890, "messages": list(messages), **more}
    return json.dumps(chat, ensure_ascii=False, indent=1).encode()


def read(data):
    return list(read_inputs(["-"], reading_date=TODAY, stdin=data))


def posts(*given):
    return read("\n".join(json.dumps(post, ensure_ascii=False) for post in given).encode())


def test_the_author_of_a_saved_post_is_its_outlet():
    [article] = posts(POST)
    assert (article.outlet, article.authors, article.channel) == ("شبكة المرسى", ("@marsa",), "x")
    assert (article.url, article.published, article.published_basis) == (POST["url"], POST["posted_at"], "given")
    assert article.text == TEXT
    assert [(r.text, r.reason) for r in article.removed] == [("https://t.co/abc #سوريا", "links")]


def test_articles_have_no_channel():
    [article] = posts({"id": "a1", "text": TEXT, "platform": "x"})
    assert b"channel" not in msgspec.json.encode(article)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"platform": "pigeon"}, "not a post: Invalid enum value 'pigeon'"),
        ({"author": " "}, "author is blank"),
        ({"text": ""}, "text is blank"),
        ({"posted_at": "yesterday"}, "posted_at is no ISO 8601 date: 'yesterday'"),
        ({"author": None}, "not a post: Expected `str`, got `null` - at `$.author`"),
        ({"text": "Good morning"}, "no Arabic text found"),
        ({"text": "https://t.co/x"}, "no Arabic text found"),
    ],
)
def test_bad_posts_are_errors_of_their_own(changes, reason):
    error, article = posts({**POST, **changes}, POST)
    assert isinstance(article, Article)
    assert reason in error.reason
    assert error.name == "standard input:1"


def test_messages_of_telegram():
    parts = [
        "عاجل: ",
        {"type": "bold", "text": "قصف مدفعي"},
        " على سوق البلدة\n\n",
        {"type": "link", "text": "https://t.me/x"},
    ]
    article, edited = read(export(message(text=parts, author="سليم"), message(8, edited_unixtime="1561014720")))
    assert (article.outlet, article.channel, article.authors) == ("شبكة المرسى", "telegram", ("سليم",))
    assert article.text == "عاجل: قصف مدفعي على سوق البلدة"
    assert article.url == "https://t.me/c/1234567890/7"
    assert article.published == "2019-06-20T09:12:00+03:00"
    assert ("2019-06-20T10:12:00+03:00", "edited") in [(r.text, r.reason) for r in edited.removed]


def test_what_is_no_post_is_skipped_and_counted():
    service = {"id": 1, "type": "service", "action": "pin_message", "text": ""}
    found = read(export(service, message(2, text="", photo="photos/1.jpg"), message(3, text="👍 123"), message(4)))
    assert [item.reason for item in found if isinstance(item, Skipped)] == [
        "service message",
        "message without words",
        "message without words",
    ]
    assert [item.url for item in found if isinstance(item, Article)] == ["https://t.me/c/1234567890/4"]


def test_a_message_that_is_none_costs_only_itself():
    found = read(export({"id": "x", "type": "message", "text": TEXT}, message(5, **{"from": None}), message(6, text=7)))
    assert [isinstance(item, PageError) for item in found] == [True, False, True]
    assert found[0].name == "standard input:message number 1"
    assert found[1].outlet == "شبكة المرسى"


def test_an_account_with_many_chats():
    chats = [json.loads(export(message(1))), json.loads(export(message(2), name="قناة أخرى", id=5))]
    whole = json.dumps({"about": "x", "chats": {"about": "y", "list": chats}}, ensure_ascii=False, indent=1)
    assert [item.url for item in read(whole.encode())] == ["https://t.me/c/1234567890/1", "https://t.me/c/5/2"]


@pytest.mark.parametrize(
    "data", [export(message())[:-40], b'{"messages": [', b'{"messages": [7]}', b'{"chats": {"list": 3}}']
)
def test_an_export_that_is_damaged(data):
    [error] = read(data)
    assert isinstance(error, PageError)
    assert "Telegram" in error.reason


def test_a_folder_of_an_export(tmp_path):
    folder = tmp_path / "ChatExport_2026-11-22"
    (folder / "photos").mkdir(parents=True)
    (folder / "photos/photo_1.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "result.json").write_bytes(export(message(1), message(2)))
    found = list(read_inputs([str(folder)], reading_date=TODAY))
    assert [item.url for item in found] == ["https://t.me/c/1234567890/1", "https://t.me/c/1234567890/2"]


def test_the_same_message_has_the_same_bytes_in_every_export():
    first, again = (read(export(*messages))[-1] for messages in ([message(7)], [message(6), message(7)]))
    assert first.sha256 == again.sha256


@pytest.fixture(scope="module")
def reading():
    from riwaya.pipeline import analyse, resources

    given, tables = resources(), load()
    return lambda article: analyse(article, given), tables


def test_a_post_speaks_in_its_own_voice_and_one_passed_on_in_that_of_its_author(reading):
    analyse, tables = reading
    own, passed = (analyse(article) for article in read(export(message(1), message(2, forwarded_from="مرصد الساحل"))))
    for record in (own, passed):
        assert [(claim.delivery, claim.chain) for claim in record.claims] == [("own_voice", ())]
    assert [speaker.voice.name for speaker in speakers(own, tables)] == ["شبكة المرسى"]
    assert [(s.voice.name, s.voice.basis) for s in speakers(passed, tables)] == [("مرصد الساحل", "credit")]


def test_an_actor_who_posts_is_the_source_that_others_name(reading):
    analyse, tables = reading
    [post] = posts({**POST, "author": "قوات سوريا الديمقراطية", "platform": "telegram"})
    [speaker] = speakers(analyse(post), tables)
    assert speaker.voice.key == "actor:sdf"
