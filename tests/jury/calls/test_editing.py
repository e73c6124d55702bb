"""Editing: free as a draft, with a public reason afterwards, within limits."""

from datetime import timedelta

import pytest

from jury.calls import editing, publishing
from jury.calls.models import Resource
from jury.errors import RuleBroken

REASON = {"nl": "De zaal was bezet.", "fr": "La salle était prise."}


@pytest.fixture
def public(complete, now, boss):
    """A published call whose first phase has not begun."""
    publishing.publish(complete, now, boss)
    return complete


def later(call, kind, days):
    """The dates of a phase, some days later."""
    phase = call.phase(kind)
    return {kind: (phase.opens_at + timedelta(days=days), phase.closes_at + timedelta(days=days))}


def test_a_draft_changes_without_a_reason_and_leaves_an_entry(draft, now, boss, events):
    editing.write_texts(draft, "question", {"title": {"nl": "A", "fr": "B"}}, now, boss)

    assert draft.title == {"nl": "A", "fr": "B"}
    assert events()[-1] == "call.changed"
    assert draft.changes == []


def test_a_text_of_another_part_is_a_mistake_of_the_programmer(draft, now, boss):
    with pytest.raises(ValueError, match="budget"):
        editing.write_texts(draft, "question", {"budget": 1}, now, boss)


@pytest.mark.parametrize("reason", [None, {"nl": "Omdat.", "fr": " "}])
def test_new_dates_of_a_public_call_need_a_reason_in_both_languages(public, now, boss, reason):
    with pytest.raises(RuleBroken):
        editing.set_phases(public, later(public, "publication", 1), now, boss, reason=reason)


def test_new_dates_are_shown_with_their_reason(public, now, boss):
    dates = later(public, "publication", 1)

    editing.set_phases(public, dates, now, boss, reason=REASON)

    assert (public.phase("publication").opens_at, public.phase("publication").closes_at) == dates[
        "publication"
    ]
    assert [(change.part, change.reason) for change in public.changes] == [("phases", REASON)]


def test_dates_that_do_not_fit_are_all_named_and_none_is_taken(draft, now, boss):
    before = draft.phase("reading").opens_at

    with pytest.raises(RuleBroken) as refusal:
        editing.set_phases(draft, later(draft, "reading", -90), now, boss)

    assert refusal.value.sentence.count("“") == 2 * 3
    assert draft.phase("reading").opens_at == before


def test_a_phase_that_is_over_keeps_its_dates(public, now, boss):
    then = public.phase("proposals").closes_at

    with pytest.raises(RuleBroken):
        editing.set_phases(public, later(public, "proposals", 1), then, boss, reason=REASON)


@pytest.mark.parametrize(
    "change",
    [
        lambda call, now, by: editing.write_texts(
            call, "influence", {"budget": 1}, now, by, reason=REASON
        ),
        lambda call, now, by: editing.write_texts(
            call, "influence", {"rule": "knapsack"}, now, by, reason=REASON
        ),
        lambda call, now, by: editing.write_texts(
            call, "influence", {"expert_weight": 1}, now, by, reason=REASON
        ),
        lambda call, now, by: editing.load_criteria_set(call, "six_marks", now, by, reason=REASON),
    ],
)
def test_promises_are_fixed_from_the_first_day_on(public, boss, change):
    first = min(phase.opens_at for phase in public.phases)

    change(public, first - timedelta(seconds=1), boss)
    with pytest.raises(RuleBroken):
        change(public, first, boss)


def test_a_public_call_stays_complete(public, now, boss):
    with pytest.raises(RuleBroken):
        editing.write_texts(public, "contact", {"contact_phone": ""}, now, boss)


@pytest.mark.parametrize("state", ["carried_over", "cancelled"])
def test_a_call_that_ended_stays_as_it_was(public, now, boss, state):
    public.state = state

    with pytest.raises(RuleBroken):
        editing.write_texts(public, "contact", {"contact_name": "x"}, now, boss)


def test_loading_a_set_replaces_the_criteria_even_with_the_same_keys(draft, now, boss):
    editing.load_criteria_set(draft, "impact_feasibility", now, boss)
    editing.load_criteria_set(draft, "four_questions", now, boss)

    assert [(c.position, c.key) for c in draft.criteria] == [
        (1, "shared_interest"),
        (2, "made_together"),
        (3, "impact"),
        (4, "carried_on"),
    ]


def test_a_jury_needs_a_criterion(draft, now, boss):
    with pytest.raises(RuleBroken):
        editing.set_criteria(draft, [], now, boss)


def test_an_address_that_no_browser_opens_is_refused(draft, now, boss):
    with pytest.raises(RuleBroken, match="ftp:"):
        editing.set_resources(draft, [Resource(title={}, url="ftp://x", language="nl")], now, boss)
