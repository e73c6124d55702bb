"""Mail through a real server."""

from jury import mail
from jury.db import db


def write(address, now, language="nl"):
    return mail.write(address, "sign_in", language, now, link="http://localhost/x")


def test_a_message_is_sent_once_and_after_the_commit(app, now, mailbox, work):
    made = write("ann@people.example", now)
    assert mailbox.messages == []

    work()
    work()

    (message,) = mailbox.messages
    assert message["To"] == "ann@people.example"
    assert message["Content-Language"] == "nl"
    assert made.sent_at == now


def test_a_long_message_arrives_whole(app, now, mailbox, work):
    link = "http://localhost/" + "é" * 2000
    made = mail.write("ann@people.example", "sign_in", "nl", now, link=link)
    made.subject = "“Een plein dat de regen drinkt en dat nog heel lang blijft doen”"
    work()

    (message,) = mailbox.messages
    assert link in mailbox.text(message)
    assert message["Subject"] == made.subject


def test_a_message_of_a_change_that_failed_is_never_sent(app, now, mailbox, work):
    write("ann@people.example", now)
    db.session.rollback()

    work()
    assert mailbox.messages == []


def test_one_impossible_address_does_not_stop_the_others(app, now, mailbox, work):
    bad, good = write("no\naddress", now), write("bob@people.example", now)
    work()

    assert [m["To"] for m in mailbox.messages] == ["bob@people.example"]
    assert bad.problem
    assert bad.sent_at is None
    assert good.sent_at == now


def test_a_silent_mail_server_keeps_the_message_for_later(app, now, mailbox, work, caplog):
    app.config["MAIL_PORT"] = 1
    made = write("ann@people.example", now)
    work()
    assert (made.sent_at, made.problem) == (None, "")

    app.config["MAIL_PORT"] = mailbox.port
    write("bob@people.example", now)
    work()
    assert {m["To"] for m in mailbox.messages} == {"ann@people.example", "bob@people.example"}
