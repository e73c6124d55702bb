"""Nouns of the last room: a scored call, a decision, and one printed report."""

import pytest

from jury.calls.models import PhaseKind
from jury.db import db
from jury.deliberation import comments, conflicts, opinions
from jury.languages import LANGUAGES, speaking
from jury.reports import deciding, presses
from jury.reports.command import printer
from jury.reports.laying_out import lay_out
from jury.reports.paper import LARGE_PRINT
from jury.scoring import results, sheets
from tests.jury.reports import story
from tests.jury.seated import draw, proposals, seat  # noqa: F401


@pytest.fixture(autouse=True)
def in_english(request):
    """Speak English in verbs and on pages: these tests look for our English sentences."""
    if "app" not in request.fixturenames:
        yield
        return
    client = request.getfixturevalue("client")
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    with speaking("en"):
        yield


WORDS = {"nl": "Wij volgen de jury.", "fr": "Nous suivons le jury."}
REASON = {"nl": "Er was al geld voor.", "fr": "Il y avait déjà de l’argent."}


@pytest.fixture(scope="session")
def whole():
    """The content of a decided call, with everything that a report can print."""
    return story.whole_content()


@pytest.fixture(scope="session")
def printed(whole):
    """The report on it in English: printing takes seconds, so all tests look at this one."""
    with printer().app_context():
        return presses.print_all([lay_out(whole, "en")])[0]


@pytest.fixture(scope="session")
def large(whole):
    """The same report in large print."""
    with printer().app_context():
        return presses.print_all([lay_out(whole, "en", LARGE_PRINT)])[0]


@pytest.fixture(params=["printed", "large"])
def either(request):
    """The report in English, in usual letters and in large print."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def small():
    """The smallest content that a report can have: two proposals and nothing else."""
    return story.bare_content(2, 100_000)


@pytest.fixture(scope="session")
def printed_small(small):
    """The small report in each language."""
    with printer().app_context():
        sheets = [lay_out(small, language) for language in LANGUAGES]
        return dict(zip(LANGUAGES, presses.print_all(sheets), strict=True))


@pytest.fixture(scope="session")
def large_small(small):
    """The small report in German, in large print."""
    with printer().app_context():
        return presses.print_all([lay_out(small, "de", LARGE_PRINT)])[0]


@pytest.fixture
def scored(call, proposals, seat, only, now, once):  # noqa: F811
    """Four jurors scored three proposals twice; the budget pays for two. Decision time."""

    def judge():
        call.budget = 45_000_00
        jurors = [seat(name, number, declared=False) for number, name in enumerate("abcd", start=1)]
        only(PhaseKind.CONFIRMATION, PhaseKind.READING)
        conflicts.declare(jurors[3], {proposals[2].id: "work"}, now)
        for juror in jurors[:3]:
            conflicts.declare(juror, {}, now)
        _score(jurors, proposals, 1, now)
        comments.write(jurors[0], proposals[0], "for", "Iedereen doet mee.", now, language="nl")
        comments.write(jurors[1], proposals[0], "against", "C’est trop cher.", now, language="fr")
        only(PhaseKind.DELIBERATION)
        _score(jurors, proposals, 2, now)
        opinions.write(jurors[0], proposals[2], "Wij wilden dit wel.", "nl", now)
        only(PhaseKind.DECISION)
        results.compute(call, now)

    once("scored", judge)
    return results.newest(call)


def _score(jurors, judged, number, now):
    """Proposal 1 is liked most, then 2; only a few like 3."""
    for i, juror in enumerate(jurors):
        for j, proposal in enumerate(judged):
            if (i, j) == (3, 2):
                continue  # recused
            grade = (5, 4, 2)[j] - (1 if i == number else 0)
            values = {c.id: max(1, grade) for c in juror.call.criteria}
            sheets.save(juror, proposal, values, number, now)


@pytest.fixture
def board(person):
    """Somebody of the deciding body."""
    return person("board")


@pytest.fixture
def decided(call, scored, board, now):
    """The jury was followed in everything."""
    made = deciding.decide(call, {}, WORDS, now, board)
    db.session.commit()
    return made
