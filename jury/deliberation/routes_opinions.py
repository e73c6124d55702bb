"""Pages of minority opinions: read, write, sign, withdraw."""

from datetime import UTC, datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from jury import languages
from jury.calls.timeline import bar
from jury.db import db
from jury.deliberation import entrance, forms, seats
from jury.deliberation import opinions as voices
from jury.deliberation.blueprint import bp
from jury.deliberation.models import MinorityOpinion
from jury.pool.models import Juror
from jury.proposals.models import Proposal
from jury.roles import Role, requires


@bp.get("/opinions")
@requires(Role.JUROR)
def opinions(slug: str) -> Any:
    """Show the opinions that this juror may read, and the form for one's own."""
    juror = entrance.the_declared_seat(slug)
    form = forms.opinion_form(_may_speak_of(juror))
    form.proposal.data = request.args.get("proposal", "0")
    return _page(juror, form)


def _page(juror: Juror, form: forms.OpinionForm, closed: str = "") -> str:
    now = datetime.now(UTC)
    return render_template(
        "juror/opinions.html",
        call=juror.call,
        call_bar=bar(juror.call, now),
        form=form,
        closes=voices.closed_at(juror.call),
        closed=closed or voices.why_closed(juror.call, now),
        opinions=[
            {
                "row": opinion,
                "signers": voices.signers(opinion),
                "own": opinion.author_id == juror.id,
                "signed": any(s.juror_id == juror.id for s in opinion.signatures),
            }
            for opinion in voices.open_to(juror)
        ],
    )


def _may_speak_of(juror: Juror) -> list[Proposal]:
    barred = seats.recused_from(juror)
    return [p for p in seats.eligible(juror.call) if p.id not in barred]


@bp.post("/opinions")
@requires(Role.JUROR)
def write_opinion(slug: str) -> Any:
    """Put an opinion beside the result, or send it back with what is wrong with it."""
    juror, now = entrance.the_declared_seat(slug), datetime.now(UTC)
    proposals = _may_speak_of(juror)
    form = forms.opinion_form(proposals)
    if not form.validate():
        return _page(juror, form), 422
    if closed := voices.why_closed(juror.call, now):
        return _page(juror, form, closed), 409
    about = next((p for p in proposals if str(p.id) == form.proposal.data), None)
    voices.write(juror, about, form.text.data or "", languages.current(), now)
    db.session.commit()
    flash(_("Your opinion is saved. The other jurors can sign it now."), "good")
    return redirect(url_for(".opinions", slug=slug))


@bp.post("/opinions/<int:id>/<any(sign, unsign, withdraw):act>")
@requires(Role.JUROR)
def answer_opinion(slug: str, id: int, act: str) -> Any:
    """Sign an opinion, take the signature back, or withdraw one's own opinion."""
    juror = entrance.the_declared_seat(slug)
    opinion: MinorityOpinion = db.get_or_abort(MinorityOpinion, id)
    if opinion.call_id != juror.call_id:
        abort(404)
    acts = {"sign": voices.sign, "unsign": voices.unsign, "withdraw": voices.withdraw}
    acts[act](opinion, juror, datetime.now(UTC))
    db.session.commit()
    words = {
        "sign": _("You signed this opinion."),
        "unsign": _("Your signature is taken back."),
        "withdraw": _("Your opinion is withdrawn."),
    }
    flash(words[act], "good")
    return redirect(url_for(".opinions", slug=slug))
