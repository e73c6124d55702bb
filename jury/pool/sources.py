"""Sources: where the figures of the population come from, in the reader's language."""

from datetime import date

from flask_babel import gettext as _

from jury import languages

STATBEL = (
    "Statbel (Directorate-general Statistics - Statistics Belgium), "
    "population by place of residence, age and sex"
)
CENSUS = "Statbel, Census 2021, highest level of education"
BRIO = "BRIO, Taalbarometer 4, home language of origin"


def words(source: str) -> str:
    """Return the name and the date of a source; one that we do not know stays as it is."""
    name, _space, day = source.rpartition(" ")
    known = {
        STATBEL: _("Statbel, population by place of residence, age and sex"),
        CENSUS: _("Statbel, Census 2021, highest level of education"),
        BRIO: _("BRIO, language barometer 4, home language of origin"),
    }
    return f"{known[name]}, {_day(day)}" if name in known else source


def _day(text: str) -> str:
    try:
        return languages.plain_day(date.fromisoformat(text))
    except ValueError:
        return text  # a year is all that is known
