"""Pages of one's own registration and seat."""

from typing import Any

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _

from jury import languages
from jury.calls.models import Call, PhaseKind
from jury.db import db
from jury.people import sessions
from jury.pool import excluding, find, leaving, phoning, receipts, registering, seats
from jury.pool.door import bp, now, page, public_call, remember
from jury.pool.forms import ReasonForm
from jury.pool.models import Juror, Volunteer
from jury.pool.routes_register import answer_words
from jury.roles import Role, requires


def _mine(call: Call) -> Volunteer:
    """Return the reader's registration that was not left, or answer 404."""
    found = find.volunteer_of(call, sessions.the_person())
    if found is None or found.left_at or not found.confirmed_at:
        abort(404)
    return found


@bp.get("/calls/<slug>/my-registration")
@requires(Role.SIGNED_IN)
def mine(slug: str) -> Any:
    """Show my answers, my receipt and how to leave."""
    call = public_call(slug)
    volunteer = find.volunteer_of(call, sessions.the_person())
    if volunteer is None or volunteer.left_at or not volunteer.confirmed_at:
        return page("volunteer/none.html", call, has_left=volunteer and volunteer.left_at)
    given = volunteer.answers
    rows = [(category, answer_words(category, given.get(category.key)))
            for category in find.categories(call)]  # fmt: skip
    because = volunteer.excluded_because
    return page(
        "volunteer/mine.html", call, volunteer=volunteer, rows=rows,
        may_change=call.is_open(PhaseKind.REGISTRATION, now()),
        because=excluding.words(because) if because else "", freeze=find.freeze(call),
        juror=find.juror_of(call, volunteer.person), receipt=receipts.receipt_json(volunteer),
    )  # fmt: skip


@bp.get("/calls/<slug>/my-registration/receipt.json")
@requires(Role.SIGNED_IN)
def my_receipt(slug: str) -> Any:
    """Give me my receipt as a file that `sortition verify --receipt` reads."""
    text = receipts.receipt_json(_mine(public_call(slug)))
    name = {"Content-Disposition": f'attachment; filename="{slug}-receipt.json"'}
    return Response(text + "\n", mimetype="application/json", headers=name)


@bp.post("/calls/<slug>/my-registration/change")
@requires(Role.SIGNED_IN)
def change(slug: str) -> Any:
    """Read my answers back, each with a way to change it."""
    call = public_call(slug)
    mine = _mine(call)
    draft = registering.start(call, "", languages.current(), now(), person=mine.person)
    db.session.commit()
    remember(draft)
    return redirect(url_for(".summary", slug=slug))


@bp.post("/calls/<slug>/my-registration/leave")
@requires(Role.SIGNED_IN)
def leave(slug: str) -> Any:
    """Take me out of the pool."""
    leaving.leave(_mine(public_call(slug)), now(), sessions.the_person())
    db.session.commit()
    flash(_("You have left the pool. Your answers are erased."), "good")
    return redirect(url_for(".mine", slug=slug))


def _my_seat(call: Call) -> Juror:
    found = find.juror_of(call, sessions.the_person())
    return found or abort(404)


@bp.get("/calls/<slug>/my-seat")
@requires(Role.SIGNED_IN)
def seat(slug: str) -> Any:
    """Ask whether I take my seat, or tell me where I stand."""
    call = public_call(slug)
    juror = find.juror_of(call, sessions.the_person())
    if juror is None:
        return page("volunteer/no_seat.html", call)
    return _seat_page(juror, ReasonForm())


def _seat_page(juror: Juror, form: ReasonForm) -> str:
    jurors = find.jurors(juror.call)
    order = juror.number - sum(other.role == "juror" for other in jurors)
    return page(
        "volunteer/seat.html", juror.call, juror=juror, form=form, order=order,
        finished=seats.has_finished(juror.call, now()),
    )  # fmt: skip


@bp.post("/calls/<slug>/my-seat/accept")
@requires(Role.SIGNED_IN)
def accept(slug: str) -> Any:
    """Take my seat."""
    call = public_call(slug)
    seats.accept(_my_seat(call), now(), sessions.the_person())
    db.session.commit()
    flash(_("Welcome to the jury. We mailed you what comes next."), "good")
    return redirect(url_for(".seat", slug=slug))


@bp.post("/calls/<slug>/my-seat/keep")
@requires(Role.SIGNED_IN)
def keep(slug: str) -> Any:
    """Undo a decline that staff entered for me."""
    phoning.keep(_my_seat(public_call(slug)), now(), sessions.the_person())
    db.session.commit()
    flash(_("Your seat stays yours."), "good")
    return redirect(url_for(".seat", slug=slug))


@bp.post("/calls/<slug>/my-seat/decline")
@requires(Role.SIGNED_IN)
def decline(slug: str) -> Any:
    """Give my seat back, before or after I accepted it."""
    juror, form = _my_seat(public_call(slug)), ReasonForm()
    if not form.validate():
        return _seat_page(juror, form), 422
    act = seats.stop if juror.state == "accepted" else seats.decline
    act(juror, form.reason.data or "rather_not_say", now(), sessions.the_person())
    db.session.commit()
    flash(_("Thank you for telling us. Your place goes to somebody else."), "good")
    return redirect(url_for(".seat", slug=slug))
