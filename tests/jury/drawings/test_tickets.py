"""A ticket is a square: each has its own place on the sheet, and its own name."""

import pytest

from jury.drawings import ticket_sheet


def test_a_thousand_tickets_are_forty_by_twenty_five_squares():
    sheet = ticket_sheet(1000)
    assert (sheet["first"], sheet["last"], sheet["a_square"]) == ("000", "999", 1)
    lengths = [(row["x2"] - row["x1"]) / (sheet["square"] + sheet["gap"]) for row in sheet["rows"]]
    assert lengths == pytest.approx([40] * 25)
    assert [row["label"] for row in sheet["rows"][::5]] == ["000", "200", "400", "600", "800"]
    assert sheet["drawn"] is None


def test_every_ticket_has_its_own_square_inside_the_sheet():
    sheet = ticket_sheet(1000, mine=range(1000))
    places = {(square["x"], square["y"]) for square in sheet["mine"]}
    assert len(places) == 1000
    assert all(x + sheet["square"] <= sheet["width"] for x, _y in places)
    assert all(y + sheet["square"] <= sheet["height"] for _x, y in places)


def test_squares_stand_on_the_row_that_is_drawn_for_them():
    sheet = ticket_sheet(1000, drawn=741)
    row = sheet["rows"][741 // 40]
    assert sheet["drawn"]["y"] + sheet["square"] / 2 == pytest.approx(row["y"], abs=0.11)


@pytest.mark.parametrize(("drawn", "mine", "is_mine"), [(741, (7, 741), True), (0, (7,), False)])
def test_the_drawn_ticket_is_named_and_known_as_ones_own(drawn, mine, is_mine):
    sheet = ticket_sheet(1000, drawn, mine)
    assert (sheet["drawn"]["name"], sheet["drawn"]["is_mine"]) == (f"{drawn:03d}", is_mine)
    assert [square["name"] for square in sheet["mine"]] == [f"{ticket:03d}" for ticket in mine]


def test_a_ticket_listed_twice_is_drawn_once():
    assert len(ticket_sheet(1000, mine=(5, 5, 9))["mine"]) == 2


@pytest.mark.parametrize(("m", "a_square"), [(10_000, 10), (100_000, 100)])
def test_a_large_draw_puts_several_tickets_in_a_square(m, a_square):
    sheet = ticket_sheet(m, drawn=m - 1)
    assert (sheet["a_square"], len(sheet["rows"])) == (a_square, 25)
    assert sheet["drawn"]["name"] == str(m - 1)
    last = sheet["rows"][-1]
    assert sheet["drawn"]["x"] + sheet["square"] + sheet["gap"] == pytest.approx(
        last["x2"], abs=0.1
    )
    assert sheet["drawn"]["y"] + sheet["square"] / 2 == pytest.approx(last["y"], abs=0.11)


def test_a_small_draw_ends_in_a_short_row():
    sheet = ticket_sheet(100)
    lengths = [(row["x2"] - row["x1"]) / (sheet["square"] + sheet["gap"]) for row in sheet["rows"]]
    assert lengths == pytest.approx([40, 40, 20])


def test_the_name_of_a_ticket_at_the_edge_stays_on_the_page():
    for ticket in (0, 39):
        assert 48 <= ticket_sheet(1000, ticket)["drawn"]["label_x"] <= 312
