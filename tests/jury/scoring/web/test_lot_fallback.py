"""The fallback of the lot: fixed beforehand, taken a day late at the soonest, with a reason."""

from datetime import timedelta

import pytest

from jury.calls import trail
from jury.db import db
from jury.errors import RuleBroken
from jury.ledger import entries
from jury.reports import deciding, gather
from jury.scoring import lot_drawing, lot_fallback, lots
from tests.jury.scoring.web.test_lots import (  # noqa: F401 - fixtures
    HALL,
    RESULTS,
    balls,
    close,
    jury,
    later,
    lea,
    lot_of,
    said,
)  # fmt: skip

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
WHY = {"nl": "De zaal stond onder water.", "fr": "La salle était inondée."}


@pytest.fixture
def take(close, person):  # noqa: F811
    """Lea takes the fallback, for a value a day later."""

    def taken(now, at=None, reason=WHY):
        lot_fallback.take(close, reason, at or now + DAY, now, person("lea"))

    return taken


def test_the_fallback_waits_a_day_for_the_value(close, later, take):  # noqa: F811
    with pytest.raises(RuleBroken, match=r"can be taken from .*: 24 hours after the announced"):
        take(later + DAY - SECOND)
    assert said("lot.fallback") == []

    take(later + DAY)

    lot = lots.of_call(close)
    assert (lot.source, lot.words, lot.moment) == ("words", HALL, later + 2 * DAY)


def test_nobody_can_know_the_value_that_is_chosen(close, later, take):  # noqa: F811
    now = later + DAY
    with pytest.raises(RuleBroken, match="must be 24 hours away"):
        take(now, at=now + DAY - SECOND)
    with pytest.raises(RuleBroken, match="in Dutch and in French"):
        take(now, reason={"nl": "Water.", "fr": " "})

    assert lots.of_call(close).moment == later


def test_the_lot_is_drawn_with_the_fallback_and_no_decision_comes_before(
    close, later, take, person, work  # noqa: F811
):  # fmt: skip
    take(later + DAY)
    with pytest.raises(RuleBroken, match="is known from"):
        lot_drawing.draw(close, "regen tambour", later + DAY, person("lea"))
    assert "their lot is not drawn yet" in deciding.why_not(close, later + DAY)

    lot_drawing.draw(close, " regen  tambour", later + 2 * DAY, person("lea"))
    work()

    assert lot_of(close)["public_value"] == "regen tambour"
    assert gather.content(close).lot_fallbacks == (WHY,)
    with pytest.raises(RuleBroken, match="A second value is refused"):
        take(later + 9 * DAY)


def test_a_second_fallback_needs_another_day_without_a_value(close, later, take):  # noqa: F811
    take(later + DAY)
    with pytest.raises(RuleBroken, match="can be taken from"):
        take(later + 3 * DAY - SECOND)
    take(later + 3 * DAY, reason={"nl": "Storm.", "fr": "Tempête."})

    assert [facts["missed"] for facts in said("lot.fallback")] == [
        later.isoformat(), (later + 2 * DAY).isoformat(),
    ]  # fmt: skip
    assert [taken["reason"]["nl"] for taken in lots.of_call(close).fallbacks] == [
        "De zaal stond onder water.", "Storm.",
    ]  # fmt: skip


def test_without_rules_of_a_draw_three_balls_are_the_fallback(close, later, take):  # noqa: F811
    lots.of_call(close).fallback_words = {}

    take(later + DAY)

    [facts] = said("lot.fallback")
    assert (facts["source"], facts["balls"]) == ("balls", 3)


def test_the_manager_takes_the_fallback_on_the_page_and_everyone_reads_why(
    close, lea, client, now  # noqa: F811
):  # fmt: skip
    lot = lots.of_call(close)
    assert "this counts instead:" in client.get("/calls/parks").text
    lot.moment = close.phase("deliberation").closes_at + timedelta(hours=1)  # long ago by now
    db.session.commit()
    data = {"reason_nl": WHY["nl"], "reason_fr": WHY["fr"], "at": "2001-01-01T12:00"}

    refused = client.post(f"{RESULTS}/lot/fallback", data=data)
    assert refused.status_code == 409
    assert "must be 24 hours away" in refused.text
    assert WHY["nl"] in refused.text
    unsaid = client.post(f"{RESULTS}/lot/fallback", data=data | {"reason_fr": ""})
    assert unsaid.status_code == 422
    assert WHY["nl"] in unsaid.text
    answer = client.post(f"{RESULTS}/lot/fallback", data=data | {"at": "2098-01-01T12:00"})
    assert answer.location == RESULTS

    public = client.get("/calls/parks", headers={"Accept-Language": "en"}).text
    assert "The announced value did not come." in public
    assert WHY["nl"] in public
    [told] = [x for x in trail.lines(close, entries("parks")) if x.event == "lot.fallback"]
    assert "Wednesday 1 January 2098, 12:00" in told.sentence
    assert WHY["nl"] in told.sentence
