import pytest

from jury.pool.national import holds_one

KNOWN = ["85073003328", "85.07.30-033.28", "85 07 30 033 28", "mijn nr: 850730-033 28."]


@pytest.mark.parametrize("text", KNOWN)
def test_a_national_number_is_seen(text):
    assert holds_one(text)


def test_one_of_somebody_born_in_this_century_is_seen():
    assert holds_one("00012556777")


@pytest.mark.parametrize(
    "text", ["+32470123456", "0470 12 34 56", "85073003329", "8507300332", "850730033281"]
)
def test_other_digits_are_not(text):
    assert not holds_one(text)
