"""Events: codes type by type, times, quantities, misspelt triggers, who is left unsaid, and text without shape."""

import shutil
from time import process_time

import pytest
from tests.reading import loaded, read_until

from riwaya.annotate import events
from riwaya.annotate.event_codes import load_ontology
from riwaya.annotate.event_rules import load_types
from riwaya.model.claim import AcledCode, PloverCode
from riwaya.model.errors import DataError
from riwaya.rules.files import data_folder

STRATEGIC, BATTLES, REMOTE = "Strategic developments", "Battles", "Explosions/Remote violence"
CIVILIANS = "Violence against civilians"
OTHER = (STRATEGIC, "Other")
# Codebook section 3, row by row: ACLED event and sub-event type, PLOVER event and mode.
CODES = {
    "territory_taken": ((BATTLES, "Non-state actor overtakes territory"), ("COERCE", "seize")),
    "territory_transferred": ((STRATEGIC, "Non-violent transfer of territory"), ("CONCEDE", None)),
    "territory_held": (None, None),
    "advance": ((BATTLES, "Armed clash"), ("ASSAULT", None)),
    "withdrawal": (OTHER, ("RETREAT", "withdraw")),
    "defeat": (None, None),
    "siege": (OTHER, ("COERCE", "restrict")),
    "siege_broken": (OTHER, ("RETREAT", "access")),
    "armed_clash": ((BATTLES, "Armed clash"), ("ASSAULT", "firearms")),
    "attack": ((BATTLES, "Armed clash"), ("ASSAULT", None)),
    "air_strike": ((REMOTE, "Air/drone strike"), ("ASSAULT", "aerial")),
    "drone_strike": ((REMOTE, "Air/drone strike"), ("ASSAULT", "drone")),
    "shelling": ((REMOTE, "Shelling/artillery/missile attack"), ("ASSAULT", "heavy-weapons")),
    "explosive_device": ((REMOTE, "Remote explosive/landmine/IED"), ("ASSAULT", "explosives")),
    "vehicle_bomb": ((REMOTE, "Remote explosive/landmine/IED"), ("ASSAULT", "explosives")),
    "suicide_bombing": ((REMOTE, "Suicide bomb"), ("ASSAULT", "suicide-attack")),
    "chemical_attack": ((REMOTE, "Chemical weapon"), ("ASSAULT", "unconventional")),
    "killing": ((CIVILIANS, "Attack"), ("ASSAULT", "targeted")),
    "assassination": ((CIVILIANS, "Attack"), ("ASSAULT", "targeted")),
    "abduction": ((CIVILIANS, "Abduction/forced disappearance"), ("ASSAULT", "abduct")),
    "detention": ((STRATEGIC, "Arrests"), ("COERCE", "arrest")),
    "torture": ((CIVILIANS, "Attack"), ("ASSAULT", "torture")),
    "sexual_violence": ((CIVILIANS, "Sexual violence"), ("ASSAULT", "sexual")),
    "human_shields": ((CIVILIANS, "Abduction/forced disappearance"), ("ASSAULT", "abduct")),
    "casualties": (None, None),
    "destruction": ((STRATEGIC, "Looting/property destruction"), ("ASSAULT", "destroy")),
    "weapons_disrupted": ((STRATEGIC, "Disrupted weapons use"), None),
    "mobilization": (OTHER, ("MOBILIZE", "troops")),
    "military_support": (None, ("SUPPORT", None)),
    "displacement": (None, None),
    "evacuation": (None, ("RETREAT", "access")),
    "return": (None, None),
    "aid": (None, ("AID", None)),
    "aid_blocked": (OTHER, ("COERCE", "restrict")),
    "negotiation": (None, ("CONSULT", None)),
    "meeting": (None, ("CONSULT", "visit")),
    "agreement": ((STRATEGIC, "Agreement"), ("AGREE", None)),
    "ceasefire": ((STRATEGIC, "Agreement"), ("RETREAT", "ceasefire")),
    "release": (None, ("RETREAT", "release")),
    "exchange": (OTHER, ("RETREAT", "release")),
    "demand": (None, ("REQUEST", None)),
    "threat": (None, ("THREATEN", None)),
    "accusation": (None, ("ACCUSE", None)),
    "protest": (("Protests", "Peaceful protest"), ("PROTEST", "demo")),
    "riot": (("Riots", "Violent demonstration"), ("PROTEST", "riot")),
    "sanction": (None, ("SANCTION", None)),
    "legal_action": (None, ("SANCTION", "convict")),
    "political_change": ((STRATEGIC, "Change to group/activity"), None),
}
ONTOLOGY = load_ontology(data_folder())


def document(text):
    return read_until(events, text, published="2024-03-15")


def only(text, kind):
    return next(found.event for found in document(text).events if found.event.type == kind)


@pytest.mark.parametrize("kind", sorted(CODES))
def test_codes_are_those_of_the_codebook(kind):
    acled, plover = CODES[kind]
    assert ONTOLOGY.acled(kind, (), ()) == (AcledCode(*acled) if acled else None)
    assert ONTOLOGY.plover(kind) == (PloverCode(*plover) if plover else None)


def test_every_type_has_triggers_and_codes():
    assert {kind.type for kind in load_types(data_folder())} == set(CODES) == set(ONTOLOGY.types)


@pytest.mark.parametrize(
    ("kind", "sub_event"),
    [
        ("government", "Government regains territory"),
        ("military", "Government regains territory"),
        ("armed_group", "Non-state actor overtakes territory"),
    ],
)
def test_who_takes_territory_decides_the_sub_event(kind, sub_event):
    assert ONTOLOGY.acled("territory_taken", {kind}, ()) == AcledCode(BATTLES, sub_event)


def test_an_army_regains_territory():
    event = only("استعاد الجيش العراقي مدينة الموصل.", "territory_taken")
    assert event.acled == AcledCode(BATTLES, "Government regains territory")


def test_an_attack_on_civilians_is_violence_against_them():
    event = only("اعتدى مسلحون على مزارعين في محافظة ديالى.", "attack")
    assert event.acled == AcledCode(CIVILIANS, "Attack")
    event = only("اعتدى مسلحون على ثكنة في محافظة ديالى.", "attack")
    assert event.acled == AcledCode(BATTLES, "Armed clash")


def test_an_event_bears_the_time_of_its_clause():
    event = only("قصفت المدفعية بلدة كفرنبل يوم 10 مارس 2024.", "shelling")
    assert (event.start, event.end) == ("2024-03-10", "2024-03-10")


def test_the_dead_are_a_quantity_of_what_killed_them():
    text = "قتل سبعة مدنيين في غارة على مدينة صعدة."
    doc = document(text)
    (found,) = doc.events
    assert found.event.type == "air_strike"
    assert [doc.quantities[n].item.value for n in found.event.quantities] == [7]
    assert [patient.text for patient in found.event.patients] == ["سبعة مدنيين"]


def test_deaths_since_an_attack_are_not_taken_up_by_it():
    text = "قتل سبعة مدنيين في صعدة منذ أن شنت القوات هجوما على المدينة."
    assert {found.event.type for found in document(text).events} == {"casualties", "attack"}


def triggers(text):
    return [found.event.trigger.text for found in document(text).events]


@pytest.mark.parametrize("word", ["المففخة", "المفخخه", "المفخة"])
def test_a_slip_of_the_pen_counts_after_a_word_that_agrees(word):
    assert any(word in trigger for trigger in triggers(f"هاجم التنظيم القرية بالسيارات {word}."))


def test_two_slips_are_another_word():
    assert not any("المخففة" in trigger for trigger in triggers("هاجم التنظيم القرية بالسيارات المخففة."))


def test_a_slip_of_the_pen_needs_its_neighbour():
    assert not document("تحدث الخبير عن الأسعار المففخة.").events


def test_a_verb_without_a_subject_leaves_its_agent_to_the_claim():
    (found,) = document("استعادت مدينة حرض.").events
    assert found.pro_drop
    assert found.event.agents == ()


def test_names_are_no_triggers():
    assert not document("أصدرت هيئة تحرير الشام بيانا.").events


@pytest.mark.parametrize(
    "text",
    ["", ".", '«»""، ، ؛ :', "قصف " * 5_000, "و" * 20_000, "abc def. ghi", "على على على من من في"],
)
def test_text_without_shape_is_read_without_a_fault(text):
    for found in document(text).events:
        assert text[slice(*found.event.trigger.span)] == found.event.trigger.text


def test_a_verb_that_the_table_lacks_is_a_fault_that_names_file_and_key(tmp_path):
    folder = shutil.copytree(data_folder(), tmp_path / "data")
    path = folder / "grammar/events/advance.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"زحف"', '"زحفلق"'), encoding="utf-8")
    base = loaded().base
    with pytest.raises(DataError) as caught:
        events.load(type(base)(**{**vars(base), "folder": folder}))
    assert any("events/advance" in fault and "زحفلق" in fault for fault in caught.value.faults)


def test_time_is_linear_in_the_length_of_a_sentence_without_end():
    sentence = "قتل سبعة مدنيين وقصفت القوات مدينة حلب وأصيب آخرون في هجوم شنه مسلحون على قرية "
    given = loaded()
    own = next(tables for stage, tables in given.tables if stage is events)

    def seconds(times):
        doc = document(sentence * times)
        begin = process_time()
        events.annotate(doc, own)
        return process_time() - begin

    assert min(seconds(200) for _ in range(3)) < 8 * min(seconds(50) for _ in range(3))


def test_so_that_and_and_that_are_no_part_of_who_acts():
    taken = only("وبحسب الوكالة فإن الجيش سيطر على القرية.", "territory_taken")
    shelled = only("وقالت إن جنديين قتلا وإن القوات قصفت المدينة.", "shelling")
    assert [agent.text for event in (taken, shelled) for agent in event.agents] == ["الجيش", "القوات"]


@pytest.mark.parametrize(
    ("text", "kind", "agents", "patients", "places"),
    [
        ("استشهد 73 مواطنا وأصيب العشرات برصاص قوات الاحتلال في جنين.",
         "killing", ["قوات الاحتلال"], ["73 مواطنا", "العشرات"], ["جنين"]),
        ("اعتقلت قوات الاحتلال، فجر اليوم الأحد، عشرة مواطنين من نابلس.",
         "detention", ["قوات الاحتلال"], None, ["نابلس"]),
        ("استهدفت مقاتلات التحالف، الجمعة، معسكرا للحوثيين في صعدة.",
         "air_strike", ["مقاتلات التحالف"], ["معسكرا"], ["صعدة"]),
        ("اقتحم المستوطنون قرية المغير شمال رام الله.", "attack", ["المستوطنون"], [], ["المغير"]),
        ("مقتل ثلاثة جنود وإصابة خمسة آخرين في انفجار لغم.", "explosive_device", [], ["ثلاثة جنود", "خمسة آخرين"], []),
        ("بلغت الحصيلة 53 ألفا و900 شهيد منذ بدء الحرب.", "casualties", [], ["53 ألفا و900 شهيد"], []),
        ("شنت الولايات المتحدة وبريطانيا ضربات على مواقع للحوثيين في الحديدة.",
         "attack", ["الولايات المتحدة", "بريطانيا"], ["مواقع"], ["الحديدة"]),
        ("نفذت طائرة مسيرة غارة على سيارة في شبوة.", "drone_strike", ["طائرة مسيرة"], ["سيارة"], ["شبوة"]),
        ("سيطر مسلحون على خط أنابيب الغاز قرب العريش.", "territory_taken", ["مسلحون"], [], ["العريش"]),
        ("التقى وزير الخارجية وليد المعلم المبعوث الأممي في دمشق.",
         "meeting", ["وزير الخارجية وليد المعلم", "المبعوث الأممي"], [], ["دمشق"]),
        ("شنت القوات هجوما واسعا لاستعادة السيطرة على بلدة حيس.", "attack", ["القوات"], [], ["حيس"]),
        ("قضت المحكمة بإعدام خمسة متهمين في بغداد.", "legal_action", ["المحكمة"], ["خمسة متهمين"], ["بغداد"]),
        ("القوات الحكومية التي تدعمها الإمارات قد انتزعت ميناء المخا.",
         "territory_taken", ["القوات الحكومية"], [], ["المخا"]),
        ("خرج المدنيون من الحي خوفا من اعتقالهم.", "detention", [], ["المدنيون"], []),
        ("نزوح ما لا يقل عن 70 ألف شخص من الفاشر.", "displacement", [], None, ["الفاشر"]),
        ("قصفت مدفعية الاحتلال حي الشجاعية شرق غزة.", "shelling", ["مدفعية الاحتلال"], [], ["الشجاعية"]),
        ("عقد الطرفان محادثات في موسكو حول الأوضاع في سوريا.", "negotiation", ["الطرفان"], [], ["موسكو"]),
        ("وقعت اشتباكات بين قوات الدعم السريع من جهة والجيش السوداني من جهة أخرى في أم درمان.",
         "armed_clash", ["قوات الدعم السريع", "الجيش السوداني"], [], ["أم درمان"]),
        ("اشتباكات دارت ليلا في محيط بلدة تل حلف بين وحدات حماية الشعب وجبهة النصرة.",
         "armed_clash", ["وحدات حماية الشعب", "جبهة النصرة"], [], ["تل حلف"]),
        ("تقاتل تركيا وحدات حماية الشعب في عفرين.", "armed_clash", ["تركيا"], ["وحدات حماية الشعب"], ["عفرين"]),
    ],

)  # fmt: skip
def test_who_did_what_to_whom_where(text, kind, agents, patients, places):
    event = only(text, kind)
    assert sorted(agent.text for agent in event.agents) == sorted(agents)
    assert patients is None or sorted(patient.text for patient in event.patients) == sorted(patients)
    assert [place.text for place in event.places] == places


@pytest.mark.parametrize(
    "text",
    [
        "ولم ترد أنباء عن سقوط ضحايا في البلدة.",
        "ولم تسجل إصابات بين السكان.",
        "انتهت المظاهرة من دون تسجيل إصابات.",
    ],
)
def test_nobody_is_said_to_be_hurt(text):
    assert only(text, "casualties").polarity == "negative"
