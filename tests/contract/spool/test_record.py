"""What the record says of a message from its acceptance on, word for word."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from gateway.spool.model import State
from tests.contract.spool.make import delivery, email, objection, outcome, receipt, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gateway.spool.model import NewMessage, TraceLine
    from tests.contract.spool.make import Desk


async def record(desk: Desk, message: NewMessage) -> Sequence[TraceLine]:
    return await desk.spool.trace(queue_id=message.queue_id)


async def test_an_acceptance_says_what_was_decided_about_which_bytes_and_why(desk: Desk) -> None:
    message = email(delivery(state=State.REFUSED, findings=(objection(),)))
    await desk.spool.accept(message)
    (line,) = await record(desk, message)
    assert (line.at, line.kind) == (desk.clock.now, "refused")
    person = line.facts["person"]
    assert line.facts == {
        "person": person, "channel": "email", "submitter": "shop", "protocol": "ESMTP",
        "identity": "example", "category": "commercial", "stream": "news",
        "codes": ["SUPPRESSED_OPTOUT"], "fixes": ["F_LIST_UNSUBSCRIBE"],
        "sha256": hashlib.sha256(message.raw).hexdigest(), "size": len(message.raw), "route": "",
    }  # fmt: skip
    assert line.detail == {"address": "bob@example.net", "subject": "Hello"}


async def test_what_is_only_observed_says_what_would_have_been_done(desk: Desk) -> None:
    message = receipt(is_observed=True, would_fix=("F_FOOTER",))
    await desk.spool.accept(message)
    (line,) = await record(desk, message)
    assert {name: line.facts[name] for name in ("would", "waived", "would_fix")} == {
        "would": "changed", "waived": [], "would_fix": ["F_FOOTER"],
    }  # fmt: skip


async def test_an_attempt_says_how_it_ended_and_what_left(desk: Desk) -> None:
    message = text()
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    await desk.spool.settle(
        outcome(
            claimed, State.DELIVERED, "201 queued", status="2.0.0", sent_sha256="ab" * 32,
            next_hop_id="SM1",
        )
    )  # fmt: skip
    accepted, delivered = await record(desk, message)
    assert (accepted.kind, delivered.kind) == ("accepted", "delivered")
    assert delivered.facts == {
        "person": accepted.facts["person"], "channel": "sms", "category": "appointment",
        "route": "texts", "attempt": 1, "status": "2.0.0", "sent_sha256": "ab" * 32,
    }  # fmt: skip
    assert delivered.detail == {
        "address": "+19169668284", "reply": "201 queued", "next_hop_id": "SM1",
    }  # fmt: skip


async def test_an_attempt_that_failed_says_by_which_rule(desk: Desk) -> None:
    message = text()
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.FAILED, "", finding=objection("SMS_INVALID")))
    line = (await record(desk, message))[-1]
    assert (line.kind, line.facts["codes"], line.detail) == (
        "failed", ["SMS_INVALID"], {"address": "+19169668284"},
    )  # fmt: skip
    assert not {"status", "sent_sha256"} & line.facts.keys()
