"""Pages of the result and of the facilitator."""

import json

import pytest

from jury.calls.models import PhaseKind
from jury.db import db
from jury.deliberation import comments, conflicts, opinions
from jury.deliberation import reading as readings
from jury.roles import Role
from jury.scoring import results, sheets, spreads

RESULTS = "/manage/parks/results"
TALKS = "/manage/parks/talks"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def jury(seat, proposals):
    """Six jurors, none with a conflict."""
    return [seat(f"juror{n}", n) for n in range(1, 7)]


@pytest.fixture
def scored(call, jury, proposals, only, now, once):
    """Both rounds are scored and closed: all agree but on the second proposal."""

    def judge():
        for number, phase in ((1, PhaseKind.READING), (2, PhaseKind.DELIBERATION)):
            only(phase)
            for juror in jury:
                marks = {1: 4, 2: 1 if juror.number % 2 else 5, 3: 2 + juror.number % 2}
                for proposal in proposals:
                    values = {c.id: marks[proposal.number] for c in call.criteria}
                    sheets.save(juror, proposal, values, number, now)
        comments.write(jury[0], proposals[0], "for", "Mooi & nuttig.", now, language="nl")
        only(PhaseKind.DECISION)

    once("scored", judge)
    return call


@pytest.fixture
def computed(call, scored, now):
    """The result of the scored jury."""
    made = results.compute(call, now)
    db.session.commit()
    return made


@pytest.fixture
def lea(person, sign_in):
    """Lea, the manager, signed in."""
    return sign_in(person("lea"), Role.MANAGER, "parks")


def test_before_the_end_the_manager_sees_how_far_the_jury_is(
    call, lea, jury, proposals, deliberation, client, now
):
    for proposal in proposals:
        readings.mark(jury[0], proposal, 2, True, now)
    db.session.commit()

    page = client.get(RESULTS, headers=ENGLISH)

    assert "There is no result yet." in page.text
    assert "1 of 6" in page.text
    assert "Remind those who have not finished" in page.text
    assert "Compute the result" not in page.text


def test_the_manager_asks_and_the_worker_computes(call, scored, lea, client, work):
    assert "Compute the result" in client.get(RESULTS, headers=ENGLISH).text

    assert client.post(RESULTS).location == RESULTS
    assert "data-job" in client.get(RESULTS, headers=ENGLISH).text
    work()

    page = client.get(RESULTS, headers=ENGLISH)
    assert "Where the money ends" in page.text
    assert page.text.index("Where the money ends") < page.text.index("All proposals")


def test_asking_too_early_is_refused(lea, jury, deliberation, client):
    answer = client.post(RESULTS, headers=ENGLISH)

    assert answer.status_code == 409
    assert "Jurors can still score until" in answer.text


def test_the_table_sorts_and_keeps_the_opened_proposal(computed, lea, client):
    def order(sort):
        page = client.get(f"{RESULTS}?sort={sort}&proposal=2", headers=ENGLISH)
        assert "<h3>2. Bomen</h3>" in page.text
        body = page.text.partition('id="proposals"')[2].partition("<tbody>")[2]
        return [body.index(title) for title in ("1. Banken", "2. Bomen", "3. Repair café")]

    assert order("place") == sorted(order("place"))
    assert order("cost") == sorted(order("cost"))
    favour = order("in_favour")
    assert favour[0] < favour[1]
    assert 'aria-sort="descending"' in client.get(f"{RESULTS}?sort=in_favour").text


def test_each_row_draws_the_scores_of_its_proposal(computed, lea, client):
    page = client.get(RESULTS, headers=ENGLISH).text.partition('id="proposals"')[2]
    document = results.newest_document(computed.call)

    for proposal in document["proposals"]:
        counts = list(proposal["rounds"][-1].values())
        told = ", ".join(map(str, counts))
        drawn = page.partition(f'lowest first: {told}"')[2].partition("</svg>")[0]
        assert drawn.count("<line") == 1
        assert drawn.partition('d="')[2].partition('"')[0].count("M") == sum(counts) > 0


def test_the_drawings_of_all_rows_are_equally_wide(computed, lea, client):
    page = client.get(RESULTS, headers=ENGLISH).text.partition('id="proposals"')[2]

    widths = [part.partition('"')[0] for part in page.split('drawing--small" viewBox="0 0 ')[1:]]
    assert len({width.split()[0] for width in widths}) == 1
    assert len(widths) == 3


def test_how_harsh_jurors_are_is_shown_as_dots_without_a_name(computed, lea, client):
    page = client.get(RESULTS, headers=ENGLISH).text
    told = page.partition("Strict and mild jurors")[2].partition("</table>")[0]

    assert told.count("●") == len(results.inputs(computed.call)["jurors"])
    assert "One dot is one juror, without a name" in told


def test_what_moves_if_the_counting_is_another_is_listed(computed, lea, client):
    page = client.get(RESULTS, headers=ENGLISH).text
    told = page.partition("Other ways of counting")[2].partition("</section>")[0]
    document = results.newest_document(computed.call)

    total = len(document["robustness"]["ways"]) + document["robustness"]["jurors"]
    assert f"The result was counted in {total} ways." in told
    disputed = [
        each["id"]
        for each in document["robustness"]["proposals"]
        if 0 < each["funded_in"] < each["of"]
    ]
    assert told.count('<th scope="row">') == len(disputed)


def test_an_unknown_sort_or_proposal_is_no_error(computed, lea, client):
    assert client.get(f"{RESULTS}?sort=wild&proposal=99").status_code == 200


def test_dissent_agreement_and_comments_are_shown(computed, lea, client):
    page = client.get(f"{RESULTS}?proposal=1", headers=ENGLISH)

    assert "Mooi &amp; nuttig." in page.text
    assert "Do the jurors agree?" in page.text
    assert "(50% against)" in page.text
    assert "Jurors changed 0 of 18 scores." in page.text


def test_the_document_is_downloaded_as_it_was_kept(computed, lea, client):
    answer = client.get(f"{RESULTS}/result.json")

    assert answer.mimetype == "application/json"
    assert json.loads(answer.data) == results.read(computed)


def test_without_a_result_there_is_nothing_to_download(lea, call, client):
    assert client.get(f"{RESULTS}/result.json").status_code == 404


def test_who_reads_the_result(computed, person, sign_in, client):
    readers = {Role.MANAGER, Role.DECIDER, Role.AUDITOR, Role.FACILITATOR}
    found = {}
    for role in (*readers, Role.RECRUITER, Role.CONTACT, Role.APPLICANT, Role.JUROR):
        sign_in(person(role.value), role, "parks")
        pages = client.get(RESULTS), client.get(f"{RESULTS}/result.json"), client.post(RESULTS)
        found[role] = [page.status_code for page in pages]

    manager = {Role.MANAGER: [200, 200, 302]}
    others = {role: [200, 200, 403] if role in readers else [403] * 3 for role in found}
    assert found == others | manager


class TestTalks:
    """The facilitator's page."""

    @pytest.fixture
    def kim(self, person, sign_in):
        return sign_in(person("kim"), Role.FACILITATOR, "parks")

    def test_while_jurors_score_alone_there_are_only_counts(
        self, call, kim, jury, proposals, reading, client, now
    ):
        for juror in jury:
            sheets.save(juror, proposals[0], {c.id: 4 for c in call.criteria}, 1, now)
        db.session.commit()

        page = client.get(f"{TALKS}?proposal=1", headers=ENGLISH)

        assert "Jurors are scoring alone." in page.text
        assert page.text.count("6 of 6") == 1
        assert "<svg" not in page.text

    def test_after_the_first_round_the_talk_begins_where_views_differ(self, scored, kim, client):
        page = client.get(TALKS, headers=ENGLISH)

        assert page.text.index("2. Bomen</a>") < page.text.index("1. Banken</a>")
        assert page.text.count("<svg") == 2
        assert "people.example" not in page.text

    def test_fewer_than_five_scores_are_not_shown(
        self, call, kim, jury, proposals, reading, only, client, now
    ):
        for juror in jury:
            sheets.save(juror, proposals[0], {c.id: 4 for c in call.criteria}, 1, now)
        conflicts.declare(jury[0], {proposals[0].id: "know"}, now)
        only(PhaseKind.DELIBERATION)
        assert "<svg" in client.get(f"{TALKS}?proposal=1").text

        conflicts.declare(jury[1], {proposals[0].id: "know"}, now)
        db.session.commit()

        page = client.get(f"{TALKS}?proposal=1", headers=ENGLISH)
        assert "<svg" not in page.text
        assert "Fewer than 5 jurors scored this." in page.text

    def test_a_reminder_says_how_many_and_not_who(self, kim, jury, reading, client):
        page = client.post(
            f"{TALKS}/remind", headers=ENGLISH | {"Referer": TALKS}, follow_redirects=True
        )

        assert "6 jurors get a reminder." in page.text
        assert "juror1" not in page.text

    def test_nobody_else_sees_where_views_differ_first(self, scored, person, sign_in, client):
        for role in (Role.MANAGER, Role.DECIDER, Role.RECRUITER, Role.JUROR):
            sign_in(person(f"kim-{role}"), role, "parks")
            assert client.get(TALKS).status_code == 403


def test_the_distance_is_largest_where_jurors_are_split(call, scored):
    views = spreads.of_round(call, 1)

    assert [v.proposal.number for v in views] == [2, 3, 1]
    assert [round(v.distance, 2) for v in views] == [4.0, 0.25, 0.0]


def test_opinions_are_counted_for_the_facilitator(scored, jury, person, sign_in, client, now):
    opinions.write(jury[0], None, "Alles te duur.", "nl", now)
    sign_in(person("kim"), Role.FACILITATOR, "parks")

    page = client.get(TALKS, headers=ENGLISH)

    assert "<dt>Minority opinions</dt><dd>1</dd>" in page.text
    assert "Alles te duur." not in page.text
