from __future__ import annotations

from typing import Any

import pytest

from filters.email.unsubscribe import one_click_unsubscribe
from filters.message import Category, EmailFacts
from filters.plan import NO_PLAN, render
from suppression.tokens import SAMPLE_TOKEN
from tests.mail_builders import URL, email, facts, identity, message, policy


def copy(rest: str, context: EmailFacts) -> list[bytes]:
    each = email(message(rest))
    return render(each.raw, one_click_unsubscribe(each, context), SAMPLE_TOKEN).split(b"\r\n")


def test_commercial_mail_gets_the_one_click_pair_and_a_list_id_before_from() -> None:
    assert copy("\nHello\n", facts())[:4] == [
        f"List-Unsubscribe: <{URL}/u/{SAMPLE_TOKEN}>".encode(),
        b"List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        b"List-Id: <weekly-news.example.example.com>",
        b"From: News <news@example.com>",
    ]


def test_the_mailbox_comes_second_on_a_line_of_its_own() -> None:
    lines = copy("\nHello\n", facts(policy=policy(mail_domain="u.example.com")))

    assert lines[:2] == [
        f"List-Unsubscribe: <{URL}/u/{SAMPLE_TOKEN}>,".encode(),
        f" <mailto:u+{SAMPLE_TOKEN}@u.example.com?subject=unsubscribe>".encode(),
    ]


def test_the_submitters_own_fields_are_replaced_and_can_be_recorded() -> None:
    own = (
        "List-Unsubscribe: <https://a>,\n <mailto:b>\nlist-unsubscribe-post: x\n"
        "List-Unsubscribe: <https://c>\nList-Id: <mine>\n"
    )
    lines = copy(own + "\nHello\n", facts())

    assert [line for line in lines if line.lower().startswith(b"list-")] == [
        f"List-Unsubscribe: <{URL}/u/{SAMPLE_TOKEN}>".encode(),
        b"List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        b"List-Id: <mine>",
    ]


@pytest.mark.parametrize(
    ("changes", "list_id"),
    [
        ({"stream": ""}, b"List-Id: <news.example.example.com>"),
        (
            {"identity": identity(name="Caf\u00e9 & Co")},
            b"List-Id: <weekly-news.caf-co.example.com>",
        ),
        ({"identity": identity(name="\u00e9")}, b"List-Id: <weekly-news.example.com>"),
        ({"from_domain": ""}, b"List-Id: <weekly-news.example.gw.example.com>"),
    ],
)
def test_a_list_id_is_stable_for_a_stream_of_a_sender(
    changes: dict[str, Any], list_id: bytes
) -> None:
    assert copy("\nHello\n", facts(**changes))[2] == list_id


@pytest.mark.parametrize(
    "category", [Category.TRANSACTIONAL, Category.CONVERSATIONAL, Category.SYSTEM]
)
def test_other_mail_keeps_its_fields(category: Category) -> None:
    each = email(message("List-Unsubscribe: <https://a>\n\nHello\n"))

    assert one_click_unsubscribe(each, facts(category)) == NO_PLAN
