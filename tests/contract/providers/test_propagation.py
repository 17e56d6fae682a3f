"""Opt-outs are told to providers: each until it is taken, none that was lifted, no opt-in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from gateway import log
from gateway.config.models import Route
from gateway.providers.propagation import end_of_others
from suppression.channel import Channel
from suppression.entry import Reason
from suppression.keys import phone_key
from tests.contract.listing import DESK
from tests.contract.providers.make import Seconds
from tests.contract.providers.propagating import STOP, now, ringcentral, stop, waiting

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.providers.provider import Answer, Order
    from suppression.sqlite import SqliteSuppressionStore
    from tests.ringcentral import server as fake

pytestmark = pytest.mark.usefixtures("closed")


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
