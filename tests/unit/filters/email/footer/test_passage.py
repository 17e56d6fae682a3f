"""A message that went through before gets no second footer, and a quoted one does not count."""

from __future__ import annotations

import email as oracle
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from filters.email.footer.edit import footer, footer_beside, has_passed
from filters.email.footer.passage import own_appendix
from filters.email.proof import prove
from filters.email.trace import trace_fields
from filters.email.unsubscribe import one_click_unsubscribe
from filters.message import Category
from filters.plan import NO_PLAN, combine, render
from suppression.tokens import SAMPLE_TOKEN, TOKEN_LENGTH
from tests.mail_builders import ADDRESS, NOTICE, URL, email, facts, identity, message, policy
from tests.unit.filters.email.shown_frames import WORD

if TYPE_CHECKING:
    from filters.message import EmailFacts

FIRST = "first7" * 9 + "a"
SECOND = "second" * 9 + "b"
BOTH = (
    "Content-Type: multipart/alternative; boundary=b\n\n--b\n"
    "Content-Type: text/plain; charset=utf-8\n{0}\n{1}\n--b\n"
    "Content-Type: text/html; charset=utf-8\n{0}\n<body><p>{1}</p></body>\n--b--\n"
)
PAGE = "Content-Type: text/html\n\n{}\n"
PAGES = (
    WORD.format("Sale"),
    WORD.format("{{{{physical_address}}}} <a href='{{{{unsubscribe_url}}}}'>Unsubscribe</a>"),
    "<style>div{display:none}</style><p>Sale</p>",
    "<style>div{display:none}</style><p>{{physical_address}}</p>",
    "<style>a{display:none}</style><p>Sale</p>",
    "<style>td,div{color:#fff}</style><body bgcolor=black><p>Sale</p></body>",
    "<style>@font-face{font-family:B;src:url(https://e.example/b)}body{font:1em B}</style><p>Sale",
    "<!--[if mso]><style>*{color:#fff}</style><![endif]--><p>Sale<!--[if mso]><br><![endif]-->",
    "<style>@media(max-width:1px){p{opacity:0}}*{opacity:.9}</style><p>Sale",
)
SIGNED = "Content-Type: multipart/signed; boundary=s\n\n--s\n\nHello\n--s--\n"
AMP = (
    "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nHello\n--b\n"
    "Content-Type: text/x-amp-html\n\n<html amp4email>\n--b\n"
    "Content-Type: text/html\n\n<p>Hello</p>\n--b--\n"
)


def passed(raw: bytes, token: str, context: EmailFacts | None = None) -> tuple[bytes, list[str]]:
    """Return the copy of the recipient with this token and what was changed in the text."""
    context = context or facts()
    message_ = email(raw)
    plan = NO_PLAN
    doubts: tuple[str, ...] = ("nothing was tried",)
    for last in (footer, footer_beside):
        plan = combine(
            edit(message_, context) for edit in (trace_fields, one_click_unsubscribe, last)
        )
        doubts = prove(message_, context, plan)
        if not doubts:
            break
    assert not doubts
    fixes = [fix for fix in plan.fixes if not fix.startswith("F_LIST")]
    return render(raw, plan, token), fixes


def texts(raw: bytes) -> list[str]:
    parts = [p for p in oracle.message_from_bytes(raw).walk() if p.get_content_maintype() == "text"]
    payloads = [part.get_payload(decode=True) for part in parts]
    return [payload.decode("latin-1") for payload in payloads if isinstance(payload, bytes)]


@pytest.mark.parametrize(
    "rest",
    [
        "\nHello\n",
        "Content-Type: text/plain; charset=us-ascii\n\ncaf\udce9\n",
        "\nHello",
        "\n",
        BOTH.format("", "Hello"),
        BOTH.format("Content-Transfer-Encoding: quoted-printable\n", "Hello caf=C3=A9"),
        BOTH.format("Content-Transfer-Encoding: base64\n", "SGVsbG8=").replace(
            "<body><p>SGVsbG8=</p></body>", "PHA+SGVsbG88L3A+"
        ),
        BOTH.format("", "{{unsubscribe_url}} {{physical_address}}"),
        BOTH.format("", "{{gateway_footer}}"),
        "\nYes.\n\n-----Original Message-----\nFrom: Bob\nSent: today\n\nReally?\n",
        SIGNED,
        AMP,
        *map(PAGE.format, PAGES),
        "\nHello" + "\n" * 60 + "Hello\n",
        "Content-Type: text/plain; format=flowed\n\nHello" + "\n" * 60 + "Hello\n",
    ],
)
def test_the_second_passage_adds_no_second_footer_and_makes_the_link_out_anew(rest: str) -> None:
    once, first_fixes = passed(message(rest.encode("ascii", "surrogateescape")), FIRST)
    twice, second_fixes = passed(once, SECOND)

    assert first_fixes != second_fixes == ["F_LINK_RENEWED"]
    assert texts(twice) == [text.replace(FIRST, SECOND) for text in texts(once)]
    assert FIRST.encode() not in twice
    assert twice.count(SECOND.encode()) == once.count(FIRST.encode())


def test_editing_twice_changes_nothing() -> None:
    once, _ = passed(message(BOTH.format("", "Hello")), SAMPLE_TOKEN)
    twice, _ = passed(once, SAMPLE_TOKEN)

    assert texts(twice) == texts(once)


def test_what_only_begins_like_our_link_stays() -> None:
    once, _ = passed(message(f"\nSee {URL}/u/help and {URL}/u/{FIRST}x.\n"), FIRST)
    (text,) = texts(passed(once, SECOND)[0])

    assert text.startswith(f"See {URL}/u/help and {URL}/u/{FIRST}x.\r\n")


def test_a_receipt_is_known_again_by_its_trace() -> None:
    context = facts(Category.TRANSACTIONAL, policy=policy(footer_scope="all-but-conversational"))

    once, _ = passed(message("\nThank you.\n"), FIRST, context)
    twice, fixes = passed(once, SECOND, context)

    assert fixes == ["F_LINK_RENEWED"]
    assert texts(twice) == [texts(once)[0].replace(FIRST, SECOND)]


def test_another_gateway_of_the_same_company_adds_its_own_link_and_no_more() -> None:
    other = facts(policy=policy(public_url="https://other.example"))
    other = replace(other, arrival=replace(other.arrival, hostname="other.example"))

    once, _ = passed(message("\nHello\n"), FIRST)
    (text,) = texts(passed(once, SECOND, other)[0])

    assert text.count(f"{URL}/u/{FIRST}") == 1
    assert text.count(f"https://other.example/u/{SECOND}") == 1
    assert text.count(ADDRESS) == text.count(NOTICE) == 1


def test_a_footer_that_is_no_longer_true_is_told_again() -> None:
    moved = facts(identity=identity(postal_address="9 New Rd, Ely 12345"))

    once, _ = passed(message("\nHello\n"), FIRST)
    twice, fixes = passed(once, SECOND, moved)

    assert fixes == ["F_LINK_RENEWED", "F_FOOTER_TEXT"]
    assert texts(twice)[0].endswith("----\r\nExample Co, 9 New Rd, Ely 12345\r\n")
    assert texts(twice)[0].count(NOTICE) == texts(twice)[0].count(SECOND) == 1


@pytest.mark.parametrize("quote", ["> ", "", "| "])
def test_a_quoted_footer_does_not_count_and_its_link_stays_its_owners(quote: str) -> None:
    once, _ = passed(message("\nHello\n"), FIRST)
    quoted = "".join(f"{quote}{line}\n" for line in texts(once)[0].splitlines())
    reply = message(f"\nYes.\n\n-----Original Message-----\n{quoted}")

    (text,) = texts(passed(reply, SECOND)[0])

    assert text.count(f"{URL}/u/{FIRST}") == 1
    below = text[text.index(FIRST) :]
    assert all(each in below for each in (NOTICE, ADDRESS, f"{URL}/u/{SECOND}"))


def test_a_quoted_footer_in_html_does_not_count() -> None:
    once, _ = passed(message("Content-Type: text/html\n\n<p>Hello</p>\n"), FIRST)
    reply = f"Content-Type: text/html\n\n<p>Yes.</p><blockquote>{texts(once)[0]}</blockquote>\n"

    (text,) = texts(passed(message(reply), SECOND)[0])

    assert text.count(f"{URL}/u/{FIRST}") == 1
    assert text[text.index("</blockquote>") :].count(f"{URL}/u/{SECOND}") == 1


@pytest.mark.parametrize("page", ["<style>div{display:none}</style>", "<style>td{top:1px}</style>"])
@pytest.mark.parametrize(
    "frame",
    [
        "<blockquote>{}</blockquote>", "<div class=gmail_quote>{}</div>", "<!--{}-->",
        "<div style='opacity:0'>{}</div>", "<div style='height:0;overflow:hidden'>{}</div>",
    ],
)  # fmt: skip
def test_a_footer_that_is_copied_out_of_sight_counts_in_no_page(page: str, frame: str) -> None:
    once, _ = passed(message(PAGE.format("<p>Hello</p>").encode()), FIRST)
    copied = texts(once)[0].partition("</p>")[2]
    claim = f"List-Unsubscribe: <{URL}/u/{FIRST}>\n"

    raw = message(claim + PAGE.format(page + frame.format(copied) + "<p>Buy</p>"))
    (text,) = texts(passed(raw, SECOND)[0])

    shown = text[text.index("<p>Buy") :]
    assert all(each in shown for each in (NOTICE, ADDRESS, f"{URL}/u/{SECOND}"))


@pytest.mark.parametrize(
    "claim",
    [
        f"List-Unsubscribe: <{URL}/u/{FIRST}>\n",
        "Received: from x by gw.example.com with ESMTP id 0123456789abc; now\n",
    ],
)
def test_claiming_an_earlier_passage_leaves_nothing_out(claim: str) -> None:
    hidden = (
        f"<p style='display:none'>{NOTICE} {ADDRESS} <a href='{URL}/u/{FIRST}'>Unsubscribe</a></p>"
    )
    raw = message(f"{claim}Content-Type: text/html\n\n{hidden}<p>Buy</p>\n")

    (text,) = texts(passed(raw, SECOND)[0])

    shown = text[text.index("<p>Buy") :]
    assert all(each in shown for each in (NOTICE, ADDRESS, f"{URL}/u/{SECOND}"))


@pytest.mark.parametrize(
    ("field", "is_passage"),
    [
        (f"List-Unsubscribe: <mailto:x@y>, <{URL}/u/{FIRST}>\n", True),
        ("List-Unsubscribe: <https://elsewhere.example/u/1>\n", False),
        ("Received: by gw.example.com with HTTP id 0123456789abc;\n now\n", True),
        ("Received: from gw.example.com by mx.example.net with ESMTP id 0123456789abc\n", False),
        ("Received: by gw.example.com with ESMTP id X; now\n", False),
        ("Received: by gw.example.com (Postfix) with ESMTP id 0123456789abc\n", False),
    ],
)
def test_an_earlier_passage_is_known_by_our_link_or_our_trace(field: str, is_passage: bool) -> None:
    assert has_passed(email(message(f"{field}\nHello\n")), facts()) is is_passage


@pytest.mark.parametrize(
    "children",
    [
        "--=_optwarden_x\n\nHello\n--=_optwarden_x\n\nBye\n",
        "--=_optwarden_x\n\nHello\n",
        "--=_optwarden_x\n\nHello\n--=_optwarden_x\nContent-Type: text/html\n\n<p>Bye\n",
    ],
)
@pytest.mark.parametrize("claim", ["", f"List-Unsubscribe: <{URL}/u/{FIRST}>\n"])
def test_our_boundary_alone_leaves_nothing_out(children: str, claim: str) -> None:
    head = 'Content-Type: multipart/mixed; boundary="=_optwarden_x"\n\n'
    raw = message(f"{claim}{head}{children}--=_optwarden_x--\n")

    shown = "".join(texts(passed(raw, SECOND)[0]))

    assert all(each in shown for each in (NOTICE, ADDRESS, f"{URL}/u/{SECOND}"))


def test_a_multipart_without_parts_has_no_footer_beside_it() -> None:
    head = 'Content-Type: multipart/mixed; boundary="=_optwarden_x"\n\nHello\n'

    assert own_appendix(email(message(head)).tree) is None


@pytest.mark.parametrize(
    "beside",
    [
        "Content-Disposition: attachment; filename=terms.txt\n\nTerms\n",
        "Content-Disposition: inline; filename=terms.txt\n\nTerms\n",
        "Content-Type: text/plain; name=terms.txt\nContent-Disposition: inline\n\nTerms\n",
        "Content-Disposition: inline\n\nTerms\n--=_optwarden_x\n\nMore\n",
    ],
)
def test_a_file_is_no_footer_beside_a_message(beside: str) -> None:
    head = 'Content-Type: multipart/mixed; boundary="=_optwarden_x"\n\n--=_optwarden_x\n\nHello\n'
    raw = message(f"{head}--=_optwarden_x\n{beside}--=_optwarden_x--\n")

    assert own_appendix(email(raw).tree) is None


def test_the_tokens_of_these_tests_look_like_tokens() -> None:
    assert len(FIRST) == len(SECOND) == TOKEN_LENGTH
