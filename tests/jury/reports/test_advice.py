"""Advice: funded, reserve or not, from the result alone."""

from jury.reports import advice


def proposal(key, calibrated, funded=False, favour=0.0):
    return {"id": key, "calibrated": calibrated, "funded": funded, "in_favour": favour}


RESULT = {
    "proposals": [
        proposal("a", 3.0, favour=0.5),
        proposal("b", 4.0, funded=True, favour=0.2),
        proposal("c", 2.0, favour=0.49),
        proposal("d", 3.5, favour=0.9),
        proposal("e", 1.0, favour=None),
    ],
    "allocation": {"order": ["b"], "reserve": ["d", "a", "c"]},
}


def test_the_reserve_list_holds_what_half_of_the_readers_want():
    assert advice.of_result(RESULT) == {
        "a": "reserve", "b": "funded", "c": "not_funded", "d": "reserve", "e": "not_funded",
    }  # fmt: skip


def test_the_reserve_list_is_in_the_order_of_the_result():
    assert advice.reserve_order(RESULT) == {"d": 1, "a": 2}


def test_everything_is_ranked_also_what_no_list_names():
    assert advice.ranked(RESULT) == ["b", "d", "a", "c", "e"]
    assert advice.ranked(RESULT | {"allocation": {"order": ["b"]}}) == ["b", "d", "a", "c", "e"]
