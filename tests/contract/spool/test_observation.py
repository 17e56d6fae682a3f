"""What observing showed is counted by what was done, and by what enforcing would have done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from filters.decision import Effect, Finding, Ruling
from gateway.spool.model import NewDelivery, NewMessage, State
from gateway.spool.observation import Observation
from tests.contract.spool.make import NOON, email, objection, opt_out, recipient, text

if TYPE_CHECKING:
    from tests.contract.spool.make import Desk

_LAST = NOON + timedelta(hours=1)


def to(
    address: str,
    *waived: Finding,
    effect: Effect = Effect.PASS,
    findings: tuple[Finding, ...] = (),
) -> NewDelivery:
    """Write a recipient whom a message was observed to go to, or not to go to all the same."""
    states = {Effect.PASS: State.QUEUED, Effect.HOLD: State.HELD}
    ruling = Ruling(recipient=recipient(address), effect=effect, findings=findings, waived=waived)
    return NewDelivery(ruling=ruling, state=states.get(effect, State.REFUSED), route="out")


def observed(*deliveries: NewDelivery, **changes: Any) -> NewMessage:  # noqa: ANN401 - fields
    return email(*deliveries, is_observed=True, **changes)


def section(found: Observation, name: str) -> list[tuple[str, str, int, int, str]]:
    return [
        (each.name, each.would, each.recipients, each.messages, each.example)
        for each in found.counts
        if each.section == name
    ]


async def observe(desk: Desk) -> dict[str, str]:
    """Store one message of each sort; the queue ids by what they are."""
    subject, footer = objection("SUBJECT"), objection("W_NO_DKIM", Effect.PASS)
    class_, broken = objection("CLASS", Effect.HOLD), objection("BROKEN", Effect.DEFER)
    long = objection("SEGMENTS", Effect.HOLD)
    edited = ("F_FOOTER", "F_LINK")
    obeyed: dict[str, Any] = {"effect": Effect.REFUSE, "findings": (objection("LEGAL"), footer)}
    messages = {
        "campaign": observed(
            to("ann@a.test", subject, footer), to("bob@a.test"), to("cyd@a.test"), would_fix=edited
        ),
        "letter": observed(to("ann@a.test"), would_fix=edited[:1]),
        "odd": observed(to("ann@a.test", class_, long, broken), header_from="", at=_LAST),
        "plain": observed(to("ann@a.test"), header_from="", identity="", submitter="till"),
        "quiet": observed(to("gus@a.test")),
        "unclear": observed(to("ann@a.test", class_), header_from="", submitter="till"),
        "refused": observed(to("dan@a.test", **obeyed), to("eve@a.test", **obeyed)),
        "held": observed(to("ann@a.test", effect=Effect.HOLD, findings=(objection("LEGAL"),))),
        "deferred": observed(
            to("ann@a.test", effect=Effect.DEFER, findings=(objection("DISK", Effect.DEFER),))
        ),
        "stopped": observed(to("fay@a.test", class_), would_fix=edited),
        "enforced": email(to("ann@a.test")),
        "earlier": observed(to("ann@a.test"), at=NOON - timedelta(seconds=1)),
    }  # fmt: skip
    await desk.add(opt_out("fay@a.test"))
    for message in messages.values():
        await desk.spool.accept(message)
    await desk.claim()
    return {name: message.queue_id for name, message in messages.items()}


async def test_everything_observed_is_counted_by_what_was_done_with_it(desk: Desk) -> None:
    ids = await observe(desk)
    found = await desk.spool.observation(NOON)
    assert (found.messages, found.recipients, found.first, found.last) == (10, 13, NOON, _LAST)
    assert section(found, "was") == [
        ("relayed", "", 8, 6, ids["unclear"]), ("refused", "", 3, 2, ids["stopped"]),
        ("deferred", "", 1, 1, ids["deferred"]), ("held", "", 1, 1, ids["held"]),
    ]  # fmt: skip
    assert section(found, "obeyed") == [
        ("LEGAL", "refused", 3, 2, ids["held"]), ("DISK", "deferred", 1, 1, ids["deferred"]),
        ("SUPPRESSED_OPTOUT", "refused", 1, 1, ids["stopped"]),
    ]  # fmt: skip


async def test_what_was_relayed_is_counted_by_what_would_have_been_done(desk: Desk) -> None:
    ids = await observe(desk)
    found = await desk.spool.observation(NOON)
    assert section(found, "verdict") == [
        ("changed", "changed", 3, 2, ids["letter"]), ("passed", "passed", 2, 2, ids["quiet"]),
        ("deferred", "deferred", 1, 1, ids["odd"]), ("held", "held", 1, 1, ids["unclear"]),
        ("refused", "refused", 1, 1, ids["campaign"]),
    ]  # fmt: skip
    assert section(found, "rule") == [
        ("CLASS", "held", 2, 2, ids["unclear"]), ("BROKEN", "deferred", 1, 1, ids["odd"]),
        ("SEGMENTS", "held", 1, 1, ids["odd"]), ("SUBJECT", "refused", 1, 1, ids["campaign"]),
        ("W_NO_DKIM", "passed", 1, 1, ids["campaign"]),
    ]  # fmt: skip
    assert section(found, "edit") == [
        ("F_FOOTER", "", 3, 2, ids["letter"]), ("F_LINK", "", 2, 1, ids["campaign"]),
    ]  # fmt: skip
    assert section(found, "sender") == [
        ("shop as example.com", "changed", 3, 2, ids["letter"]),
        ("shop as example", "deferred", 1, 1, ids["odd"]),
        ("shop as example.com", "passed", 1, 1, ids["quiet"]),
        ("shop as example.com", "refused", 1, 1, ids["campaign"]),
        ("till as example", "held", 1, 1, ids["unclear"]),
        ("till as nobody we know", "passed", 1, 1, ids["plain"]),
    ]  # fmt: skip


async def test_where_nothing_was_observed_nothing_is_counted(desk: Desk) -> None:
    for message in (email(), text()):
        await desk.spool.accept(message)
    assert await desk.spool.observation(NOON) == Observation(
        messages=0, recipients=0, first=None, last=None, counts=()
    )
