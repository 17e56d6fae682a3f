"""An address and a number of one person are linked until that ends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from suppression.consent import ConsentSource, NewConsent
from suppression.entry import Reason
from tests.contract.listing import ANN, DESK, NOON, PHONE
from tests.contract.pressing import BOB, clicked, kinds

if TYPE_CHECKING:
    from suppression.store import SuppressionStore


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
