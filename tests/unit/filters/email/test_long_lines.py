from __future__ import annotations

import email as oracle

import pytest

from filters.catalogue import EMAIL_CLOSING_EDITS
from filters.decision import Effect
from filters.email.long_lines import line_is_too_long
from filters.email.proof import prove
from filters.judge import judge
from filters.message import Category
from filters.plan import Plan, Splice, combine
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
    planned,
    sent,
)


@pytest.mark.parametrize(
    ("rest", "encoding"),
    [
        (TEXT + LONG + "\n", "quoted-printable"),
        (HTML + f"<html><body><p>{LONG}é</p></body></html>\n", "quoted-printable"),
        (HTML + f"<html><body><p>{'字' * 400}</p></body></html>\n", "base64"),
        (HTML + f"<html><body><p>{'字' * 400}</p></body></html>", "base64"),
        (f"\n{LONG}\n", "quoted-printable"),
        (TEXT.strip() + "\nContent-Transfer-Encoding: base64\n\n" + ENDLESS + "\n", "base64"),
        (
            "Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n"
            + "=41 b" * 300
            + "\n",
            "quoted-printable",
        ),
    ],
)
def test_a_long_line_of_a_commercial_text_is_encoded_with_its_footer(
    rest: str, encoding: str
) -> None:
    raw = message(rest) if rest.endswith("\n") else message(rest + "\n")

    copy = sent(raw)

    (text,) = contents(copy)
    (before,) = contents(raw)
    assert text.decode().count(LINK) == 1
    assert text.startswith(before[:1000])
    assert max(map(len, copy.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 76
    assert oracle.message_from_bytes(copy)["Content-Transfer-Encoding"] == encoding
    assert copy.count(b"MIME-Version: 1.0") == 1


@pytest.mark.parametrize(
    ("part", "encoding"),
    [
        (
            f"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n{ENDLESS}",
            "base64",
        ),
        (f"Content-Type: application/json\n\n{LONG}", "base64"),
        (f"Content-Type: text/csv\n\n{LONG}\nshort", "quoted-printable"),
        (f"Content-Type: text/csv\n\n{'é' * 700}", "base64"),
        (
            "Content-Type: text/calendar\nContent-Transfer-Encoding: quoted-printable\n\n"
            + "=C3=A9=20 =\n" * 3
            + "=C3=A9a" * 300,
            "quoted-printable",
        ),
        (f"Content-Type: text/plain; name=a.txt\nContent-Description: {LONG}\n\nx", ""),
        (PDF.replace("pdf\n", f"pdf; a={'b' * 980}; name={'c' * 980}\n"), "base64"),
    ],
)
def test_an_attachment_of_long_lines_says_what_it_said(part: str, encoding: str) -> None:
    for rest in (mixed(TEXT + "Hello", part, TEXT + "Bye"), mixed(TEXT + "Hello", part)):
        raw = message(rest)
        copy = sent(raw)
        before, after = contents(raw), contents(copy)
        assert after[1] == before[1]
        kept = oracle.message_from_bytes(copy).get_payload(1)
        assert not isinstance(kept, str)
        assert kept.get("Content-Transfer-Encoding", "") == encoding


def test_the_last_part_of_a_message_that_is_cut_off_ends_a_line() -> None:
    raw = message(mixed(TEXT + "Hello", f"Content-Type: image/x\n\n{LONG}")).removesuffix(
        b"\r\n--m--\r\n"
    )
    assert contents(sent(raw))[1] == contents(raw)[1]


def test_a_text_that_has_no_footer_of_its_own_is_written_anew_too() -> None:
    picture = "Content-Type: image/png\n\nx"
    raw = message(mixed(TEXT + LONG, picture, TEXT + "Bye"))
    first, _, last = contents(sent(raw))
    assert first.decode() == LONG
    assert LINK in last.decode()


@pytest.mark.parametrize(
    ("rest", "category"),
    [
        (TEXT + LONG, Category.TRANSACTIONAL),
        (TEXT + LONG, Category.CONVERSATIONAL),
        (mixed("Content-Type: message/rfc822\n\nSubject: x\n\n" + LONG), None),
        ("Content-Type: multipart/signed; boundary=m\n\n--m\n" + TEXT + LONG + "\n--m--", None),
        (mixed(TEXT + "x", "Content-Type: message/rfc822\n\nSubject: x\n\n" + LONG), None),
        (mixed(TEXT + "x").replace("--m\n", LONG + "\n--m\n", 1), None),
        (TEXT.strip() + "\nContent-Transfer-Encoding: x-uuencode\n\n" + LONG, None),
        (TEXT.strip() + "\nX-Long: " + "x" * 1000 + "\n\nHello", None),
        (TEXT.strip() + "\nX-Long:" + "x" * 995 + "\n\nHello", None),
        (
            mixed(
                TEXT + "x",
                "Content-Type: text/x\nContent-Transfer-Encoding: quoted-printable\n\n"
                + "=C3=A9=" * 300,
            ),
            None,
        ),
    ],
    ids=[
        "receipt",
        "letter",
        "letters",
        "signed",
        "enclosed",
        "preamble",
        "unknown",
        "word",
        "no space",
        "broken",
    ],
)
def test_a_line_that_cannot_be_broken_is_refused(rest: str, category: Category | None) -> None:
    context = facts(category or Category.COMMERCIAL)
    raw = message(rest + "\n")
    (ruling,) = judge(email(raw), context, (line_is_too_long,))
    assert [finding.code for finding in ruling.findings] == ["SMTP_LINE_TOO_LONG"]


def test_mail_that_is_not_commercial_is_never_broken() -> None:
    submitted, receipt = email(message(TEXT + LONG + "\n")), facts(Category.TRANSACTIONAL)
    plan = Plan(fixes=("F_LINES_BROKEN",))
    assert all(not edit(submitted, receipt, plan).splices for edit in EMAIL_CLOSING_EDITS)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"QUJD", b"QUJE", "application/pdf part was changed"),
        (
            b"Type: application/pdf",
            b"Type: application/pdf; a=b",
            "application/pdf part was changed",
        ),
        (b"\r\nshort", b"\r\nshirt", "text/csv part was changed"),
        (b"Subject: Hello", b"Subject: Hallo", "header field was changed"),
    ],
)
def test_the_proof_sees_what_is_more_than_broken_lines(old: bytes, new: bytes, reason: str) -> None:
    raw = message(mixed(TEXT + "Hello", PDF, "Content-Type: text/csv\n\nshort"))
    plan, at = planned(raw), raw.index(old)
    more = Splice(start=at, end=at + len(old), template=(new,))
    wrong = combine([plan, Plan(splices=(more,))])
    assert any(reason in doubt for doubt in prove(email(raw), facts(), wrong))
    assert prove(email(raw), facts(), plan) == ()


@pytest.mark.parametrize("fields", ["", "Content-Type: application/json\n"])
def test_what_is_large_is_not_encoded_anew(fields: str) -> None:
    longest = 2 << 20
    for size, effect in ((longest - 2, Effect.PASS), (longest, Effect.REFUSE)):
        raw = message(f"{fields}\n{'x' * size}\n")
        (ruling,) = judge(email(raw), facts(), (line_is_too_long,))
        assert ruling.effect is effect
