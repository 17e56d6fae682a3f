"""Which mail is filled, which of its texts, and what else it says of an address or a link."""

from __future__ import annotations

from base64 import encodebytes

import pytest

from filters.email.structure import commercial_body_must_stay
from filters.judge import judge
from filters.message import Category
from tests.mail_builders import ADDRESS, NOTICE, email, facts, message, policy
from tests.unit.filters.email.footer.copies import BASE64, LINK, body, copy, html, text
from tests.unit.filters.email.footer.copies import texts as bodies


def test_mail_with_more_placeholders_than_are_filled_is_refused() -> None:
    many = "*|UNSUB|*\n" * 1001
    for raw in (text(many), html(many), text(encodebytes(many.encode()).decode(), BASE64)):
        (ruling,) = judge(email(raw), facts(), (commercial_body_must_stay,))
        assert [finding.code for finding in ruling.findings] == ["MIME_IMMUTABLE_NONCOMPLIANT"]
        assert "more than 1000 placeholders" in ruling.findings[0].reason
    fewer = text(many.removesuffix("*|UNSUB|*\n"))
    (ruling,) = judge(email(fewer), facts(), (commercial_body_must_stay,))
    assert ruling.findings == ()
    assert "|UNSUB|" not in body(fewer)
    assert "|UNSUB|" in body(text(many))


def test_texts_beside_the_body_are_filled_too() -> None:
    raw = message(
        "Content-Type: multipart/mixed; boundary=m\n\n--m\n\nOpt out: {{unsubscribe_url}}\n--m\n"
        "Content-Type: image/png\n\nPNG\n--m\n\nBye\n--m\n"
        "Content-Type: text/plain\nContent-Disposition: attachment\n\n{{unsubscribe_url}}\n--m--\n"
    )

    first, last, attached = bodies(copy(raw)[0])

    assert first.rstrip() == f"Opt out: {LINK}"
    assert last.startswith("Bye\r\n\r\n----")
    assert last.count(LINK) == 1
    assert attached.rstrip() == "{{unsubscribe_url}}"


def test_a_text_beside_the_body_that_cannot_be_edited_stays() -> None:
    raw = message(
        f"Content-Type: multipart/mixed; boundary=m\n\n--m\n{BASE64}\n!!\n--m\n\nBye\n--m--\n"
    )

    assert b"\r\n\r\n!!\r\n--m" in copy(raw)[0]


@pytest.mark.parametrize("category", [Category.TRANSACTIONAL, Category.CONVERSATIONAL])
def test_mail_that_gets_no_footer_keeps_its_placeholders(category: Category) -> None:
    raw = html(
        "<a href='{{unsubscribe_url}}'>Unsubscribe</a> {{physical_address}} {{gateway_footer}}"
    )

    copied, fixes = copy(raw, facts(category))

    assert copied.endswith(raw[raw.index(b"\r\n\r\n") :])
    assert fixes == ()


def test_a_receipt_that_gets_a_footer_has_its_placeholders_filled() -> None:
    context = facts(Category.TRANSACTIONAL, policy=policy(footer_scope="all-but-conversational"))
    raw = html("<a href='{{unsubscribe_url}}'>Unsubscribe</a> <p>{{physical_address}}</p>")

    copied, fixes = copy(raw, context)

    assert bodies(copied) == [f"<a href='{LINK}'>Unsubscribe</a> <p>{ADDRESS}</p>\r\n"]
    assert fixes == ("F_PLACEHOLDER_FILLED",)


def test_a_link_to_somebody_else_never_replaces_ours() -> None:
    raw = html("<a href='https://elsewhere.example/unsubscribe?id=1'>Unsubscribe</a>")

    filled = body(raw)

    assert "https://elsewhere.example/unsubscribe?id=1" in filled
    assert filled.count(LINK) == 1


def test_an_address_that_stands_in_the_message_is_not_said_twice() -> None:
    filled = body(html(f"<p>Example Co<br>{ADDRESS}</p>"))

    assert filled.count(ADDRESS) == 1
    assert filled.count(LINK) == filled.count(NOTICE) == 1


def test_a_long_body_is_filled_like_others() -> None:
    lines = "Hello to all friends of the house\n" * 50_000
    filled = body(text(lines + "Unsubscribe: {{unsubscribe_url}}\n"))
    assert len(filled) > 3 << 19
    assert filled.count(LINK) == 1


def test_a_link_of_a_sample_is_not_the_recipients() -> None:
    shown = body(
        text(f"This is an advertisement. To stop these emails, unsubscribe here:\n{LINK}\n")
    )
    assert shown.count(LINK) == 2
