"""Told: the events of this room as sentences of the trail."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "sheet.saved": _l("A juror saved a score sheet in round %(round)s."),
    "experts.scored": _l(
        "The scores of %(experts)s experts were brought in. Their digest: %(digest)s."
    ),
    "lot.announced": _l(
        "A lot decides between scores too close to tell apart. Its value is known from %(moment)s."
    ),
    "lot.fallback": _l(
        "The announced value of the lot did not come. What was fixed for that case counts. "
        "Its value is known from %(moment)s. The reason: %(reason)s"
    ),
    "lot.drawn": _l("The lot was drawn. Its public value: %(value)s."),
    "result.asked": _l("The result was asked for."),
    "result.computed": _l("The result was computed. Its digest: %(digest)s."),
}
