"""An opt-out by mail is confirmed to the person who wrote, once and in their language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gateway.inbound.confirmation import is_confirmation
from gateway.inbound.words import WORDS
from gateway.spool.model import SpoolQuery
from tests.contract.post import ANN, Post, config_of, post_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    yield from post_of(config_of(tmp_path))


@pytest.fixture
def silent(tmp_path: Path) -> Iterator[Post]:
    public = {"mail_domain": "in.shop.example", "confirm_opt_outs": False}
    yield from post_of(config_of(tmp_path, public=public))


@pytest.fixture
def italian(tmp_path: Path) -> Iterator[Post]:
    yield from post_of(config_of(tmp_path, footer={"language": "it"}))


async def test_one_confirmation_goes_to_the_person_who_wrote(post: Post) -> None:
    address = post.address()
    for _ in range(3):
        assert await post.write(address, "Message-ID: <1@people.example>")
    assert await post.sent() == [ANN]
    assert post.woken == [1]
    (view,) = await post.stores.spool.messages(SpoolQuery())
    raw = (await post.stores.spool.content(view.queue_id) or b"").decode()
    assert view.reverse_path == ""
    assert "In-Reply-To: <1@people.example>\r\n" in raw
    assert "Auto-Submitted: auto-replied\r\n" in raw
    assert "Tea Shop" in raw


@pytest.mark.parametrize(
    ("field", "subject"),
    [
        ("Content-Language: de-AT", "Sie sind abgemeldet"),
        ("Accept-Language: es-MX, en", "Su baja est\u00e1 hecha"),
        ("Content-Language: tlh", "You are unsubscribed"),
    ],
)
async def test_the_confirmation_speaks_the_language_of_the_person(
    post: Post, field: str, subject: str
) -> None:
    assert await post.write(post.address(), field)
    (view,) = await post.stores.spool.messages(SpoolQuery())
    assert view.subject == subject


async def test_a_mail_that_cannot_be_read_is_confirmed_in_the_configured_language(
    italian: Post,
) -> None:
    two = "From: a@people.example\r\nFrom: b@people.example"
    assert await italian.write(italian.address(), sender=two)
    (view,) = await italian.stores.spool.messages(SpoolQuery())
    assert view.subject == WORDS["it"].subject


async def test_seven_days_pass_between_two_confirmations(post: Post) -> None:
    assert await post.write(post.address(stream="a"))
    assert await post.write(post.address(stream="b"))
    assert len(await post.entries()) == 2
    assert await post.sent() == [ANN]


async def test_seven_days_pass_between_two_confirmations_across_a_restart(tmp_path: Path) -> None:
    config = config_of(tmp_path)
    for stream in ("a", "b"):
        for post in post_of(config):
            assert await post.write(post.address(stream=stream))
            assert await post.sent() == [ANN]


async def test_another_mail_of_ours_is_no_confirmation(post: Post) -> None:
    assert await post.write(post.address())
    (view,) = await post.stores.spool.messages(SpoolQuery())
    assert is_confirmation(view)
    assert is_confirmation(replace(view, subject=""))
    assert not is_confirmation(replace(view, subject="Delivery report"))
    assert not is_confirmation(replace(view, submitter="shop"))


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ({"company": "Leaf Co", "postal_address": "9 Leaf Road, Portland, OR 97201"},
         "Leaf Co, 9 Leaf Road, Portland, OR 97201"),
        ({"postal_address": "9 Leaf Road, Portland, OR 97201"},
         "Tea Shop Inc, 9 Leaf Road, Portland, OR 97201"),
        ({}, "Tea Shop Inc, 1 High Street, Springfield, IL 62701"),
    ],
)  # fmt: skip
async def test_the_confirmation_names_the_sender_identity_and_its_address(
    tmp_path: Path, named: dict[str, str], told: str
) -> None:
    sender = [{"name": "shop", "domains": ["shop.example"], "numbers": [], **named}]
    company = {"name": "Tea Shop Inc", "postal_address": "1 High Street, Springfield, IL 62701"}
    for post in post_of(config_of(tmp_path, sender=sender, company=company)):
        assert await post.write(post.address())
        (view,) = await post.stores.spool.messages(SpoolQuery())
        raw = (await post.stores.spool.content(view.queue_id) or b"").decode()
        assert raw.endswith(f"\r\n\r\n{told}\r\n")


@pytest.mark.parametrize(
    ("fields", "reverse_path"),
    [
        ((), "other@people.example"),
        ((), "not an address"),
        (("X-Auto-Response-Suppress: OOF",), ANN),
    ],
)
async def test_nobody_else_is_written_to(
    post: Post, fields: tuple[str, ...], reverse_path: str
) -> None:
    assert await post.write(post.address(), *fields, reverse_path=reverse_path)
    assert len(await post.entries()) == 1
    assert await post.sent() == []


async def test_the_confirmation_can_be_left_out(silent: Post) -> None:
    assert await silent.write(silent.address())
    assert len(await silent.entries()) == 1
    assert await silent.sent() == []


async def test_the_opt_out_stands_where_no_confirmation_can_be_stored(post: Post) -> None:
    address = post.address()
    post.stores.spool.close()
    assert await post.write(address)
    assert len(await post.entries()) == 1
    post.stores.spool.open()
