"""A whole story without a database: demonstration proposals, a scored jury, a decision."""

import json
import random
from pathlib import Path

from jury.reports import advice
from jury.reports.bare import of_result
from jury.reports.content import (
    CallPart,
    Change,
    Content,
    DecisionPart,
    Group,
    JuryPart,
    Line,
    Mirror,
    Opinion,
    Rule,
    Said,
)
from jury.scoring import result
from jury.scoring.result import CommentRow, ScoreRow

DEMO = Path(__file__).parents[3] / "jury" / "demo"
CRITERIA = [
    ("shared_interest", 30.0),
    ("made_together", 30.0),
    ("impact", 25.0),
    ("carried_on", 15.0),
]


def demo_proposals(count):
    paths = sorted((DEMO / "proposals").glob("*.json"))[:count]
    return [json.loads(path.read_text()) for path in paths]


def grade(value):
    return max(1, min(5, round(value)))


def score_rows(proposals, jurors=12, seed=7):
    """Two rounds of scores by harsh and mild jurors, of whom a few have a conflict."""
    rng = random.Random(seed)
    harsh = {f"j{i}": rng.gauss(0, 0.45) for i in range(jurors)}
    for proposal in proposals:
        number = str(proposal["number"])
        for i, (juror, severity) in enumerate(harsh.items()):
            if rng.random() < 0.03:
                yield from (ScoreRow(juror, number, None, "impact", r, "recused") for r in (1, 2))
                continue
            against = 1.5 if proposal["contested"] and i % 4 == 0 else 0
            for criterion, _weight in CRITERIA:
                level = 2.8 + proposal["quality"][criterion] - severity - against
                first = grade(level + rng.gauss(0, 0.8))
                second = grade((first + level) / 2 + rng.gauss(0, 0.3))
                yield ScoreRow(juror, number, first, criterion, 1)
                yield ScoreRow(juror, number, second, criterion, 2)


def result_text(count, budget_euros, jurors=12):
    """The text of `result.json` for the first demonstration proposals."""
    proposals = demo_proposals(count)
    found = result.compute(
        list(score_rows(proposals, jurors)),
        [(str(p["number"]), p["title"], p["budget_euros"] * 100) for p in proposals],
        budget_euros * 100,
        criteria=CRITERIA,
        comments=[
            CommentRow(str(p["number"]), c["kind"], c["text"])
            for p in proposals
            for c in p["comments"]
        ],
        scale=(1, 5),
        seed="story",
    )
    return result.as_text(found)


def bare_content(count=5, budget_euros=300_000):
    text = result_text(count, budget_euros)
    return of_result(json.loads(text), text)


def whole_content(count=5, budget_euros=300_000, jurors=12):
    """The content of a decided call, with everything that a report can print."""
    text = result_text(count, budget_euros, jurors)
    document = json.loads(text)
    by_number = {str(p["number"]): p for p in demo_proposals(count)}
    said, places = advice.of_result(document), advice.reserve_order(document)
    numbers = {each["id"]: each for each in document["proposals"]}
    lines = [
        whole_line(by_number[key], numbers[key], said[key], places.get(key))
        for key in advice.ranked(document)
    ]
    return Content(
        result_text=text,
        lines=tuple(lines),
        minority=tuple(
            Opinion(o["text"], o["language"], p["title"], o.get("signatures", 3))
            for p in by_number.values()
            if (o := p["minority_opinion"])
        )
        or (Opinion("Wij vinden de kaart te vol.", "nl", "", 2),),
        call=call_part(),
        jury=jury_part(jurors),
        decision=DecisionPart(
            {"nl": "De raad volgt de jury en dankt haar.", "fr": "Le conseil suit le jury."},
            "2027-05-20T16:00:00+00:00",
        ),
    )


def whole_line(proposal, numbers, outcome, place):
    def of_kind(kind):
        return tuple(
            Said(c["text"], c["language"]) for c in proposal["comments"] if c["kind"] == kind
        )

    asked = proposal["budget_euros"] * 100
    recused = numbers["missing"]["recused"]
    return Line(
        id=str(proposal["number"]),
        title=proposal["title"],
        language=proposal["language"],
        advice=outcome,
        outcome=outcome,
        asked=asked,
        granted=asked if outcome == "funded" else 0,
        numbers=numbers,
        reserve_order=place,
        applicants=", ".join(p["name"] for p in proposal["partners"]),
        place=proposal["place"],
        summary=proposal["summary"],
        said_for=of_kind("for"),
        said_against=of_kind("against"),
        recusals={"know": recused} if recused else {},
    )


def call_part():
    call = json.loads((DEMO / "call.json").read_text())
    days = ["2027-01-04", "2027-02-08", "2027-03-08", "2027-03-20", "2027-04-05", "2027-05-03"]
    kinds = ["proposals", "registration", "draw", "reading", "deliberation", "decision"]
    return CallPart(
        slug=call["slug"],
        title=call["title"],
        question=call["question"],
        owner=call["owner"],
        funder=call["funder"],
        facilitator=call["facilitator"],
        decider=call["decider"],
        influence_words=call["influence_words"],
        published_at="2027-01-04T08:00:00+00:00",
        rules=tuple(Rule(c["name"], c["help"], c["weight"]) for c in call["criteria"]),
        changes=(
            Change("phases", {"nl": "Een week langer.", "fr": "Une semaine de plus."},
                   "2027-02-01T10:00:00+00:00"),
        ),
        phases=tuple(
            (kind, f"{day}T07:00:00+00:00", f"{day[:8]}28T16:00:00+00:00")
            for kind, day in zip(kinds, days, strict=True)
        ),
        contact=(call["contact"]["name"], "+32 2 555 01 40", "onthaal@morgenbrug.example"),
    )  # fmt: skip


def jury_part(seats):
    sex = Mirror(
        {"nl": "Geslacht", "fr": "Sexe", "de": "Geschlecht", "en": "Sex"},
        "Statbel, 1 January 2026",
        (
            Group(
                {"nl": "Vrouw", "fr": "Femme", "de": "Frau", "en": "Woman"}, 0.51, 0.55, seats // 2
            ),
            Group(
                {"nl": "Man", "fr": "Homme", "de": "Mann", "en": "Man"},
                0.49,
                0.45,
                seats - seats // 2,
            ),
        ),
    )
    third = seats // 3
    words = [
        ({"nl": "Lager", "fr": "Primaire", "de": "Primar", "en": "Primary"}, 0.31, 0.15, third),
        ({"nl": "Midden", "fr": "Second", "de": "Mitte", "en": "Secondary"}, 0.29, 0.25, third),
        (
            {"nl": "Hoger", "fr": "Haut", "de": "Höher", "en": "Higher"},
            0.40,
            0.60,
            seats - 2 * third,
        ),
    ]
    diploma = Mirror(
        {"nl": "Diploma", "fr": "Diplôme", "de": "Abschluss", "en": "Diploma"},
        "Statbel, census 2021",
        tuple(Group(*row) for row in words),
    )
    return JuryPart(
        seats=seats,
        registered=1243,
        in_pool=1200,
        drawn_at="2027-03-09T18:00:00+00:00",
        ticket=741,
        tickets=1000,
        value="7 4 1",
        lottery_digest="a1" * 32,
        draw_digest="b2" * 32,
        rules_digest="c3" * 32,
        declined=3,
        moved_up=2,
        stopped=0,
        served=seats,
        mirrors=(sex, diploma),
    )
