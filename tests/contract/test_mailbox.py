"""Mail to our own addresses, against the stores: done before it is acknowledged."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

import pytest
from structlog.testing import capture_logs

from gateway.config.models import Config
from gateway.errors import MalformedMessage, StoreUnavailable
from gateway.inbound.mail import InboundMail
from gateway.inbound.mailbox import Mailbox
from gateway.inbound.words import WORDS
from gateway.privacy.request import Kind, Outcome
from gateway.queue_id import QueueIds, decode
from gateway.spool.model import SpoolQuery
from gateway.stores import Stores
from suppression.entry import NEVER, Channel, Reason
from suppression.granting import Grantee, ensure_grants
from suppression.keys import email_key, phone_key
from suppression.store import Actor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from suppression.entry import Entry
    from suppression.review import Review

NOW: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANN: Final = "ann@people.example"
MESSAGE: Final = decode("1m83k8ghw6gfa")


@dataclass
class Post:
    """A mailbox on a folder of its own, and what it did."""

    stores: Stores
    mailbox: Mailbox
    woken: list[int] = field(default_factory=list)

    def address(self, who: str = ANN, stream: str = "") -> str:
        """Return the opt-out address that a message to a person names."""
        grantee = Grantee(email_key(who), Channel.EMAIL, "shop", stream)
        with self.stores.suppression._database._connect() as connection:
            found, _ = ensure_grants(connection, [grantee])
            connection.commit()
        return f"u+{self.stores.token_keys.mint(found[grantee], MESSAGE)}@in.shop.example"

    async def write(
        self,
        to: str,
        *fields: str,
        sender: str = f"From: {ANN}",
        reverse_path: str = ANN,
        body: str = "please",
        peer: str = "192.0.2.7",
    ) -> bool:
        head = "".join(f"{line}\r\n" for line in (sender, *fields) if line)
        mail = InboundMail(
            queue_id="1m83k8ghw6gfb", peer=peer, reverse_path=reverse_path,
            recipients=(to,), raw=f"{head}\r\n{body}\r\n".encode(), at=NOW,
        )  # fmt: skip
        return await self.mailbox.take(mail)

    async def entries(self, who: str = ANN) -> tuple[Entry, ...]:
        key = email_key(who)
        return (await self.stores.suppression.blocking([key], Channel.EMAIL, NOW)).get(key, ())

    async def texts(self, number: str) -> tuple[Entry, ...]:
        key = phone_key(number)
        return (await self.stores.suppression.blocking([key], Channel.SMS, NOW)).get(key, ())

    async def sent(self) -> list[str]:
        """Return whom something was written to."""
        found = await self.stores.spool.messages(SpoolQuery())
        return [delivery.address for message in found for delivery in message.deliveries]

    async def reviews(self) -> tuple[Review, ...]:
        return await self.stores.suppression.reviews()


def config_of(folder: Path, **more: Any) -> Config:  # noqa: ANN401 - tables of the configuration
    return Config.model_validate(
        {
            "data_dir": folder,
            "public": {"mail_domain": "in.shop.example"},
            "sender": [
                {
                    "name": "shop",
                    "domains": ["shop.example"],
                    "company": "Tea Shop",
                    "numbers": ["+14155550123"],
                }
            ],
            "route": [{"name": "out", "channel": "email", "kind": "outbox"}],
            **more,
        }
    )


def post_of(config: Config, *, requests_a_day: int = 200) -> Iterator[Post]:
    stores = Stores(config, clock=lambda: NOW)
    stores.open()
    woken: list[int] = []
    mailbox = Mailbox(
        config,
        stores,
        queue_ids=QueueIds(),
        clock=lambda: NOW,
        wake=lambda: woken.append(1),
        requests_a_day=requests_a_day,
    )
    yield Post(stores, mailbox, woken)
    stores.close()


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


@pytest.fixture
def few(tmp_path: Path) -> Iterator[Post]:
    yield from post_of(config_of(tmp_path), requests_a_day=2)


async def test_the_token_says_whom_it_stops_and_how_much(post: Post) -> None:
    assert await post.write(post.address(stream="weekly"), sender="From: who@else.example")
    (entry,) = await post.entries()
    assert (entry.scope, entry.sender, entry.reason) == ("stream:weekly", "shop", "unsubscribe")
    assert entry.evidence == "unsubscribe link of message 1m83k8ghw6gfa"
    history = await post.stores.suppression.history(email_key(ANN), Channel.EMAIL)
    assert [(e.kind, e.by, e.method, e.address) for e in history] == [
        ("added", "recipient", "mailto", "192.0.2.7"),
    ]  # fmt: skip


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


async def test_a_list_that_cannot_be_written_acknowledges_nothing(post: Post) -> None:
    address = post.address()
    post.stores.suppression.close()
    with pytest.raises(StoreUnavailable):
        await post.write(address)
    post.stores.suppression.open()
    assert await post.entries() == ()


async def test_a_mail_that_cannot_be_read_still_counts_where_the_token_decides(post: Post) -> None:
    two = "From: a@people.example\r\nFrom: b@people.example"
    assert await post.write(post.address(), sender=two)
    assert len(await post.entries()) == 1
    bob = post.address("bob@people.example")
    assert await post.write(bob, sender=two, reverse_path="")
    assert await post.entries("bob@people.example") == ()
    with pytest.raises(MalformedMessage):
        await post.write("replies@in.shop.example", sender=two, body="stop emailing me")


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


@pytest.mark.parametrize(
    "sender", ["From: a@people.example, b@people.example", "From: news@shop.example", "From: x"]
)
async def test_nobody_is_stopped_where_nobody_can_be_named(post: Post, sender: str) -> None:
    assert await post.write("unsubscribe@in.shop.example", sender=sender)
    assert await post.write("replies@in.shop.example", sender=sender, body="fewer emails please")
    for who in (ANN, "a@people.example", "news@shop.example"):
        assert await post.entries(who) == ()
    assert await post.reviews() == ()


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
@pytest.mark.parametrize(
    "sender", ["From: a@people.example, b@people.example", "From: desk@shop.example"]
)
async def test_a_request_of_nobody_is_told_to_the_log(post: Post, sender: str, body: str) -> None:
    with capture_logs() as lines:
        assert await post.write("privacy@in.shop.example", sender=sender, body=body)
    assert [line["event"] for line in lines] == ["mail-of-nobody"]
    assert post.stores.privacy.list() == ()
    assert await post.reviews() == ()


async def test_a_request_that_cannot_be_kept_is_not_acknowledged(post: Post) -> None:
    post.stores.privacy.close()
    with pytest.raises(StoreUnavailable):
        await post.write("privacy@in.shop.example", body="Please delete my data.")


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
