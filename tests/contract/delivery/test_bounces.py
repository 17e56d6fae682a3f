"""What a next hop says of people is on the list before the next message; of us, it is not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from gateway.delivery.bounces import Bounces
from gateway.delivery.smtp_carrier import SmtpCarrier
from gateway.spool.model import State
from suppression.channel import Channel
from suppression.entry import NEVER, Reason
from suppression.keys import email_key
from tests.contract.delivery.make import MESSAGE, claimed, route
from tests.contract.delivery.next_hop import NextHop, listening
from tests.contract.delivery.scheduling import DELIVERY

if TYPE_CHECKING:
    from suppression.entry import Entry
    from tests.contract.spool.make import Desk

THREE = ("ann@b.test", "bob@b.test", "cid@b.test")
NOBODY = b"550 5.1.1 no such user\r\n"
FULL = b"452 4.2.2 mailbox full\r\n"


def carrier(desk: Desk, hop: NextHop) -> SmtpCarrier:
    bounces = Bounces(desk.listed, desk.clock)
    return SmtpCarrier(route(hop.port), DELIVERY, "gateway.test", bounces)


async def listed(desk: Desk, address: str = "ann@b.test") -> tuple[Entry, ...]:
    key = email_key(address)
    return (await desk.listed.blocking([key], Channel.EMAIL, desk.clock.now))[key]


async def test_an_address_that_is_nobody_s_goes_on_the_list_with_the_reply(desk: Desk) -> None:
    async with listening(NextHop({"rcpt": NOBODY})) as hop:
        (settled,) = await carrier(desk, hop).send(claimed(), MESSAGE)
    assert settled.state is State.FAILED
    (entry,) = await listed(desk)
    assert entry.reason is Reason.HARD_BOUNCE
    assert entry.evidence == "hop: 550 5.1.1 no such user"
    assert timedelta(days=179) < entry.expires_at - desk.clock.now <= timedelta(days=180)


async def test_of_several_the_one_that_is_nobody_is_meant(desk: Desk) -> None:
    answers = [b"250 2.1.5 ok\r\n", NOBODY, b"250 2.1.5 ok\r\n"]
    async with listening(NextHop({"rcpt": answers})) as hop:
        await carrier(desk, hop).send(claimed(THREE), MESSAGE)
    assert [len(await listed(desk, each)) for each in THREE] == [0, 1, 0]


async def test_one_answer_for_all_of_several_names_nobody(desk: Desk) -> None:
    async with listening(NextHop({"dot": NOBODY})) as hop:
        settled = await carrier(desk, hop).send(claimed(THREE), MESSAGE)
    assert {each.state for each in settled} == {State.FAILED}
    assert [len(await listed(desk, each)) for each in THREE] == [0, 0, 0]


@pytest.mark.parametrize(
    "reply",
    [
        b"550 5.7.26 unauthenticated mail is not taken\r\n",
        b"550 5.7.1 spam\r\n",
        b"552 5.3.4 too big\r\n",
        b"451 4.1.1 no such user, for now\r\n",
        b"550 5.1.8 sender rejected\r\n",
    ],
)
async def test_what_is_about_us_or_the_message_makes_nobody_dead(desk: Desk, reply: bytes) -> None:
    async with listening(NextHop({"rcpt": reply})) as hop:
        await carrier(desk, hop).send(claimed(), MESSAGE)
    assert await listed(desk) == ()


async def test_what_was_too_much_for_our_account_waits_and_the_route_rests(desk: Desk) -> None:
    reply = b"550 5.4.5 Daily user sending limit exceeded\r\n"
    async with listening(NextHop({"dot": reply})) as hop:
        carried = carrier(desk, hop)
        for _ in range(3):
            (settled,) = await carried.send(claimed(), MESSAGE)
            assert settled.state is State.DEFERRED
        assert carried.limit == 0
    assert await listed(desk) == ()


async def test_a_route_that_takes_others_meanwhile_does_not_rest(desk: Desk) -> None:
    slow = b"450 4.7.1 Too many messages for this recipient\r\n"
    async with listening(NextHop({"rcpt": [slow, b"250 ok\r\n"] * 4})) as hop:
        carried = carrier(desk, hop)
        states = [(await carried.send(claimed(), MESSAGE))[0].state for _ in range(8)]
        assert states == [State.DEFERRED, State.DELIVERED] * 4
        assert carried.limit > 0


async def test_a_full_mailbox_rests_after_five_messages_in_three_days(desk: Desk) -> None:
    async with listening(NextHop({"rcpt": FULL})) as hop:
        carried = carrier(desk, hop)
        for day in range(5):
            assert await listed(desk) == (), day
            for attempt in (1, 2, 3):  # of one message: counted once
                (settled,) = await carried.send(claimed(attempt=attempt), MESSAGE)
                assert settled.state is State.DEFERRED
            desk.clock.advance(seconds=19 * 3600)
    (entry,) = await listed(desk)
    assert entry.reason is Reason.SOFT_BOUNCE
    assert entry.expires_at != NEVER


async def test_a_delivery_begins_the_count_anew(desk: Desk) -> None:
    answers = [FULL] * 4 + [b"250 2.1.5 ok\r\n"] + [FULL]
    async with listening(NextHop({"rcpt": answers})) as hop:
        carried = carrier(desk, hop)
        for _ in range(6):
            await carried.send(claimed(), MESSAGE)
            desk.clock.advance(seconds=19 * 3600)
    assert await listed(desk) == ()


async def test_mail_of_our_own_says_nothing_of_people(desk: Desk) -> None:
    async with listening(NextHop({"rcpt": NOBODY})) as hop:
        await carrier(desk, hop).send(claimed(identity=""), MESSAGE)
    assert await listed(desk) == ()


async def test_a_list_that_cannot_be_written_changes_no_outcome(desk: Desk) -> None:
    async with listening(NextHop({"rcpt": [NOBODY, b"250 2.1.5 ok\r\n"]})) as hop:
        carried = carrier(desk, hop)
        desk.spool.close()
        desk.listed.close()
        (failed,) = await carried.send(claimed(), MESSAGE)
        (arrived,) = await carried.send(claimed(), MESSAGE)
    assert (failed.state, arrived.state) == (State.FAILED, State.DELIVERED)
    desk.listed.open()
    desk.spool.open()


async def test_a_refusal_of_our_sender_makes_nobody_dead(desk: Desk) -> None:
    async with listening(NextHop({"mail": NOBODY})) as hop:
        (settled,) = await carrier(desk, hop).send(claimed(), MESSAGE)
    assert (settled.state, settled.reply) == (State.FAILED, "550 5.1.1 no such user")
    assert await listed(desk) == ()


async def test_an_answer_to_several_names_nobody_though_others_were_refused(desk: Desk) -> None:
    answers = [b"550 5.7.1 denied\r\n", b"250 2.1.5 ok\r\n", b"250 2.1.5 ok\r\n"]
    async with listening(NextHop({"rcpt": answers, "dot": NOBODY})) as hop:
        await carrier(desk, hop).send(claimed(THREE), MESSAGE)
    assert [len(await listed(desk, each)) for each in THREE] == [0, 0, 0]


async def test_an_answer_to_the_one_who_was_taken_is_about_that_person(desk: Desk) -> None:
    answers = [b"550 5.7.1 denied\r\n", b"250 2.1.5 ok\r\n", b"450 4.7.1 later\r\n"]
    async with listening(NextHop({"rcpt": answers, "dot": NOBODY})) as hop:
        await carrier(desk, hop).send(claimed(THREE), MESSAGE)
    assert [len(await listed(desk, each)) for each in THREE] == [0, 1, 0]


async def test_all_of_several_whom_it_does_not_know_go_on_the_list(desk: Desk) -> None:
    async with listening(NextHop({"rcpt": NOBODY})) as hop:
        await carrier(desk, hop).send(claimed(THREE), MESSAGE)
    assert [len(await listed(desk, each)) for each in THREE] == [1, 1, 1]
