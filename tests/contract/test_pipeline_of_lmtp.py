"""Recipients that are answered each by itself: who is deferred keeps nobody else waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from filters.catalogue import EMAIL_CHECKS
from filters.decision import Effect, Objection
from filters.rule import rule
from gateway import pipeline
from gateway.disk import Disk
from tests.contract.submitting import submitting
from tests.make import ANN, BOB, message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.message import Email, EmailFacts
    from tests.contract.spool.make import Desk

CAT = "cat@example.net"
NEWS = message("Our autumn collection is here.\r\n", subject="News")
EACH = {"answers_each": True, "parts_ways": True}


@rule("STORE_UNAVAILABLE", cites="a test", effect=Effect.DEFER)
def bob_is_not_known_yet(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    del facts
    for each in email.recipients:
        if each.address == BOB:
            yield Objection(recipient=each, reason="later")


@pytest.mark.parametrize(("each", "stored"), [(EACH, [ANN, CAT]), ({}, [])])
async def test_who_is_deferred_comes_again_and_the_others_are_stored(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, each: dict[str, bool], stored: list[str]
) -> None:
    monkeypatch.setattr(pipeline, "EMAIL_CHECKS", (*EMAIL_CHECKS, bob_is_not_known_yet))
    gate = submitting(desk)
    await gate.opts_out(CAT)
    acceptance = await gate.email(NEWS, ANN, BOB, CAT, **each)
    effects = [ruling.effect for ruling in acceptance.rulings]
    assert effects == [Effect.PASS, Effect.DEFER, Effect.REFUSE]
    messages = await gate.stored()
    assert [d.address for each in messages for d in each.deliveries] == stored
    assert list(await gate.leaving()) == stored[:1]
    assert len(gate.wakes) == bool(stored)


async def test_nothing_is_stored_where_everybody_is_deferred(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "EMAIL_CHECKS", (*EMAIL_CHECKS, bob_is_not_known_yet))
    gate = submitting(desk)
    acceptance = await gate.email(NEWS, BOB, **EACH)
    assert acceptance.effect is Effect.DEFER
    assert await gate.stored() == ()
    assert gate.wakes == []


async def test_a_full_disk_refuses_whom_a_rule_refuses_and_defers_the_others(desk: Desk) -> None:
    gate = submitting(desk, disk=Disk(desk.folder, reserve=lambda _: 1 << 62))
    await gate.opts_out(CAT)
    acceptance = await gate.email(NEWS, ANN, CAT, **EACH)
    assert [each.effect for each in acceptance.rulings] == [Effect.DEFER, Effect.REFUSE]
    assert await gate.leaving() == {}
