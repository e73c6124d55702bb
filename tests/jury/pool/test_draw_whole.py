"""A whole small draw: forty people, six seats, with the real worker and the real library."""

import json

from jury import files
from jury.db import db
from jury.pool import find, freezing, receipts
from sortition.record import parse, verify_openings, verify_public, verify_receipt


def test_the_downloaded_records_verify_for_all_three_readers(drawn, announced, client, pool):
    record = parse(client.get("/calls/parks/draw/draw.json").data)
    lottery = parse(client.get("/calls/parks/draw/lottery.json").data)
    _lottery, openings = freezing.records(announced)

    public = verify_public(record, announced.digest)
    assert public.ok, public.sentences
    assert verify_public(lottery, announced.digest).ok
    assert verify_openings(record, openings).ok
    for volunteer in pool:
        mine = verify_receipt(record, receipts.receipt(volunteer))
        assert mine.ok, mine.sentences


def test_the_balls_are_the_ticket(drawn):
    assert drawn.ticket == 741
    assert drawn.value == "7,4,1"


def test_six_are_seated_four_wait_and_all_quotas_hold(drawn, sealed):
    jurors = find.jurors(sealed.call)
    seated = [juror for juror in jurors if juror.state == "asked"]

    assert [juror.number for juror in jurors] == list(range(1, 11))
    assert [juror.state for juror in jurors] == ["asked"] * 6 + ["waiting"] * 4
    given = [juror.volunteer.answers for juror in seated]
    for category in find.categories(sealed.call):
        for quota in category.quotas:
            count = sum(answers[category.key] == quota.value for answers in given)
            assert quota.minimum <= count <= quota.maximum


def test_one_who_said_nothing_and_an_x_are_on_tickets(frozen, pool):
    _lottery, openings = freezing.records(frozen)
    place = {person["id"]: i for i, person in enumerate(openings["people"])}
    silent = [place[pool[i].pseudonym] for i in (38, 39)]

    for person in silent:
        assert sum(person in on for on in openings["tickets"]) > 0


def test_no_answer_salt_pseudonym_or_address_is_in_the_public_records(
    drawn, announced, client, pool
):
    public = client.get("/calls/parks/draw/draw.json").text
    public += client.get("/calls/parks/draw/lottery.json").text

    for volunteer in pool:
        for secret in (volunteer.salt, volunteer.pseudonym, volunteer.contact):
            assert secret not in public
    assert "answers" not in public


def test_openings_are_sealed_on_disk(drawn, announced, app, pool):
    raw = (files.folder() / announced.openings_file).read_bytes()

    assert pool[0].salt.encode() not in raw
    assert b"answers" not in raw


def test_everyone_hears_what_the_draw_means_for_them(drawn, mailbox, sealed, pool):
    seated = {juror.volunteer_id: juror for juror in find.jurors(sealed.call)}
    for volunteer in pool[:10]:
        juror = seated.get(volunteer.id)
        word = {None: "not drawn", "juror": "drawn for the jury", "alternate": "alternate number"}[
            juror.role if juror else None
        ]
        assert word in mailbox.to(volunteer.person.email)[-1]["Subject"]


def test_drawing_twice_changes_nothing(drawn, sealed, work):
    from jury import jobs

    before = (drawn.digest, [juror.id for juror in find.jurors(sealed.call)])
    jobs.ask("draw.draw", sealed.second_at, "parks", freeze=drawn.freeze_id)
    work()

    after = find.draw(drawn.freeze)
    assert (after.digest, [juror.id for juror in find.jurors(sealed.call)]) == before


def test_the_counts_of_the_summary_are_one_category_at_a_time(drawn):
    db.session.refresh(drawn.freeze)
    summed = drawn.freeze.summary

    for category in summed["categories"]:
        assert sum(row["pool"] for row in category["answers"]) == 40
        assert sum(row["jury"] for row in category["answers"]) == 6
    assert "pseudonym" not in json.dumps(summed)
