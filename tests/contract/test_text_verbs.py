"""What a text of a person does to the list."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from suppression.actor import Actor
from suppression.channel import Channel
from suppression.covering import Matching
from suppression.entry import ALL, COMMERCIAL, Origin, Reason
from suppression.hashes import ErasureSecrets
from suppression.keys import phone_key
from suppression.texts import Asked, NewText, Taken
from tests.contract.listing import (
    DESK,
    NOON,
    PHONE,
    REQUEST,
    UNSUBSCRIBE,
    blocking,
    last_texted,
    ledger,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from suppression.sqlite import SqliteSuppressionStore
    from tests.contract.listing import Clock

OURS = phone_key("+14155550123")
BY = Actor(name="recipient", method="sms")
OTHER = phone_key("+12025550199")
STOP = replace(UNSUBSCRIBE, channel=Channel.SMS, key=PHONE, scope=COMMERCIAL, evidence="STOP")


def text(asked: Asked, **changed: Any) -> NewText:  # noqa: ANN401 - any field
    values: dict[str, Any] = {
        "person": PHONE,
        "ours": OURS,
        "source": "shop",
        "asked": asked,
        "grade": "definite",
        "matched": "the words",
        "words": "what was written",
        "received_at": NOON,
    }
    return NewText(**{**values, **changed})


async def take(store: SqliteSuppressionStore, asked: Asked, **changed: Any) -> Taken:  # noqa: ANN401 - any field
    return await store.take_text(text(asked, **changed), BY)


def on_disk(path: Path) -> bytes:
    return path.read_bytes() + path.with_name(f"{path.name}-wal").read_bytes()


async def reasons(store: SqliteSuppressionStore) -> set[Reason]:
    return {e.reason for e in (await store.blocking((PHONE,), Channel.SMS, NOON))[PHONE]}


async def test_a_stop_is_in_force_at_once_and_ends_the_conversation(
    store: SqliteSuppressionStore,
) -> None:
    await take(store, Asked.NOTHING)
    assert await last_texted(store, PHONE, OURS) == NOON
    taken = await take(store, Asked.STOP)
    (entry,) = taken.entries
    assert (entry.reason, entry.origin, entry.method, entry.sender) == (
        Reason.UNSUBSCRIBE, Origin.RECIPIENT, "sms", "",
    )  # fmt: skip
    assert taken.is_new
    assert await blocking(store, PHONE, Channel.SMS) == (entry.entry_id,)
    assert await last_texted(store, PHONE, OURS) is None


async def test_a_second_stop_changes_nothing(store: SqliteSuppressionStore) -> None:
    first = await take(store, Asked.STOP)
    second = await take(store, Asked.STOP)
    assert second.entries == first.entries
    assert not second.is_new


async def test_a_text_that_is_brought_twice_is_taken_once(store: SqliteSuppressionStore) -> None:
    first = await take(store, Asked.STOP, reference="SM1")
    await take(store, Asked.START, received_at=NOON + timedelta(seconds=1))
    again = await take(store, Asked.STOP, reference="SM1")
    assert again.is_repeated
    assert again.text_id == first.text_id
    assert await reasons(store) == set()
    assert not (await take(store, Asked.STOP, reference="SM1", source="other")).is_repeated


async def test_of_what_was_written_only_the_words_that_ask_are_kept(
    store: SqliteSuppressionStore, path: Path
) -> None:
    await take(store, Asked.STOP, words="STOP, I moved to 7 Elm Street", matched="stop")
    await take(store, Asked.DOUBT, words="do not stop at 7 Elm Street", matched="stop at")
    assert b"Elm" not in on_disk(path)
    facts = [facts for _, kind, facts, _ in ledger(path) if kind == "text.received"]
    assert [(each["asked"], each["grade"]) for each in facts] == [
        ("stop", "definite"), ("doubt", "definite"),
    ]  # fmt: skip
    assert facts[0]["digest"] != facts[1]["digest"]


async def test_start_lifts_only_what_stop_set(store: SqliteSuppressionStore) -> None:
    await take(store, Asked.STOP, received_at=STOP.requested_at)
    await store.add(replace(STOP, reason=Reason.COMPLAINT), BY)
    await store.add(replace(STOP, origin=Origin.ADMIN, reason=Reason.MANUAL), DESK)
    assert (await take(store, Asked.START, received_at=STOP.requested_at)).lifted == ()
    (lifted,) = (await take(store, Asked.START)).lifted
    assert (lifted.entry_id, lifted.lifted_because) == ("S-1", "texted START")
    assert await blocking(store, PHONE, Channel.SMS) == ("S-2", "S-3")
    assert await last_texted(store, PHONE, OURS) == NOON


async def test_start_does_not_lift_what_the_page_set(store: SqliteSuppressionStore) -> None:
    await store.add(STOP, replace(BY, method="page"))
    assert (await take(store, Asked.START)).lifted == ()


@pytest.mark.parametrize("last", [Asked.STOP, Asked.WRONG_NUMBER])
async def test_a_text_that_comes_late_does_not_undo_the_stop_after_it(
    store: SqliteSuppressionStore, last: Asked
) -> None:
    hours = [NOON - timedelta(hours=each) for each in (3, 2, 1, 0)]
    await take(store, last, received_at=hours[0])
    await take(store, last, received_at=hours[2])
    assert (await take(store, Asked.START, received_at=hours[1])).lifted == ()
    assert len((await take(store, Asked.START, received_at=hours[3])).lifted) == 1


async def test_a_start_after_two_stops_brings_back_all_that_was_asked_for(
    store: SqliteSuppressionStore,
) -> None:
    """START asks to be texted again and names nothing; a later request that does ends the rest."""
    hours = [NOON + timedelta(hours=each) for each in range(6)]
    await take(store, Asked.STOP, received_at=hours[0])
    between = await store.record_consent(replace(REQUEST, requested_at=hours[1]), DESK)
    await take(store, Asked.STOP, received_at=hours[2])
    assert len((await take(store, Asked.START, received_at=hours[3])).lifted) == 1
    assert await store.consents(PHONE) == (between,)
    assert between.is_active(hours[3])


async def test_a_wrong_number_voids_requests_and_conversation(
    store: SqliteSuppressionStore,
) -> None:
    await store.record_consent(REQUEST, DESK)
    await take(store, Asked.NOTHING)
    (entry,) = (await take(store, Asked.WRONG_NUMBER)).entries
    assert (entry.reason, entry.scope) == (Reason.WRONG_NUMBER, ALL)
    (request,) = await store.consents(PHONE)
    assert request.revoked_because == f"wrong number, {entry.entry_id}"
    assert await last_texted(store, PHONE, OURS) is None


async def test_a_wrong_number_ends_by_start_and_no_other_text_opens_a_conversation(
    store: SqliteSuppressionStore,
) -> None:
    await take(store, Asked.WRONG_NUMBER)
    later = NOON + timedelta(hours=1)
    for asked in (Asked.NOTHING, Asked.DOUBT, Asked.HELP):
        assert (await take(store, asked, received_at=later)).lifted == ()
        assert await last_texted(store, PHONE, OURS) is None
    (lifted,) = (await take(store, Asked.START, received_at=later)).lifted
    assert (lifted.reason, lifted.lifted_because) == (Reason.WRONG_NUMBER, "texted START")
    assert await last_texted(store, PHONE, OURS) == later


async def test_start_ends_a_wrong_number_that_somebody_else_recorded(
    store: SqliteSuppressionStore,
) -> None:
    await store.add(replace(STOP, origin=Origin.ADMIN, reason=Reason.WRONG_NUMBER), DESK)
    assert len((await take(store, Asked.START)).lifted) == 1


async def test_start_ends_a_wrong_number_and_the_stop_that_came_with_it(
    store: SqliteSuppressionStore,
) -> None:
    await take(store, Asked.WRONG_NUMBER, also_stops=True)
    assert await reasons(store) == {Reason.WRONG_NUMBER, Reason.UNSUBSCRIBE}
    await take(store, Asked.START, received_at=NOON + timedelta(hours=1))
    assert await reasons(store) == set()


@pytest.mark.parametrize(
    ("said", "is_put_up"),
    [({}, True), ({"is_reaction": True}, False), ({"is_courtesy": True}, False)],
)
async def test_what_somebody_with_a_wrong_number_writes_waits_for_a_reader(
    store: SqliteSuppressionStore, said: dict[str, bool], *, is_put_up: bool
) -> None:
    await take(store, Asked.WRONG_NUMBER)
    taken = await take(store, Asked.NOTHING, received_at=NOON + timedelta(hours=1), **said)
    assert (taken.review is not None) is is_put_up
    assert await reasons(store) == {Reason.WRONG_NUMBER}


async def test_a_reaction_opens_no_conversation_and_lifts_nothing(
    store: SqliteSuppressionStore,
) -> None:
    await store.add(replace(STOP, reason=Reason.ERASED), DESK)
    assert (await take(store, Asked.NOTHING, is_reaction=True)).lifted == ()
    assert await last_texted(store, PHONE, OURS) is None
    assert len((await take(store, Asked.NOTHING, is_courtesy=True)).lifted) == 1
    assert await last_texted(store, PHONE, OURS) == NOON


async def test_requests_recorded_while_a_number_was_wrong_end_with_that(
    store: SqliteSuppressionStore, clock: Clock, path: Path
) -> None:
    """They name who had the number before: whoever texts START now never made them."""
    await take(store, Asked.WRONG_NUMBER)
    later = clock.now = NOON + timedelta(hours=1)
    await store.record_consent(replace(REQUEST, requested_at=later), DESK)
    await take(store, Asked.START, received_at=later + timedelta(minutes=1))
    assert await reasons(store) == set()
    (request,) = await store.consents(PHONE)
    assert request.revoked_because == "recorded while the number was wrong"
    assert ledger(path)[-1][1] == "consent.revoked"
    await store.record_consent(replace(REQUEST, requested_at=later), DESK)
    await take(store, Asked.NOTHING, received_at=later + timedelta(minutes=2))
    assert (await store.consents(PHONE))[1].revoked_because == ""


async def test_help_is_answered_once_in_a_day_also_to_who_opted_out(
    store: SqliteSuppressionStore, clock: Clock
) -> None:
    await take(store, Asked.STOP)
    answered = {}
    for hours in (0, 1, 23.9, 24.1, 25):
        clock.now = NOON + timedelta(hours=hours)
        answered[hours] = (await take(store, Asked.HELP)).may_help
    assert answered == {0: True, 1: False, 23.9: False, 24.1: True, 25: False}
    other = phone_key("+19169668285")
    assert (await take(store, Asked.HELP, person=other)).may_help


async def test_help_is_answered_though_the_clock_was_ahead_when_it_last_was(
    store: SqliteSuppressionStore, clock: Clock
) -> None:
    clock.now = NOON + timedelta(days=3)
    assert (await take(store, Asked.HELP)).may_help
    clock.now = NOON
    assert (await take(store, Asked.HELP)).may_help
    assert not (await take(store, Asked.HELP)).may_help


async def test_a_doubtful_text_opens_the_conversation_and_waits_for_a_reader(
    store: SqliteSuppressionStore,
) -> None:
    taken = await take(store, Asked.DOUBT, matched="cancel my")
    assert await reasons(store) == set()
    assert await last_texted(store, PHONE, OURS) == NOON
    (waits,) = await store.reviews()
    assert taken.review == waits
    assert (waits.key, waits.channel, waits.matched, waits.text) == (
        PHONE, Channel.SMS, "cancel my", "",
    )  # fmt: skip
    assert await store.unread([PHONE, OURS], Channel.SMS) == {PHONE}
    assert await store.unread([PHONE], Channel.EMAIL) == frozenset()


@pytest.mark.parametrize("asked", [Asked.NOTHING, Asked.DOUBT])
async def test_what_somebody_writes_after_an_opt_out_waits_for_a_reader(
    store: SqliteSuppressionStore, asked: Asked
) -> None:
    assert (await take(store, Asked.NOTHING)).review is None
    await take(store, Asked.STOP)
    taken = await take(store, asked, matched="cancel my")
    assert taken.review is not None
    assert await reasons(store) == {Reason.UNSUBSCRIBE}


async def test_who_was_stopped_by_others_is_not_put_up_for_reading(
    store: SqliteSuppressionStore,
) -> None:
    await store.add(replace(STOP, origin=Origin.ADMIN, reason=Reason.MANUAL), DESK)
    assert (await take(store, Asked.NOTHING)).review is None


async def test_an_erasure_forgets_what_a_person_texted_and_start_still_ends_the_stop(
    make: Callable[[Matching], SqliteSuppressionStore],
) -> None:
    store = make(Matching(erasure=ErasureSecrets(((1, b"s" * 32),))))
    await take(store, Asked.STOP)
    await take(store, Asked.HELP, reference="SM1")
    await store.erase(PHONE, by=DESK)
    source = text(Asked.HELP).source
    (left,) = map(dict, store._database.read("SELECT * FROM texts"))
    assert left == {
        "id": 2, "source": source, "reference": "SM1", "asked": "help", "person": "", "ours": "",
        "grade": "", "matched": "", "digest": "", "offered": "[]", "received_at": 0.0,
        "taken_at": 0.0, "helped_at": None,
    }  # fmt: skip
    assert await store.has_text(source, "SM1", PHONE)
    assert (await take(store, Asked.STOP, reference="SM1")).is_repeated
    assert await reasons(store) == {Reason.UNSUBSCRIBE}
    later = NOON + timedelta(seconds=1)
    (lifted,) = (await take(store, Asked.START, received_at=later)).lifted
    assert lifted.reason is Reason.UNSUBSCRIBE
    assert await reasons(store) == set()


async def test_the_history_of_a_person_has_what_they_texted(
    store: SqliteSuppressionStore,
) -> None:
    await take(store, Asked.NOTHING)
    await take(store, Asked.STOP)
    events = await store.history(PHONE, Channel.SMS)
    assert [(event.kind, event.summary.partition(",")[0]) for event in events] == [
        ("texted", "nothing"), ("texted", "stop"), ("added", "unsubscribe"),
    ]  # fmt: skip


async def test_a_stop_took_effect_not_before_its_entries(
    store: SqliteSuppressionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A claim compares the two: a confirmation passes only what it confirms."""
    ticks = itertools.count()
    monkeypatch.setattr(store, "_clock", lambda: NOON + timedelta(microseconds=next(ticks)))
    taken = await take(store, Asked.WRONG_NUMBER, also_stops=True)
    assert taken.at == max(entry.effective_at for entry in taken.entries)


async def test_a_text_is_known_by_its_reference(store: SqliteSuppressionStore) -> None:
    await store.take_text(text(Asked.NOTHING, reference="7"), BY)
    await store.take_text(text(Asked.NOTHING), BY)
    assert await store.has_text("shop", "7", PHONE)
    assert not await store.has_text("shop", "8", PHONE)
    assert not await store.has_text("other", "7", PHONE)
    assert not await store.has_text("shop", "", PHONE)
    assert not await store.has_text("shop", "7", OTHER)


async def test_an_id_that_somebody_else_had_before_loses_no_stop(
    store: SqliteSuppressionStore,
) -> None:
    await store.take_text(text(Asked.NOTHING, reference="17"), BY)
    stop = replace(text(Asked.STOP, reference="17"), person=OTHER)
    assert not (await store.take_text(stop, BY)).is_repeated
    assert (await store.take_text(stop, BY)).is_repeated
    events = await store.history(OTHER, Channel.SMS)
    assert [event.kind for event in events] == ["texted", "added"]
