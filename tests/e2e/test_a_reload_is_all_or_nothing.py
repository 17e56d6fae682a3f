"""SIGHUP: a good configuration is used from now on, a bad one not; nobody is cut off."""

from __future__ import annotations

import smtplib
from contextlib import closing
from typing import TYPE_CHECKING

from tests.e2e.client import submit
from tests.e2e.mail import ANN, BOB, newsletter, text_of
from tests.e2e.settings import BOUNCES, POSTAL_ADDRESS, settings
from tests.e2e.visitor import Visitor
from tests.e2e.waiting import wait_for

if TYPE_CHECKING:
    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink

MOVED = "2 Other Street, Springfield, IL 62701"


def test_a_good_one_is_used_and_a_bad_one_is_not(gateway: Gateway, sink: Sink) -> None:
    good = settings(sink.port)
    gateway.reload(good.replace("[company]", "[compny]"))
    wait_for(lambda: gateway.logged("not-reloaded"), "the refusal")
    submit(gateway, newsletter(ANN), [ANN])
    assert POSTAL_ADDRESS in text_of(sink.wait_for(1)[0].message)

    gateway.reload(good.replace(POSTAL_ADDRESS, MOVED))
    wait_for(lambda: gateway.logged("reloaded"), "the reload")
    submit(gateway, newsletter(ANN), [ANN])
    assert MOVED in text_of(sink.wait_for(2)[1].message)


def test_a_file_that_is_named_and_missing_is_a_mistake(gateway: Gateway, sink: Sink) -> None:
    good = settings(sink.port)
    named = 'auth = "plain"\nusername = "u"\npassword_file = "secrets/gone"\n'
    gateway.reload(good.replace('tls = "none"\n', f'tls = "none"\n{named}'))
    pasted = ("secrets/gone", "hunter2")
    missing = f"route[1].password_file: {gateway.folder / 'secrets/gone'} does not exist"
    wait_for(lambda: missing in gateway.said, "the refusal of the password")
    gateway.reload(good.replace('tls = "none"\n', f'tls = "none"\n{named}'.replace(*pasted)))
    unnamed = "route[1].password_file: the file (not named here"
    wait_for(lambda: unnamed in gateway.said, "the refusal of a password in its place")
    assert "hunter2" not in gateway.said
    listener = 'tls = "tls"\ncertificate_file = "gone.pem"\nkey_file = "gone.pem"\n'
    gateway.reload(settings(sink.port, http=listener))
    missing = f"http[0].certificate_file: {gateway.folder / 'gone.pem'} does not exist"
    wait_for(lambda: missing in gateway.said, "the refusal of the certificate")
    assert not gateway.logged("reloaded")
    submit(gateway, newsletter(ANN), [ANN])
    assert sink.to(ANN).recipients == (ANN,)


def test_the_footer_in_a_file_is_read_anew(gateway: Gateway, sink: Sink) -> None:
    file = gateway.folder / "footer.txt"
    lines = "{notice}\n{company}, {postal_address}\n{unsubscribe}\n"
    file.write_text(f"{lines}Fresh tea every day\n", encoding="utf-8")
    gateway.reload(f'{settings(sink.port)}\n[footer]\nlines_file = "footer.txt"\n')
    wait_for(lambda: gateway.logged("reloaded"), "the reload")
    submit(gateway, newsletter(ANN), [ANN])
    assert "Fresh tea every day" in text_of(sink.to(ANN).message)

    file.write_text("{notice}\n", encoding="utf-8")
    gateway.reload(f'{settings(sink.port)}\n[footer]\nlines_file = "footer.txt"\n')
    wait_for(lambda: gateway.logged("not-reloaded"), "the refusal")
    submit(gateway, newsletter(BOB), [BOB])
    assert "Fresh tea every day" in text_of(sink.to(BOB).message)


def test_a_file_that_waits_to_be_looked_at_is_there_and_weighed(gateway: Gateway) -> None:
    admin = Visitor(gateway, "admin")
    brought = admin.post("/imports", {"pasted": "email\nnew@elsewhere.example\n"})
    wait_for(lambda: 'name="digest"' in admin.get(brought.location).text, "the weighing")
    gateway.reload(gateway.file.read_text(encoding="utf-8"))
    wait_for(lambda: gateway.logged("reloaded"), "the reload")
    page = admin.get(brought.location)
    assert (page.status, 'name="digest"' in page.text) == (200, True)


def test_who_guessed_too_often_waits_on(gateway: Gateway) -> None:
    visitor = Visitor(gateway, "viewer")
    guess = {"name": "root", "password": "a guess of some length"}
    assert [visitor.post("/login", guess).status for _ in range(6)] == [403] * 5 + [429]
    gateway.reload(gateway.file.read_text(encoding="utf-8"))
    wait_for(lambda: gateway.logged("reloaded"), "the reload")
    assert visitor.post("/login", guess).status == 429


def test_nobody_is_cut_off_and_nobody_waits(gateway: Gateway, sink: Sink) -> None:
    first, blank, rest = newsletter(ANN).partition(b"\r\n\r\n")
    # closed without QUIT: after the message it took, the old service says goodbye by itself
    with closing(smtplib.SMTP("127.0.0.1", gateway.smtp_port, "localhost", 30)) as client:
        client.ehlo()
        client.mail(BOUNCES)
        client.rcpt(ANN)
        assert client.docmd("DATA")[0] == 354
        client.send(first + blank)
        gateway.reload(settings(sink.port).replace(POSTAL_ADDRESS, MOVED))
        wait_for(lambda: _is_taken(gateway), "another client to be served", 10)
        client.send(rest + b".\r\n")
        assert client.getreply()[0] == 250
    wait_for(lambda: gateway.logged("reloaded"), "the reload")
    assert sink.to(ANN).recipients == (ANN,)
    assert sink.to(BOB).recipients == (BOB,)
    gateway.stop()
    assert len(sink.arrived) == 2


def _is_taken(gateway: Gateway) -> bool:
    """Hand over a message; a client told 421 before DATA comes again (RFC 5321 3.8)."""
    try:
        with closing(smtplib.SMTP("127.0.0.1", gateway.smtp_port, "localhost", 30)) as client:
            client.sendmail(BOUNCES, [BOB], newsletter(BOB))
    except (smtplib.SMTPException, ConnectionError):
        return False
    return True
