"""Told: the events of this room as sentences of the trail."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "sheet.saved": _l("A juror saved a score sheet in round %(round)s."),
    "result.asked": _l("The result was asked for."),
    "result.computed": _l("The result was computed. Its digest: %(digest)s."),
}
