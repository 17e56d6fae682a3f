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


LISTED = ["Precedence: bulk", "X-Loop: a", "List-Id: <team.people.example>"]


@pytest.mark.parametrize("field", LISTED)
async def test_a_token_counts_in_list_mail_and_nothing_else_does(post: Post, field: str) -> None:
    for to in (REPLIES, ASK, "privacy@in.shop.example", f"u+{'a' * 55}@in.shop.example"):
        assert await post.write(to, "Subject: unsubscribe", field, body=ASKED)
    assert await post.entries() == ()
    assert await post.write(post.address(), "Subject: unsubscribe", field, body="")
    assert len(await post.entries()) == 1
    assert await post.sent() == []
    assert await post.reviews() == ()


@pytest.mark.parametrize("who", ["postmaster@small.example", "noreply@small.example"])
async def test_a_token_counts_whatever_the_sender_is_called(post: Post, who: str) -> None:
    assert await post.write(post.address(who), sender=f"From: {who}", reverse_path=who, body="")
    assert len(await post.entries(who)) == 1
    assert await post.sent() == []  # a program may answer the answer


@pytest.mark.parametrize(
    ("to", "body"),
    [
        (ASK, "please"), (REPLIES, ASKED), (REPLIES, "Please send fewer emails."),
        ("privacy@in.shop.example", "Please delete my data."),
    ],
)  # fmt: skip
async def test_a_person_by_an_address_of_programs_waits_for_a_person(
    post: Post, to: str, body: str
) -> None:
    who = "postmaster@small.example"
    assert await post.write(to, sender=f"From: {who}", reverse_path=who, body=body)
    assert await post.entries(who) == ()
    assert post.stores.privacy.list() == ()
    (waiting,) = await post.reviews()
    assert (waiting.key, waiting.text) == (who, f"\n{body}")
    assert waiting.matched.startswith("from an address of programs; ")
    assert await post.write(to, "Auto-Submitted: auto-replied", sender=f"From: {who}", body="x")
    assert await post.write(REPLIES, sender=f"From: {who}", body="What a nice tea.")
    assert len(await post.reviews()) == 1


async def test_who_writes_by_an_address_of_programs_is_read_at_a_slower_pace(post: Post) -> None:
    post.mailbox._reading._burst = 1.0
    sender = "From: noreply@small.example"
    assert [await post.write(ASK, sender=sender) for _ in range(2)] == [True, False]
    assert await post.write(post.address("noreply@small.example"), sender=sender)
    assert await post.write(ASK)
