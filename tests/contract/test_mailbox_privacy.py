"""Mail about one's data opens a request, once, and never in the name of somebody else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from gateway.errors import StoreUnavailable
from gateway.privacy.request import Kind, Outcome
from suppression.entry import NEVER, Reason
from suppression.keys import email_key
from tests.contract.post import ANN, NOW, Post, config_of, post_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    yield from post_of(config_of(tmp_path))


@pytest.fixture
def few(tmp_path: Path) -> Iterator[Post]:
    yield from post_of(config_of(tmp_path), requests_a_day=2)


@pytest.mark.parametrize("to", ["privacy", "replies"])
async def test_whoever_asks_about_their_data_opens_a_request_that_nobody_verified(
    post: Post, to: str
) -> None:
    """The clocks run from when the mail came; a second mail is the same request."""
    for _ in range(2):
        assert await post.write(
            f"{to}@in.shop.example", "Subject: Your California Privacy Rights",
            body="Jane Doe, 12 Main St. Please delete my data, too.",
        )  # fmt: skip
    know, delete = post.stores.privacy.list()
    assert (know.kind, delete.kind) == (Kind.KNOW, Kind.DELETE)
    for request in (know, delete):
        assert request.people == (email_key(ANN),)
        assert (request.received_at, request.recorded_by, request.manner) == (
            NOW, "recipient", "email",
        )  # fmt: skip
        assert (request.confirmed_at, request.verified_at) == (NEVER, NEVER)
        assert (request.confirm_by, request.answer_by) == (date(2026, 12, 7), date(2027, 1, 7))
        assert "12 Main St" in request.note
    assert await post.sent() == []
    assert len(await post.reviews()) == 1, "whether they want advertising is for a person"
    await post.stores.privacy.close_as(know.request_id, Outcome.DENIED, "not she", "desk")
    assert await post.write("privacy@in.shop.example", "Subject: Your California Privacy Rights")
    assert [each.request_id for each in post.stores.privacy.list()] == ["P-2", "P-3"]


async def test_letters_without_end_open_no_requests_without_end(few: Post) -> None:
    for number in range(4):
        sender = f"From: a{number}@people.example"
        body = "I make a data subject access request."
        assert await few.write("privacy@in.shop.example", sender=sender, body=body)
    assert len(few.stores.privacy.list()) == 2
    waiting = [each.key for each in await few.reviews() if "about their data" in each.matched]
    assert waiting == ["a2@people.example", "a3@people.example"]


async def test_only_a_letter_that_opens_a_request_counts_among_those_of_the_day(few: Post) -> None:
    async def ask(who: str, more: str = "") -> None:
        body = f"I make a data subject access request. {more}"
        assert await few.write("privacy@in.shop.example", sender=f"From: {who}", body=body)

    for number in range(4):
        await ask(ANN, f"Letter {number}.")
    await ask("bob@people.example")
    assert [each.people for each in few.stores.privacy.list()] == [(ANN,), ("bob@people.example",)]
    await ask("cid@people.example")
    await ask(ANN, "Her last letter.")
    ann, _ = few.stores.privacy.list()
    assert "Her last letter." in ann.note, "who has a request adds to it, also when no more open"
    waiting = [each.key for each in await few.reviews() if "about their data" in each.matched]
    assert waiting == ["cid@people.example"]


async def test_what_cannot_be_kept_counts_among_none_of_the_day(few: Post) -> None:
    body = "I make a data subject access request.\r\n" + "I was your guest in May.\r\n" * 200
    database = few.stores.privacy._database
    ballast = "CREATE TABLE ballast AS SELECT zeroblob(100000) AS zeros"  # no page is free
    await database.write(lambda connection: connection.execute(ballast))
    for _ in range(3):
        await database.write(
            lambda connection: connection.execute("PRAGMA max_page_count = 1")  # as a full disk
        )
        with pytest.raises(StoreUnavailable):
            await few.write("privacy@in.shop.example", body=body)
    few.stores.privacy.close()
    few.stores.privacy.open()
    assert await few.write("privacy@in.shop.example", body=body)
    assert len(few.stores.privacy.list()) == 1


async def test_what_somebody_writes_again_is_read_with_their_request(post: Post) -> None:
    """Whoever wrote first may have been somebody else: the words of both are there."""
    for body in ("Please delete my data. Not I.", "Please delete my data. My order was A-7."):
        assert await post.write("privacy@in.shop.example", body=body)
    (request,) = post.stores.privacy.list()
    assert "Not I." in request.note
    assert "My order was A-7." in request.note
    for to in ("privacy", "replies"):  # one mail to both
        assert await post.write(f"{to}@in.shop.example", body="Delete my data. To both.")
    (request,) = post.stores.privacy.list()
    assert request.note.count("To both.") == 1


async def test_no_letter_of_somebody_whose_request_is_full_goes_unread(post: Post) -> None:
    """Whoever forges the From field fills the note first: the person's own words are read, too."""
    asks, story = "I make a data subject access request.\r\n", "My story goes on.\r\n" * 400
    bodies = [f"{asks}Letter number-{number}.\r\n{story}" for number in range(13)]
    for body in bodies:
        assert await post.write("privacy@in.shop.example", body=body)
    (request,) = post.stores.privacy.list()
    kept = [number for number in range(13) if f"number-{number}." in request.note]
    assert kept == [*range(10)], "the oldest"
    full = "about their data: subject access request (P-1 has no more room)"
    waiting = [each.text for each in await post.reviews() if full in each.matched]
    assert len(waiting) == 3
    for number, text in enumerate(waiting, 10):
        assert f"number-{number}." in text


@pytest.mark.parametrize(
    ("to", "body", "matched"),
    [
        ("privacy", "Hello, I was your guest in May.", "mail to the privacy address"),
        ("privacy", "How do I delete my data?", "about their data: delete my data"),
        ("replies", "How do I delete my data?", "about their data: delete my data"),
    ],
)
async def test_what_may_ask_about_data_is_put_up(
    post: Post, to: str, body: str, matched: str
) -> None:
    assert await post.write(f"{to}@in.shop.example", body=body)
    (waiting,) = await post.reviews()
    assert matched in waiting.matched
    assert post.stores.privacy.list() == ()


@pytest.mark.parametrize("subject", ["Delivery failed: order 4711", "On leave", "Vacation"])
async def test_a_request_about_data_under_the_subject_of_a_program_is_read_by_a_person(
    post: Post, subject: str
) -> None:
    for to, body, matched in (
        ("privacy", "Please delete my data.", "about their data: delete my data"),
        ("replies", "Please delete my data.", "about their data: delete my data"),
        ("privacy", "I was your guest in May.", "mail to the privacy address"),
    ):
        assert await post.write(f"{to}@in.shop.example", f"Subject: {subject}", body=body)
        waiting = (await post.reviews())[-1]
        assert (waiting.key, waiting.text) == (ANN, f"{subject}\n{body}")
        assert waiting.matched == f"as an automatic reply: {matched}"
    assert post.stores.privacy.list() == ()


async def test_an_opt_out_to_the_privacy_address_is_one(post: Post) -> None:
    assert await post.write("privacy@in.shop.example", body="Unsubscribe me and delete my data.")
    assert [entry.reason for entry in await post.entries()] == [Reason.UNSUBSCRIBE]
    (request,) = post.stores.privacy.list()
    assert request.kind is Kind.DELETE
    assert await post.write("privacy@in.shop.example", sender="From: b@people.example", body="STOP")
    assert len(await post.entries("b@people.example")) == 1
    assert await post.reviews() == ()


@pytest.mark.parametrize(
    "field", ["Auto-Submitted: auto-replied", "Subject: Out of office", "List-Id: <x.example>"]
)
async def test_a_program_opens_no_request(post: Post, field: str) -> None:
    body = "Please delete my data."
    assert await post.write("privacy@in.shop.example", field, body=body)
    assert post.stores.privacy.list() == ()


@pytest.mark.parametrize("body", ["Please delete my data.", "Hello there."])
async def test_a_request_of_nobody_is_told_to_the_log(post: Post, body: str) -> None:
    sender = "From: desk@shop.example"
    with capture_logs() as lines:
        assert await post.write("privacy@in.shop.example", sender=sender, body=body)
    assert [line["event"] for line in lines] == ["mail-of-nobody"]
    assert post.stores.privacy.list() == ()
    assert await post.reviews() == ()


async def test_a_request_that_cannot_be_kept_is_not_acknowledged(post: Post) -> None:
    post.stores.privacy.close()
    with pytest.raises(StoreUnavailable):
        await post.write("privacy@in.shop.example", body="Please delete my data.")
