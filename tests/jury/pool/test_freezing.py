from datetime import timedelta

import pytest

from jury import jobs
from jury.calls.models import PhaseKind
from jury.errors import RuleBroken
from jury.languages import speaking
from jury.pool import announcing, find, freezing
from jury.roles import Role, grant


def test_nobody_freezes_while_people_register(sealed, manager, closes):
    with speaking("en"), pytest.raises(RuleBroken, match="Freeze the pool after that"):
        freezing.ask(sealed.call, "3 1 4", closes - timedelta(seconds=1), manager)


def test_nobody_freezes_before_the_first_value_is_read_out(sealed, manager, closes):
    with speaking("en"), pytest.raises(RuleBroken, match="first value is read out"):
        freezing.ask(sealed.call, "3 1 4", sealed.first_at - timedelta(seconds=1), manager)


def test_nobody_freezes_without_sealed_rules(asked, proposed, manager, now, closes):
    with pytest.raises(RuleBroken):
        freezing.ask(asked, "3 1 4", closes + timedelta(days=1), manager)


def test_a_freeze_holds_commitments_in_order_and_takes_the_exclusions(
    pool, sealed, manager, work, now, events
):
    grant(pool[0].person, Role.APPLICANT, "parks", now, by="test")
    freezing.ask(sealed.call, "3 1 4", sealed.first_at, manager)
    work()

    freeze = find.freeze(sealed.call)
    lottery, _openings = freezing.records(freeze)
    expected = sorted(pool[1:], key=lambda volunteer: volunteer.pseudonym)
    assert lottery["commitments"] == [volunteer.commitment for volunteer in expected]
    assert freeze.people == [volunteer.id for volunteer in expected]
    assert (lottery["mix"], lottery["seats"], len(lottery["tickets"])) == ("3,1,4", 6, 1000)
    assert freeze.summary["excluded"] == 1
    assert events()[-3:] == ["exclusions.applied", "freeze.asked", "pool.frozen"]


def test_one_live_freeze_a_call(frozen, sealed, manager):
    with speaking("en"), pytest.raises(RuleBroken, match="Freeze 1 is live"):
        freezing.ask(sealed.call, "3 1 4", sealed.first_at, manager)


def test_a_freeze_that_failed_keeps_its_value(sealed, manager, work, register):
    for i in range(7):  # too few for six seats and four alternates
        register(sealed.call, f"p{i}@people.example", {"sex": "x", "age": "old"})
    with speaking("en"):
        freezing.ask(sealed.call, "3 1 4", sealed.first_at, manager)
    work()

    job = jobs.latest("draw.freeze", "parks")
    assert job.state == "failed"
    assert job.problem == ("The pool has 7 people. A jury of 6 with 4 alternates needs more.")
    assert find.freeze(sealed.call).digest is None
    with speaking("en"), pytest.raises(RuleBroken, match="cannot become another one"):
        freezing.ask(sealed.call, "2 7 1", sealed.first_at, manager)


def test_a_pool_that_meets_no_quotas_is_told_in_the_language_of_who_asked(
    sealed, manager, work, register
):
    for i in range(12):
        answers = {"sex": "female" if i % 2 else "male", "age": "old" if i == 0 else "young"}
        register(sealed.call, f"p{i}@people.example", answers)
    with speaking("fr"):
        freezing.ask(sealed.call, "3 1 4", sealed.first_at, manager)
    work()

    problem = jobs.latest("draw.freeze", "parks").problem
    assert problem.startswith(
        "«\u00a0Âgé\u00a0» demande au moins 2 personnes, et le vivier en a 1."
    )
    assert find.freeze(sealed.call).digest is None


def test_the_same_pool_freezes_to_the_same_tickets(frozen, sealed, pool, manager):
    from jury.pool.instances import instance_of
    from sortition import record

    again, _openings = record.freeze(
        instance_of(find.categories(sealed.call), find.pool(sealed.call), 6),
        {v.pseudonym: v.salt for v in pool}, "parks", mix="3,1,4", m=1000, alternates=4,
        source=freezing.source_words(sealed), number=1,
    )  # fmt: skip

    assert record.digest(again) == frozen.digest


def test_a_rehearsal_has_a_watermark_and_changes_nothing(pool, sealed, manager, now, work, mailbox):
    work()
    before = len(mailbox.messages)
    freezing.rehearse(sealed.call, now, manager)
    work()

    rehearsal = find.freeze(sealed.call, "rehearsal")
    lottery, _openings = freezing.records(rehearsal)
    assert lottery["watermark"].startswith("REHEARSAL")
    assert find.draw(rehearsal) is not None
    assert find.freeze(sealed.call) is None
    assert find.jurors(sealed.call) == []
    assert len(mailbox.messages) == before


def test_the_announcement_reaches_everyone_with_the_digest(frozen, sealed, manager, work, mailbox):
    announcing.announce(sealed.call, sealed.second_at - timedelta(hours=24), manager)
    work()

    for i in range(10):
        assert frozen.digest in mailbox.text(mailbox.to(f"p{i}@people.example")[-1])


def test_less_than_a_day_before_the_draw_is_too_late(frozen, sealed, manager):
    late = sealed.second_at - timedelta(hours=24) + timedelta(seconds=1)

    with speaking("en"), pytest.raises(RuleBroken, match="24 hours before"):
        announcing.announce(sealed.call, late, manager)
    assert frozen.announced_at is None


def test_somebody_on_most_tickets_needs_a_public_reason(frozen, sealed, manager):
    at = sealed.second_at - timedelta(hours=30)
    frozen.summary = frozen.summary | {"most": 501}

    with speaking("en"), pytest.raises(RuleBroken, match="501 of 1000"):
        announcing.announce(sealed.call, at, manager)
    announcing.announce(sealed.call, at, manager, {"nl": "Klein dorp.", "fr": "Petit village."})
    assert frozen.announced_at == at


def test_nothing_is_announced_twice(announced, sealed, manager):
    with pytest.raises(RuleBroken):
        announcing.announce(sealed.call, sealed.second_at - timedelta(hours=25), manager)


def test_the_registration_phase_alone_decides_when_the_pool_closes(sealed, manager):
    phase = sealed.call.phase(PhaseKind.REGISTRATION)
    phase.closes_at = sealed.first_at + timedelta(hours=1)

    with pytest.raises(RuleBroken):
        freezing.ask(sealed.call, "3 1 4", sealed.first_at, manager)
