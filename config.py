"""Settings: every name can be overridden by an environment variable JURY_<NAME>."""

from pathlib import Path

DATA_FOLDER = str(Path.cwd() / "var")  # database, files, jobs; everything that must be kept
DATABASE_URL = ""  # empty: SQLite in DATA_FOLDER; else postgresql+psycopg://…
KEYS_FILE = ""  # empty: DATA_FOLDER with .keys.json behind it; keep a copy elsewhere
BASE_URL = "http://127.0.0.1:8000"  # where people reach the site; https:// makes cookies secure
MAIL_HOST = "127.0.0.1"
MAIL_PORT = 8025
MAIL_FROM = "burgerjury@jury.example"
MAIL_USER = ""
MAIL_PASSWORD = ""  # nosec B105
MAIL_TLS = False
DEMO = False  # shows the outbox page and the demonstration banner
OUTBOX_FOLDER = ""  # where the demonstration's mail server keeps what it received
PROXIES = 0  # reverse proxies in front of the web server, whose forwarded headers are trusted
MAX_CONTENT_LENGTH = 12 * 1024 * 1024  # bytes of one request
HELP_PHONE = "+32 2 555 01 00"
HELP_MAIL = "help@jury.example"
OBJECTION_DAYS = 30  # after publication, in which one may object to the outcome
SIGNING_CERTIFICATE = ""  # PKCS#12 file that reports are signed with; empty: they are not signed
SIGNING_PASSWORD_FILE = ""  # nosec B105  # file that holds its password
KEEP_MAIL_DAYS = 30  # text of messages, after sending
KEEP_POOL_DAYS = 90  # answers of people who were not drawn, after the end of the call
KEEP_JURY_DAYS = 365  # answers of jurors and alternates, after the end of the call
POSTGRES_PROGRAMS = ""  # folder of pg_dump and pg_restore, where they are not on the path
