"""The counts beside the pool, in words."""

import pytest

from jury import languages
from jury.pool import counting


@pytest.mark.parametrize(
    ("pool", "minimum", "words"),
    [
        (0, 1, "nobody for at least 1 seat"),
        (1, 2, "1 person for at least 2 seats"),
        (5, 2, "5 people for at least 2 seats"),
    ],
)
def test_scarcity_is_said_plainly(app, pool, minimum, words):
    answer = counting.Answer("a", "A", pool, 0.0, None, minimum, minimum, None)

    with app.test_request_context(), languages.speaking("en"):
        assert counting.scarcity_words(answer) == words
