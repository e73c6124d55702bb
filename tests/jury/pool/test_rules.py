from datetime import timedelta

import pytest

from jury.errors import RuleBroken
from jury.languages import speaking
from jury.pool import amending, find, quotas, rules
from sortition.canonical import digest


def test_the_seal_holds_every_rule(sealed, events):
    assert sealed.digest == digest(rules.as_facts(sealed.call, sealed))
    assert events()[-1] == "rules.sealed"


def test_one_more_seat_for_anyone_is_another_digest(sealed):
    category = find.categories(sealed.call)[0]
    category.quotas[0].maximum += 1

    assert digest(rules.as_facts(sealed.call, sealed)) != sealed.digest


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=1)])
def test_nobody_seals_after_registration_closed(asked, proposed, manager, closes, now, late):
    rules.propose(asked, now, manager, **proposed)

    with pytest.raises(RuleBroken):
        rules.seal(asked, closes + late, manager)

    assert find.rules(asked).sealed_at is None


def test_the_first_value_cannot_exist_while_people_register(asked, proposed, manager, closes, now):
    proposed["first_at"] = closes - timedelta(seconds=1)
    found = rules.propose(asked, now, manager, **proposed)

    with speaking("en"):
        assert "only after registration closes" in rules.problems(asked, found, now)[0]
    with pytest.raises(RuleBroken):
        rules.seal(asked, now, manager)


@pytest.mark.parametrize(
    "change",
    [
        {"seats": 0}, {"alternates": -1}, {"tickets": 999}, {"lead_hours": 23},
        {"first_source": "coin"}, {"second_source": ""},
    ],
)  # fmt: skip
def test_an_impossible_rule_is_refused(asked, proposed, manager, now, change):
    with pytest.raises(RuleBroken):
        rules.propose(asked, now, manager, **{**proposed, **change})


def test_the_two_values_lie_the_lead_time_apart(asked, proposed, manager, now):
    proposed["second_at"] = proposed["first_at"] + timedelta(hours=23, minutes=59)

    with pytest.raises(RuleBroken):
        rules.propose(asked, now, manager, **proposed)


@pytest.mark.parametrize("name", ["first_words", "second_words", "fallback_words"])
def test_words_are_needed_in_dutch_and_french(asked, proposed, manager, now, name):
    proposed[name] = {"nl": "In de zaal", "fr": " "}
    rules.propose(asked, now, manager, **proposed)

    with pytest.raises(RuleBroken):
        rules.seal(asked, now, manager)


def test_sealed_rules_cannot_be_proposed_over(sealed, proposed, manager, now):
    with pytest.raises(RuleBroken):
        rules.propose(sealed.call, now, manager, **proposed)


REASON = {"nl": "De zaal is bezet.", "fr": "La salle est occupée."}


def test_an_amendment_has_a_reason_and_a_mail_to_everyone(
    sealed, register, manager, now, work, mailbox
):
    call, before = sealed.call, sealed.digest
    for name in ("ann", "bea"):
        register(call, f"{name}@people.example", {"sex": "x", "age": "old"})
    later = sealed.second_at + timedelta(days=1)

    amending.amend(call, REASON, now, manager, second_at=later)
    work()

    assert sealed.second_at == later
    assert sealed.digest not in (before, None)
    [entry] = amending.amendments(call)
    assert entry.facts["reason"] == REASON
    assert entry.facts["before"] == before
    for name in ("ann", "bea"):
        assert "De zaal is bezet." in mailbox.text(mailbox.to(f"{name}@people.example")[-1])


@pytest.mark.parametrize("reason", [{}, {"nl": "Zaal bezet"}, {"nl": "Zaal bezet", "fr": "  "}])
def test_without_a_reason_in_both_languages_nothing_changes(sealed, manager, now, reason):
    with pytest.raises(RuleBroken):
        amending.amend(sealed.call, reason, now, manager, seats=8)


def test_sealed_quotas_change_with_a_reason(sealed, manager, now):
    quota = find.categories(sealed.call)[0].quotas[0]

    amending.amend(sealed.call, REASON, now, manager, bounds={quota.id: (1, 5)})

    assert quotas.as_facts(sealed.call)[0] == ["sex", "female", 1, 5]


def test_after_the_freeze_only_the_second_value_can_move(frozen, sealed, manager):
    at = sealed.first_at + timedelta(hours=2)
    quota = find.categories(sealed.call)[0].quotas[0]

    with pytest.raises(RuleBroken):
        amending.amend(sealed.call, REASON, at, manager, bounds={quota.id: (1, 5)})
    with pytest.raises(RuleBroken):
        amending.amend(sealed.call, REASON, at, manager, seats=8)
    amending.amend(sealed.call, REASON, at, manager, second_at=sealed.second_at + timedelta(days=2))
