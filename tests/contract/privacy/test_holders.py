"""Who has a number now is shown nothing of who had it before, and told that there is more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gateway.config.models import Config
from gateway.privacy.access import known_of
from gateway.privacy.erasure import erase
from suppression.actor import Actor
from suppression.channel import Channel
from suppression.consent import ConsentSource, NewConsent
from suppression.entry import ALL, NewEntry, Origin, Reason
from suppression.keys import RecipientKey, phone_key
from suppression.review import NewReview
from suppression.texts import Asked, NewText
from tests.contract.privacy.ann import ANN, DESK, PHONE, everything_about_ann, sent
from tests.contract.spool.make import Clock, text

if TYPE_CHECKING:
    from gateway.privacy.access import Known
    from gateway.stores import Stores

OURS = phone_key("+14155550123")
RECIPIENT = Actor(name="recipient", method="sms")


async def texted(stores: Stores, clock: Clock, asked: Asked, words: str) -> None:
    new = NewText(
        person=PHONE, ours=OURS, source="texts", asked=asked, grade="definite", matched=words,
        words=words, received_at=clock.now,
    )  # fmt: skip
    await stores.suppression.take_text(new, RECIPIENT)


async def consented(stores: Stores, clock: Clock, evidence: str) -> None:
    new = NewConsent(
        key=PHONE, source=ConsentSource.FORM, purposes=frozenset(), evidence=evidence,
        requested_at=clock.now,
    )  # fmt: skip
    await stores.suppression.record_consent(new, DESK)


async def replied(stores: Stores, clock: Clock, words: str) -> None:
    new = NewReview(
        channel=Channel.SMS, key=PHONE, text=words, matched="", received_at=clock.now
    )  # fmt: skip
    await stores.suppression.review(new)


async def shown(stores: Stores, clock: Clock) -> tuple[Known, str]:
    """Return what the number's holder is shown, and all of it as one text."""
    clock.advance(days=1)
    known = await known_of((PHONE,), Config(), stores, clock.now)
    return known, "".join(content.decode() for content in known.files().values())


async def test_who_has_a_number_now_is_shown_nothing_of_who_had_it_before(
    stores: Stores, clock: Clock
) -> None:
    await everything_about_ann(stores, clock)
    await replied(stores, clock, "this is ann.secret")
    clock.advance(days=400)
    await texted(stores, clock, Asked.WRONG_NUMBER, "wrong number")
    clock.advance(days=1)
    await consented(stores, clock, "an old form of ann.secret")
    known, told = await shown(stores, clock)
    assert "ann.secret" not in told
    (about,) = known.answers["specific"]
    assert [each["reason"] for each in about["entries_in_force"]] == ["wrong_number"]
    assert "wrong number" in about["entries_in_force"][0]["evidence"]
    assert [each["kind"] for each in about["history"]] == ["added"]
    assert (about["requests"], about["linked_with"], about["replies"]) == ([], [], [])
    assert (known.answers["messages"], known.contents) == ([], {})
    (withheld,) = json.loads(known.files()["known.json"])["withheld"]
    assert withheld["about"] == PHONE
    assert withheld["what"] == "everything until 2027-12-28 12:00 UTC"
    assert withheld["why"].startswith("S-2 says that the number was wrong then")


async def test_who_has_a_number_now_is_shown_what_came_since(stores: Stores, clock: Clock) -> None:
    await everything_about_ann(stores, clock)
    clock.advance(days=400)
    await texted(stores, clock, Asked.WRONG_NUMBER, "wrong number")
    clock.advance(days=1)
    await texted(stores, clock, Asked.START, "start")
    clock.advance(days=1)
    await consented(stores, clock, "form of bea")
    await replied(stores, clock, "this is bea")
    await sent(stores, text(PHONE, at=clock.now, raw=b"Your code, bea: 654321"))
    known, told = await shown(stores, clock)
    assert "ann.secret" not in told
    (about,) = known.answers["specific"]
    assert [each["evidence"] for each in about["requests"]] == ["form of bea"]
    assert [each["text"] for each in about["replies"]] == ["this is bea"]
    assert [each["kind"] for each in about["history"]] == ["added", "texted", "lifted", "consented"]
    assert list(known.contents.values()) == [b"Your code, bea: 654321"]
    assert len(known.withheld) == 1


async def test_what_others_say_of_a_wrong_number_is_not_shown_to_who_has_it(
    stores: Stores, clock: Clock
) -> None:
    entry = NewEntry(
        channel=Channel.SMS, key=PHONE, scope=ALL, reason=Reason.WRONG_NUMBER,
        origin=Origin.ADMIN, evidence="ann.secret has another one", requested_at=clock.now,
    )  # fmt: skip
    await stores.suppression.add(entry, DESK)
    known, told = await shown(stores, clock)
    assert "ann.secret" not in told
    (stopped,) = known.answers["specific"][0]["entries_in_force"]
    assert set(stopped) == {
        "key", "scope", "reason", "requested_at", "effective_at", "expires_at",
    }  # fmt: skip


async def test_whose_link_has_ended_is_shown_to_nobody(stores: Stores, clock: Clock) -> None:
    await everything_about_ann(stores, clock)
    clock.advance(days=1)
    await stores.suppression.unlink(PHONE, because="ann.secret has a new number", by=DESK)
    known, told = await shown(stores, clock)
    assert "ann.secret" not in told
    assert "L-1 ended then" in known.withheld[0].why
    of_ann = await known_of((ANN,), Config(), stores, clock.now)
    assert PHONE not in of_ann.files()["known.json"].decode()
    assert "ann.secret wrote" in of_ann.files()["known.json"].decode()
    assert [each.what for each in of_ann.withheld] == ["what it was linked with: L-1"]


async def test_an_erasure_reaches_what_is_shown_to_nobody(stores: Stores, clock: Clock) -> None:
    await everything_about_ann(stores, clock)
    clock.advance(days=1)
    await texted(stores, clock, Asked.WRONG_NUMBER, "wrong number")
    erased = await erase((PHONE,), stores, DESK)
    assert erased.messages == 1
    assert await stores.suppression.consents(PHONE) == ()
    assert await stores.suppression.links(PHONE) == ()


async def test_a_number_is_known_to_be_wrong_by_a_hash_too(stores: Stores, clock: Clock) -> None:
    await texted(stores, clock, Asked.WRONG_NUMBER, "wrong number")
    await erase((PHONE,), stores, DESK)
    clock.advance(days=1)
    await consented(stores, clock, "form of ann.secret")
    known, told = await shown(stores, clock)
    assert "ann.secret" not in told
    assert len(known.withheld) == 1


async def test_a_whole_domain_changes_no_hands(stores: Stores, clock: Clock) -> None:
    entry = NewEntry(
        channel=Channel.EMAIL, key=RecipientKey("@people.example"), scope=ALL,
        reason=Reason.WRONG_NUMBER, origin=Origin.API, requested_at=clock.now,
    )  # fmt: skip
    await everything_about_ann(stores, clock)
    await stores.suppression.add(entry, DESK)
    known = await known_of((ANN,), Config(), stores, clock.now)
    assert "ann.secret wrote" in known.files()["known.json"].decode()
    assert known.withheld == ()
