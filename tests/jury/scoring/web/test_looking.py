"""Another budget or rule, only to look."""

import re

import pytest
from sqlalchemy import update

from jury import files
from jury.calls.models import PhaseKind
from jury.db import db
from jury.errors import RuleBroken
from jury.roles import Role
from jury.scoring import looking, result, results, sheets
from jury.scoring.models import Score

LOOK = "/manage/parks/results/look"
ENGLISH = {"Accept-Language": "en"}
MARKS = [(5, 1, 4), (5, 2, 4), (5, 1, 3), (1, 5, 4), (2, 5, 3), (4, 2, 4)]  # jurors, proposals


@pytest.fixture
def computed(call, seat, proposals, only, now, once):
    """The result of six jurors on three proposals."""
    jury = [seat(f"juror{n}", n) for n in range(1, 7)]

    def judge():
        for number, phase in ((1, PhaseKind.READING), (2, PhaseKind.DELIBERATION)):
            only(phase)
            for juror, marks in zip(jury, MARKS, strict=True):
                for proposal, mark in zip(proposals, marks, strict=True):
                    sheets.save(juror, proposal, {c.id: mark for c in call.criteria}, number, now)
        only(PhaseKind.DECISION)

    once("scored", judge)
    made = results.compute(call, now)
    db.session.commit()
    return made


@pytest.mark.parametrize(
    ("rule", "percent"), [("greedy", 60), ("knapsack", 60), ("equal-shares", 60), ("greedy", 300)]
)
def test_a_look_funds_whom_the_call_would_have_funded(call, computed, now, rule, percent):
    costs = [p["cost"] * 100 for p in results.read(computed)["proposals"]]
    budget = round(sum(costs) * percent / 100)
    seen = looking.look(computed, budget, rule)

    call.budget, call.rule = budget, rule
    asked = results.read(results.compute(call, now))["allocation"]

    assert (seen.funded, seen.spent) == (asked["order"], round(asked["spent"] * 100))
    assert seen.spent <= budget


def test_a_look_says_what_comes_in_and_what_drops_out(call, computed):
    nothing = looking.look(computed, 0, call.rule)
    everything = looking.look(computed, 10**9, call.rule)
    binding = results.read(computed)["allocation"]["order"]

    assert (nothing.funded, nothing.comes_in, nothing.drops_out) == ([], [], binding)
    assert set(everything.comes_in) == {"1", "2", "3"} - set(binding)
    assert everything.drops_out == []
    assert looking.look(computed, call.budget, call.rule).funded == binding


def test_other_scores_than_those_of_the_result_are_refused(call, computed):
    db.session.execute(update(Score).values(value=Score.value % 5 + 1))
    looking._ready.cache_clear()

    with pytest.raises(RuleBroken, match="no longer those of this result"):
        looking.look(computed, 10**9, "knapsack")


def test_the_page_changes_nothing_and_keeps_what_was_typed(computed, person, sign_in, client):
    sign_in(person("lea"), Role.MANAGER, "parks")

    first = client.get(LOOK, headers=ENGLISH)
    page = client.get(f"{LOOK}?budget=0&rule=equal-shares", headers=ENGLISH)
    wrong = client.get(f"{LOOK}?budget=-5&rule=other", headers=ENGLISH)

    assert "The same proposals are funded as in the result." in first.text
    euros = computed.call.budget // 100
    assert f"look?budget={euros * 9 // 10}&amp;rule=greedy" in first.text
    assert "Drops out" in page.text
    assert re.search(r'<input[^>]*checked[^>]*value="equal-shares"', page.text)
    assert wrong.status_code == 422
    assert "Type a number from 0 to 1,000,000,000." in wrong.text
    assert 'value="-5"' in wrong.text
    assert results.newest(computed.call).digest == computed.digest


def test_before_there_is_a_result_the_page_leads_to_how_far_it_is(call, person, sign_in, client):
    sign_in(person("lea"), Role.MANAGER, "parks")

    assert client.get(LOOK).location == "/manage/parks/results"


def test_only_those_who_read_the_result_may_look(computed, person, sign_in, client):
    found = {}
    for role in (Role.MANAGER, Role.DECIDER, Role.AUDITOR, Role.RECRUITER, Role.JUROR):
        sign_in(person(role.value), role, "parks")
        found[role] = client.get(LOOK).status_code

    assert found == {
        Role.MANAGER: 200, Role.DECIDER: 200, Role.AUDITOR: 200,
        Role.RECRUITER: 403, Role.JUROR: 403,
    }  # fmt: skip


def test_a_result_from_before_the_rules_was_spent_best_score_first(call, computed):
    document = results.read(computed)
    del document["inputs"]["rule"]
    computed.file = files.keep(result.as_text(document).encode())
    call.budget = 500_000

    greedy = looking.look(computed, call.budget, "greedy")
    shared = looking.look(computed, call.budget, "equal-shares")

    assert greedy.funded == document["allocation"]["order"]
    assert shared.funded != greedy.funded
