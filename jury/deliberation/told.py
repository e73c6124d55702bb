"""Told: the events of this room as sentences of the trail."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "conflicts.declared": _l("A juror declared conflicts of interest: %(conflicts)s."),
    "comment.written": _l("A juror wrote a comment."),
    "comment.removed": _l("A juror removed a comment."),
    "opinion.written": _l("A juror wrote minority opinion %(opinion)s."),
    "opinion.signed": _l("Minority opinion %(opinion)s has %(signatures)s signatures now."),
    "opinion.unsigned": _l("Minority opinion %(opinion)s has %(signatures)s signatures now."),
    "opinion.withdrawn": _l("Minority opinion %(opinion)s was withdrawn."),
    "opinions.closed": _l("The minority opinions were fixed. They are %(opinions)s."),
    "jurors.reminded": _l("%(jurors)s jurors were reminded in round %(round)s."),
}
