"""Replies to our mail are done, put up or left alone, and so are the numbers they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from suppression.actor import Actor
from suppression.keys import email_key, phone_key
from tests.contract.post import ANN, Post, config_of, post_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    yield from post_of(config_of(tmp_path))


@pytest.mark.parametrize("sender", ["From: news@shop.example", "From: x"])
async def test_nobody_is_stopped_where_nobody_can_be_named(post: Post, sender: str) -> None:
    assert await post.write("unsubscribe@in.shop.example", sender=sender)
    assert await post.write("replies@in.shop.example", sender=sender, body="fewer emails please")
    for who in (ANN, "news@shop.example"):
        assert await post.entries(who) == ()
    assert await post.reviews() == ()


async def test_replies_are_done_put_up_or_left_alone(post: Post) -> None:
    replies = "replies@in.shop.example"
    assert await post.write(replies, "Subject: Re: Tea", body="What a nice tea.")
    assert await post.write(replies, "Subject: Re: Tea", body="Please send fewer emails.")
    assert await post.entries() == ()
    (waiting,) = await post.reviews()
    assert (waiting.key, waiting.text) == (ANN, "Re: Tea\nPlease send fewer emails.")
    assert await post.write(replies, "Subject: Re: Tea", body="Please take me off your list.")
    (entry,) = await post.entries()
    assert "take me off your list" in entry.evidence


async def test_who_reads_a_long_reply_sees_the_words_that_may_be_a_request(post: Post) -> None:
    story = "The tea came on Monday and it is very good. " * 60
    body = f"{story}\r\nPlease send fewer emails."
    assert await post.write("replies@in.shop.example", "Subject: Re: Tea", body=body)
    (waiting,) = await post.reviews()
    assert waiting.text.startswith("Re: Tea\nThe tea came")
    assert waiting.text.endswith("Please send fewer emails.")


@pytest.mark.parametrize("to", ["replies", "unsubscribe"])
async def test_an_opt_out_by_mail_stops_the_number_that_it_names(post: Post, to: str) -> None:
    said = "Stop texting (916) 555-0143 please, and you may keep 415-555-0123."
    assert await post.write(f"{to}@in.shop.example", "Subject: Re: Tea", body=said)
    (entry,) = await post.texts("+19165550143")
    assert (entry.scope, entry.reason) == ("commercial", "unsubscribe")
    assert "people.example" not in entry.evidence
    assert await post.texts("+14155550123") == ()  # ours
    assert len(await post.entries()) == 1


async def test_an_opt_out_by_mail_about_texts_stops_the_writers_own_number(post: Post) -> None:
    number = phone_key("+19165550144")
    by = Actor(name="eve", method="cli")
    await post.stores.suppression.link(email_key(ANN), number, evidence="order", by=by)
    assert await post.write("replies@in.shop.example", body="Stop sending me emails.")
    assert await post.texts(number) == ()
    assert await post.write("replies@in.shop.example", body="Stop sending me texts.")
    assert len(await post.texts(number)) == 1


async def test_a_number_in_a_mail_that_asks_for_nothing_is_left_alone(post: Post) -> None:
    for said in ("My new number is 916-555-0143.", "Fewer emails, or I call 916-555-0143!"):
        assert await post.write("replies@in.shop.example", body=said)
    assert await post.texts("+19165550143") == ()


async def test_a_request_below_what_its_writer_answers_is_read_by_a_person(post: Post) -> None:
    above = "Sent from my iPhone\r\n\r\n> On Monday, Tea Shop wrote:\r\n> Tea\r\n\r\n"
    for asked in ("Please unsubscribe me from this list.", "Please delete my data."):
        assert await post.write("replies@in.shop.example", "Subject: Re: Tea", body=above + asked)
        assert (await post.reviews())[-1].text == f"Re: Tea\n{asked}"
    assert len(await post.reviews()) == 2
    assert await post.entries() == ()
    assert post.stores.privacy.list() == ()


async def test_an_opt_out_below_a_long_quotation_stops_the_writer(post: Post) -> None:
    quoted = "On Monday, Tea Shop wrote:\r\n" + "> Tea, and how to unsubscribe.\r\n" * 900
    body = f"{quoted}\r\nPlease unsubscribe me from this list."
    assert await post.write("replies@in.shop.example", "Subject: Re: Tea", body=body)
    (entry,) = await post.entries()
    assert "unsubscribe me" in entry.evidence
    bob = "From: bob@people.example"
    assert await post.write("replies@in.shop.example", sender=bob, body=quoted)
    assert await post.entries("bob@people.example") == ()


async def test_who_reads_a_reply_sees_all_that_was_read_of_it(post: Post) -> None:
    letter = "the tea came on Monday and it is very good and " * 200
    asked = "Please send fewer emails."
    for body in (f"{letter}. {asked}", f"{letter[:1900]}. {asked} {letter}"):
        assert await post.write("replies@in.shop.example", "Subject: Re: Tea", body=body)
    waiting = await post.reviews()
    assert [asked in " ".join(each.text.split()) for each in waiting] == [True, True]
    assert all(len(each.text) < 6100 for each in waiting)
