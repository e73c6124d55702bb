"""Verdicts: the words of the verifier in the reader's browser; {names} are filled in there."""

from flask_babel import lazy_gettext as _l

FILE = {
    "not-json": _l("The file is not JSON. Choose the file as you downloaded it."),
    "not-in-format": _l("The file holds something that no record holds. It was changed."),
    "other-bytes": _l(
        "Character {place} is not as the record format writes it. "
        "The file was changed, or another program saved it again."
    ),
    "shape": _l("{part} is not as the record format asks. The file was changed."),
    "part-missing": _l("{part} has no “{key}”. The file was changed."),
    "part-unknown": _l("{part} has “{key}”, which the record format does not know."),
}
LOTTERY = {
    "lottery-sound": _l(
        "The pool has {people} people. There are {tickets} tickets with {seats} seats on each. "
        "No code comes twice."
    ),
    "sealed-sound": _l(
        "The pool has {people} people. There are {tickets} sealed tickets with {seats} seats on "
        "each. No seal comes twice."
    ),
    "seal-twice": _l("A seal comes twice. Every ticket must have its own."),
    "commitment-twice": _l("The same commitment is listed twice."),
    "too-few": _l("{people} people cannot give {seats} jurors and {alternates} alternates."),
    "ticket-size": _l("Ticket {ticket} has {people} people, but there are {seats} seats."),
    "ticket-order": _l("The codes of ticket {ticket} are not in order."),
    "token-twice": _l("A code comes twice. Everyone must have another code on each ticket."),
    "quota-twice": _l("A quota is listed twice."),
    "quota-upside-down": _l("The minimum for “{value}” is above its maximum."),
    "quota-seats": _l(
        "The quotas of “{category}” ask for {low} to {high} people, but there are {seats} seats."
    ),
    "watermark": _l("A rehearsal carries a watermark, and nothing else does."),
    "rehearsal-name": _l("The name of a rehearsal ends with “(rehearsal)”, and no other does."),
    "digest": _l("The fingerprint of the pool is {digest}."),
    "digest-announced": _l("The fingerprint is the one that was announced: {digest}."),
    "digest-other": _l(
        "This is not the pool that was announced. Its fingerprint is {digest}. "
        "The announced one is {published}."
    ),
}
DRAW = {
    "draw-sound": _l(
        "The value “{words}” leads to ticket {ticket}, and the jury is the {seats} people on it."
    ),
    "round": _l("The rules announced drand round {announced}, but this is round {round}."),
    "balls": _l("{balls} balls cannot name each of {tickets} tickets exactly once."),
    "other-digest": _l("The draw names another fingerprint than that of its pool."),
    "other-purpose": _l("The draw and its pool disagree on whether this is a rehearsal."),
    "other-seed": _l("The seed of the draw does not follow from the value and the pool."),
    "other-ticket": _l("The value leads to ticket {ours}, but the draw says {theirs}."),
    "other-panel": _l("The jury is not the people on ticket {ticket}."),
    "sealed-panel": _l("The jury must be {seats} codes in order, each once."),
    "alternates-number": _l("There should be {ours} alternates, but there are {theirs}."),
    "alternate-twice": _l("An alternate is listed twice, or is on the jury as well."),
    "other-outcome": _l("The outcome does not carry its own fingerprint. It was changed."),
}
REPLACEMENT = {
    "digest-step": _l("The fingerprint is the one that was announced for a replacement: {digest}."),
    "step-sound": _l(
        "Replacement {number} follows from what came before: {gone} people gone, {promoted} "
        "alternates moved up, {seats} people drawn by the value “{words}”."
    ),
    "step-chain": _l("Replacement {number} does not follow from what came before."),
    "step-digest": _l("Replacement {number} carries another fingerprint than what was announced."),
    "step-outcome": _l("Replacement {number} does not carry its own fingerprint. It was changed."),
    "step-order": _l("At replacement {number} the codes are not in order, each once."),
    "step-gone-twice": _l("At replacement {number} somebody is gone who was gone before."),
    "step-promoted": _l("At replacement {number} somebody moved up who is no alternate."),
    "step-seated": _l("At replacement {number} somebody gets a seat who has one or is gone."),
    "step-two-seats": _l("At replacement {number} somebody gets two seats."),
    "step-drawn": _l("At replacement {number} {seats} seats were free, but {people} were drawn."),
    "step-panel": _l("The jury after replacement {number} is not the old one with those changes."),
    "step-size": _l("The jury after replacement {number} has {people} people for {seats} seats."),
    "step-seed": _l("The seed of replacement {number} does not follow from its value."),
    "step-ticket": _l("The ticket of replacement {number} does not follow from its value."),
}
PARTICIPANT = {
    "call-other": _l("This receipt is for “{receipt}”, but the record is of “{record}”."),
    "commitment": _l(
        "Your commitment is number {place} of {people}. "
        "You were in the pool, with the answers on your receipt."
    ),
    "commitment-other": _l("The commitment on this receipt does not belong to its answers."),
    "commitment-missing": _l(
        "Your commitment {commitment} is not in the list. You were not in the pool with these "
        "answers. If you changed them, use your newest receipt."
    ),
    "secret-shape": _l("The secret number has 32 signs: digits and the letters a to f."),
    "tickets": _l("You are on {held} of {m} tickets: {tickets}."),
    "no-tickets": _l("You are on none of {m} tickets."),
    "juror": _l("Ticket {ticket} was drawn and you are on it. You are a juror."),
    "alternate": _l(
        "Ticket {ticket} was drawn. You are not on it. You are alternate number {place}."
    ),
    "not-drawn": _l("Ticket {ticket} was drawn and you are not on it."),
    "own-gone": _l("At replacement {number} you are listed as gone."),
    "own-promoted": _l("At replacement {number} you moved up from alternate to juror."),
    "own-drawn": _l("At replacement {number} you were drawn."),
    "sits-now": _l("You are a juror now."),
    "sits-no-more": _l("You are not a juror now."),
}
UNCHECKED = {
    "no-digest": _l("Whether this is the pool that was announced: no fingerprint was given."),
    "no-draw": _l("The draw itself: there is none yet in this file."),
    "signature": _l(
        "The signature of drand round {round}: compare it with any drand server, "
        "or use the program “sortition”."
    ),
    "source": _l("Whether this is the value that was announced. The rules say: “{source}”."),
    "no-source": _l("Whether this is the value that was announced. The rules name no source."),
    "step-announced": _l(
        "Whether the fingerprint of replacement {number} was announced before its value: {digest}."
    ),
    "step-relaxed": _l(
        "Which quotas replacement {number} could not keep, by {relaxed} seats in all. Naming them "
        "would tell the answers of those who left."
    ),
    "rehearsal": _l("This is a rehearsal. It decides nothing and gives nobody a seat."),
    "sealed": _l(
        "Who is on which ticket: the pool is too large to name people on them, so the tickets are "
        "sealed. An auditor opens them."
    ),
    "needs-openings": _l(
        "Who the codes stand for, and whether quotas, chances and alternates are right. "
        "An auditor checks that with the sealed openings."
    ),
    "secret-only": _l("Your answers: for that, choose your receipt."),
    "others": _l(
        "Whether others with your answers are on as many tickets as you. An auditor checks that."
    ),
}
READERS = {
    "public-right": _l("The record is right."),
    "public-wrong": _l("The record is NOT right."),
    "participant-right": _l("Your own part is right."),
    "participant-wrong": _l("Your own part is NOT right."),
    "unchecked": _l("Not checked:"),
}


def words() -> dict[str, str]:
    """Return every sentence of the verifier by its key, in the reader's language."""
    every = {**FILE, **LOTTERY, **DRAW, **REPLACEMENT, **PARTICIPANT, **UNCHECKED, **READERS}
    return {key: str(sentence) for key, sentence in every.items()}
