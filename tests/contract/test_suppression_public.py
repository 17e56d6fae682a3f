"""What every store of the list promises the public page: taking back, suspicion, links."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from suppression.consent import ConsentSource
from suppression.entry import COMMERCIAL, Channel, Origin, Reason, stream_scope
from suppression.granting import Grantee, ensure_grants
from suppression.keys import email_key, phone_key
from suppression.ledger import Pepper
from suppression.lifting import Authority, NotLiftable
from suppression.press import NO_PRESS, Press, is_hasty
from suppression.public_store import NO_GRANT, Followed
from suppression.sqlite import SqliteSuppressionStore
from suppression.store import (
    Actor,
    Grant,
    Matching,
    NewConsent,
    NewEntry,
    SuppressionStore,
)
from suppression.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from suppression.entry import Entry
    from suppression.keys import RecipientKey

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANN, BOB = email_key("ann@example.com"), email_key("bob@example.com")
PHONE = phone_key("+19169668284")
PAGE = Actor(
    name="recipient", method="page", address="192.0.2.7", message="01hq",
    authority=Authority.PERSON,
)  # fmt: skip
ONE_CLICK = replace(PAGE, method="one-click")
DESK = Actor(name="desk", method="cli")
COUNSEL = Actor(name="counsel", method="cli", authority=Authority.COMPLIANCE)
UNDONE = "undone by the person"


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[SuppressionStore]:
    made = SqliteSuppressionStore(
        tmp_path / "suppression.db", pepper=Pepper(b"p" * 32), matching=Matching(), clock=clock
    )
    made.open()
    yield made
    made.close()


def pressed(key: RecipientKey = ANN, act: str = "act", **press: object) -> NewEntry:
    """Return what a press of the page asks for."""
    values = {"origin": "192.0.2.7", "send": "example/news", "is_hasty": False, **press}
    return NewEntry(
        channel=Channel.EMAIL if "@" in key else Channel.SMS,
        key=key,
        scope=COMMERCIAL,
        reason=Reason.UNSUBSCRIBE,
        origin=Origin.RECIPIENT,
        evidence="page",
        requested_at=NOON,
        press=Press(act=act, person=key, **values),  # type: ignore[arg-type]
    )


def clicked(key: RecipientKey = ANN) -> NewEntry:
    return replace(pressed(key), evidence="link", press=NO_PRESS)


async def suspected(store: SuppressionStore) -> list[str]:
    day = timedelta(days=1)
    return [entry.key for entry in await store.suspected(NOON - day, NOON + day)]


async def in_force(
    store: SuppressionStore, key: RecipientKey = ANN, at: datetime = NOON
) -> tuple[Entry, ...]:
    channel = Channel.EMAIL if "@" in key else Channel.SMS
    return (await store.blocking([key], channel, at))[key]


async def kinds(store: SuppressionStore, key: RecipientKey = ANN) -> list[str]:
    channel = Channel.EMAIL if "@" in key else Channel.SMS
    return [event.kind for event in await store.history(key, channel)]


async def test_a_page_takes_back_what_it_made_and_nothing_else(store: SuppressionStore) -> None:
    made, _ = await store.add(pressed(), PAGE)
    other, _ = await store.add(replace(pressed(act="other"), scope=stream_scope("offers")), PAGE)
    assert await store.made_by("act", [ANN]) == (made,)
    (undone,) = await store.undo("act", [ANN], because=UNDONE, by=PAGE)
    assert (undone.entry_id, undone.lifted_because) == (made.entry_id, UNDONE)
    assert await in_force(store) == (other,)
    assert await kinds(store) == ["added", "added", "lifted"]


async def test_taking_back_twice_says_the_same_and_happens_once(store: SuppressionStore) -> None:
    await store.add(pressed(), PAGE)
    first = await store.undo("act", [ANN], because=UNDONE, by=PAGE)
    assert await store.undo("act", [ANN], because=UNDONE, by=PAGE) == first
    assert await kinds(store) == ["added", "lifted"]
    assert await store.made_by("act", [ANN]) == ()


@pytest.mark.parametrize(("act", "key"), [("another", ANN), ("", ANN), ("act", BOB)])
async def test_another_page_or_person_takes_nothing_back(
    store: SuppressionStore, act: str, key: RecipientKey
) -> None:
    await store.add(pressed(), PAGE)
    await store.add(clicked(BOB), ONE_CLICK)
    assert await store.undo(act, [key], because=UNDONE, by=PAGE) == ()
    assert await in_force(store) != ()


async def test_a_page_takes_nothing_back_after_a_day(store: SuppressionStore, clock: Clock) -> None:
    await store.add(pressed(), PAGE)
    clock.now = NOON + timedelta(hours=24)
    assert await store.made_by("act", [ANN]) == ()
    assert await store.undo("act", [ANN], because=UNDONE, by=PAGE) == ()
    assert await in_force(store, at=clock.now) != ()


async def test_what_somebody_else_lifted_was_not_taken_back_by_the_page(
    store: SuppressionStore,
) -> None:
    await store.add(pressed(), PAGE)
    await store.lift(ANN, Channel.EMAIL, because="asked", by=DESK, evidence="phone call")
    assert await store.undo("act", [ANN], because=UNDONE, by=PAGE) == ()


@pytest.mark.parametrize(
    "again",
    [
        clicked(),
        pressed(act="later"),
        replace(clicked(), origin=Origin.ADMIN),
        pressed(act="later", is_hasty=True),
    ],
)
async def test_what_is_asked_for_again_is_not_taken_back(
    store: SuppressionStore, again: NewEntry
) -> None:
    made, _ = await store.add(pressed(), PAGE)
    assert await store.add(again, ONE_CLICK) == (made, False)
    assert await store.made_by("act", [ANN]) == ()
    assert await store.undo("act", [ANN], because=UNDONE, by=PAGE) == ()
    assert await store.undo(again.press.act, [ANN], because=UNDONE, by=PAGE) == ()
    assert await in_force(store) == (made,)
    assert await kinds(store) == ["added", "confirmed"]


async def test_a_second_press_of_the_same_page_changes_nothing(store: SuppressionStore) -> None:
    made, _ = await store.add(pressed(), PAGE)
    assert await store.add(pressed(), PAGE) == (made, False)
    assert await store.made_by("act", [ANN]) == (made,)
    assert await kinds(store) == ["added"]


async def test_what_stood_before_the_page_is_not_taken_back_by_it(store: SuppressionStore) -> None:
    await store.add(clicked(), ONE_CLICK)
    await store.add(pressed(), PAGE)
    assert await store.undo("act", [ANN], because=UNDONE, by=PAGE) == ()
    assert await kinds(store) == ["added"]


def crowd(count: int, domain: str = "example.com") -> list[RecipientKey]:
    return [email_key(f"p{number}@{domain}") for number in range(count)]


async def test_a_burst_of_hasty_presses_is_tagged_and_stays_in_force(
    store: SuppressionStore,
) -> None:
    people = crowd(7)
    for number, key in enumerate(people):
        assert await suspected(store) == ([] if number < 5 else people[:number])
        await store.add(pressed(key, act=key, is_hasty=True), PAGE)
    assert await suspected(store) == people
    for key in people:
        (entry,) = await in_force(store, key)
        assert entry.evidence == "page; suspected_scanner"
        assert await kinds(store, key) == ["added", "suspected"]


@pytest.mark.parametrize(
    ("domains", "origins", "tagged"),
    [
        (["a.example"] * 6, [f"192.0.2.{n}" for n in range(6)], 6),  # one company is guarded
        ([f"{n}.example" for n in range(6)], ["192.0.2.1"] * 6, 6),  # one machine looks
        ([f"{n}.example" for n in range(6)], [f"192.0.2.{n}" for n in range(6)], 0),
        ([f"{n}.example" for n in range(6)], [""] * 6, 0),
    ],
)
async def test_a_burst_has_something_in_common(
    store: SuppressionStore, domains: list[str], origins: list[str], tagged: int
) -> None:
    for number, (domain, origin) in enumerate(zip(domains, origins, strict=True)):
        key = email_key(f"p{number}@{domain}")
        await store.add(pressed(key, act=key, origin=origin, is_hasty=True), PAGE)
    assert len(await suspected(store)) == tagged


@pytest.mark.parametrize(
    "change", [{"is_hasty": False}, {"send": "example/{number}"}, {"act": ""}, {"person": ANN}]
)
async def test_people_who_press_are_not_suspected(
    store: SuppressionStore, change: dict[str, object]
) -> None:
    for number, key in enumerate(crowd(12)):
        given = {name: str(v).format(number=number) for name, v in change.items()}
        if "is_hasty" in change:
            given = dict(change)  # type: ignore[arg-type]
        new = pressed(key, act=key, is_hasty=True)
        await store.add(replace(new, press=replace(new.press, **given)), PAGE)  # type: ignore[arg-type]
    assert await suspected(store) == []


async def test_hasty_presses_far_apart_are_not_suspected(
    store: SuppressionStore, clock: Clock
) -> None:
    for number, key in enumerate(crowd(12)):
        clock.now = NOON + timedelta(minutes=4) * number
        await store.add(pressed(key, act=key, is_hasty=True), PAGE)
    assert await suspected(store) == []


async def test_one_click_is_never_suspected_however_many_come_at_once(
    store: SuppressionStore,
) -> None:
    for key in crowd(50):
        await store.add(clicked(key), ONE_CLICK)
    assert await suspected(store) == []


async def test_a_scanner_that_presses_twice_confirms_nothing(store: SuppressionStore) -> None:
    for key in crowd(6):
        for act in ("first", "second"):
            await store.add(pressed(key, act=key + act, is_hasty=True), PAGE)
    assert await suspected(store) == crowd(6)


async def test_bulk_undo_lifts_what_is_tagged_and_nothing_a_person_asked_for(
    store: SuppressionStore,
) -> None:
    people = crowd(6)
    for key in people:
        await store.add(pressed(key, act=key, is_hasty=True), PAGE)
    await store.add(clicked(people[0]), ONE_CLICK)
    await store.add(pressed(people[1], act="own", origin="198.51.100.7", is_hasty=True), PAGE)
    await store.add(pressed(BOB, act="own"), PAGE)
    span = (NOON - timedelta(hours=1), NOON + timedelta(hours=1))
    with pytest.raises(NotLiftable, match="compliance"):
        await store.lift_suspected(*span, because="a scanner pressed", by=DESK)
    lifted = await store.lift_suspected(*span, because="a scanner pressed", by=COUNSEL)
    assert [entry.key for entry in lifted] == people[2:]
    for key in (*people[:2], BOB):
        (entry,) = await in_force(store, key)
        assert "suspected" not in entry.evidence
    for key in people[2:]:
        assert await in_force(store, key) == ()
        assert await kinds(store, key) == ["added", "suspected", "lifted"]
    assert await store.lift_suspected(*span, because="again", by=DESK) == ()


async def test_bulk_undo_keeps_to_its_span_of_time(store: SuppressionStore) -> None:
    for key in crowd(6):
        await store.add(pressed(key, act=key, is_hasty=True), PAGE)
    before = (NOON - timedelta(hours=2), NOON - timedelta(hours=1))
    assert await store.lift_suspected(*before, because="a scanner pressed", by=DESK) == ()
    assert await suspected(store) == crowd(6)


def test_nobody_reads_and_presses_within_half_a_minute() -> None:
    for seconds, hasty in ((-3, True), (0, True), (30, True), (31, False), (3600, False)):
        at = NOON + timedelta(seconds=seconds)
        assert is_hasty(delivered_at=NOON, pressed_at=at) is hasty


async def test_an_address_and_a_number_of_one_person_are_linked(store: SuppressionStore) -> None:
    link, is_new = await store.link(ANN, PHONE, evidence="form 12", by=DESK)
    assert is_new
    assert await store.link(ANN, PHONE, evidence="again", by=DESK) == (link, False)
    assert (link.link_id, link.recorded_by, link.recorded_at) == ("L-1", "desk", NOON)
    assert await store.linked(ANN) == (PHONE,)
    assert await store.linked(PHONE) == (ANN,)
    assert await store.linked(BOB) == ()
    assert await kinds(store) == await kinds(store, PHONE) == ["linked"]


async def test_a_link_ends_and_can_be_made_again(store: SuppressionStore) -> None:
    await store.link(ANN, PHONE, evidence="form 12", by=DESK)
    await store.link(BOB, PHONE, evidence="form 13", by=DESK)
    (ended,) = await store.unlink(ANN, because="a new number", by=DESK)
    assert (ended.ended_at, ended.ended_because) == (NOON, "a new number")
    assert await store.linked(ANN) == ()
    assert await store.linked(PHONE) == (BOB,)
    assert await store.unlink(ANN, because="again", by=DESK) == ()
    again, is_new = await store.link(ANN, PHONE, evidence="form 14", by=DESK)
    assert is_new
    assert await store.links(ANN) == (ended, again)
    assert await kinds(store) == ["linked", "unlinked", "linked"]


async def test_a_wrong_number_is_nobodys_of_those_it_was_linked_with(
    store: SuppressionStore,
) -> None:
    await store.link(ANN, PHONE, evidence="form 12", by=DESK)
    asked = NewConsent(
        key=PHONE, source=ConsentSource.FORM, purposes=frozenset(), evidence="", requested_at=NOON
    )
    await store.record_consent(asked, DESK)
    await store.add(replace(clicked(PHONE), reason=Reason.WRONG_NUMBER), DESK)
    assert await store.linked(ANN) == ()
    (link,) = await store.links(PHONE)
    assert link.ended_because == "wrong number, S-1"
    assert await kinds(store, PHONE) == ["linked", "consented", "added", "revoked", "unlinked"]


async def test_what_asks_for_nothing_new_is_counted(store: SuppressionStore) -> None:
    assert await store.tallies() == {Tally.REPEATED: 0, Tally.UNKNOWN: 0}
    for _ in range(3):
        await store.add(clicked(), ONE_CLICK)
    assert await store.follow(NO_GRANT, lambda _: (clicked(BOB),), ONE_CLICK) is None
    assert await store.follow(4711, lambda _: (clicked(BOB),), ONE_CLICK) is None
    assert await in_force(store, BOB) == ()
    assert await store.tallies() == {Tally.REPEATED: 2, Tally.UNKNOWN: 2}


async def test_what_nobody_was_granted_is_nobody_s_link_however_many_there_are(
    store: SqliteSuppressionStore,
) -> None:
    made = [await granted(store, key) for key in (ANN, BOB)]
    assert NO_GRANT not in made
    assert await store.follow(NO_GRANT, lambda _: (clicked(BOB),), ONE_CLICK) is None


async def granted(store: SqliteSuppressionStore, key: RecipientKey = ANN) -> int:
    grantee = Grantee(key, Channel.EMAIL, "example", "news")
    grants, _ = await store._database.write(lambda each: ensure_grants(each, [grantee]))
    return grants[grantee]


async def test_a_link_is_followed_whole_or_not_at_all(store: SqliteSuppressionStore) -> None:
    grant_id = await granted(store)
    both = (clicked(), clicked(PHONE))
    followed = await store.follow(grant_id, lambda _: both, ONE_CLICK)
    assert followed is not None
    assert followed.grant == await store.grant(grant_id)
    assert [entry.key for entry in followed.entries] == [ANN, PHONE]

    def broken(grant: Grant) -> tuple[NewEntry, ...]:
        raise LookupError(grant.stream)

    bob = await granted(store, BOB)
    others = [store.follow(bob, lambda _: (clicked(BOB),), ONE_CLICK) for _ in range(3)]
    outcomes = await asyncio.gather(
        store.follow(grant_id, broken, ONE_CLICK), *others, return_exceptions=True
    )
    assert isinstance(outcomes[0], LookupError)
    assert [type(each) for each in outcomes[1:]] == [Followed] * 3
    assert await kinds(store, BOB) == ["added"]


async def test_nobody_but_the_person_takes_a_press_back(store: SuppressionStore) -> None:
    made, _ = await store.add(pressed(), PAGE)
    with pytest.raises(NotLiftable, match="S-1 needs evidence"):
        await store.undo("act", [ANN], because=UNDONE, by=DESK)
    assert await in_force(store) == (made,)
