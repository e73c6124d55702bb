"""Drafting: anyone may start, nobody loses anything."""

from datetime import timedelta

import pytest

from jury.errors import RuleBroken
from jury.proposals import drafting, eligibility
from jury.proposals.models import BudgetLine, Partner
from jury.roles import Role, grant, holds


def test_whoever_starts_a_draft_becomes_an_applicant(draft, ann, events):
    assert holds(ann, Role.APPLICANT, "parks")
    assert (draft.state, draft.number) == ("draft", None)
    assert events() == ["role.granted", "proposal.started"]


def test_a_juror_hands_in_no_proposal(call, person, now):
    jos = person("jos")
    grant(jos, Role.JUROR, "parks", now, by="test")

    with pytest.raises(RuleBroken):
        drafting.start(call, jos, "nl", now)


@pytest.mark.parametrize(("role", "slug"), [(Role.CONTACT, "parks"), (Role.ADMINISTRATOR, None)])
def test_who_works_on_the_call_hands_in_no_proposal(call, person, now, role, slug):
    rik = person("rik")
    grant(rik, role, slug, now, by="test")

    with pytest.raises(RuleBroken):
        drafting.start(call, rik, "nl", now)


def test_work_on_another_call_is_no_obstacle(call, person, now):
    rik = person("rik")
    grant(rik, Role.CONTACT, "other", now, by="test")

    assert drafting.start(call, rik, "nl", now).state == "draft"


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=1), timedelta(days=9)])
def test_a_closed_call_takes_no_new_drafts_and_no_new_words(call, draft, person, now, late):
    then = call.phase("proposals").closes_at + late

    with pytest.raises(RuleBroken, match=str(call.phase("proposals").closes_at.year)):
        drafting.start(call, person("bea"), "fr", then)
    with pytest.raises(RuleBroken):
        drafting.write(draft, {"title": "Te laat"}, then)

    assert draft.title == ""


def test_until_the_last_second_words_are_kept(call, draft):
    last = call.phase("proposals").closes_at - timedelta(seconds=1)

    drafting.write(draft, {"title": "  Net op tijd "}, last)

    assert (draft.title, draft.saved_at) == ("Net op tijd", last)


def test_a_sixth_draft_is_one_too_many(call, ann, now):
    for _ in range(5):
        drafting.start(call, ann, "nl", now)

    with pytest.raises(RuleBroken, match="5"):
        drafting.start(call, ann, "nl", now)


@pytest.mark.parametrize("length", [120, 121])
def test_a_title_has_at_most_120_characters(draft, now, length):
    if length == 120:
        drafting.write(draft, {"title": "x" * length}, now)
        assert len(draft.title) == length
    else:
        with pytest.raises(RuleBroken, match="121"):
            drafting.write(draft, {"title": "x" * length}, now)


@pytest.mark.parametrize("number", [300, 301])
def test_a_summary_has_at_most_300_words(draft, now, number):
    summary = {"nl": "kort", "fr": "mot " * number}
    if number == 300:
        drafting.summarise(draft, summary, now)
        assert draft.summary["nl"] == "kort"
    else:
        with pytest.raises(RuleBroken, match="301"):
            drafting.summarise(draft, summary, now)


SECRET = "Ik ben 85.07.30-033.28"


@pytest.mark.parametrize(
    "write",
    [
        lambda draft, now: drafting.write(draft, {"how": SECRET}, now),
        lambda draft, now: drafting.summarise(draft, {"nl": SECRET, "fr": ""}, now),
        lambda draft, now: drafting.set_partners(
            draft, [Partner(name="x", kind="citizens", role=SECRET, parts=[])], now
        ),
        lambda draft, now: drafting.set_budget(
            draft, [BudgetLine(label=SECRET, kind="staff", amount=1)], now
        ),
    ],
)
def test_a_national_register_number_is_kindly_refused_everywhere(draft, now, write):
    with pytest.raises(RuleBroken):
        write(draft, now)

    assert (draft.how, draft.summary, draft.partners, draft.budget_lines) == ("", {}, [], [])


@pytest.mark.parametrize(
    "partner",
    [
        {"kind": "king", "parts": []},
        {"kind": "citizens", "parts": ["everything"]},
        {"kind": "citizens", "parts": [], "cofinancing": -1},
    ],
)
def test_partners_are_described_from_the_lists(draft, now, partner):
    with pytest.raises(RuleBroken):
        drafting.set_partners(draft, [Partner(name="x", **partner)], now)


def test_new_rows_replace_the_old_ones(complete, now):
    drafting.set_budget(complete, [BudgetLine(label="Verf", kind="other", amount=5_00)], now)

    assert [(line.label, line.amount) for line in complete.budget_lines] == [("Verf", 5_00)]
    assert complete.cost == 5_00


def test_a_proposal_sent_back_can_be_changed_until_its_day(complete, only, now, person):
    only("eligibility")
    rik = person("rik")
    grant(rik, Role.CONTACT, "parks", now, by="test")
    complete.state, complete.number, complete.contact_person = "submitted", 1, rik
    day = now + timedelta(days=3)
    eligibility.find_ineligible(complete, "Begroting ontbreekt.", day, now, rik)

    drafting.write(complete, {"how": "Beter."}, day - timedelta(seconds=1))
    with pytest.raises(RuleBroken):
        drafting.write(complete, {"how": "Te laat."}, day)

    assert complete.how == "Beter."
