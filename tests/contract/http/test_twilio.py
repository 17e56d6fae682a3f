"""Twilio's own client sends, lists, fetches and takes back texts."""

from __future__ import annotations

import asyncio
import itertools
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from twilio.base.exceptions import TwilioRestException

from gateway.http.twilio.message import queue_id_of
from gateway.secret_files import load_pepper
from gateway.spool.receipts import Receipt, Report
from gateway.spool.sqlite import SqliteSpool
from suppression.covering import Matching
from tests.contract.http.twilio_clients import ACCOUNT, ASKED, BODY, OURS, STRANGER, Served, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


# the client's own use of aiohttp
pytestmark = pytest.mark.filterwarnings("ignore:(?i).*auth.* is deprecated:DeprecationWarning")

SERVICE = "MG0123456789abcdef0123456789abcdef"


@pytest.fixture
async def gateway(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path) as found:
        yield found


async def fetched(gateway: Served, sid: str) -> Any:  # noqa: ANN401 - of the client
    return await gateway.sync(lambda client: client.messages(sid).fetch())


async def leaves(gateway: Served, sid: str) -> Any:  # noqa: ANN401 - of the client
    """Wait until a text was handed to the next hop."""
    async with asyncio.timeout(10):
        for pause_s in itertools.repeat(0.05):
            message = await fetched(gateway, sid)
            if message.status == "sent":
                return message
            await asyncio.sleep(pause_s)
    raise AssertionError


@pytest.mark.parametrize(
    ("report", "status"),
    [
        (Report.UNDER_WAY, "sent"),
        (Report.ARRIVED, "delivered"),
        (Report.FAILED, "undelivered"),
    ],
)
async def test_a_client_reads_what_the_provider_reports(
    gateway: Served, report: Report, status: str
) -> None:
    sent = await gateway.send()
    await leaves(gateway, sent.sid)
    queue_id = queue_id_of(sent.sid)
    data = gateway.folder / "data"
    spool = SqliteSpool(
        data / "messages.db", suppression_path=data / "suppression.db",
        pepper=load_pepper(data), matching=Matching(), clock=lambda: datetime.now(UTC),
    )  # fmt: skip
    spool.open()
    view = await spool.message(queue_id)
    assert view is not None
    await spool.take_receipt(
        Receipt(
            queue_id=queue_id, route=view.deliveries[0].route, attempt=1, report=report,
            said="there",
        )
    )  # fmt: skip
    spool.close()
    found = await fetched(gateway, sent.sid)
    assert (found.status, found.error_code is None) == (status, report is not Report.FAILED)
    kept = await gateway.api("GET", f"/v1/sms/{queue_id}")
    told = None if report is Report.UNDER_WAY else report.value
    assert kept["recipients"][0]["report"] == told


async def test_a_text_of_an_unmodified_client_is_sent_and_found_again(gateway: Served) -> None:
    sent = await gateway.send()
    assert (sent.status, sent.direction, sent.to, sent.from_) == (
        "queued", "outbound-api", ASKED, OURS,
    )  # fmt: skip
    assert (sent.account_sid, sent.error_code, sent.num_segments) == (ACCOUNT, None, "1")
    assert BODY in sent.body
    assert "STOP" in sent.body, "the body is what leaves, with how to stop"
    found = await leaves(gateway, sent.sid)
    assert (found.sid, found.body, found.to) == (sent.sid, sent.body, ASKED)
    assert datetime.now(UTC) - found.date_sent < timedelta(minutes=1)
    (file,) = (gateway.folder / "data" / "outbox" / "texts").glob("*.json")
    assert BODY in file.read_text()


async def test_a_text_that_a_stop_took_back_says_so_and_one_that_the_application_did_not(
    gateway: Served,
) -> None:
    later = datetime.now(UTC) + timedelta(hours=2)
    scheduled: dict[str, Any] = {
        "schedule_type": "fixed",
        "send_at": later,
        "messaging_service_sid": "MG" + "0" * 32,
    }
    taken, stopped = await gateway.send(**scheduled), await gateway.send(**scheduled)
    await gateway.sync(lambda client: client.messages(taken.sid).update(status="canceled"))
    stop = {"from": ASKED, "to": OURS, "text": "STOP", "received_at": datetime.now(UTC).isoformat()}
    await gateway.api("POST", "/v1/sms/inbound", stop)
    ends = [await fetched(gateway, sid) for sid in (taken.sid, stopped.sid)]
    assert [(end.status, end.error_code) for end in ends] == [
        ("canceled", None), ("canceled", 21610),
    ]  # fmt: skip


async def test_the_asynchronous_client_sends_lists_and_fetches(gateway: Served) -> None:
    async with gateway.asyncly() as client:
        sent = await client.messages.create_async(to=ASKED, from_=OURS, body=BODY)
        assert [each.sid for each in await client.messages.list_async()] == [sent.sid]
        assert (await client.messages(sent.sid).fetch_async()).to == ASKED
        with pytest.raises(TwilioRestException) as caught:
            await client.messages.create_async(to="12", from_=OURS, body=BODY)
    assert caught.value.code == 21211


async def test_lists_have_pages_both_ways(gateway: Served) -> None:
    sids = [(await gateway.send(f"Appointment {n} is at 3 pm.")).sid for n in range(5)][::-1]

    def walk(client: Any) -> list[list[str]]:  # noqa: ANN401 - of the client
        pages = [client.messages.page(page_size=2)]
        while (page := pages[-1].next_page()) is not None:
            pages.append(page)
        while (page := pages[-1].previous_page()) is not None:
            pages.append(page)
        return [[message.sid for message in page] for page in pages]

    first, second, third = sids[:2], sids[2:4], sids[4:]
    assert await gateway.sync(walk) == [first, second, third, second, first]
    assert [m.sid for m in await gateway.sync(lambda c: c.messages.list(page_size=2))] == sids
    assert [m.sid for m in await gateway.sync(lambda c: c.messages.list(limit=3))] == sids[:3]


async def test_lists_are_filtered_by_people_and_days(gateway: Served) -> None:
    sid = (await gateway.send()).sid
    await leaves(gateway, sid)
    today, yesterday = datetime.now(UTC), datetime.now(UTC) - timedelta(days=1)

    async def found(**filters: Any) -> list[str]:  # noqa: ANN401 - of the client
        return [m.sid for m in await gateway.sync(lambda c: c.messages.list(**filters))]

    assert await found(to=ASKED, from_=OURS) == [sid]
    assert await found(to=STRANGER) == []
    assert await found(to="nobody") == []
    assert await found(from_=STRANGER) == []
    assert await found(date_sent_after=yesterday, date_sent_before=today) == [sid]
    assert await found(date_sent=today.date()) == [sid]
    assert await found(date_sent=yesterday.date()) == []
    assert await found(date_sent_before=yesterday) == []
    assert await found(date_sent_after=today + timedelta(days=1)) == []


async def test_nobody_sees_or_takes_back_what_others_sent(gateway: Served) -> None:
    sid = (await gateway.send()).sid
    assert await gateway.sync(lambda c: c.messages.list(), key="other") == []
    for act in (
        lambda c: c.messages(sid).fetch(),
        lambda c: c.messages(sid).update(status="canceled"),
    ):
        with pytest.raises(TwilioRestException) as caught:
            await gateway.sync(act, key="other")
        assert (caught.value.code, caught.value.status) == (20404, 404)


async def test_a_scheduled_text_waits_and_can_be_taken_back(gateway: Served) -> None:
    at = datetime.now(UTC) + timedelta(hours=2)
    sent = await gateway.send(
        messaging_service_sid=SERVICE, schedule_type="fixed", send_at=at, validity_period=3600
    )
    assert (sent.status, sent.messaging_service_sid) == ("scheduled", SERVICE)
    assert (await fetched(gateway, sent.sid)).status == "scheduled"
    (kept,) = (await gateway.api("GET", "/v1/messages"))["messages"]
    expires, leaves_at = (datetime.fromisoformat(kept[k]) for k in ("expires_at", "not_before"))
    assert abs(leaves_at - at) < timedelta(seconds=2)
    assert expires - leaves_at <= timedelta(seconds=3600)
    gone = await gateway.sync(lambda c: c.messages(sent.sid).update(status="canceled"))
    assert gone.status == "canceled"
    with pytest.raises(TwilioRestException) as caught:
        await gateway.sync(lambda c: c.messages(sent.sid).update(status="canceled"))
    assert (caught.value.code, caught.value.status) == (20409, 409)
    with pytest.raises(TwilioRestException) as caught:
        await gateway.sync(lambda c: c.messages(sent.sid).update(body=""))
    assert caught.value.code == 20001


async def test_one_token_sends_one_text(gateway: Served) -> None:
    async with gateway.asyncly() as client:

        async def send(body: str) -> tuple[int, str]:
            answer = await client.request_async(
                "POST",
                f"{gateway.url}/twilio/2010-04-01/Accounts/{ACCOUNT}/Messages.json",
                data={"To": ASKED, "From": OURS, "Body": body},
                headers={"I-Twilio-Idempotency-Token": "order-7"},
            )
            return answer.status_code, answer.text

        answers = await asyncio.gather(*(send(BODY) for _ in range(10)))
        assert {status for status, _ in answers} == {201}
        assert len(await client.messages.list_async()) == 1
        status, text = await send("Your appointment is at 4 pm.")
    assert status == 409
    assert '"code":20409' in text
