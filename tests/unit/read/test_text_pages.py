"""Text pages saved from a browser: what is kept, what is removed and why."""

import datetime
import json
import os
from pathlib import Path

import pytest

from riwaya.model.article import Article, Caption
from riwaya.read import read_inputs

TODAY = datetime.date(2026, 11, 22)
SHARED = Path(os.environ.get("RIWAYA_SHARED", Path(__file__).parents[4] / "shared"))


def read(text, today=TODAY):
    found = list(read_inputs(["-"], reading_date=today, stdin=text.encode()))
    assert len(found) == 1
    assert isinstance(found[0], Article), found[0]
    return found[0]


PAGE = """Skip to main content
القائمة
الرئيسية
أخبار
الرئيسية / أخبار / السودان
قذائف على حي سكني في أم درمان ونداء لوقف القصف
نُشر في: 14 مايو 2024 | آخر تحديث: 15 مايو 2024 الساعة 10:22
كتب: سامر الحسن
شارك
سيارة إسعاف في أحد شوارع المدينة (الأناضول)
أصيب ستة مدنيين، يوم الثلاثاء، حين سقطت قذائف على حي سكني غربي المدينة، بحسب متطوعين.
وقالت متطوعة في غرفة طوارئ الحي لسودان تربيون إن القذائف سقطت قرب مدرسة.
اقرأ أيضا: أسعار الدقيق ترتفع في أسواق العاصمة
وطالبت لجنة الحي الطرفين بوقف القصف.
إعلان
ماء ودواء
وتعاني المدينة من نقص حاد في الدواء منذ أسابيع.
المصدر: سودان تربيون
الوسوم
أم درمان
مواضيع ذات صلة
أسعار الدقيق ترتفع في أسواق العاصمة
12 مايو 2024
اترك تعليقا
أبو أحمد يقول
نسأل الله السلامة لأهلنا في كل مكان وأن يعم السلام بلادنا الحبيبة في القريب العاجل.
جميع الحقوق محفوظة © 2024 سودان تربيون
"""


def test_a_page_with_all_its_debris():
    article = read(PAGE)
    assert article.text.split("\n") == [
        "أصيب ستة مدنيين، يوم الثلاثاء، حين سقطت قذائف على حي سكني غربي المدينة، بحسب متطوعين.",
        "وقالت متطوعة في غرفة طوارئ الحي لسودان تربيون إن القذائف سقطت قرب مدرسة.",
        "وطالبت لجنة الحي الطرفين بوقف القصف.",
        "ماء ودواء",
        "وتعاني المدينة من نقص حاد في الدواء منذ أسابيع.",
    ]
    assert article.title == "قذائف على حي سكني في أم درمان ونداء لوقف القصف"
    assert (article.outlet, article.authors) == ("سودان تربيون", ("سامر الحسن",))
    assert (article.published, article.published_basis) == ("2024-05-14", "page")
    assert article.captions == (Caption("سيارة إسعاف في أحد شوارع المدينة (الأناضول)", "الأناضول"),)


def test_every_removed_line_has_its_reason():
    reasons = {removed.text: removed.reason for removed in read(PAGE).removed}
    assert reasons["اقرأ أيضا: أسعار الدقيق ترتفع في أسواق العاصمة"] == "related"
    assert reasons["إعلان"] == "advertisement"
    assert reasons["أم درمان"] == "tags"
    assert reasons["أبو أحمد يقول"] == "comments"
    kept = set(read(PAGE).text.split("\n"))
    lines = {line for line in PAGE.splitlines() if line}
    assert lines == kept | set(reasons)


def test_a_browser_title_with_the_outlet_gives_way_to_the_title_on_the_page():
    article = read(
        "انفجار عبوة على طريق ترابي - المصدر أونلاين\nالمصدر أونلاين\nانفجار عبوة على طريق ترابي\n\n"
        "جرح جنديان بانفجار عبوة زرعت إلى جانب طريق ترابي شرقي المحافظة، وفق مصدر محلي.\n"
        'وقال المصدر لـ"المصدر أونلاين" إن دورية كانت تمر من المكان.\n'
    )
    assert (article.title, article.outlet) == ("انفجار عبوة على طريق ترابي", "المصدر أونلاين")


def test_invisible_characters_and_no_break_spaces_leave_the_text():
    article = read(
        "فتح الطريق أمام القوافل\n\nقال\u00a0سائق\u200f إن الطر\u00adيق  مفتوح\u200b أمام القوافل منذ الصباح الباكر."
    )
    assert article.text == "قال سائق إن الطريق مفتوح أمام القوافل منذ الصباح الباكر."


def test_a_caption_glued_to_an_icon_is_kept_once():
    caption = "أطفال يملؤون الماء من صهريج"
    article = read(
        f"صهاريج الماء تصل إلى المخيم\n{caption}\ncamera icon{caption}\n"
        "وصلت صهاريج الماء إلى المخيم بعد انقطاع دام أسبوعا كاملا، بحسب إدارته."
    )
    assert article.captions == (Caption(caption),)
    assert [r.reason for r in article.removed if caption in r.text] == ["caption", "duplicate caption"]
    assert caption not in article.text


@pytest.mark.parametrize(
    ("sentence", "published"),
    [
        ("وقال المدير اليوم، الاثنين 28 من كانون الثاني، إن الطريق مفتوح أمام القوافل كلها.", "2019-01-28"),
        ("وصلت القافلة يوم الأحد 13 أكتوبر إلى المخيم الواقع شمال المدينة، بحسب إدارته.", "2024-10-13"),
        ("تعقد الجلسة يوم الأحد 13 أكتوبر المقبل في القاعة الكبرى، بحسب إدارة المؤتمر وحدها.", None),
    ],
)
def test_the_year_is_solved_from_the_weekday(sentence, published):
    article = read("الطريق مفتوح أمام القوافل\n\n" + sentence)
    assert article.published == published
    assert article.published_basis == ("weekday" if published else "none")


@pytest.mark.parametrize(
    ("opening", "dateline"),
    [
        ("دمشق - قال مسؤول الإغاثة إن القافلة وصلت إلى المخيم صباح اليوم.", "دمشق"),
        ("غزة (رويترز) - قال مسعف إن الطريق مفتوح أمام سيارات الإسعاف.", "غزة (رويترز)"),
        ("بغداد/ شفق نيوز/ قال مصدر إن الطريق مفتوح أمام المدنيين.", "بغداد/ شفق نيوز"),
        ("وقال المدير - وهو طبيب - إن المستشفى يعمل بنصف طاقته منذ أسبوع.", None),
    ],
)
def test_a_dateline_is_detected_and_left_in_the_text(opening, dateline):
    article = read("وصول قافلة إغاثة إلى المخيم\n\n" + opening)
    assert article.dateline == dateline
    assert article.text.startswith(opening)


@pytest.mark.skipif(not (SHARED / "seed").exists(), reason="the shared corpus is not here")
def test_the_seed_page_gives_the_gold_text():
    gold = json.loads((SHARED / "gold/seed.jsonl").read_text(encoding="utf-8").splitlines()[0])
    [page] = sorted((SHARED / "seed").glob("*.txt"))
    [article] = read_inputs([str(page)], reading_date=TODAY)
    assert article.text == gold["text"]
    assert (article.title, article.outlet) == (gold["title"], gold["outlet"])
    assert (article.published, article.published_basis, article.url) == ("2019-01-28", "weekday", None)
    assert [(c.credit, c.date) for c in article.captions] == [("رويترز", "2017")]
    assert {"title", "caption", "duplicate caption", "icon", "related", "donation"} <= {
        r.reason for r in article.removed
    }


def test_paragraphs_without_full_stops_are_read():
    paragraphs = [
        "أعلن الناطق باسم الشرطة صباح اليوم فتح الطريق الدولي أمام حركة السيارات",
        "وقال إن فرق الهندسة أزالت الألغام من جانبي الطريق خلال يومين من العمل",
        "ولم تسجل إصابات بين العاملين",
        "وتمنى السائقون أن تبقى الطريق مفتوحة طوال موسم الحصاد المقبل",
    ]
    article = read(
        "\n".join(["الشرطة تفتح الطريق الدولي", paragraphs[0], "اقرأ أيضا: أسعار القمح", *paragraphs[1:], "شارك"])
    )
    assert article.text.split("\n") == paragraphs


def test_a_dateline_alone_on_its_line():
    article = read(
        "فتح الطريق الدولي أمام السيارات\nدمشق-سانا\nفتحت فرق الهندسة الطريق الدولي أمام السيارات بعد إزالة الألغام."
    )
    assert article.dateline == "دمشق-سانا"
    assert article.text == "فتحت فرق الهندسة الطريق الدولي أمام السيارات بعد إزالة الألغام."


@pytest.mark.parametrize(
    "line",
    [
        "أكتوبر 3, 2025",
        "الجمعة، 3 تشرين الأول 2025",
        "3 أكتوبر/تشرين الأول 2025 آخر تحديث: 4 أكتوبر 2025",
        "تاريخ النشر: 2025/10/03 - 12:30",
        "٣-١٠-٢٠٢٥",
        "Oct 3, 2025",
        "الجمعة 11 ربيع الآخر 1447هـ الموافق 3 أكتوبر 2025م",
        "سامر الحسن - 3 تشرين أول 2025",
    ],
)
def test_date_lines_under_the_title(line):
    article = read(
        f"فتح الطريق الدولي أمام السيارات\n{line}\nفتحت فرق الهندسة الطريق الدولي أمام السيارات بعد إزالة الألغام."
    )
    assert (article.published, article.published_basis) == ("2025-10-03", "page")
    assert "2025" not in article.text


def test_the_day_of_the_visit_and_the_ticker_above_the_title_do_not_count():
    sentence = "فتحت فرق الهندسة الطريق الدولي أمام السيارات بعد إزالة الألغام."
    article = read(
        "البث الحي أخبار برامج طقس\nالأحد 1 ديسمبر 2024 | 14:22\nعاجل ارتفاع أسعار القمح في السوق المحلية اليوم\n"
        "فتح الطريق الدولي أمام السيارات\nبواسطة محرر السهل 3 أكتوبر، 2024 مدة القراءة: دقيقتان\n"
        f"أرشيفية: جرافة على الطريق\n{sentence}\n#السهل #الطريق\n"
        "طباعة الخبر | إرسال إلى صديق | عدد القراءات: 21\nالتعليقات (2)\nقارئ"
    )
    assert article.title == "فتح الطريق الدولي أمام السيارات"
    assert (article.published, article.text) == ("2024-10-03", sentence)
    assert [caption.text for caption in article.captions] == ["أرشيفية: جرافة على الطريق"]
