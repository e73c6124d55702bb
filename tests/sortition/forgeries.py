"""Forgeries of a draw in which every digest fits again, and the reader who finds each."""

import copy
from dataclasses import dataclass

from sortition.canonical import digest, token
from sortition.drawing import seed_for, ticket_for
from sortition.public_values import text_value
from sortition.receipts import commitments_of, tokens_of
from sortition.shapes import REHEARSAL

INVENTED = "ff" * 16  # the salt of somebody who never registered


@dataclass
class Forger:
    """Whoever has the organiser's files and may write all of them anew."""

    lottery: dict
    openings: dict
    value: dict

    def sealed(self):
        """The draw of this lottery with seed, ticket, panel, alternates and digests made to fit."""
        lottery, value = self.lottery, self.value
        ticket = ticket_for(lottery, value)
        panel = lottery["tickets"][ticket]
        names = [name(self, person["salt"], ticket) for person in self.openings["people"]]
        spare = [one for one in names if one not in panel][: lottery["alternates"]]
        record = {
            "alternates": spare, "digest": digest(lottery), "format": "burgerjury/1",
            "kind": "draw", "panel": panel, "purpose": lottery["purpose"],
            "seed": seed_for(lottery, value).hex(), "ticket": ticket, "value": value,
            **{key: lottery[key] for key in lottery if key == "watermark"},
        }  # fmt: skip
        return {**record, "lottery": lottery, "outcome": digest(record)}

    def remake_tokens(self):
        """Every token and commitment anew from the people in the openings."""
        people = self.openings["people"]
        self.lottery["commitments"] = commitments_of(self.lottery["call"], people)
        self.lottery["tickets"] = [
            tokens_of(self.lottery, people, on, i) for i, on in enumerate(self.openings["tickets"])
        ]


def name(forger, salt, ticket):
    return token(salt, forger.lottery["call"], forger.lottery["number"], ticket)


def with_outcome(record):
    """The record with its outcome made to fit again."""
    record["outcome"] = digest({k: record[k] for k in record if k not in {"lottery", "outcome"}})
    return record


def another_panel(forger):
    record = forger.sealed()
    record["panel"] = record["lottery"]["tickets"][record["ticket"] - 1]
    return with_outcome(record)


def another_seed(forger):
    record, value = forger.sealed(), text_value("sun")
    record["seed"] = seed_for(forger.lottery, value).hex()
    record["ticket"] = ticket_for(forger.lottery, value)
    record["panel"] = forger.lottery["tickets"][record["ticket"]]
    return with_outcome(record)


def a_draw_dressed_as_a_rehearsal(forger):
    forger.lottery.update(purpose="rehearsal", watermark=REHEARSAL)
    return forger.sealed()


def two_tickets_exchanged(forger):
    tickets, ticket = forger.lottery["tickets"], forger.sealed()["ticket"]
    tickets[ticket], tickets[ticket - 1] = tickets[ticket - 1], tickets[ticket]
    return forger.sealed()


def a_friend_planted(forger):
    forger.lottery["tickets"] = [
        sorted([*tokens[1:], name(forger, INVENTED, ticket)])
        for ticket, tokens in enumerate(forger.lottery["tickets"])
    ]
    return forger.sealed()


def an_invented_person(forger):
    forger.lottery["commitments"].append("00" * 32)
    return forger.sealed()


def a_looser_quota(forger):
    forger.lottery["quotas"][0]["minimum"] = 1
    forger.lottery["quotas"][1]["maximum"] = 5
    return forger.sealed()


def two_people_exchanged(forger):
    listed = forger.lottery["commitments"]
    listed[3], listed[4] = listed[4], listed[3]
    return forger.sealed()


def a_second_freeze(forger):
    forger.lottery["number"] = 2
    forger.remake_tokens()
    return forger.sealed()


def a_ticket_removed(forger):
    del forger.lottery["tickets"][forger.sealed()["ticket"]]
    return forger.sealed()


def another_source(forger):
    forger.lottery["source"] = "the weather of tomorrow"
    return forger.sealed()


def a_seat_less(forger):
    forger.lottery["seats"] -= 1
    forger.lottery["tickets"] = [tokens[1:] for tokens in forger.lottery["tickets"]]
    for quota in forger.lottery["quotas"]:
        quota["minimum"] -= 1
    return forger.sealed()


def an_alternate_less(forger):
    forger.lottery["alternates"] -= 1
    return forger.sealed()


def another_first_value(forger):
    forger.lottery["mix"] = "2 9 5"
    return forger.sealed()


def somebody_left_out(forger):
    del forger.lottery["commitments"][0]
    return forger.sealed()


def another_call(forger):
    forger.lottery["call"] = "squares"
    forger.remake_tokens()
    return forger.sealed()


def one_persons_opening_given_to_another(forger):
    first, second = forger.openings["people"][0], forger.openings["people"][9]
    for key in ("answers", "salt"):
        first[key], second[key] = second[key], first[key]
    forger.remake_tokens()
    return forger.sealed()


def an_answer_changed_after_registration(forger):
    given = forger.openings["people"][0]["answers"]
    given["age"] = {"young": "old", "old": "young"}[given["age"]]
    forger.remake_tokens()
    return forger.sealed()


def another_salt(forger):
    forger.openings["people"][0]["salt"] = INVENTED
    forger.remake_tokens()
    return forger.sealed()


def a_second_value(forger):
    forger.openings["drawn"] = forger.value
    forger.value = text_value("sun")
    return forger.sealed()


def alternates_in_another_order(forger, record):
    record["alternates"].reverse()
    return with_outcome(record)


def a_friend_as_an_alternate(forger, record):
    ticket = record["ticket"]
    names = [name(forger, person["salt"], ticket) for person in forger.openings["people"]]
    taken = {*record["panel"], *record["alternates"]}
    record["alternates"][0] = next(one for one in names if one not in taken)
    return with_outcome(record)


NOT_ANNOUNCED = "not the one that was announced"
NOT_LISTED = "is not in the list"
BY_ANYONE = {
    another_panel: "panel is not the one of its ticket",
    another_seed: "the seed should be",
    a_draw_dressed_as_a_rehearsal: "the call of a rehearsal ends with",
}
BY_THE_DIGEST = [
    two_tickets_exchanged, a_friend_planted, an_invented_person, a_looser_quota,
    two_people_exchanged, a_second_freeze, a_ticket_removed, another_source, a_seat_less,
    an_alternate_less, another_first_value, another_call,
]  # fmt: skip
BY_THE_FIRST_RECEIPT = {
    somebody_left_out: NOT_LISTED,
    one_persons_opening_given_to_another: NOT_LISTED,
    an_answer_changed_after_registration: NOT_LISTED,
    another_salt: NOT_LISTED,
    another_call: "This receipt is for the call “parks”; the record is of “squares”",
}
BY_THE_OPENINGS = {
    a_second_value: "drawn with another value before",
    alternates_in_another_order: "Alternate number 1 should be",
    a_friend_as_an_alternate: "Alternate number 1 should be",
}


def forged(forge, record, openings):
    """What this forgery makes of an honest draw: the record and the openings beside it."""
    record, openings = copy.deepcopy(record), copy.deepcopy(openings)
    forger = Forger(record["lottery"], openings, record["value"])
    late = forge in {alternates_in_another_order, a_friend_as_an_alternate}
    return forge(forger, record) if late else forge(forger), openings
