"""The demo's content is whole, plain, fictional and adds up."""

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest

import jury
from jury.demo import judging

HOUSE = Path(jury.__file__).parent
DEMO = HOUSE / "demo"
LANGUAGES = {"nl", "fr", "de", "en"}
KINDS = {"citizens", "public_body", "association", "company", "knowledge", "informal"}
PARTS = {"agenda", "solution", "financing", "decision", "execution", "upkeep"}
LINE_KINDS = {"staff", "material", "participation", "other"}
PHASES = {
    "proposals", "registration", "eligibility", "draw", "confirmation",
    "reading", "deliberation", "decision", "publication",
}  # fmt: skip
LONG_TEXTS = ("how", "uncertain", "shared_interest", "interests", "missing", "afterwards")
FILES = sorted((DEMO / "proposals").glob("*.json"))


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


CALL = read(DEMO / "call.json")
SETS = read(HOUSE / "calls" / "criteria_sets.json")
TEMPLATES = read(HOUSE / "calls" / "templates.json")
FIGURES = DEMO.parent / "calls" / "reference" / "brussels.json"
POPULATION = read(FIGURES)
NAMES = read(DEMO / "names.json")
PROPOSALS = [read(path) for path in FILES]
DATA = [
    *FILES, DEMO / "call.json", FIGURES, DEMO / "names.json",
    HOUSE / "calls" / "criteria_sets.json", HOUSE / "calls" / "templates.json",
]  # fmt: skip


def strings(thing):
    """Every string inside a JSON value, keys left out."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict):
        for value in thing.values():
            yield from strings(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from strings(value)


def localised(thing):
    """Every text in several languages inside a JSON value."""
    if isinstance(thing, dict):
        if thing and set(thing) <= LANGUAGES:
            yield thing
        else:
            for value in thing.values():
                yield from localised(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from localised(value)


def words(text):
    return [word for word in text.split() if re.search(r"\w", word)]


def sentences(text):
    return [words(part) for part in re.split(r"(?<=[.?!])\s+", text) if words(part)]


def is_plain(text):
    lengths = [len(sentence) for sentence in sentences(text)]
    return sum(lengths) / len(lengths) < 15 and max(lengths) <= 25


@pytest.fixture(params=PROPOSALS, ids=[path.stem for path in FILES])
def proposal(request):
    return request.param


@pytest.mark.parametrize("path", DATA, ids=[path.name for path in DATA])
def test_a_data_file_is_small_and_written_in_the_house_way(path):
    text = path.read_text(encoding="utf-8")

    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"
    assert path.stat().st_size < 250_000


def test_half_of_the_proposals_are_in_dutch_and_half_in_french():
    assert [p["number"] for p in PROPOSALS] == list(range(1, 25))
    assert Counter(p["language"] for p in PROPOSALS) == {"nl": 12, "fr": 12}
    assert [f"{p['number']:02d}-{p['slug']}" for p in PROPOSALS] == [path.stem for path in FILES]
    assert len({p["title"] for p in PROPOSALS}) == 24


def test_the_summary_is_plain_and_of_one_page_in_both_languages(proposal):
    assert set(proposal["summary"]) == {"nl", "fr"}
    for text in proposal["summary"].values():
        assert 150 <= len(words(text)) <= 220
        assert is_plain(text)


def test_every_field_is_filled_in_short_sentences(proposal):
    assert proposal["title"] == proposal["titles"][proposal["language"]]
    assert set(proposal["titles"]) == {"nl", "fr"}
    assert all(proposal["titles"].values())
    assert len(proposal["title"]) <= 60
    assert proposal["research_question"].endswith("?")
    assert is_plain(proposal["research_question"])
    for key in LONG_TEXTS:
        assert 2 <= len(sentences(proposal[key])) <= 5
        assert is_plain(proposal[key])


def test_nothing_is_left_blank(proposal):
    assert all(text.strip() for text in strings(proposal))


def test_place_and_theme_are_known(proposal):
    homes = {
        town["refnis"]: (zone["key"], town["name"])
        for zone in POPULATION["zones"]
        for town in zone["municipalities"]
    }

    where = proposal["where"]

    assert (where["zone"], where["municipality"]) == homes[where["refnis"]]
    assert where["neighbourhood"][proposal["language"]] in proposal["place"]
    assert proposal["theme"] in {theme["key"] for theme in CALL["themes"]}


def test_partners_of_known_kinds_say_which_part_they_take(proposal):
    partners = proposal["partners"]

    assert 2 <= len(partners) <= 5
    assert len({partner["name"] for partner in partners}) == len(partners)
    for partner in partners:
        assert partner["kind"] in KINDS
        assert partner["role"]
        assert partner["parts"]
        assert set(partner["parts"]) <= PARTS
        assert len(set(partner["parts"])) == len(partner["parts"])
        assert partner["cofinancing_euros"] >= 0


def test_every_part_of_the_work_is_taken_by_somebody(proposal):
    taken = {part for partner in proposal["partners"] for part in partner["parts"]}

    assert taken == PARTS


def test_the_budget_is_the_sum_of_its_lines(proposal):
    lines = proposal["budget_lines"]

    assert proposal["budget_euros"] == sum(line["euros"] for line in lines)
    assert 45_000 <= proposal["budget_euros"] <= 220_000
    assert {line["kind"] for line in lines} <= LINE_KINDS
    assert all(line["euros"] > 0 and line["label"] for line in lines)


def test_the_money_is_enough_for_about_half():
    asked = sum(p["budget_euros"] for p in PROPOSALS)

    assert 2_800_000 <= asked <= 3_000_000
    assert CALL["budget_euros"] == 1_500_000


def test_the_latent_quality_covers_every_criterion(proposal):
    assert list(proposal["quality"]) == [criterion["key"] for criterion in CALL["criteria"]]
    assert all(-1.5 <= value <= 1.5 for value in proposal["quality"].values())


def test_a_few_proposals_divide_the_jury():
    divided = [p for p in PROPOSALS if p["contested"]]

    assert 3 <= len(divided) <= 4
    assert {p["minority_side"] for p in divided} == {"for", "against"}
    assert {p["minority_side"] for p in PROPOSALS if not p["contested"]} == {None}


def test_jurors_comment_in_their_own_language(proposal):
    comments = proposal["comments"]

    assert 2 <= len(comments) <= 4
    assert {comment["kind"] for comment in comments} <= {"for", "against"}
    assert {comment["language"] for comment in comments} <= {"nl", "fr"}
    assert all(is_plain(comment["text"]) for comment in comments)


def test_two_minority_opinions_one_in_each_language():
    opinions = [p["minority_opinion"] for p in PROPOSALS if p["minority_opinion"]]

    assert {opinion["language"] for opinion in opinions} == {"nl", "fr"}
    assert len(opinions) == 2
    assert all(40 <= len(words(o["text"])) <= 80 and is_plain(o["text"]) for o in opinions)


def test_everybody_is_reached_at_an_address_that_leads_nowhere():
    text = "\n".join(path.read_text(encoding="utf-8") for path in DATA)
    addresses = re.findall(r"[\w.+-]+@([\w.-]+)", text)
    sites = re.findall(r"https?://([^/\"]+)", text)
    phones = re.findall(r"\+32[\d ]+", text)

    assert len(addresses) == 25
    assert all(domain.endswith(".example") for domain in addresses + sites)
    assert all(re.fullmatch(r"\+32 2 555 0\d \d\d", phone) for phone in phones)


def test_what_officers_and_jurors_read_is_in_four_plain_languages():
    texts = [*localised(CALL), *localised(SETS), *localised(TEMPLATES)]
    texts += localised(POPULATION["categories"])

    assert len(texts) > 150
    for text in texts:
        assert set(text) == LANGUAGES
        assert all(is_plain(words) for words in text.values())


def test_french_keeps_a_question_mark_with_its_word():
    french = [text["fr"] for thing in (CALL, SETS, PROPOSALS) for text in localised(thing)]

    assert not [text for text in french if re.search(r" [:;?!»]", text)]


@pytest.mark.parametrize("found", [*SETS, CALL], ids=[*(s["key"] for s in SETS), "call"])
def test_weights_add_up_and_every_criterion_has_five_grades(found):
    criteria = found["criteria"]

    assert sum(criterion["weight"] for criterion in criteria) == 100
    assert len({criterion["key"] for criterion in criteria}) == len(criteria)
    assert [c["kind"] for c in criteria].count("impact") == 1
    for criterion in criteria:
        assert criterion["kind"] in {"impact", "output", "process"}
        assert len(criterion["scale"]) == 5
        assert len({grade["en"] for grade in criterion["scale"]}) == 5


def test_the_sets_are_the_six_marks_and_two_shorter_ones():
    assert {s["key"]: len(s["criteria"]) for s in SETS} == {
        "four_questions": 4,
        "six_marks": 6,
        "impact_feasibility": 3,
    }


def test_the_call_uses_a_template_and_a_set_that_exist():
    sets = {s["key"]: s for s in SETS}

    assert CALL["template"] in {template["key"] for template in TEMPLATES}
    assert CALL["criteria"] == sets[CALL["criteria_set"]]["criteria"]


@pytest.mark.parametrize("template", TEMPLATES, ids=[t["key"] for t in TEMPLATES])
def test_a_template_has_every_phase_once_and_in_order(template):
    starts = [phase["starts_day"] for phase in template["phases"]]

    assert {phase["kind"] for phase in template["phases"]} == PHASES
    assert len(template["phases"]) == len(PHASES)
    assert starts == sorted(starts)
    assert all(phase["days"] > 0 for phase in template["phases"])
    assert template["criteria_set"] in {s["key"] for s in SETS}
    assert template["influence"] in {"advice", "co_decision", "decision"}
    assert template["seats"] > template["alternates"] > 0


SIGNED_BY = {"nl": "Wij zijn met vijf", "fr": "Nous sommes cinq"}


def test_a_minority_that_says_how_many_it_is_says_how_many_sign():
    opinions = [found for path in FILES if (found := read(path)["minority_opinion"])]

    assert judging.SIGNERS == 5
    assert [o["text"].startswith(SIGNED_BY[o["language"]]) for o in opinions] == [True, True]


@pytest.mark.parametrize("category", POPULATION["categories"], ids=lambda c: c["key"])
def test_the_shares_of_a_category_add_up_to_one_and_name_their_source(category):
    assert sum(v["share"] for v in category["values"]) == pytest.approx(1, abs=1e-6)
    assert set(category["source"]) == {"name", "reference_date", "file", "note"}
    assert (HOUSE / "calls" / "reference" / category["source"]["file"]).exists()
    assert set(POPULATION["self_selection"]["weights"][category["key"]]) == {
        value["key"] for value in category["values"]
    }


def test_the_joint_shares_agree_with_each_category():
    joint = POPULATION["joint"]
    for category in POPULATION["categories"]:
        if category["key"] not in joint["categories"]:
            continue
        found = Counter()
        for cell in joint["cells"]:
            found[cell[category["key"]]] += cell["share"]
        for value in category["values"]:
            assert found[value["key"]] == pytest.approx(value["share"], abs=1e-6)


def test_the_shares_are_those_of_the_reference_table():
    with (HOUSE / "calls" / "reference" / "quota_marginals_18plus_2026_region.csv").open() as table:
        rows = {(r["feature"], r["value"]): float(r["share"]) for r in csv.DictReader(table)}
    for category in POPULATION["categories"][:2]:
        for value in category["values"]:
            known = rows.get((category["key"], value["key"]), 0.0)
            assert value["share"] == pytest.approx(known, abs=1e-4)
    zones = [town for zone in POPULATION["zones"] for town in zone["municipalities"]]
    assert len({town["refnis"] for town in zones}) == 19
    assert sum(town["share"] for town in zones) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("category", POPULATION["categories"], ids=lambda c: c["key"])
def test_the_quotas_of_a_category_leave_room_for_a_jury_near_its_share(category):
    seats = POPULATION["quotas"]["seats"]
    rows = {r["value"]: r for r in POPULATION["quotas"]["rows"] if r["category"] == category["key"]}

    assert sum(row["min"] for row in rows.values()) <= seats
    assert sum(row["max"] for row in rows.values()) >= seats
    for value in category["values"]:
        row = rows[value["key"]]
        target = value["share"] * seats
        assert row["min"] - 1 <= target <= row["max"] + 1
        assert 0 <= row["min"] < row["max"]
        assert row["max"] - row["min"] <= 3


def test_an_x_can_always_be_seated():
    rows = {r["value"]: r for r in POPULATION["quotas"]["rows"] if r["category"] == "sex"}

    assert rows["x"]["min"] == 0
    assert rows["female"]["min"] + rows["male"]["min"] + rows["x"]["max"] <= 24


def test_names_are_many_and_none_comes_twice():
    streets = [tuple(street.values()) for street in NAMES["streets"]]

    assert len(set(NAMES["first_names"])) == len(NAMES["first_names"]) >= 150
    assert len(set(NAMES["surnames"])) == len(NAMES["surnames"]) >= 150
    assert len(set(streets)) == len(streets) >= 40
