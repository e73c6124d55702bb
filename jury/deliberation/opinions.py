"""Minority opinions: what some jurors want printed beside the result, in their own words."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from jury import ledger, mail
from jury.calls.models import Call, PhaseKind
from jury.db import db
from jury.deliberation import seats
from jury.deliberation.models import MinorityOpinion, OpinionsClosed, Signature
from jury.errors import RuleBroken
from jury.files import digest
from jury.languages import moment
from jury.pool import letters
from jury.pool.models import Juror
from jury.proposals.models import Proposal

LONGEST = 3000  # characters


def closed_at(call: Call) -> datetime | None:
    """Return from when opinions are fixed: the decision, else the end of its phase."""
    row = db.session.scalars(
        select(OpinionsClosed).where(OpinionsClosed.call_id == call.id)
    ).first()
    phase = call.phase(PhaseKind.DECISION)
    return row.closed_at if row else phase.closes_at if phase else None


def why_closed(call: Call, now: datetime) -> str:
    """Return why opinions cannot be written, signed or withdrawn now, or the empty text."""
    opening, closing = call.phase(PhaseKind.DELIBERATION), closed_at(call)
    if call.state != "published":
        return _("This call does not run at the moment. What was written is kept.")
    if opening and now < opening.opens_at:
        return _("You can write an opinion from %(when)s.", when=moment(opening.opens_at))
    if closing and now >= closing:
        return _("Opinions were fixed on %(when)s. They are printed as they stand.",
                 when=moment(closing))  # fmt: skip
    return ""


def close(call: Call, now: datetime) -> None:
    """Fix the opinions of the call: the decision is taken. Closing twice changes nothing."""
    query = select(OpinionsClosed).where(OpinionsClosed.call_id == call.id)
    if db.session.scalars(query).first() is None:
        db.session.add(OpinionsClosed(call_id=call.id, closed_at=now))
        ledger.record("opinions.closed", now, call.slug, opinions=len(standing(call)))


def write(
    juror: Juror, proposal: Proposal | None, text: str, language: str, now: datetime
) -> MinorityOpinion:
    """Put an opinion beside the jury's result and sign it; None means: on the result as a whole.

    The other jurors hear of it. Raises RuleBroken when opinions are closed, for an empty or too
    long text, and on a proposal with which the juror has a conflict.
    """
    _check(juror, proposal, now)
    said = text.strip()
    if not said:
        raise RuleBroken(_("Your opinion is still empty. Write what you want to be printed."))
    if len(said) > LONGEST:
        raise RuleBroken(_("Your opinion has %(n)d characters. Shorten it to %(most)d.",
                           n=len(said), most=LONGEST))  # fmt: skip
    made = MinorityOpinion(
        call_id=juror.call_id,
        call=juror.call,
        proposal=proposal,
        author=juror,
        language=language,
        text=said,
        written_at=now,
    )
    made.signatures.append(Signature(juror_id=juror.id, signed_at=now))
    db.session.add(made)
    db.session.flush()
    _record("opinion.written", made, juror, now)
    _tell_others(made, juror, now)
    return made


def sign(opinion: MinorityOpinion, juror: Juror, now: datetime) -> None:
    """Let another juror stand behind the opinion.

    Raises RuleBroken when it was withdrawn or signed before, and where ``write`` would.
    """
    _check(juror, opinion.proposal, now)
    _check_standing(opinion, juror)
    if any(signature.juror_id == juror.id for signature in opinion.signatures):
        raise RuleBroken(_("You signed this opinion already."))
    opinion.signatures.append(Signature(juror_id=juror.id, signed_at=now))
    _record("opinion.signed", opinion, juror, now)


def unsign(opinion: MinorityOpinion, juror: Juror, now: datetime) -> None:
    """Take one's own signature back; the author withdraws the opinion instead."""
    _check(juror, opinion.proposal, now)
    _check_standing(opinion, juror)
    mine = [s for s in opinion.signatures if s.juror_id == juror.id]
    if not mine or opinion.author_id == juror.id:
        raise RuleBroken(_("There is no signature of yours to take back here."))
    opinion.signatures.remove(mine[0])
    _record("opinion.unsigned", opinion, juror, now)


def withdraw(opinion: MinorityOpinion, juror: Juror, now: datetime) -> None:
    """Take the opinion back; only its author can, and only before the decision."""
    _check(juror, opinion.proposal, now)
    _check_standing(opinion, juror)
    if opinion.author_id != juror.id:
        raise RuleBroken(_("Only the juror who wrote this opinion can withdraw it. "
                           "You can take back your own signature."))  # fmt: skip
    opinion.withdrawn_at = now
    _record("opinion.withdrawn", opinion, juror, now)


def standing(call: Call) -> list[MinorityOpinion]:
    """Return the opinions to be printed, oldest first: not withdrawn, and signed by somebody."""
    query = select(MinorityOpinion).where(
        MinorityOpinion.call_id == call.id, MinorityOpinion.withdrawn_at.is_(None)
    )
    rows = db.session.scalars(query.order_by(MinorityOpinion.id))
    return [opinion for opinion in rows if signers(opinion)]


def open_to(juror: Juror) -> list[MinorityOpinion]:
    """Return the opinions that this juror may read: none on proposals with a conflict."""
    barred = seats.recused_from(juror)
    return [opinion for opinion in standing(juror.call) if opinion.proposal_id not in barred]


def signers(opinion: MinorityOpinion) -> int:
    """Return how many seated jurors stand behind the opinion, recused ones left out."""
    heard = {juror.id for juror in seats.taken(opinion.call)} - _barred(opinion)
    return sum(s.juror_id in heard for s in opinion.signatures)


def _barred(opinion: MinorityOpinion) -> set[int]:
    """Return the ids of jurors with a conflict on what the opinion is about."""
    recusals = seats.recusals(opinion.call)
    return {juror for juror, proposal in recusals if proposal == opinion.proposal_id}


def _check(juror: Juror, proposal: Proposal | None, now: datetime) -> None:
    if proposal is None:
        seats.check_seated(juror)
    else:
        seats.check_may_judge(juror, proposal)
    if sentence := why_closed(juror.call, now):
        raise RuleBroken(sentence)


def _check_standing(opinion: MinorityOpinion, juror: Juror) -> None:
    if opinion.call_id != juror.call_id:
        raise RuleBroken(_("This opinion belongs to another jury."))
    if opinion.withdrawn_at:
        raise RuleBroken(
            _("This opinion was withdrawn on %(when)s.", when=moment(opinion.withdrawn_at))
        )


def _record(event: str, opinion: MinorityOpinion, juror: Juror, now: datetime) -> None:
    ledger.record(
        event, now, opinion.call.slug, by=juror.person.pseudonym, opinion=opinion.id,
        digest=digest(opinion.text.encode()), signatures=len(opinion.signatures),
    )  # fmt: skip


def _tell_others(opinion: MinorityOpinion, author: Juror, now: datetime) -> None:
    call = opinion.call
    barred = _barred(opinion)
    link = mail.link_to("deliberation.opinions", slug=call.slug)
    for juror in seats.taken(call):
        if juror.id not in barred | {author.id}:
            closes = closed_at(call)
            letters.tell(juror.person, "opinion_written", call, now, link=link, closes=closes)
