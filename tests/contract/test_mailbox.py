"""Mail to our own addresses, against the stores: done before it is acknowledged."""

from __future__ import annotations

import contextlib
import dataclasses
from typing import TYPE_CHECKING

import pytest

from gateway.errors import MalformedMessage, StoreUnavailable
from gateway.inbound.mail import InboundMail
from suppression.channel import Channel
from suppression.entry import Reason
from suppression.keys import email_key
from tests.contract.post import ANN, MESSAGE, NOW, Post, config_of, post_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    yield from post_of(config_of(tmp_path))


async def test_the_token_says_whom_it_stops_and_how_much(post: Post) -> None:
    assert await post.write(post.address(stream="weekly"), sender="From: who@else.example")
    (entry,) = await post.entries()
    assert (entry.scope, entry.sender, entry.reason) == ("stream:weekly", "shop", "unsubscribe")
    assert entry.evidence == "unsubscribe link of message 1m83k8ghw6gfa"
    history = await post.stores.suppression.history(email_key(ANN), Channel.EMAIL)
    assert [(e.kind, e.by, e.method, e.address) for e in history] == [
        ("added", "recipient", "mailto", "192.0.2.7"),
    ]  # fmt: skip


async def test_a_list_that_cannot_be_written_acknowledges_nothing(post: Post) -> None:
    address = post.address()
    post.stores.suppression.close()
    with pytest.raises(StoreUnavailable):
        await post.write(address)
    post.stores.suppression.open()
    assert await post.entries() == ()


async def test_a_mail_that_cannot_be_read_still_counts_where_the_token_decides(post: Post) -> None:
    unreadable = "From: a@people.example\r\nContent-Type: multipart/mixed"
    assert await post.write(post.address(), sender=unreadable)
    assert len(await post.entries()) == 1
    bob = post.address("bob@people.example")
    assert await post.write(bob, sender=unreadable, reverse_path="")
    assert await post.entries("bob@people.example") == ()
    with pytest.raises(MalformedMessage):
        await post.write("replies@in.shop.example", sender=unreadable, body="stop emailing me")


@pytest.mark.parametrize("other", ["replies", "bounces", "privacy"])
async def test_the_token_counts_whoever_else_a_mail_that_cannot_be_read_went_to(
    post: Post, other: str
) -> None:
    mail = InboundMail(
        queue_id="1m83k8ghw6gfb", peer="192.0.2.7", reverse_path=ANN,
        recipients=(f"{other}@in.shop.example", post.address()),
        raw=b"From: ann@people.example\r\nContent-Type: multipart/mixed\r\n\r\nplease\r\n", at=NOW,
    )  # fmt: skip
    with contextlib.suppress(MalformedMessage):
        await post.mailbox.take(mail)
    assert len(await post.entries()) == 1


async def test_forged_tokens_and_addresses_of_others_do_nothing(post: Post) -> None:
    assert await post.write(f"u+{'a' * 55}@in.shop.example")
    assert await post.write("u@far.example")
    lost = post.stores.token_keys.mint(77, MESSAGE)
    assert await post.write(f"u+{lost}@in.shop.example")
    assert await post.entries() == ()
    assert await post.sent() == []


async def test_a_flood_is_told_to_come_again_and_others_are_not(post: Post) -> None:
    post.mailbox._limit._burst = 2.0
    forged = f"u+{'a' * 55}@in.shop.example"
    assert [await post.write(forged) for _ in range(3)] == [True, True, False]
    assert not await post.write(post.address())
    assert await post.write(post.address(), peer="198.51.100.9")
    assert len(await post.entries()) == 1


async def test_what_has_to_be_read_is_taken_at_a_slower_pace(post: Post) -> None:
    post.mailbox._reading._burst = 1.0
    reports = "bounces@in.shop.example"
    assert [await post.write(reports) for _ in range(2)] == [True, False]
    assert await post.write(post.address())


async def test_whoever_writes_to_the_unsubscribe_address_is_stopped(post: Post) -> None:
    assert await post.write("unsubscribe@in.shop.example", body="Hello?")
    (entry,) = await post.entries()
    assert (entry.scope, entry.sender) == ("commercial", "")
    assert await post.sent() == []  # a From field proves nothing


def report(link: str, who: str = ANN, status: str = "5.1.1") -> str:
    return (
        "--b\r\n\r\nSorry\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        f"Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; {who}\r\nAction: failed\r\n"
        f"Status: {status}\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"List-Unsubscribe: <https://m.shop.example/u/{link}>\r\n--b--"
    )


async def test_a_bounce_counts_for_the_very_person_our_message_went_to(post: Post) -> None:
    link = post.address().partition("@")[0].removeprefix("u+")
    kind = 'Content-Type: multipart/report; boundary="b"'
    for body in (
        report(link, "bob@people.example"), report("a" * 55), report(link, status="5.7.1"),
        report(post.stores.token_keys.mint(77, MESSAGE)), report(link, "no address"),
    ):  # fmt: skip
        assert await post.write("bounces@in.shop.example", kind, reverse_path="", body=body)
    assert await post.entries() == ()
    assert await post.write("bounces@in.shop.example", kind, reverse_path="", body=report(link))
    (entry,) = await post.entries()
    assert (entry.reason, entry.scope) == (Reason.HARD_BOUNCE, "all")
    assert (entry.expires_at - NOW).days == 180
    assert entry.evidence == "report on message 1m83k8ghw6gfa: 5.1.1"


async def test_a_report_that_no_detector_can_read_writes_no_stack(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    """Of the library that reads them, which tells its own log what broke."""
    kind = "Content-Type: text/plain; charset*=utf-8''%FF"
    body = "<bob@people.example>:\r\nß: User unknown"
    assert await post.write("bounces@in.shop.example", kind, reverse_path="", body=body)
    assert caplog.records == []


async def test_several_addresses_in_one_mail_are_all_obeyed(post: Post) -> None:
    mail = InboundMail(
        queue_id="1m83k8ghw6gfb", peer="192.0.2.7", reverse_path=ANN, raw=b"Subject: x\r\n\r\n",
        recipients=(post.address(), post.address("bob@people.example")), at=NOW,
    )  # fmt: skip
    assert await post.mailbox.take(dataclasses.replace(mail))
    assert len(await post.entries()) == len(await post.entries("bob@people.example")) == 1


async def test_who_has_no_from_field_is_known_by_the_reverse_path(post: Post) -> None:
    assert await post.write("unsubscribe@in.shop.example", sender="")
    assert len(await post.entries()) == 1


@pytest.mark.parametrize(
    "fields",
    [
        ("Date: Tue, 3 Nov 2026 04:05:06 +0000", "Date: Tue, 3 Nov 2026 04:05:07 +0000"),
        ("To: a@b.example", "To: unsubscribe@in.shop.example"),
        ("MIME-Version: 1.0", "Content-Type: multipart/alternative"),
        ("this is no header",),
        ("Content-Type: text/plain", "Content-Type: text/plain; format=flowed"),
    ],
)
async def test_a_mail_to_unsubscribe_counts_by_who_wrote_it(
    post: Post, fields: tuple[str, ...]
) -> None:
    assert await post.write(
        "unsubscribe@in.shop.example",
        *fields,
        sender=f"From: Ann\r\n <{ANN}>",
        reverse_path="else@b.example",
    )
    (entry,) = await post.entries()
    assert entry.reason is Reason.UNSUBSCRIBE


async def test_where_two_wrote_it_neither_is_stopped(post: Post) -> None:
    two = f"From: {ANN}\r\nFrom: bob@people.example\r\nContent-Type: multipart/mixed"
    path = "else@b.example"
    assert await post.write("unsubscribe@in.shop.example", sender=two, reverse_path=path)
    assert await post.entries() == ()
    assert [each.key for each in await post.reviews()] == [ANN, "bob@people.example"]


async def test_a_reply_with_a_field_twice_is_read(post: Post) -> None:
    twice = ("To: a@b.example", "To: replies@in.shop.example", "Subject: Re: News")
    assert await post.write(
        "replies@in.shop.example", *twice, sender=f"From: {ANN}", body="Take me off your list."
    )
    (entry,) = await post.entries()
    assert entry.reason is Reason.UNSUBSCRIBE
