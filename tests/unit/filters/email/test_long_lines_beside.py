"""Long lines of what is not edited are broken where the footer stands beside."""

from __future__ import annotations

import email as oracle

import pytest

from filters.decision import Effect
from filters.email.long_lines import line_is_too_long
from filters.email.newlines import has_long_line
from filters.email.proof import prove
from filters.judge import judge
from filters.plan import NO_PLAN, Plan, Splice, combine, render
from gateway.pipeline import plan_email
from suppression.tokens import SAMPLE_TOKEN
from tests.mail_builders import email, facts, message
from tests.unit.filters.email.long_lines import (
    ENDLESS,
    HTML,
    LINK,
    LONG,
    PDF,
    TEXT,
    contents,
    mixed,
)

UTF_7 = "Content-Type: text/html; charset=utf-7\n"
DOUBTED = f"<style>body{{opacity:.9}}</style><p>{LONG}é</p>\n"
FORMS = (
    f"Content-Type: multipart/alternative; boundary=a\n\nnews\n--a\n{HTML}<p>{LONG}\n--a\n"
    f"Content-Type: text/markdown\n\n{LONG}\n--a--\nend\n"
)


@pytest.mark.parametrize(
    "rest",
    [
        HTML + f"<html><body><p>{LONG}</p><!-- open\n",
        HTML + DOUBTED,
        HTML.replace("8bit", "8bit\nContent-Transfer-Encoding: 8bit") + DOUBTED,
        "Content-Type: text/html; charset=utf-8\n\n" + DOUBTED,
        HTML + f"<style>body{{{{opacity:.9}}}}</style>{'字' * 400}",
        f"{UTF_7}\n<p>{LONG}\n",
        f"{UTF_7}Content-Transfer-Encoding: quoted-printable\n\n{'=41 b' * 300}\n",
        f"{UTF_7}Content-Transfer-Encoding: base64\n\n{ENDLESS}\n",
        "Content-Type: text/csv\nContent-Disposition: attachment; filename=a\n\n" + LONG + "\n",
        mixed(HTML + DOUBTED, PDF, TEXT.strip() + f"; x={'y' * 900}; z={'y' * 900}\n\nBye"),
        mixed(HTML + DOUBTED, "", "\n"),
        FORMS,
    ],
)
def test_long_lines_are_broken_where_the_footer_stands_beside(rest: str) -> None:
    raw = message(rest if rest.endswith("\n") else rest + "\n")
    (ruling,) = judge(email(raw), facts(), (line_is_too_long,))
    assert ruling.effect is Effect.PASS

    plan, _ = plan_email(email(raw), facts())

    copy = render(raw, plan, SAMPLE_TOKEN)
    *before, footer = contents(copy)
    assert LINK in footer.decode()
    assert before == contents(raw)
    assert not has_long_line(copy)
    inner = oracle.message_from_bytes(copy).get_payload(0)
    assert isinstance(inner, oracle.message.Message)
    assert inner.get_content_type() == oracle.message_from_bytes(raw).get_content_type()
    assert len(inner.get_all("Content-Transfer-Encoding", [])) <= 1


@pytest.mark.parametrize(
    "rest",
    [
        "Content-Type: message/rfc822\n\nSubject: x\n\n" + LONG,
        "Content-Type: multipart/signed; boundary=m\n\n--m\n" + TEXT + LONG + "\n--m--",
        TEXT + f"-----BEGIN PGP SIGNED MESSAGE-----\n\n{LONG}",
        f"{UTF_7}Content-Transfer-Encoding: x-uuencode\n\n{LONG}",
        f"{UTF_7}Content-Transfer-Encoding: quoted-printable\n\n{'=C3=A9=' * 300}",
    ],
)
def test_what_is_signed_enclosed_or_unreadable_is_not_broken_beside_a_footer(rest: str) -> None:
    raw = message(rest + "\n")
    plan, doubts = plan_email(email(raw), facts())
    assert plan is NO_PLAN
    assert "a line is longer than 998 bytes" in doubts[-1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"news\r\n", b"new\r\n"),
        (b"\r\nshort", b"\r\nshirt"),
        (b"Type: text/csv", b"Type: text/css"),
        (b"text/csv\r\n", b"text/csv; a=b\r\n"),
        (b"\r\nend", b"\r\nand"),
    ],
)
def test_the_proof_sees_what_else_is_changed_beside_a_footer(old: bytes, new: bytes) -> None:
    raw = message(
        f"Content-Type: multipart/mixed; boundary=a\n\nnews\n--a\n{HTML}{DOUBTED}"
        "--a\nContent-Type: text/csv\n\nshort\n--a--\nend\n"
    )
    plan, _ = plan_email(email(raw), facts())
    at = raw.index(old)
    more = Splice(start=at, end=at + len(old), template=(new,))
    wrong = Plan(splices=combine([plan, Plan(splices=(more,))]).splices, fixes=plan.fixes)
    assert prove(email(raw), facts(), plan) == ()
    assert "the original is not what it was inside the new multipart" in prove(
        email(raw), facts(), wrong
    )
