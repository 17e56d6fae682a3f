"""Opt-outs by mail under subjects like those of automatic replies; real ones opt nobody out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.post import ANN, Post, config_of, post_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ASKED = "Please unsubscribe me from this list."
REPLIES = "replies@in.shop.example"
ASK = "unsubscribe@in.shop.example"


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    yield from post_of(config_of(tmp_path))


@pytest.mark.parametrize(
    "subject",
    [
        "Re: Vacation rentals 20% off", "AW: Urlaub an der Ostsee ab 99 Euro",
        "Re: Delivery status of your order", "Re: Read: our spring report",
        "Re: Mail delivery of your meal kit", "Re: Away from the crowds",
    ],
)  # fmt: skip
async def test_a_reply_that_quotes_a_subject_of_ours_opts_out(post: Post, subject: str) -> None:
    assert await post.write(REPLIES, f"Subject: {subject}", body=ASKED)
    assert len(await post.entries()) == 1


async def test_a_subject_of_the_persons_own_about_vacations_opts_out(post: Post) -> None:
    assert await post.write(ASK, "Subject: Vacation club: unsubscribe me please", body="")
    assert len(await post.entries()) == 1


async def test_a_reply_that_a_rule_of_exchange_sent_on_opts_out(post: Post) -> None:
    fields = (
        "Subject: Re: Tea", "Auto-Submitted: auto-generated",
        "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent",
    )  # fmt: skip
    assert await post.write(REPLIES, *fields, body=ASKED)
    assert len(await post.entries()) == 1


@pytest.mark.parametrize("to", [REPLIES, ASK])
async def test_a_request_under_the_subject_of_a_program_is_read_by_a_person(
    post: Post, to: str
) -> None:
    assert await post.write(to, "Subject: On vacation until Monday", body=ASKED)
    assert await post.entries() == ()
    (waiting,) = await post.reviews()
    assert (waiting.key, waiting.text) == (ANN, f"On vacation until Monday\n{ASKED}")
    assert waiting.matched.startswith("as an automatic reply: ")


async def test_such_a_request_waits_for_whom_the_token_speaks_of(post: Post) -> None:
    address = post.address("bob@people.example")
    assert await post.write(address, "Subject: Out of office", body=ASKED)
    assert await post.write(f"u+{'a' * 55}@in.shop.example", "Subject: OOO", body=ASKED)
    assert [each.key for each in await post.reviews()] == ["bob@people.example", ANN]


async def test_such_a_request_of_nobody_is_left_alone(post: Post) -> None:
    sender = "From: news@shop.example"
    assert await post.write(REPLIES, "Subject: Out of office", sender=sender, body=ASKED)
    assert await post.reviews() == ()


async def test_what_programs_write_opts_nobody_out_and_waits_for_nobody(post: Post) -> None:
    away = "I am out of the office until Monday and will answer then."
    for to in (REPLIES, ASK, post.address()):
        assert await post.write(to, "Subject: Automatic reply: Vacation rentals", body=away)
        assert await post.write(to, "Subject: Re: Tea", reverse_path="", body=ASKED)
        for field in (
            "Auto-Submitted: auto-replied", "X-Autoreply: yes", "Precedence: auto_reply",
            "Content-Type: multipart/report; report-type=disposition-notification; boundary=b",
        ):  # fmt: skip
            assert await post.write(to, "Subject: Re: Read: tea", field, body=ASKED)
    assert await post.entries() == ()
    assert await post.reviews() == ()


async def test_what_has_to_be_read_for_its_subject_is_taken_at_a_slower_pace(post: Post) -> None:
    post.mailbox._reading._burst = 1.0
    away = "Subject: Out of office"
    assert [await post.write(post.address(), away) for _ in range(2)] == [True, False]
    assert await post.write(post.address())
