"""Opt-outs are told to providers: each until it is taken, none that was lifted, no opt-in."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest
from pydantic import SecretStr
from twilio.rest import Client

from gateway import log
from gateway.config.models import Delivery, Route
from gateway.providers.http_carrier import make_asker
from gateway.providers.propagation import Propagation, end_of_others
from gateway.providers.pushing import RingCentralPusher, TwilioPusher
from gateway.providers.ringcentral_login import LoggedIn
from suppression.entry import Channel, Reason
from suppression.keys import phone_key
from suppression.ledger import Pepper
from suppression.sqlite import SqliteSuppressionStore
from suppression.store import Matching
from tests.contract.listing import DESK, UNSUBSCRIBE
from tests.contract.providers.make import Seconds
from tests.contract.providers.service import CLOSE, Service, says, serving
from tests.ringcentral import server as fake

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from gateway.providers.provider import Answer, Order
    from suppression.entry import Entry
    from tests.ringcentral.webhooks import Answer as Answered

STOP = replace(
    UNSUBSCRIBE, channel=Channel.SMS, key=phone_key("+19169668284"),
    requested_at=datetime.now(UTC) - timedelta(minutes=10),
)  # fmt: skip
ACCOUNT, SERVICE = "AC" + "a" * 32, "MG" + "b" * 32


def now() -> datetime:
    return datetime.now(UTC)


OPEN: list[Propagation] = []


@pytest.fixture(autouse=True)
async def _closed() -> AsyncIterator[None]:
    yield
    while OPEN:
        await OPEN.pop().close()


@pytest.fixture
def people(tmp_path: Path) -> Iterator[SqliteSuppressionStore]:
    store = SqliteSuppressionStore(
        tmp_path / "suppression.db", pepper=Pepper(b"p" * 32), matching=Matching(), clock=now
    )
    store.open()
    yield store
    store.close()


@pytest.fixture
def there() -> Iterator[fake.RingCentral]:
    server = fake.RingCentral()
    yield server
    server.close()


async def stop(people: SqliteSuppressionStore, last: int = 0) -> Entry:
    new = replace(STOP, key=phone_key(f"+191696682{last:02}"))
    entry, _ = await people.add(new, DESK)
    return entry


async def stop_of(people: SqliteSuppressionStore, number: int) -> Entry:
    entry, _ = await people.add(replace(STOP, key=phone_key(f"+1202555{number:04}")), DESK)
    return entry


def ringcentral(
    people: SqliteSuppressionStore, url: str, folder: Path, seconds: Seconds | None = None
) -> Propagation:
    jwt = folder / "jwt"
    jwt.write_text(fake.JWT)
    jwt.chmod(0o600)
    route = Route(
        name="rc", channel="sms", kind="ringcentral", url=url, username=fake.CLIENT_ID,
        password=SecretStr(fake.CLIENT_SECRET), jwt_file=jwt, push_opt_outs=True,
    )  # fmt: skip
    asker = LoggedIn(make_asker(route, Delivery(), now), route, monotonic=seconds or Seconds())
    push = Propagation(
        route, RingCentralPusher(route), asker, waits=people, clock=now,
        monotonic=seconds or Seconds(),
    )  # fmt: skip
    OPEN.append(push)
    return push


def twilio(people: SqliteSuppressionStore, url: str, **changes: Any) -> Propagation:  # noqa: ANN401 - any field
    route = Route(
        name="twilio", channel="sms", kind="twilio", url=url, account=ACCOUNT,
        password=SecretStr("the token"), **{"messaging_service": SERVICE, **changes},
    )  # fmt: skip
    asker = make_asker(route, Delivery(), now)
    push = Propagation(
        route, TwilioPusher(route), asker, waits=people, clock=now, monotonic=Seconds()
    )
    OPEN.append(push)
    return push


async def test_a_stop_is_told_once_its_confirmation_is_out(
    people: SqliteSuppressionStore, there: fake.RingCentral, tmp_path: Path
) -> None:
    await people.add(replace(STOP, requested_at=now() - timedelta(minutes=4)), DESK)
    push = ringcentral(people, there.url, tmp_path)
    await push.push()
    assert there.state.consents == {}
    push._clock = lambda: now() + timedelta(minutes=1)
    await push.push()
    assert list(there.state.consents) == [STOP.key]


async def waiting(people: SqliteSuppressionStore, target: str = "rc") -> list[str]:
    return [each.entry_id for each in await people.to_propagate(target)]


async def test_every_opt_out_is_told_ringcentral_once_and_shows_when(
    people: SqliteSuppressionStore, there: fake.RingCentral, tmp_path: Path
) -> None:
    entries = [await stop(people, number) for number in range(3)]
    push = ringcentral(people, there.url, tmp_path)
    await push.push()
    await push.push()
    assert there.state.consents == {each.key: ("*", "OptOut") for each in entries}
    assert len([a for a in there.state.asked if a.method == "PATCH"]) == 1
    (wait,) = await people.waits_of("S-1")
    assert wait.target == "rc"
    assert wait.settled_at <= now()
    later = await stop(people, 50)
    await push.push()
    await ringcentral(people, there.url, tmp_path).push()  # restarted
    assert there.state.consents[later.key] == ("*", "OptOut")
    assert len([a for a in there.state.asked if a.method == "PATCH"]) == 2


async def test_more_than_one_request_takes_are_all_told(
    people: SqliteSuppressionStore, there: fake.RingCentral, tmp_path: Path
) -> None:
    for number in range(100):
        await stop(people, number)
    await people.add(replace(STOP, key=phone_key("+12025550143")), DESK)
    await ringcentral(people, there.url, tmp_path).push()
    assert len(there.state.consents) == 101
    assert await waiting(people) == []


async def test_what_is_refused_waits_and_keeps_nobody_else_waiting(
    people: SqliteSuppressionStore, there: fake.RingCentral, tmp_path: Path
) -> None:
    bad = await stop(people, 1)
    there.state.unwanted.add(bad.key)
    seconds = Seconds()
    push = ringcentral(people, there.url, tmp_path, seconds)
    await push.push()
    good = await stop(people, 2)
    await push.push()
    assert list(there.state.consents) == [good.key]
    assert await waiting(people) == [bad.entry_id]
    (backlog,) = await people.backlog()
    assert (backlog.target, backlog.count) == ("rc", 1)
    patches = [a for a in there.state.asked if a.method == "PATCH"]
    assert [len(a.body["records"]) for a in patches] == [1, 1]
    there.state.unwanted.clear()
    seconds.now += 31
    await push.push()
    assert await waiting(people) == []


async def test_what_was_lifted_meanwhile_is_never_told(
    people: SqliteSuppressionStore, there: fake.RingCentral, tmp_path: Path
) -> None:
    entry, _ = await people.add(replace(STOP, reason=Reason.MANUAL), DESK)
    await people.note_propagation("rc", 0)
    await people.lift(entry.key, Channel.SMS, by=DESK, because="a mistake of ours")
    await ringcentral(people, there.url, tmp_path).push()
    assert there.state.consents == {}
    assert await people.waits_of(entry.entry_id) == ()  # nor does anything say that it was


async def test_who_is_told_no_more_gives_no_alarm(people: SqliteSuppressionStore) -> None:
    await stop(people)
    await people.note_propagation("rc", 0)
    await people.note_propagation("gone", 0)
    told = Route(name="rc", channel="sms", kind="ringcentral", push_opt_outs=True)
    await end_of_others(people, [told, told.model_copy(update={"push_opt_outs": False})])
    assert [each.target for each in await people.backlog()] == ["rc"]


async def test_who_was_erased_before_they_were_told_of_is_not_told_of(
    people: SqliteSuppressionStore, there: fake.RingCentral, tmp_path: Path
) -> None:
    entry = await stop(people)
    await people.note_propagation("rc", 0)
    connection_key = entry.key
    await people._database.write(
        lambda connection: connection.execute(
            "UPDATE entries SET key = 'hmac:1:00' WHERE key = ?", (connection_key,)
        )
    )
    await ringcentral(people, there.url, tmp_path).push()
    assert there.state.consents == {}
    assert await people.waits_of(entry.entry_id) == ()


@pytest.mark.parametrize(
    "answer",
    [
        CLOSE, says(500, b"down"), says(403, {"errorCode": "CMN-408"}), says(200, b"<html>"),
        says(200, {"failedRecords": ["?"]}), says(200, {"failedRecords": [{"to": ""}]}),
        says(200, {"failedRecords": "?"}), says(200, b"[]"), says(302, b""),
        says(200, {"error": "service unavailable", "code": 503}), says(200, {"records": []}),
        says(200, {"failedRecords": [], "errorCode": "CMN-211"}),
        says(200, {"failedRecords": [{"to": "+12025550143", "error": "no"}]}),
        says(200, {"failedRecords": [{"to": {"phoneNumber": STOP.key}, "error": "no"}]}),
        says(429, b"", Retry_After="60"),
    ],
)  # fmt: skip
async def test_whatever_ringcentral_answers_nothing_is_taken_for_a_yes(
    people: SqliteSuppressionStore, tmp_path: Path, answer: bytes
) -> None:
    await stop(people)
    login = says(200, {"access_token": "t", "expires_in": 3600}, Connection="close")
    seconds = Seconds()
    async with serving(login, answer) as service:
        push = ringcentral(people, service.url, tmp_path, seconds)
        await push.push()
        await push.push()  # rests
        assert len(service.requests) == 2
        assert await waiting(people) == ["S-1"]
        service.script = [says(200, {"failedRecords": []}, Connection="close")]
        seconds.now += 61
        await push.push()
    assert await waiting(people) == []


@pytest.mark.parametrize("yes", [says(200, b"{}"), says(204), says(200, {"failedRecords": []})])
async def test_a_yes_of_every_form_is_one(
    people: SqliteSuppressionStore, tmp_path: Path, yes: bytes
) -> None:
    await stop(people)
    login = says(200, {"access_token": "t", "expires_in": 3600}, Connection="close")
    async with serving(login, yes) as service:
        await ringcentral(people, service.url, tmp_path).push()
    assert await waiting(people) == []


@pytest.mark.parametrize("written", ["+19169668200", "19169668200", "(916) 966-8200"])
async def test_a_no_counts_however_the_number_is_written(
    people: SqliteSuppressionStore, there: fake.RingCentral, tmp_path: Path, written: str
) -> None:
    await stop(people)
    failed = [{"to": written, "error": {"errorCode": "X", "message": "refused"}}]
    there.state.consents_script.append((200, {"failedRecords": failed}, {}))
    await ringcentral(people, there.url, tmp_path).push()
    assert await waiting(people) == ["S-1"]


async def test_a_number_of_another_country_is_known_without_its_plus(
    people: SqliteSuppressionStore, there: fake.RingCentral, tmp_path: Path
) -> None:
    await people.add(replace(STOP, key=phone_key("+4792345678")), DESK)
    await stop(people)
    there.state.consents_script.append((200, {"failedRecords": [{"to": "4792345678"}]}, {}))
    await ringcentral(people, there.url, tmp_path).push()
    assert await waiting(people) == ["S-1"]


@pytest.mark.parametrize("status", [400, 413, 422])
async def test_one_that_makes_all_be_refused_keeps_nobody_else_waiting(
    people: SqliteSuppressionStore, there: fake.RingCentral, tmp_path: Path, status: int
) -> None:
    entries = [await stop(people, number) for number in range(5)]
    bad = entries[3]
    there.state.unheard[bad.key] = status
    seconds = Seconds()
    push = ringcentral(people, there.url, tmp_path, seconds)
    await push.push()
    assert await waiting(people) == [bad.entry_id]
    later = await stop(people, 50)
    await push.push()
    assert later.key in there.state.consents
    there.state.unheard.clear()
    seconds.now += 31
    await push.push()
    assert await waiting(people) == []


async def test_no_number_reaches_the_log(
    people: SqliteSuppressionStore, there: fake.RingCentral, tmp_path: Path
) -> None:
    bad = await stop(people)
    log.configure(stream=(written := StringIO()))
    there.state.unheard[bad.key] = 400
    seconds = Seconds()
    push = ringcentral(people, there.url, tmp_path, seconds)
    await push.push()
    there.state.unheard[bad.key] = 403
    seconds.now += 31
    await push.push()
    assert "opt-out-not-taken" in written.getvalue()
    assert "opt-outs-not-told" in written.getvalue()
    assert bad.key[-7:] not in written.getvalue()


async def test_who_takes_one_request_a_minute_is_asked_each_minute(
    people: SqliteSuppressionStore, there: fake.RingCentral, tmp_path: Path
) -> None:
    for number in range(800):
        await stop_of(people, number)
    log.configure(stream=(written := StringIO()))
    seconds = Seconds()
    push = ringcentral(people, there.url, tmp_path, seconds)
    left = [800]
    while left[-1] and len(left) < 10:
        there.state.consents_until = len(there.state.consents) + 100
        await push.push()
        left.append(800 - len(there.state.consents))
        seconds.now += 61
    assert left == [800, 700, 600, 500, 400, 300, 200, 100, 0]
    assert written.getvalue().count("opt-outs-not-told") == 1


async def test_progress_makes_the_next_failure_the_first(
    people: SqliteSuppressionStore, there: fake.RingCentral, tmp_path: Path
) -> None:
    for number in range(101):
        await stop_of(people, number)
    seconds = Seconds()
    push = ringcentral(people, there.url, tmp_path, seconds)
    down: Answered = (503, {}, {})
    there.state.consents_script += [down, down, down, down]
    for pause_s in (31, 61, 121, 241):
        await push.push()
        seconds.now += pause_s
    there.state.consents_until, there.state.consents_over = 100, down
    await push.push()
    assert len(there.state.consents) == 100
    there.state.consents_until = 0
    seconds.now += 31
    await push.push()
    assert len(there.state.consents) == 101


async def test_who_refuses_everybody_is_left_alone(
    people: SqliteSuppressionStore, there: fake.RingCentral, tmp_path: Path
) -> None:
    for number in range(102):
        entry = await stop(people, number) if number < 100 else await stop_of(people, number)
        there.state.unheard[entry.key] = 400
    await ringcentral(people, there.url, tmp_path).push()
    assert len([a for a in there.state.asked if a.method == "PATCH"]) == 199
    assert len(await waiting(people)) == 102


async def test_a_list_that_cannot_be_read_is_tried_again(
    people: SqliteSuppressionStore, there: fake.RingCentral, tmp_path: Path
) -> None:
    await stop(people)
    seconds = Seconds()
    push = ringcentral(people, there.url, tmp_path, seconds)
    people.close()
    await push.push()
    people.open()
    seconds.now += 31
    await push.push()
    assert len(there.state.consents) == 1


class Breaks:
    """Asks nobody: it breaks in a way that nobody thought of."""

    async def ask(self, order: Order) -> Answer:
        raise ValueError(order.url)

    async def close(self) -> None:
        """Hold nothing open."""


async def test_a_mistake_of_ours_ends_nothing_but_this_try(
    people: SqliteSuppressionStore, there: fake.RingCentral, tmp_path: Path
) -> None:
    await stop(people)
    seconds = Seconds()
    push = ringcentral(people, there.url, tmp_path, seconds)
    works, push._asker = push._asker, Breaks()
    await push.push()
    assert await waiting(people) == ["S-1"]
    push._asker, seconds.now = works, seconds.now + 31
    await push.push()
    assert await waiting(people) == []


def theirs(service: Service, items: list[dict[str, Any]]) -> None:
    client = Client(ACCOUNT, "the token")
    client.accounts.base_url = service.url
    client.accounts.v1.bulk_consents.create(items=items)


async def test_twilio_is_told_as_its_own_client_tells_it(people: SqliteSuppressionStore) -> None:
    for number in range(2):
        await stop(people, number)
    codes = [{"correlation_id": "x", "error_code": 0, "error_messages": []}]
    async with serving(says(201, {"items": codes}, Connection="close")) as service:
        await twilio(people, service.url).push()
        ours = service.requests[0]
        items = [json.loads(v) for n, v in parse_qsl(ours.body.decode()) if n == "Items"]
        assert await waiting(people, "twilio") == ["S-1", "S-2"]  # neither was answered for
        await asyncio.to_thread(theirs, service, items)
    its = service.requests[1]
    assert (ours.method, ours.target, ours.login) == (its.method, its.target, its.login)
    told = [(n, json.loads(v)) for n, v in parse_qsl(its.body.decode())]
    assert [(n, json.loads(v)) for n, v in parse_qsl(ours.body.decode())] == told
    assert {item["status"] for item in items} == {"opt-out"}
    assert {item["sender_id"] for item in items} == {SERVICE}
    assert {len(item["correlation_id"]) for item in items} == {32}


async def test_an_error_an_item_inside_a_success_is_one(people: SqliteSuppressionStore) -> None:
    entries = [await stop(people, number) for number in range(4)]
    items = [json.loads(value) for _, value in TwilioPusher(
        Route(name="t", channel="sms", kind="twilio", number="+15005550006")
    ).order(entries, "").form]  # fmt: skip
    said = [
        {"correlation_id": items[0]["correlation_id"], "error_code": 0, "error_messages": []},
        {"correlation_id": items[1]["correlation_id"], "error_code": 30646,
         "error_messages": ["Invalid contact_id"]},
        {"correlation_id": items[2]["correlation_id"], "error_code": False},
        "?",
    ]  # fmt: skip
    async with serving(says(201, {"items": said})) as service:
        await twilio(people, service.url, messaging_service="", number="+15005550006").push()
    assert await waiting(people, "twilio") == ["S-2", "S-3", "S-4"]
    assert [item["sender_id"] for item in items] == ["+15005550006"] * 4


@pytest.mark.parametrize(
    "answer",
    [says(401, {"code": 20003, "message": "Authenticate"}), says(201, {}), says(200, b"x"), CLOSE],
)
async def test_whatever_twilio_answers_nothing_is_taken_for_a_yes(
    people: SqliteSuppressionStore, answer: bytes
) -> None:
    await stop(people)
    async with serving(answer) as service:
        await twilio(people, service.url).push()
    assert await waiting(people, "twilio") == ["S-1"]
