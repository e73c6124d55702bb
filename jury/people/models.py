"""People, their sign-in links, sessions and second factors."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jury.db import Model, Sealed, WithSealed


class Person(WithSealed, Model):
    """Somebody with an e-mail address; everything that names them is sealed."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    pseudonym: Mapped[str] = mapped_column(unique=True)  # what the ledger calls them
    email_sealed: Mapped[bytes | None]
    email_index: Mapped[str | None] = mapped_column(unique=True)  # keyed digest
    name_sealed: Mapped[bytes | None]
    language: Mapped[str] = mapped_column(default="nl")
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]

    email = Sealed("email_sealed")
    name = Sealed("name_sealed")

    @property
    def shown_name(self) -> str:
        """The name they gave, else their pseudonym."""
        return self.name or self.pseudonym


class SignInLink(Model):
    """A link that signs one person in once; only its digest is kept."""

    __tablename__ = "sign_in_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    next_path: Mapped[str] = mapped_column(default="/")
    counts_as_second_factor: Mapped[bool] = mapped_column(default=False)  # made on the server

    person: Mapped[Person] = relationship()


class Session(Model):
    """One browser in which a person is signed in; only the cookie's digest is kept."""

    __tablename__ = "session"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    browser: Mapped[str] = mapped_column(default="")  # “Firefox on Android”, never the whole header
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    second_factor_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class SecondFactor(WithSealed, Model):
    """An authenticator app or a passkey of a member of staff."""

    __tablename__ = "second_factor"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]  # totp or passkey
    secret_sealed: Mapped[bytes | None]  # TOTP secret, or the passkey's public key
    credential: Mapped[str | None] = mapped_column(unique=True)  # passkey id
    uses: Mapped[int] = mapped_column(default=0)  # passkey counter, or last TOTP step used
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]

    secret = Sealed("secret_sealed")
    person: Mapped[Person] = relationship()
