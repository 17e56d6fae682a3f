"""What cannot be edited stays whole, and the footer stands in a part of its own beside it."""

from __future__ import annotations

import email as oracle

import pytest

from filters.email.footer.edit import footer, footer_beside
from filters.message import Category
from filters.plan import NO_PLAN
from tests.mail_builders import email, facts, message, policy
from tests.unit.filters.email.footer.copies import LINK, SNOWMAN, edited, parts, texts


def pages(count: int, size: int) -> str:
    page = "--b\nContent-Type: text/html\n\n<p>" + "Hello\n" * (size // 6)
    return f"Content-Type: multipart/alternative; boundary=b\n\n{page * count}--b--\n"


UNEDITABLE = {
    "signed": "Content-Type: multipart/signed; boundary=s\n\n--s\nX:nospace\n\nHello\n--s\n"
    "Content-Type: application/pgp-signature\n\nx\n--s--\n",
    "inline signature": "\n-----BEGIN PGP SIGNED MESSAGE-----\n\nHello\n",
    "attachment only": "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nSGVs\n",
    "report": "Content-Type: multipart/report; boundary=r\n\n--r\n\nHello\n--r--\n",
    "unknown charset with shifts": "Content-Type: text/plain; charset=x-nobody\n\n\x1b$Bx\n",
    "unknown encoding": "Content-Transfer-Encoding: x-uuencode\n\nbegin 644\n",
    "encoding with a parameter": "Content-Transfer-Encoding: base64; x=y\n\nSGVsbG8=\n",
    "nothing in utf-32": "Content-Type: text/plain; charset=utf-32\n\n",
    "broken base64": "Content-Transfer-Encoding: base64\n\nSGVsbG8=\nmore\n",
    "broken quoted-printable": "Content-Type: text/html\n"
    "Content-Transfer-Encoding: quoted-printable\n\n<p>=</body>\n",
    "html that never ends": "Content-Type: text/html\n\n<p>Hello<!-- \n",
    "attached text alone": "Content-Disposition: attachment; filename=x.txt\n\nHello\n",
    "file of an unreadable type": "Content-Type: gzip; name=x.gz\n\nHello\n",
    "unknown disposition": "Content-Disposition: x-hidden\n\nHello\n",
    "form that may be preferred": "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n"
    "Hello\n--b\nContent-Type: text/enriched\n\nHello\n--b--\n",
    "amp twice": "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nHello\n--b\n"
    "Content-Type: text/x-amp-html\n\nx\n--b\nContent-Type: text/x-amp-html\n\nx\n--b--\n",
    "files as forms of each other": "Content-Type: multipart/alternative; boundary=b\n\n--b\n"
    "Content-Disposition: attachment; filename=a.txt\n\nfile\n--b--\n",
    "utf-16 that is none": "Content-Type: text/plain; charset=utf-16le\n\nabc",
    "html nested deeper than browsers follow": "Content-Type: text/html\n\n" + "<div>\n" * 4000,
    "iso-2022-jp that is none": "Content-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B\x7f\x7f\n",
    "utf-16 under another label": "Content-Type: text/plain; charset=iso-8859-1\n"
    "Content-Transfer-Encoding: base64\n\n//5TAGEAbABlAA==\n",
    "utf-16 of the other byte order": "Content-Type: text/html; charset=utf-16be\n"
    "Content-Transfer-Encoding: base64\n\n//5TAGEAbABlAA==\n",
    "more pages than anybody sends": pages(5, 30_000),
    "utf-16 html that never ends": "Content-Type: text/html; charset=utf-16le\n"
    "Content-Transfer-Encoding: base64\n\nPAAhAC0ALQA=\n",
}


TOLD_8BIT = "Content-Transfer-Encoding: 8bit"
SIGNED_8BIT = (
    "Content-Type: multipart/signed; boundary=s\nContent-Transfer-Encoding: {encoding}\n\n--s\n"
    "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\nf\u00fcr\n"
    "--s\nContent-Type: application/pgp-signature\n\nx\n--s--\n"
)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (SIGNED_8BIT.format(encoding="8bit"), "8bit"),
        (SIGNED_8BIT.format(encoding="binary"), "binary"),
        (SIGNED_8BIT.format(encoding="8bit").replace(f"\n{TOLD_8BIT}", "", 1), "8bit"),
        (UNEDITABLE["signed"], None),
        (UNEDITABLE["attachment only"], None),
    ],
)
def test_what_is_put_around_8_bits_says_so(raw: str, told: str | None) -> None:
    copy, _ = edited(message(raw), facts())
    outer = oracle.message_from_bytes(copy)
    assert outer.get_content_type() == "multipart/mixed"
    assert outer["Content-Transfer-Encoding"] == told  # RFC 2045 6.4


@pytest.mark.parametrize(("count", "size"), [(4, 40_000), (9, 900)])
def test_a_few_pages_or_short_ones_get_a_footer_each(count: int, size: int) -> None:
    copy, _ = edited(message(pages(count, size)), facts())
    assert copy.count(LINK.encode()) == count + 1


@pytest.mark.parametrize("rest", UNEDITABLE.values(), ids=UNEDITABLE)
def test_what_cannot_be_edited_stays_whole_beside_the_footer(rest: str) -> None:
    raw = message(rest)

    copy, _ = edited(raw, facts())

    outer = oracle.message_from_bytes(copy)
    footer_part = parts(copy)[-1]
    assert outer.get_content_type() == "multipart/mixed"
    assert LINK in str(footer_part.get_payload())
    entity = raw.split(b"MIME-Version: 1.0\r\n")[1]
    assert b"\r\n" + entity + b"\r\n--" in copy
    assert outer["Subject"] == "Hello"


def test_a_footer_beside_is_readable_whatever_the_company_is_called() -> None:
    raw = message(UNEDITABLE["signed"])

    copy, _ = edited(raw, facts(identity=SNOWMAN))

    assert "Stra\u00dfe \u2603" in texts(copy)[-1]


@pytest.mark.parametrize(
    "raw", [b"From: a@b.c\r\nContent-Type: image/png", b"Content-Type: image/png\r\nFrom: a@b.c"]
)
def test_a_message_that_breaks_off_in_its_header_gets_its_footer(raw: bytes) -> None:
    copy, _ = edited(raw, facts())

    assert [p.get_content_type() for p in oracle.message_from_bytes(copy).walk()] == [
        "multipart/mixed",
        "image/png",
        "text/plain",
    ]


def test_an_existing_mime_version_is_kept_and_a_missing_one_added() -> None:
    copy, _ = edited(b"From: a@b.c\r\nContent-Type: image/png\r\n\r\nx", facts())

    assert copy.count(b"MIME-Version: 1.0\r\n") == 1


def test_the_boundary_stands_nowhere_in_the_message() -> None:
    raw = message("Content-Type: image/png\n\n=_optwarden_0123456789abc_0\n")

    copy, _ = edited(raw, facts())

    assert b'boundary="=_optwarden_0123456789abc_1"' in copy


@pytest.mark.parametrize(
    "rest", [*UNEDITABLE.values(), "Content-Type: multipart/encrypted; boundary=e\n\n--e--\n"]
)
def test_a_receipt_that_cannot_be_edited_is_left_alone(rest: str) -> None:
    context = facts(Category.TRANSACTIONAL, policy=policy(footer_scope="all-but-conversational"))

    assert footer(email(message(rest)), context) == NO_PLAN


def test_encrypted_mail_is_never_edited() -> None:
    raw = message("Content-Type: multipart/encrypted; boundary=e\n\n--e--\n")

    assert footer(email(raw), facts()) == NO_PLAN


def test_the_policy_may_forbid_a_footer_beside() -> None:
    raw = message(UNEDITABLE["signed"])
    strict = facts(policy=policy(on_uneditable="refuse"))

    assert footer(email(raw), strict) == footer_beside(email(raw), strict) == NO_PLAN


@pytest.mark.parametrize(
    "other",
    [
        "Content-Type: application/xhtml+xml\n\nx",
        "Content-Type: text/enriched\n\nx",
        "Content-Type: image/png\n\nx",
        "Content-Type: multipart/related; boundary=r\n\n--r\nContent-Type: image/png\n\nx\n--r--",
    ],
)
def test_a_form_of_the_text_that_takes_no_footer_has_it_beside(other: str) -> None:
    copy, _ = edited(offering(other), facts())

    shown = oracle.message_from_bytes(copy)
    assert shown.get_content_type() == "multipart/mixed"
    assert "unsubscribe here" in list(shown.walk())[-1].get_payload()


def test_a_calendar_entry_beside_the_text_needs_no_footer() -> None:
    copy, _ = edited(offering("Content-Type: text/calendar\n\nBEGIN:VCALENDAR"), facts())

    assert oracle.message_from_bytes(copy).get_content_type() == "multipart/alternative"


def offering(other: str) -> bytes:
    head = "Content-Type: multipart/alternative; boundary=a\n\n"
    return message(f"{head}--a\n\nHello\n--a\n{other}\n--a--\n")
