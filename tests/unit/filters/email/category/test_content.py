from __future__ import annotations

import base64
from typing import Any

import pytest

from filters.email.category.circumstances import CategoryRule
from filters.message import Category
from tests.make import message
from tests.unit.filters.email.categories import (
    AD,
    AD_HTML,
    PICTURE,
    TRANSACTIONAL,
    WINMAIL,
    decision,
    judged,
    several,
)

UNREADABLE = {
    "picture": message("AAAA\r\n", content_type="image/png"),
    "picture in HTML": message(
        "<a href=x><img src=x alt='Your account'></a>", content_type="text/html"
    ),
    "hidden text": message("<p hidden>Your account</p>", content_type="text/html"),
    "inline picture": several("\r\n \r\n", PICTURE),
    "unknown encoding": message("AAAA\r\n", content_transfer_encoding="x-uuencode"),
    "broken base64": message("SGVs=bG8A\r\n", content_transfer_encoding="base64"),
    "hidden signed text": message(
        "AAAA\r\n", content_type="application/pkcs7-mime; smime-type=signed-data"
    ),
    "winmail.dat": message("AAAA\r\n", content_type="application/ms-tnef"),
    "attached winmail.dat": several("\r\n \r\n", WINMAIL),
}


@pytest.mark.parametrize("name", UNREADABLE)
@pytest.mark.parametrize("known", [TRANSACTIONAL, {"declared": "conversational"}])
def test_what_cannot_be_read_is_not_taken_at_its_word(name: str, known: dict[str, Any]) -> None:
    verdict = judged(UNREADABLE[name], **known)
    assert (verdict.category, verdict.decided_by) == (Category.COMMERCIAL, "content")
    assert verdict.evidence == (
        f"said to be {known['declared']} by declared, and nothing it shows can be read",
    )


@pytest.mark.parametrize("name", UNREADABLE)
def test_admin_may_say_what_cannot_be_read(name: str) -> None:
    rule = CategoryRule(category=Category.TRANSACTIONAL, basis="account")
    assert decision(UNREADABLE[name], rules=(rule,)) == (Category.TRANSACTIONAL, "rule")
    assert decision(UNREADABLE[name], pinned="transactional")[1] == "listener"


RECEIPT = "Your order 1234 has been shipped.\r\n"
ORDER = f"\r\n{RECEIPT}"


def text(content: bytes, charset: str, kind: str = "html") -> str:
    return (
        f"Content-Type: text/{kind}; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(content).decode("ascii").replace("\n", "\r\n")
    )


def titled(charset: str, content: bytes) -> bytes:
    word = f"=?{charset}?b?{base64.b64encode(content).decode('ascii')}?="
    return message(RECEIPT, subject=word)


IN_UNKNOWN_CHARSETS = {
    "a text in EBCDIC": several(text(AD.encode("cp500"), "cp500")),
    "a text in UTF-7": several(text(b"+AEY-lash\r\n", "utf-7")),
    "a text in UTF-16 without a mark": several(text("Caf\xe9".encode("utf-16-be"), "utf-16")),
    "a text in HZ with a letter of 8 bits": several(text(b"~{Dc:C~} caf\xe9", "x-hz")),
    "a page in EBCDIC beside a receipt": several(
        ORDER, text(AD_HTML.encode("cp037"), "cp037"), kind="alternative"
    ),
    "a page in ASCII that is called UTF-7 beside a receipt": several(
        ORDER, text(AD_HTML.encode("ascii"), "utf-7"), kind="alternative"
    ),
    "a page that begins like UTF-16 beside a receipt": several(
        ORDER, text(b"\xff\xfe" + AD_HTML.encode("ascii"), "utf-8"), kind="alternative"
    ),
    "a subject in EBCDIC": titled("ibm037", AD.encode("cp037")),
    "a subject in UTF-7": titled("utf-7", b"+AEY-lash sale"),
    "a subject in HZ": titled("hz-gb-2312", b"~{SE;]4YOz~}"),
    "a subject that begins like UTF-16": titled("utf-8", b"\xff\xfeFlash sale"),
}


@pytest.mark.parametrize("name", IN_UNKNOWN_CHARSETS)
def test_what_is_in_a_charset_not_read_here_is_not_taken_at_its_word(name: str) -> None:
    raw = IN_UNKNOWN_CHARSETS[name]
    verdict = judged(raw, **TRANSACTIONAL)
    assert (verdict.category, verdict.decided_by) == (Category.COMMERCIAL, "content")
    assert decision(raw) == (Category.COMMERCIAL, "default")


def test_what_is_in_a_charset_not_read_here_is_told_so() -> None:
    verdict = judged(IN_UNKNOWN_CHARSETS["a subject in HZ"], **TRANSACTIONAL)
    seen = "said to be transactional by declared, and it is in a charset that is not read here"
    assert seen in verdict.evidence


def test_admin_may_say_what_is_in_a_charset_not_read_here_unless_its_ascii_sells() -> None:
    pinned = {"pinned": "transactional", "pinned_basis": "account"}
    unread = several(text("Your account".encode("cp037"), "cp037", "plain"))
    assert decision(unread, **pinned) == (Category.TRANSACTIONAL, "listener")
    called_utf_7 = IN_UNKNOWN_CHARSETS["a page in ASCII that is called UTF-7 beside a receipt"]
    assert decision(called_utf_7, **pinned) == (Category.COMMERCIAL, "content")


@pytest.mark.parametrize(
    "name",
    [name for name in IN_UNKNOWN_CHARSETS if name.startswith("a page")] + ["a subject in UTF-7"],
)
def test_the_form_of_an_answer_speaks_for_no_charset_that_is_not_read_here(name: str) -> None:
    answer = b"In-Reply-To: <1@example.org>\r\n" + IN_UNKNOWN_CHARSETS[name].replace(
        b"Subject: ", b"Subject: Re: "
    )
    assert decision(answer, declared="conversational") == (Category.COMMERCIAL, "content")


def spreadsheet(says: str, label: str) -> str:
    return text(b"\xff\xfe" + says.encode("utf-16-le"), label, "csv").replace(
        "\r\n", "\r\nContent-Disposition: inline; filename=a.csv\r\n", 1
    )


@pytest.mark.parametrize("label", ["us-ascii", "utf-8"])
def test_file_in_utf_16_in_a_text_is_judged_by_what_it_says(label: str) -> None:
    order = several(ORDER, spreadsheet("Article;Quantity\r\nTea;2\r\n", label))
    assert decision(order, **TRANSACTIONAL) == (Category.TRANSACTIONAL, "declared")
    assert decision(order, declared="conversational")[0] is Category.CONVERSATIONAL
    sells = several(ORDER, spreadsheet(AD, label))
    assert decision(sells, **TRANSACTIONAL) == (Category.COMMERCIAL, "content")


@pytest.mark.parametrize("charset", ["iso-2022-jp", "koi8-r", "x-unknown", "utf-16le"])
def test_receipt_in_a_charset_that_is_read_is_taken_at_its_word(charset: str) -> None:
    known = "ascii" if charset.startswith("x-") else charset
    raw = several(text(RECEIPT.encode(known), charset, "plain"), subject="=?iso-8859-1?q?Caf=E9?=")
    assert decision(raw, **TRANSACTIONAL) == (Category.TRANSACTIONAL, "declared")


def test_encrypted_letter_under_a_subject_in_a_charset_not_read_here_is_no_receipt() -> None:
    raw = message(
        "AAAA\r\n", content_type="application/pkcs7-mime; smime-type=enveloped-data",
        subject="=?utf-7?q?+AEY-lash sale?=",
    )  # fmt: skip
    assert decision(raw, **TRANSACTIONAL)[0] is Category.COMMERCIAL


ENCRYPTED = {
    "S/MIME": message("AAAA\r\n", content_type="application/pkcs7-mime; smime-type=enveloped-data"),
    "PGP/MIME": several("Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n",
                        "Content-Type: application/octet-stream\r\n\r\nx\r\n", kind="encrypted"),
    "PGP": message("-----BEGIN PGP MESSAGE-----\r\n\r\nwcBM\r\n-----END PGP MESSAGE-----\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", ENCRYPTED)
def test_encrypted_letter_to_one_person_is_taken_at_its_word(name: str) -> None:
    assert decision(ENCRYPTED[name], declared="conversational")[0] is Category.CONVERSATIONAL
    assert decision(ENCRYPTED[name], **TRANSACTIONAL)[0] is Category.TRANSACTIONAL
    if name != "PGP":  # its armour is text
        to_many = decision(ENCRYPTED[name], recipients=2, **TRANSACTIONAL)
        assert to_many == (Category.COMMERCIAL, "content")


@pytest.mark.parametrize(
    "raw",
    [
        message("%PDF-1.7\r\n", content_type="application/pdf; name=invoice.pdf"),
        several("\r\n\r\n", "Content-Type: application/pdf\r\n\r\n%PDF-1.7\r\n"),
        several("Content-Type: text/html\r\n\r\n<p>&nbsp;</p>\r\n", "Content-Type: image/png\r\n"
                "Content-Disposition: attachment\r\n\r\nx\r\n"),
        message("BEGIN:VCALENDAR\r\n", content_type="text/calendar; method=REQUEST"),
        message(""),
    ],
)  # fmt: skip
def test_receipt_that_is_a_file_is_taken_at_its_word(raw: bytes) -> None:
    assert decision(raw, **TRANSACTIONAL) == (Category.TRANSACTIONAL, "declared")


def test_photograph_in_answer_to_a_letter_is_taken_at_its_word_where_somebody_gives_it() -> None:
    raw = several("\r\n\r\n", PICTURE, in_reply_to="<1@x>", subject="Re: the house")
    assert decision(raw) == (Category.COMMERCIAL, "default")
    assert decision(raw, declared="conversational") == (Category.CONVERSATIONAL, "declared")
    assert decision(raw, **TRANSACTIONAL) == (Category.COMMERCIAL, "content")


HISTORY = {
    "outlook": "Fine.\r\n\r\n-----Original Message-----\r\nFrom: x\r\n" + AD,
    "header": "Fine.\r\n\r\nFrom: News <n@x>\r\nSent: Monday\r\nTo: y\r\n" + AD,
    "gmail": "Fine.\r\n\r\nOn Mon, 2 Mar 2026 at 12:00 News <n@x> wrote:\r\n" + AD,
    "line": "Fine.\r\n\r\n________________________________\r\n" + AD,
}


@pytest.mark.parametrize("name", HISTORY)
def test_answer_above_an_advertisement_is_an_answer_where_somebody_says_so(name: str) -> None:
    known = {"declared": "conversational"}
    answer = message(HISTORY[name], in_reply_to="<1@x>", subject="Re: x")
    assert decision(answer, **known)[0] is Category.CONVERSATIONAL
    assert decision(answer) == (Category.COMMERCIAL, "default")
    assert decision(message(HISTORY[name]), **TRANSACTIONAL)[0] is Category.COMMERCIAL
    alone = message(HISTORY[name].removeprefix("Fine.\r\n\r\n"), in_reply_to="<1@x>")
    assert decision(alone, **known)[0] is Category.COMMERCIAL


def test_declared_answer_in_html_is_not_judged_by_what_it_quotes() -> None:
    quoted = f"<blockquote>{AD}</blockquote>"
    fields = {"content_type": "text/html", "in_reply_to": "<1@x>"}
    known = {"declared": "conversational"}
    answer = message("<p>Fine.</p>" + quoted, **fields)
    assert decision(answer, **known)[0] is Category.CONVERSATIONAL
    assert decision(message(quoted, **fields), **known)[0] is Category.COMMERCIAL


def test_html_is_judged_whatever_name_its_part_has() -> None:
    named = "Content-Type: text/html; name=a.html\r\n\r\n" + AD_HTML
    for kind in ("alternative", "mixed"):
        assert decision(several("\r\nYour account.\r\n", named, kind=kind), **TRANSACTIONAL)[1] == (
            "content"
        )
