"""A text that holds a national number is refused in one sentence that does not repeat it."""

import pytest

from jury.errors import RuleBroken
from jury.pool import national


@pytest.mark.parametrize("text", ["85073003328", "mijn nr: 850730-033 28."])
def test_a_national_number_is_refused_and_not_repeated(app, text):
    with pytest.raises(RuleBroken, match="looks like a national register number") as refused:
        national.refuse(text)
    assert "8507" not in refused.value.sentence


def test_another_number_is_let_through(app):
    national.refuse("+32 470 12 34 56")
