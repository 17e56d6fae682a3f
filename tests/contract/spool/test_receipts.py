"""What a provider reports of a text moves it forward only, whatever comes when, or twice."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gateway.spool.model import State
from gateway.spool.receipts import Receipt, Report
from suppression.entry import Reason
from tests.contract.spool.make import Desk, email, opt_out, outcome, text

if TYPE_CHECKING:
    from gateway.spool.model import Claimed

SENT, ARRIVED, FAILED = Report.UNDER_WAY, Report.ARRIVED, Report.FAILED


async def sending(desk: Desk) -> Claimed:
    await desk.spool.accept(text())
    (claimed,) = await desk.claim()
    return claimed


def of(claimed: Claimed, report: Report, attempt: int = 1) -> Receipt:
    return Receipt(
        queue_id=claimed.queue_id, route=claimed.route, attempt=attempt, report=report,
        said=f"{report} there", provider_id="SM1",
    )  # fmt: skip


async def state(desk: Desk, claimed: Claimed) -> State:
    view = await desk.spool.message(claimed.queue_id)
    assert view is not None
    return view.deliveries[0].state


async def kinds(desk: Desk, claimed: Claimed) -> list[str]:
    return [line.kind for line in await desk.spool.trace(queue_id=claimed.queue_id)]


@pytest.mark.parametrize("last", [State.DELIVERED, State.UNKNOWN])
@pytest.mark.parametrize(
    ("reports", "ends"),
    [
        ([SENT, ARRIVED], State.DELIVERED),
        ([ARRIVED, SENT], State.DELIVERED),
        ([SENT, FAILED], State.FAILED),
        ([FAILED, SENT], State.FAILED),
        ([FAILED, ARRIVED], State.FAILED),
        ([ARRIVED, FAILED], State.DELIVERED),
        ([ARRIVED, ARRIVED], State.DELIVERED),
    ],
)
async def test_states_go_forward_only(
    desk: Desk, last: State, reports: list[Report], ends: State
) -> None:
    claimed = await sending(desk)
    await desk.spool.settle(outcome(claimed, last, "201 queued", sent_sha256="ab" * 32))
    for report in reports:
        await desk.spool.take_receipt(of(claimed, report))
    assert await state(desk, claimed) is ends


@pytest.mark.parametrize("report", [ARRIVED, FAILED])
@pytest.mark.parametrize("last", [State.DELIVERED, State.UNKNOWN, State.DEFERRED])
async def test_a_report_that_overtakes_the_answer_decides(
    desk: Desk, report: Report, last: State
) -> None:
    claimed = await sending(desk)
    await desk.spool.take_receipt(of(claimed, report))
    assert await state(desk, claimed) is State.SENDING
    await desk.spool.settle(outcome(claimed, last, "what we heard"))
    ends = State.DELIVERED if report is ARRIVED else State.FAILED
    assert await state(desk, claimed) is ends
    view = await desk.spool.message(claimed.queue_id)
    assert view is not None
    assert view.deliveries[0].last_reply == f"{report} there"
    line = (await desk.spool.trace(queue_id=claimed.queue_id))[-1]
    told = ("arrived", "2.0.0") if report is ARRIVED else ("failed", "5.0.0")
    assert (line.kind, line.facts["status"]) == told
    assert await desk.claim() == ()


@pytest.mark.parametrize("last", [State.UNKNOWN, State.DEFERRED, State.QUEUED])
async def test_a_text_that_the_provider_has_is_not_sent_again_whatever_we_heard(
    desk: Desk, last: State
) -> None:
    claimed = await sending(desk)
    await desk.spool.take_receipt(of(claimed, SENT))
    await desk.spool.settle(outcome(claimed, last, "what we heard"))
    assert await state(desk, claimed) is State.DELIVERED
    assert await desk.claim() == ()
    await desk.spool.take_receipt(of(claimed, FAILED))
    assert await state(desk, claimed) is State.FAILED


async def test_that_a_text_is_under_way_hides_nothing_that_comes_later(desk: Desk) -> None:
    claimed = await sending(desk)
    for report in (SENT, ARRIVED, FAILED, SENT):
        await desk.spool.take_receipt(of(claimed, report))
    await desk.spool.settle(outcome(claimed, State.DELIVERED, "201 queued", next_hop_id="SM1"))
    assert await kinds(desk, claimed) == ["accepted", "arrived"]
    line = (await desk.spool.trace(queue_id=claimed.queue_id))[-1]
    assert line.detail["next_hop_id"] == "SM1"


@pytest.mark.parametrize(
    ("report", "ends"),
    [(ARRIVED, State.DELIVERED), (FAILED, State.FAILED), (SENT, State.DELIVERED)],
)
async def test_a_report_outlives_the_process_that_was_sending(
    desk: Desk, report: Report, ends: State
) -> None:
    claimed = await sending(desk)
    await desk.spool.take_receipt(of(claimed, report))
    await desk.spool.release_leases()
    assert await state(desk, claimed) is ends


@pytest.mark.parametrize(("report", "kind"), [(SENT, "delivered"), (ARRIVED, "arrived")])
async def test_a_report_settles_what_was_unknown(desk: Desk, report: Report, kind: str) -> None:
    claimed = await sending(desk)
    await desk.spool.settle(outcome(claimed, State.UNKNOWN, "no answer"))
    await desk.spool.take_receipt(of(claimed, report))
    assert await state(desk, claimed) is State.DELIVERED
    line = (await desk.spool.trace(queue_id=claimed.queue_id))[-1]
    assert (line.kind, line.facts["report"]) == (kind, report.value)
    assert line.detail["next_hop_id"] == "SM1"


async def test_a_text_that_arrived_after_all_is_not_sent_again(desk: Desk) -> None:
    claimed = await sending(desk)
    await desk.spool.settle(outcome(claimed, State.UNKNOWN, "no answer"))
    await desk.spool.retry([claimed.queue_id], by="clerk", because="they ask for it")
    await desk.spool.take_receipt(of(claimed, ARRIVED))
    assert await desk.claim() == ()
    assert await state(desk, claimed) is State.DELIVERED


async def test_that_an_earlier_attempt_failed_says_nothing_of_the_next(desk: Desk) -> None:
    claimed = await sending(desk)
    await desk.spool.settle(outcome(claimed, State.UNKNOWN, "no answer"))
    await desk.spool.retry([claimed.queue_id], by="clerk", because="they ask for it")
    await desk.spool.take_receipt(of(claimed, FAILED))
    (again,) = await desk.claim()
    await desk.spool.take_receipt(of(claimed, FAILED))
    await desk.spool.settle(outcome(again, State.DELIVERED, "201 queued"))
    await desk.spool.take_receipt(of(claimed, FAILED))
    assert await state(desk, claimed) is State.DELIVERED
    await desk.spool.take_receipt(of(claimed, FAILED, attempt=2))
    assert await state(desk, claimed) is State.FAILED
    assert (await kinds(desk, claimed))[-2:] == ["delivered", "failed"]


async def test_that_a_text_arrived_is_told_once(desk: Desk) -> None:
    claimed = await sending(desk)
    await desk.spool.settle(
        outcome(claimed, State.DELIVERED, "201 queued", sent_sha256="ab" * 32, next_hop_id="SM1")
    )
    for _ in range(3):
        await desk.spool.take_receipt(of(claimed, ARRIVED))
    assert await kinds(desk, claimed) == ["accepted", "delivered", "arrived"]
    line = (await desk.spool.trace(queue_id=claimed.queue_id))[-1]
    assert line.facts["sent_sha256"] == "ab" * 32
    assert line.detail["next_hop_id"] == "SM1"


@pytest.mark.parametrize(
    "wrong",
    [
        {"queue_id": "nothing"},
        {"queue_id": "zzzzzzzzzzzzz"},
        {"queue_id": ""},
        {"route": "another"},
        {"attempt": 0},
        {"attempt": 2},
    ],
)
@pytest.mark.parametrize("report", list(Report))
async def test_a_report_about_nothing_of_ours_changes_nothing(
    desk: Desk, wrong: dict[str, object], report: Report
) -> None:
    claimed = await sending(desk)
    await desk.spool.settle(outcome(claimed, State.UNKNOWN, "no answer"))
    await desk.spool.take_receipt(replace(of(claimed, report), **wrong))  # type: ignore[arg-type]
    assert await state(desk, claimed) is State.UNKNOWN


@pytest.mark.parametrize("report", [SENT, ARRIVED])
@pytest.mark.parametrize("waits", [State.QUEUED, State.DEFERRED, State.HELD])
async def test_a_report_of_an_earlier_attempt_keeps_a_text_that_waits_from_leaving_again(
    desk: Desk, waits: State, report: Report
) -> None:
    claimed = await sending(desk)
    last = State.UNKNOWN if waits is State.QUEUED else State.DEFERRED
    await desk.spool.settle(outcome(claimed, last, "no answer", next_hop_id="SM0"))
    if waits is State.QUEUED:
        await desk.spool.retry([claimed.queue_id], by="clerk", because="they ask for it")
    elif waits is State.HELD:
        await desk.spool.hold([claimed.queue_id], by="clerk", because="a look")
    assert await state(desk, claimed) is waits
    await desk.spool.take_receipt(replace(of(claimed, report), provider_id=""))
    assert await desk.claim() == ()
    view = await desk.spool.message(claimed.queue_id)
    assert view is not None
    (only,) = view.deliveries
    assert (only.state, only.attempts, only.next_at, only.report, only.last_reply) == (
        State.DELIVERED, 1, None, report.value, f"{report} there",
    )  # fmt: skip
    line = (await desk.spool.trace(queue_id=claimed.queue_id))[-1]
    kind = "arrived" if report is ARRIVED else "delivered"
    assert (line.kind, line.facts["report"], line.facts["status"]) == (
        kind, report.value, "2.0.0",
    )  # fmt: skip


@pytest.mark.parametrize("report", [SENT, ARRIVED])
@pytest.mark.parametrize("ends", [State.CANCELLED, State.SUPPRESSED, State.EXPIRED])
async def test_that_an_earlier_attempt_was_taken_is_told_however_the_text_ended_here(
    desk: Desk, ends: State, report: Report
) -> None:
    claimed = await sending(desk)
    await desk.spool.settle(outcome(claimed, State.UNKNOWN, "no answer"))
    await desk.spool.retry([claimed.queue_id], by="clerk", because="not in their log")
    if ends is State.CANCELLED:
        await desk.spool.cancel([claimed.queue_id], by="clerk", because="not needed any more")
    elif ends is State.SUPPRESSED:
        await desk.add(opt_out("+19169668284", reason=Reason.UNSUBSCRIBE))
    else:
        desk.clock.advance(hours=2)
    assert await desk.claim() == ()
    assert await state(desk, claimed) is ends
    await desk.spool.take_receipt(of(claimed, report))
    assert await state(desk, claimed) is State.DELIVERED
    kind = "arrived" if report is ARRIVED else "delivered"
    assert await kinds(desk, claimed) == ["accepted", "unknown", "retried", ends.value, kind]


@pytest.mark.parametrize("deed", ["cancel", "hold", ""])
async def test_that_an_attempt_is_under_way_is_no_news_once_it_failed(
    desk: Desk, deed: str
) -> None:
    claimed = await sending(desk)
    await desk.spool.settle(outcome(claimed, State.UNKNOWN, "no answer"))
    await desk.spool.retry([claimed.queue_id], by="clerk", because="not in their log")
    if deed:
        await getattr(desk.spool, deed)([claimed.queue_id], by="clerk", because="a look")
    before = await state(desk, claimed)
    for report in (FAILED, FAILED, SENT):
        await desk.spool.take_receipt(of(claimed, report))
        assert await state(desk, claimed) is before
    await desk.spool.take_receipt(of(claimed, ARRIVED))
    assert await state(desk, claimed) is State.DELIVERED


async def test_what_comes_late_of_a_failed_attempt_says_nothing_of_the_next(desk: Desk) -> None:
    claimed = await sending(desk)
    await desk.spool.settle(outcome(claimed, State.UNKNOWN, "no answer"))
    await desk.spool.retry([claimed.queue_id], by="clerk", because="not in their log")
    (again,) = await desk.claim()
    for report in (FAILED, SENT):
        await desk.spool.take_receipt(of(claimed, report))
    await desk.spool.settle(outcome(again, State.DEFERRED, "come in an hour"))
    assert await state(desk, claimed) is State.DEFERRED
    await desk.spool.take_receipt(of(claimed, SENT, attempt=2))
    assert await state(desk, claimed) is State.DELIVERED


async def test_that_an_earlier_attempt_arrived_is_told_of_a_text_that_failed(desk: Desk) -> None:
    claimed = await sending(desk)
    await desk.spool.settle(outcome(claimed, State.UNKNOWN, "no answer"))
    await desk.spool.retry([claimed.queue_id], by="clerk", because="not in their log")
    (again,) = await desk.claim()
    await desk.spool.settle(outcome(again, State.FAILED, "we had that one"))
    await desk.spool.take_receipt(of(claimed, SENT))
    assert await state(desk, claimed) is State.FAILED
    await desk.spool.take_receipt(of(claimed, ARRIVED))
    assert await state(desk, claimed) is State.DELIVERED


async def test_what_the_answer_called_a_text_it_is_called_where_reports_say_nothing(
    desk: Desk,
) -> None:
    claimed = await sending(desk)
    await desk.spool.settle(outcome(claimed, State.DELIVERED, "201 queued", next_hop_id="SM0"))
    nameless = Receipt(
        queue_id=claimed.queue_id, route="texts", attempt=1, report=ARRIVED, said="there"
    )
    for told in (of(claimed, SENT), nameless):  # that it is under way is no news
        await desk.spool.take_receipt(told)
        view = await desk.spool.message(claimed.queue_id)
        assert view is not None
        assert view.deliveries[0].next_hop_id == "SM0"
    assert await kinds(desk, claimed) == ["accepted", "delivered", "arrived"]


@pytest.mark.parametrize("report", list(Report))
async def test_a_report_says_nothing_of_a_text_that_never_left_or_of_a_letter(
    desk: Desk, report: Report
) -> None:
    waiting, letter = text(), email()
    for each in (waiting, letter):
        await desk.spool.accept(each)
        route = each.deliveries[0].route
        await desk.spool.take_receipt(
            Receipt(queue_id=each.queue_id, route=route, attempt=1, report=report, said="there")
        )
    assert len(await desk.claim()) == 2


async def test_every_order_of_reports_ends_in_one_state_for_good(desk: Desk) -> None:
    for order in itertools.permutations([SENT, ARRIVED, FAILED]):
        claimed = await sending(desk)
        await desk.spool.settle(outcome(claimed, State.DELIVERED, "201 queued"))
        for report in order:
            await desk.spool.take_receipt(of(claimed, report))
        ends = await state(desk, claimed)
        assert ends.is_final
        first = next(report for report in order if report is not SENT)
        assert ends is (State.FAILED if first is FAILED else State.DELIVERED)
