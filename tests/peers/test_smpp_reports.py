"""What an SMSC of npm's `smpp` reports finds its text, and moves it forward only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gateway.errors import StoreUnavailable
from gateway.spool.model import State
from suppression.entry import Reason
from tests.e2e.smsc import OK, TRY_AGAIN, report
from tests.peers.smpp_link import ANN, BOB, OURS, WORDS, answered, linked, soon

if TYPE_CHECKING:
    from tests.contract.spool.make import Desk
    from tests.e2e.smsc import Smsc

pytestmark = pytest.mark.peer


async def test_who_opted_out_at_the_smsc_is_put_on_the_list(desk: Desk, smsc: Smsc) -> None:
    async with linked(desk, smsc, opted_out_statuses=(0x45A,), opted_out_errors=("0AB",)) as link:
        smsc.plan({"status": 0x45A})
        _, refused = await link.text()
        _, settled = await link.text(BOB)
        tags = [smsc.report(BOB[1:], OURS[1:], report("2", "UNDELIV", error="0AB"))]
        assert await answered(smsc, *tags) == [OK]
        assert await answered(
            smsc, smsc.report(BOB[1:], OURS[1:], report("2", "UNDELIV", error="0AB"))
        )
    assert (refused.state, refused.status) == (State.FAILED, "5.7.1")
    assert settled.state is State.DELIVERED
    assert [(new.key, new.reason) for new, _ in link.people.told] == [
        (ANN, Reason.UNSUBSCRIBE), (BOB, Reason.UNSUBSCRIBE),
    ]  # fmt: skip


async def test_a_report_that_may_be_about_another_text_settles_none(desk: Desk, smsc: Smsc) -> None:
    async with linked(desk, smsc, patience_s=0.5) as link:
        smsc.plan({"silent": True}, {"silent": True})
        first, _ = await link.text()
        for to, words in ((ANN, "Your parcel is here."), (BOB, WORDS), (ANN, "")):
            tag = smsc.report(to[1:], OURS[1:], report("77", "DELIVRD", words))
            assert await answered(smsc, tag) == [OK]
        second, _ = await link.text()  # of the same words
        tag = smsc.report(ANN[1:], OURS[1:], report("78", "DELIVRD", WORDS))
        assert await answered(smsc, tag) == [OK]
        assert (await link.ended(first))[0] is State.UNKNOWN
        assert (await link.ended(second))[0] is State.UNKNOWN


@pytest.mark.parametrize(
    ("in_answer", "in_report"),
    [
        ("A3F", "A3F"),
        ("a3f", "0000000A3F"),
        ("A3F", "2623"),
        ("2623", "A3F"),
        ("b1e7c2d4-77aa", "b1e7c2d4-77aa"),
    ],
)
async def test_a_report_finds_its_text_however_the_id_is_written(
    desk: Desk, smsc: Smsc, in_answer: str, in_report: str
) -> None:
    async with linked(desk, smsc) as link:
        smsc.plan({"id": in_answer}, {"id": "9999"})
        claimed, _ = await link.text()
        other, _ = await link.text(BOB)
        link.carrier.flights._answered.clear()  # as after a restart
        tag = smsc.report(ANN[1:], OURS[1:], report(in_report, "UNDELIV", error="051"))
        assert await answered(smsc, tag) == [OK]
        assert (await link.ended(claimed))[0] is State.FAILED
        assert (await link.ended(other))[0] is State.DELIVERED


async def test_ids_that_mean_another_text_in_another_notation_are_told_apart_by_the_number(
    desk: Desk, smsc: Smsc
) -> None:
    async with linked(desk, smsc) as link:
        smsc.plan({"id": "10"}, {"id": "16"})  # hexadecimal; reported in decimal
        ann, _ = await link.text()
        bob, _ = await link.text(BOB)
        tag = smsc.report(ANN[1:], OURS[1:], report("16", "UNDELIV"))
        assert await answered(smsc, tag) == [OK]
        assert (await link.ended(ann))[0] is State.FAILED
        assert (await link.ended(bob))[0] is State.DELIVERED


async def test_what_stands_in_parameters_counts_before_what_stands_in_the_words(
    desk: Desk, smsc: Smsc
) -> None:
    async with linked(desk, smsc) as link:
        smsc.plan({"id": "7"}, {"id": "8"})
        claimed, _ = await link.text()
        tag = smsc.deliver(
            ANN[1:], OURS[1:], b"stat:ENROUTE", receipted_message_id="7", message_state=5,
        )  # fmt: skip
        assert await answered(smsc, tag) == [OK]
        assert (await link.ended(claimed))[0] is State.FAILED


async def test_a_report_that_comes_before_the_answer_waits_for_it(desk: Desk, smsc: Smsc) -> None:
    early = {
        "source_addr": ANN[1:], "destination_addr": OURS[1:], "esm_class": 4,
        "short_message": report("1", "DELIVRD", WORDS),
    }  # fmt: skip
    async with linked(desk, smsc) as link:
        smsc.plan({"report": early, "after_ms": 400})
        claimed, settled = await link.text()
        assert settled.state is State.DELIVERED
        await soon(lambda: any(each.get("answered") == "early" for each in smsc.saw), "an answer")
        state, kinds = await link.ended(claimed)
    assert state is State.DELIVERED
    assert kinds[-1] == "arrived"


@pytest.mark.parametrize(
    ("stats", "state", "kinds"),
    [
        (["ENROUTE", "ACCEPTD", "DELIVRD"], State.DELIVERED, ["delivered", "arrived"]),
        (["DELIVRD", "ENROUTE", "DELIVRD"], State.DELIVERED, ["delivered", "arrived"]),
        (["DELIVRD", "UNDELIV"], State.DELIVERED, ["delivered", "arrived"]),
        (["EXPIRED", "DELIVRD"], State.FAILED, ["delivered", "failed"]),
        (["UNKNOWN"], State.DELIVERED, ["delivered"]),
    ],
)
async def test_reports_move_a_text_forward_only(
    desk: Desk, smsc: Smsc, stats: list[str], state: State, kinds: list[str]
) -> None:
    async with linked(desk, smsc) as link:
        claimed, _ = await link.text()
        for stat in stats:
            tag = smsc.report(ANN[1:], OURS[1:], report("1", stat, WORDS))
            assert await answered(smsc, tag) == [OK]
        assert await link.ended(claimed) == (state, ["accepted", *kinds])


async def test_a_report_that_cannot_be_written_is_said_again(
    desk: Desk, smsc: Smsc, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def down(_told: object) -> None:
        raise StoreUnavailable("full")

    async with linked(desk, smsc) as link:
        await link.text()
        monkeypatch.setattr(desk.spool, "take_part_report", down)
        tag = smsc.report(ANN[1:], OURS[1:], report("1", "DELIVRD"))
        assert await answered(smsc, tag) == [TRY_AGAIN]


async def test_an_answer_that_comes_too_late_still_names_the_text(desk: Desk, smsc: Smsc) -> None:
    async with linked(desk, smsc, patience_s=0.3) as link:
        smsc.plan({"id": "a1", "after_ms": 700})
        claimed, settled = await link.text()
        assert settled.state is State.UNKNOWN
        await soon(lambda: link.carrier.flights._answered, "the answer")
        assert await answered(smsc, smsc.report(ANN[1:], OURS[1:], report("A1", "DELIVRD"))) == [OK]
        assert (await link.ended(claimed))[0] is State.DELIVERED
