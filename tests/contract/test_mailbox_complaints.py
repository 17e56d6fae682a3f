"""Complaints to the bounces address: our own link says whom they are of, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from gateway.errors import StoreUnavailable
from gateway.inbound.mail import InboundMail
from suppression.channel import Channel
from suppression.entry import Reason
from suppression.keys import email_key
from tests.complaints import MICROSOFT, YAHOO, report
from tests.contract.post import ANN, MESSAGE, NOW, Post, config_of, post_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMED = YAHOO.replace("Version: 0.1", f"Version: 0.1\nOriginal-Rcpt-To: <{ANN}>")


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    yield from post_of(config_of(tmp_path))


def token_of(post: Post, who: str = ANN, stream: str = "") -> str:
    return post.address(who, stream).partition("@")[0].removeprefix("u+")


async def arrives(post: Post, raw: bytes, to: str = "bounces@in.shop.example") -> None:
    mail = InboundMail(
        queue_id="1m83k8ghw6gfb", peer="192.0.2.7", reverse_path="fbl@provider.example",
        recipients=(to,), raw=raw, at=NOW,
    )  # fmt: skip
    assert await post.mailbox.take(mail)


@pytest.mark.parametrize("shape", [YAHOO, MICROSOFT])
async def test_a_complaint_stops_all_marketing_to_whose_link_it_returns(
    post: Post, shape: str
) -> None:
    await arrives(post, report(shape, token_of(post, stream="weekly")))
    (entry,) = await post.entries()
    assert (entry.reason, entry.scope, entry.sender) == (Reason.COMPLAINT, "commercial", "")
    assert entry.evidence == "complaint about message 1m83k8ghw6gfa: abuse"
    history = await post.stores.suppression.history(email_key(ANN), Channel.EMAIL)
    assert [(e.kind, e.by, e.method, e.address) for e in history] == [
        ("added", "complaint", "report", "192.0.2.7"),
    ]  # fmt: skip
    assert await post.reviews() == ()


async def test_a_complaint_counts_for_whose_link_it_is_and_nobody_it_names(post: Post) -> None:
    await arrives(post, report(NAMED, token_of(post, "bob@people.example")))
    assert await post.entries() == ()
    assert len(await post.entries("bob@people.example")) == 1


async def test_a_complaint_counts_whatever_its_from_field_and_the_newsletter_say(
    post: Post,
) -> None:
    shape = YAHOO.replace("Yahoo! Mail AntiSpam Feedback", "Réclamations")
    shape = shape.replace("Hello!", "A tea that does not exist anywhere else.")
    await arrives(post, report(shape, token_of(post)))
    assert len(await post.entries()) == 1


async def test_a_report_of_no_spam_stops_nobody(post: Post) -> None:
    shape = YAHOO.replace("Type: abuse", "Type: not-spam")
    await arrives(post, report(shape, token_of(post)))
    assert await post.entries() == ()


@pytest.mark.parametrize("shape", [NAMED, MICROSOFT])
async def test_who_complains_without_our_link_waits_for_a_person(post: Post, shape: str) -> None:
    await arrives(post, report(shape, "a" * 55))
    assert await post.entries() == ()
    (review,) = await post.reviews()
    assert (review.key, review.text) == (ANN, "A complaint about: Spring sale")
    assert review.matched == "a complaint without our link: abuse"


@pytest.mark.parametrize(
    ("shape", "event"),
    [
        (YAHOO, "complaint-of-nobody"),
        (NAMED.replace("news@shop.example", "news@other.example"), "inbound-ignored"),
        (NAMED.replace("From: Tea Shop <news@shop.example>\n", ""), "inbound-ignored"),
    ],
)
async def test_a_complaint_of_nobody_known_is_told_in_the_log_alone(
    post: Post, shape: str, event: str
) -> None:
    with capture_logs() as lines:
        await arrives(post, report(shape, "a" * 55))
    assert [line["event"] for line in lines] == [event]
    assert not await post.entries()
    assert not await post.reviews()


async def test_who_was_forgotten_is_not_named_again(post: Post) -> None:
    lost = post.stores.token_keys.mint(77, MESSAGE)
    await arrives(post, report(NAMED, lost))
    assert not await post.entries()
    assert not await post.reviews()


async def test_a_complaint_that_the_list_cannot_take_comes_again(post: Post) -> None:
    raw = report(YAHOO, token_of(post))
    post.stores.suppression.close()
    with pytest.raises(StoreUnavailable):
        await arrives(post, raw)
    post.stores.suppression.open()
    await arrives(post, raw)
    assert len(await post.entries()) == 1


@pytest.mark.parametrize("to", ["unsubscribe", "replies", "privacy"])
async def test_a_complaint_to_another_address_is_of_a_program(post: Post, to: str) -> None:
    await arrives(post, report(YAHOO, token_of(post)), to=f"{to}@in.shop.example")
    assert await post.entries() == ()
