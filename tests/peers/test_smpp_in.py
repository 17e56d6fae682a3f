"""What an SMSC of npm's `smpp` delivers is heard whole, in order, and acknowledged when taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gateway.errors import StoreUnavailable
from gateway.spool.model import State
from tests.e2e.smsc import OK, TRY_AGAIN, report
from tests.peers.smpp_link import ANN, BOB, OURS, answered, bound, linked

if TYPE_CHECKING:
    from tests.contract.spool.make import Desk
    from tests.e2e.smsc import Smsc

pytestmark = pytest.mark.peer


@pytest.mark.parametrize(
    ("coding", "raw", "words"),
    [
        (0, b"Stop \x02\x07 \x1be", "Stop $ì €"),
        (3, b"arr\xeatez", "arrêtez"),
        (8, "не пишите 🛑".encode("utf-16-be"), "не пишите 🛑"),
        (4, b"alto, por favor", "alto, por favor"),
        (0xF1, b"stop", "stop"),
        (0x18, "стоп".encode("utf-16-be"), "стоп"),
        (0x21, b"stop", "stop"),
    ],
)
async def test_a_text_is_heard_in_every_alphabet(
    desk: Desk, smsc: Smsc, coding: int, raw: bytes, words: str
) -> None:
    async with linked(desk, smsc) as link:
        await bound(smsc)
        tag = smsc.deliver(ANN[1:], OURS[1:], raw, data_coding=coding)
        assert await answered(smsc, tag) == [OK]
    (heard,) = link.heard
    assert (heard.sender, heard.to, heard.words) == (ANN[1:], OURS[1:], words)


async def test_parts_are_put_together_in_their_order_and_each_persons_apart(
    desk: Desk, smsc: Smsc
) -> None:
    async with linked(desk, smsc) as link:
        await bound(smsc)
        parts = [(3, b"me"), (1, b"please stop "), (2, b"texting ")]
        for number, words in parts:
            header = bytes([5, 0, 3, 77, 3, number])
            for person in (ANN, BOB):
                raw = header + words + (b"!" if person == BOB else b"")
                tag = smsc.deliver(person[1:], OURS[1:], raw, esm_class=0x40)
                assert await answered(smsc, tag) == [OK]
        wide = bytes([6, 8, 4, 1, 2, 2])
        for number, words in (
            (2, "\ude00".encode("utf-16-be", "surrogatepass")),
            (1, "no \ud83d".encode("utf-16-be", "surrogatepass")),
        ):
            raw = wide + bytes([number]) + words
            await answered(
                smsc, smsc.deliver(ANN[1:], OURS[1:], raw, esm_class=0x40, data_coding=8)
            )
        for number, words in ((1, b"st"), (2, b"op")):
            sar = {"sar_msg_ref_num": 5, "sar_total_segments": 2, "sar_segment_seqnum": number}
            assert await answered(smsc, smsc.deliver(ANN[1:], OURS[1:], words, **sar)) == [OK]
    assert [(f"+{each.sender}", each.words) for each in link.heard] == [
        (ANN, "please stop texting me"), (BOB, "please stop !texting !me!"),
        (ANN, "no 😀"), (ANN, "stop"),
    ]  # fmt: skip


async def test_parts_outlive_a_restart_and_what_stays_alone_is_heard_all_the_same(
    desk: Desk, smsc: Smsc
) -> None:
    first = bytes([5, 0, 3, 9, 2, 1]) + b"STOP texting "
    async with linked(desk, smsc) as link:
        await bound(smsc)
        assert await answered(smsc, smsc.deliver(ANN[1:], OURS[1:], first, esm_class=0x40)) == [OK]
        assert await answered(smsc, smsc.deliver(BOB[1:], OURS[1:], first, esm_class=0x40)) == [OK]
        assert link.heard == []
    async with linked(desk, smsc) as link:
        await bound(smsc, 2)
        last = bytes([5, 0, 3, 9, 2, 2]) + b"me"
        assert await answered(smsc, smsc.deliver(ANN[1:], OURS[1:], last, esm_class=0x40)) == [OK]
        desk.clock.advance(minutes=4)
        await link.inbox.take_overdue()
        assert [each.words for each in link.heard] == ["STOP texting me"]
        desk.clock.advance(minutes=2)
        await link.inbox.take_overdue()
        await link.inbox.take_overdue()
    assert [(f"+{each.sender}", each.words) for each in link.heard] == [
        (ANN, "STOP texting me"), (BOB, "STOP texting "),
    ]  # fmt: skip


@pytest.mark.parametrize("esm_class", [0, 0x40])
async def test_a_text_that_cannot_be_taken_is_said_again(
    desk: Desk, smsc: Smsc, esm_class: int
) -> None:
    raw = bytes([5, 0, 3, 9, 2, 2]) + b"me" if esm_class else b"stop"
    async with linked(desk, smsc) as link:
        await bound(smsc)
        if esm_class:
            first = bytes([5, 0, 3, 9, 2, 1]) + b"don't text "
            await answered(smsc, smsc.deliver(ANN[1:], OURS[1:], first, esm_class=esm_class))
        link.is_down = True
        tag = smsc.deliver(ANN[1:], OURS[1:], raw, esm_class=esm_class)
        assert await answered(smsc, tag) == [TRY_AGAIN]
        link.is_down = False
        tag = smsc.deliver(ANN[1:], OURS[1:], raw, esm_class=esm_class)
        assert await answered(smsc, tag) == [OK]
    assert [each.words for each in link.heard] == ["don't text me" if esm_class else "stop"]


async def test_texts_of_one_person_are_taken_in_their_order(desk: Desk, smsc: Smsc) -> None:
    async with linked(desk, smsc) as link:
        await bound(smsc)
        words = [f"text {number}" for number in range(30)]
        tags = [smsc.deliver(ANN[1:], OURS[1:], each.encode()) for each in words]
        assert await answered(smsc, *tags) == [OK] * 30
    assert [each.words for each in link.heard] == words


async def test_what_comes_again_over_the_next_link_was_said_when_it_came_first(
    desk: Desk, smsc: Smsc
) -> None:
    async with linked(desk, smsc) as link:
        await bound(smsc)
        begun = desk.clock()
        await answered(smsc, smsc.deliver(ANN[1:], OURS[1:], b"START"))
        desk.clock.advance(minutes=1)
        smsc.cut()
        await bound(smsc, 2)
        await answered(smsc, smsc.deliver(ANN[1:], OURS[1:], b"START"))
        desk.clock.advance(minutes=11)
        await answered(smsc, smsc.deliver(ANN[1:], OURS[1:], b"START"))
    ages = [(each.received_at - begun).total_seconds() for each in link.heard if each.received_at]
    assert ages == [0, 0, 720]


async def test_words_that_look_like_a_report_are_a_text(desk: Desk, smsc: Smsc) -> None:
    async with linked(desk, smsc) as link:
        claimed, _ = await link.text()
        tag = smsc.deliver(ANN[1:], OURS[1:], report("1", "UNDELIV").encode())
        assert await answered(smsc, tag) == [OK]
        assert (await link.ended(claimed))[0] is State.DELIVERED
    assert len(link.heard) == 1


async def test_a_full_spool_stops_no_stop(
    desk: Desk, smsc: Smsc, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_args: object, **_options: object) -> None:
        raise StoreUnavailable("full")

    async with linked(desk, smsc) as link:
        await bound(smsc)
        for verb in ("heard_at", "keep_heard"):
            monkeypatch.setattr(desk.spool, verb, full)
        part = bytes([5, 0, 3, 9, 2, 1]) + b"STOP texting "
        tags = [
            smsc.deliver(ANN[1:], OURS[1:], b"STOP"),
            smsc.deliver(BOB[1:], OURS[1:], part, esm_class=0x40),
        ]
        assert await answered(smsc, *tags) == [OK, TRY_AGAIN]  # parts wait at the SMSC
    assert [each.words for each in link.heard] == ["STOP"]


async def test_a_text_that_we_break_on_breaks_no_link(
    desk: Desk, smsc: Smsc, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_route: str, _received: object) -> None:
        raise ValueError("of a text")

    async with linked(desk, smsc) as link:
        await bound(smsc)
        with monkeypatch.context() as patched:
            patched.setattr(link.inbox, "_take", broken)
            assert await answered(smsc, smsc.deliver(ANN[1:], OURS[1:], b"STOP")) == [TRY_AGAIN]
        assert await answered(smsc, smsc.deliver(ANN[1:], OURS[1:], b"STOP")) == [OK]
    assert len(smsc.binds) == 1
