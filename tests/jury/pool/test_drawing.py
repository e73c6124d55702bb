from datetime import timedelta

import pytest

from jury.errors import RuleBroken
from jury.languages import speaking
from jury.pool import annulling, drawing, find, leaving, seats

REASON = {"nl": "De ballen vielen.", "fr": "Les boules sont tombées."}


def test_nobody_draws_before_the_announcement(frozen, sealed, manager):
    with pytest.raises(RuleBroken):
        drawing.ask(sealed.call, "7 4 1", sealed.second_at, manager)


def test_nobody_draws_before_the_announced_moment(announced, sealed, manager):
    with speaking("en"), pytest.raises(RuleBroken, match="Come back after that"):
        drawing.ask(sealed.call, "7 4 1", sealed.second_at - timedelta(seconds=1), manager)

    assert announced.value is None


@pytest.mark.parametrize("given", ["", "7 4", "7 4 1 2", "seven", "7 4 -1 x"])
def test_a_slip_of_the_pen_does_not_become_the_value(announced, sealed, manager, given):
    with pytest.raises(RuleBroken):
        drawing.ask(sealed.call, given, sealed.second_at, manager)

    assert announced.value is None


def test_a_second_value_is_refused_even_before_the_draw_ran(announced, sealed, manager):
    drawing.ask(sealed.call, "7 4 1", sealed.second_at, manager)

    with speaking("en"), pytest.raises(RuleBroken, match=r"7 4 1\. A second value is refused"):
        drawing.ask(sealed.call, "7 4 2", sealed.second_at, manager)


def test_who_left_after_the_freeze_is_replaced_at_the_draw(announced, sealed, manager, pool, work):
    for volunteer in pool[:20]:
        leaving.leave(volunteer, sealed.second_at - timedelta(hours=2), volunteer.person)
    drawing.ask(sealed.call, "7 4 1", sealed.second_at, manager)
    work()

    gone = {volunteer.id for volunteer in pool[:20]}
    for juror in find.jurors(sealed.call):
        assert (juror.state == "declined") == (juror.volunteer_id in gone)
    assert find.draw(announced).ticket == 741


def test_a_read_out_value_cannot_be_forgotten_by_annulling(announced, sealed, manager):
    with speaking("en"), pytest.raises(RuleBroken, match="Draw with it first"):
        annulling.annul(sealed.call, REASON, sealed.second_at, manager)

    annulling.annul(sealed.call, REASON, sealed.second_at - timedelta(seconds=1), manager)
    assert find.freeze(sealed.call) is None


def test_annulling_a_draw_keeps_its_ticket_in_public(drawn, sealed, manager, client, work, mailbox):
    annulling.annul(sealed.call, REASON, sealed.second_at + timedelta(hours=1), manager)
    work()

    assert find.jurors(sealed.call) == []
    page = client.get("/calls/parks/draw").text
    assert "741" in page
    assert "De ballen vielen." in page
    assert "741" in mailbox.text(mailbox.to("p9@people.example")[-1])


def test_annulling_needs_a_reason_in_both_languages(frozen, sealed, manager):
    with pytest.raises(RuleBroken):
        annulling.annul(sealed.call, {"nl": "Zomaar."}, sealed.first_at, manager)


def test_once_a_juror_has_accepted_the_draw_stands(drawn, sealed, manager):
    juror = find.jurors(sealed.call)[0]
    seats.accept(juror, sealed.second_at, juror.person)

    with pytest.raises(RuleBroken):
        annulling.annul(sealed.call, REASON, sealed.second_at, manager)
