from __future__ import annotations

import email as oracle

import pytest

from filters.catalogue import EMAIL_CLOSING_EDITS, EMAIL_EDITS
from filters.decision import Effect
from filters.email.long_lines import line_is_too_long
from filters.email.newlines import has_long_line
from filters.email.proof import prove
from filters.judge import judge
from filters.message import Category
from filters.plan import NO_PLAN, Plan, Splice, combine, render
from gateway.pipeline import plan_email
from suppression.tokens import SAMPLE_TOKEN
from tests.mail_builders import URL, email, facts, message

LINK = f"{URL}/u/{SAMPLE_TOKEN}"
LONG = "word " * 400
TEXT = "Content-Type: text/plain; charset=utf-8\n\n"
HTML = "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
ENDLESS = "QUJD" * 700
PDF = f"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n{ENDLESS}"


def planned(raw: bytes) -> Plan:
    submitted = email(raw)
    plan = combine(edit(submitted, facts()) for edit in EMAIL_EDITS)
    for edit in EMAIL_CLOSING_EDITS:
        plan = combine([plan, edit(submitted, facts(), plan)])
    return plan


def sent(raw: bytes, *, tells: bool = True) -> bytes:
    """Return the copy, after nothing was held against the message or the plan."""
    (ruling,) = judge(email(raw), facts(), (line_is_too_long,))
    assert ruling.effect is Effect.PASS
    plan = planned(raw)
    assert prove(email(raw), facts(), plan) == ()
    assert ("F_LINES_BROKEN" in plan.fixes) is tells
    copy = render(raw, plan, SAMPLE_TOKEN)
    assert not has_long_line(copy)
    assert copy.endswith(b"\r\n")
    return copy


def contents(raw: bytes) -> list[bytes]:
    found = []
    for part in oracle.message_from_bytes(raw).walk():
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            found.append(payload)
    return found


def mixed(*parts: str) -> str:
    body = "".join(f"--m\n{part}\n" for part in parts)
    return f"Content-Type: multipart/mixed; boundary=m\n\n{body}--m--\n"


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


@pytest.mark.parametrize("size", [80, 500, 960])
def test_a_long_field_is_folded_and_says_the_same(size: int) -> None:
    ids = " ".join(f"<{'x' * size}{n}@example.com>" for n in range(1 + 3000 // size))
    raw = message(f"References: {ids}\n\nHello\n")

    copy = sent(raw)

    assert oracle.message_from_bytes(copy)["References"].replace("\r\n", "") == ids
    assert b"\r\n\r\n" in copy
    lines = copy.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert all(line.strip() for line in lines)
    assert max(map(len, lines)) <= size + 40


@pytest.mark.parametrize("more", ["", f" {LONG.strip()}"])
def test_a_field_of_one_long_word_is_folded_behind_its_name(more: str) -> None:
    value = "x" * 995 + more
    copy = sent(message(f"X-Long: {value}\n\nHello\n"))
    assert b"X-Long:\r\n xxx" in copy
    assert oracle.message_from_bytes(copy)["X-Long"].replace("\r\n", "").strip() == value


def test_a_field_is_not_folded_behind_its_name_where_its_words_are_short_enough() -> None:
    copy = sent(message(f"X-Long: {'x' * 900} {LONG}\n\nHello\n"))
    assert b"X-Long: xxx" in copy


def test_a_field_of_mime_is_not_folded_inside_of_quotes() -> None:
    value = f'text/plain; x="{"a b " * 100}"; y="{"c d " * 100}"; z="{"e f " * 40}"'
    copy = sent(message(f"Content-Type: {value}\n\nHello\n"))
    assert b'";\r\n y="c d' in copy


def test_our_own_broken_signature_goes_however_long() -> None:
    signature = f"DKIM-Signature: a=rsa-sha256; d=example.com; {'h=a; ' * 300}b=x\n"
    copy = sent(message(f"{signature}\nHello\n"), tells=False)
    assert b"DKIM-Signature" not in copy


def test_no_line_is_told_to_be_broken_where_only_a_field_was_long_that_we_replace() -> None:
    listed = ", ".join(f"<https://shop.example/{'x' * 300}{n}>" for n in range(4))
    copy = sent(message(f"List-Unsubscribe: {listed}\n\nHello\n"), tells=False)
    assert b"shop.example" not in copy


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
