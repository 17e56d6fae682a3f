"""What RingCentral answers decides which opt-outs it is told again, and when."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from gateway import log
from suppression.keys import phone_key
from tests.contract.listing import DESK
from tests.contract.providers.make import Seconds
from tests.contract.providers.propagating import STOP, ringcentral, stop, stop_of, waiting
from tests.contract.providers.service import CLOSE, says, serving

if TYPE_CHECKING:
    from pathlib import Path

    from suppression.sqlite import SqliteSuppressionStore
    from tests.ringcentral import server as fake
    from tests.ringcentral.webhooks import Answer as Answered

pytestmark = pytest.mark.usefixtures("closed")


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
