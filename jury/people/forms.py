"""Forms for signing in."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, StringField
from wtforms.validators import InputRequired, Length

from jury.forms import FULL_ADDRESS


class SignInForm(FlaskForm):
    """The address to which the link goes."""

    email = EmailField(
        _l("Your e-mail address"),
        validators=[
            InputRequired(_l("Type your e-mail address.")),
            Length(max=200, message=_l("This address is too long.")),
            FULL_ADDRESS,
        ],
        render_kw={"autocomplete": "email"},
    )  # fmt: skip
    next = HiddenField()


class CodeForm(FlaskForm):
    """The six digits of an authenticator app."""

    code = StringField(
        _l("The six digits in your app"),
        validators=[InputRequired(_l("Type the six digits that your app shows."))],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 7},
    )
    next = HiddenField()
