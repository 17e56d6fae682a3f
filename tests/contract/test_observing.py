"""Observe mode on the real stores: what is relayed, what is recorded, what is obeyed anyway."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from filters.decision import Effect
from filters.email.dkim.signing import DkimKey
from gateway.cli.dkim_keys import new_key
from gateway.delivery.copies import Copies, Signer
from gateway.disk import Disk
from gateway.errors import MalformedMessage
from gateway.spool.model import SpoolQuery, State
from gateway.submission import Retried
from suppression.entry import Reason
from suppression.keys import phone_key
from suppression.tokens import TokenKeys
from tests.contract.spool.make import CLERK
from tests.contract.submitting import submitting
from tests.make import ANN, BOB, message
from tests.make_gateway import CALIFORNIAN, NOW

if TYPE_CHECKING:
    from gateway.spool.model import TraceLine
    from gateway.spool.observation import Count
    from gateway.submission import Acceptance
    from tests.contract.spool.make import Desk
    from tests.contract.submitting import Submitting

ADVERT = message("20% off everything, only today!\r\n", subject="Re: Flash sale")
DECLARED = message(
    "20% off everything!\r\n", subject="Flash sale", x_optwarden_category="transactional"
)
NIGHT = datetime(2026, 3, 3, 6, tzinfo=UTC)  # ten in the evening in California


@pytest.fixture
def gate(desk: Desk) -> Submitting:
    return submitting(desk, mode="observe")


def found(acceptance: Acceptance) -> tuple[Effect, set[str], set[str]]:
    (ruling,) = acceptance.rulings
    return ruling.effect, {f.code for f in ruling.findings}, {f.code for f in ruling.waived}


async def counted(gate: Submitting, section: str) -> list[Count]:
    observation = await gate.desk.spool.observation(NOW - timedelta(days=14))
    return [count for count in observation.counts if count.section == section]


async def test_what_would_be_refused_leaves_as_it_came_and_is_recorded(gate: Submitting) -> None:
    effect, findings, waived = found(await gate.email(ADVERT))
    assert (effect, findings) == (Effect.PASS, set())
    assert waived == {"EMAIL_SUBJECT_DECEPTIVE", "W_DKIM_MISSING"}
    (view,) = await gate.stored()
    assert (view.is_observed, view.would_fix) == (True, ())
    assert (view.deliveries[0].verdict, view.deliveries[0].would) == ("passed", "refused")
    copy = (await gate.leaving())[ANN]
    assert copy.startswith(b"Received: ")
    assert copy.endswith(b"\r\n" + ADVERT)
    assert b"nsubscribe" not in copy


async def test_a_newsletter_would_have_been_changed_by_these_edits(gate: Submitting) -> None:
    await gate.email(message("20% off.\r\n", drop={"Date"}), ANN, BOB)
    (view,) = await gate.stored()
    assert {d.would for d in view.deliveries} == {"changed"}
    assert {"F_FOOTER_TEXT", "F_LIST_UNSUBSCRIBE", "F_DATE_ADDED"} <= set(view.would_fix)
    assert view.fixes == ()
    (claimed,) = await gate.desk.claim()  # nothing of it is personal: one transaction for both
    assert len(claimed.recipients) == 2
    assert claimed.is_observed


async def test_nothing_is_signed_that_was_only_observed(desk: Desk) -> None:
    key = DkimKey.load("s1", new_key("ed25519").pem.encode())
    signers = {"example": Signer(domains=frozenset({"example.com"}), keys=(key,))}
    copies = Copies(signers, TokenKeys(1, {1: b"k" * 32}), desk.clock)
    for mode, signed in (("enforce", True), ("observe", False)):
        gate = submitting(desk, mode=mode)
        await gate.email(message())
        (claimed,) = await gate.deliver()
        assert (b"DKIM-Signature:" in await copies.render(claimed)) is signed
    copies.close()


@pytest.mark.parametrize("reason", [Reason.UNSUBSCRIBE, Reason.COMPLAINT, Reason.LEGAL])
async def test_whoever_is_on_the_list_gets_nothing(gate: Submitting, reason: Reason) -> None:
    await gate.opts_out(ANN, reason=reason)
    effect, findings, _ = found(await gate.email(ADVERT))
    assert effect is Effect.REFUSE
    assert all(code.startswith("SUPPRESSED_") for code in findings)
    assert await gate.leaving() == {}


async def test_an_opt_out_that_comes_while_it_waits_wins(gate: Submitting) -> None:
    await gate.email(ADVERT)
    await gate.opts_out(ANN)
    assert await gate.leaving() == {}
    (view,) = await gate.stored()
    assert view.deliveries[0].state is State.SUPPRESSED
    assert [count.name for count in await counted(gate, "obeyed")] == ["SUPPRESSED_OPTOUT"]


@pytest.mark.parametrize("on_conflict", ["treat-as-commercial", "hold", "refuse"])
@pytest.mark.parametrize("when", ["before", "while it waits"])
async def test_doubt_about_the_category_lets_no_opt_out_slip(
    desk: Desk, on_conflict: str, when: str
) -> None:
    gate = submitting(desk, mode="observe", email={"on_category_conflict": on_conflict})
    if when == "before":
        await gate.opts_out(ANN)
    for declared in ("transactional; basis=transaction", "transactional", "nonsense"):
        raw = DECLARED.replace(b"transactional", declared.encode())
        (ruling,) = (await gate.email(raw)).rulings
        assert ruling.effect is (Effect.REFUSE if when == "before" else Effect.PASS), declared
    if when != "before":
        await gate.opts_out(ANN)
    assert await gate.leaving() == {}


async def test_a_line_that_smtp_does_not_carry_is_refused_and_not_broken(gate: Submitting) -> None:
    for raw, number in ((message("x" * 1000 + "\r\n"), 1), (message("x\r\n"), 0)):
        effect, findings, _ = found(await gate.email(raw))
        assert (effect is Effect.REFUSE, len(findings)) == (bool(number), number)
    wide = message("x\r\n").replace(b"Subject:", b"X: " + b"x" * 1000 + b"\r\nSubject:")
    assert found(await gate.email(wide))[1] == {"SMTP_LINE_TOO_LONG"}


async def test_nobody_sends_as_somebody_else(gate: Submitting) -> None:
    effect, findings, _ = found(await gate.email(ADVERT.replace(b"example.com>", b"bank.example>")))
    assert (effect, "EMAIL_FROM_NOT_AUTHORIZED" in findings) == (Effect.REFUSE, True)


async def test_our_own_troubles_still_defer_and_what_cannot_be_read_is_refused(desk: Desk) -> None:
    full = submitting(desk, mode="observe", disk=Disk(desk.folder, reserve=lambda _: 1 << 60))
    assert (await full.email(ADVERT)).effect is Effect.DEFER
    gate = submitting(desk, mode="observe")
    with pytest.raises(MalformedMessage):
        await gate.email(ADVERT.replace(b"\r\n\r\n", b"\n\r\n"))


async def test_a_repeated_request_is_answered_alike(gate: Submitting) -> None:
    retried = Retried(key="k", digest=b"d")
    first = await gate.email(ADVERT, retried=retried)
    again = await gate.email(ADVERT, retried=retried)
    assert again == replace(first, replayed=True, plan=again.plan)


async def test_a_text_leaves_at_once_and_as_it_is(gate: Submitting) -> None:
    gate.desk.clock.now = NIGHT
    accepted = await gate.text("Flash sale! 20% off today, shop now")
    effect, findings, waived = found(accepted)
    assert (effect, findings) == (Effect.PASS, set())
    assert waived >= {"SMS_PROMOTIONAL_BLOCKED", "SMS_NO_CONSENT", "HELD_QUIET_HOURS"}
    assert accepted.not_before == NIGHT
    assert await gate.leaving() == {CALIFORNIAN: b"Flash sale! 20% off today, shop now"}


async def test_a_text_to_whoever_opted_out_or_took_the_request_back_is_refused(
    gate: Submitting,
) -> None:
    await gate.asks()
    assert (await gate.text()).effect is Effect.PASS
    await gate.desk.listed.revoke_consents(
        phone_key(CALIFORNIAN), because="asked on the phone", by=CLERK
    )
    effect, findings, _ = found(await gate.text())
    assert (effect, "SMS_NO_CONSENT" in findings) == (Effect.REFUSE, True)
    await gate.opts_out(CALIFORNIAN)
    assert "SUPPRESSED_ALL" in found(await gate.text())[1]


async def test_the_report_counts_by_verdict_rule_edit_and_sender(gate: Submitting) -> None:
    await gate.email(ADVERT, ANN, BOB)
    await gate.email(message("20% off.\r\n"))
    await gate.opts_out(BOB)
    await gate.email(message("20% off.\r\n"), BOB)
    gate.desk.clock.advance(days=1)
    verdicts = {count.would: count.recipients for count in await counted(gate, "verdict")}
    assert verdicts == {"refused": 2, "changed": 1}
    was = {count.name: count.recipients for count in await counted(gate, "was")}
    assert was == {"relayed": 3, "refused": 1}
    rules = {count.name: (count.would, count.recipients) for count in await counted(gate, "rule")}
    assert rules["EMAIL_SUBJECT_DECEPTIVE"] == ("refused", 2)
    assert "F_FOOTER_TEXT" in {count.name for count in await counted(gate, "edit")}
    senders = {(count.name, count.would) for count in await counted(gate, "sender")}
    assert senders == {("shop as example.com", "refused"), ("shop as example.com", "changed")}
    obeyed = {count.name: count.recipients for count in await counted(gate, "obeyed")}
    assert obeyed == {"SUPPRESSED_OPTOUT": 1}
    later = await gate.desk.spool.observation(gate.desk.clock.now)
    assert (later.messages, later.first, later.counts) == (0, None, ())


async def test_messages_are_found_by_what_would_have_been_done(gate: Submitting) -> None:
    await gate.email(ADVERT)
    await gate.email(message("20% off.\r\n"))
    spool = gate.desk.spool
    for query, count in (
        (SpoolQuery(would=frozenset({"refused"})), 1),
        (SpoolQuery(would=frozenset({"refused", "changed"})), 2),
        (SpoolQuery(waived="EMAIL_SUBJECT_DECEPTIVE"), 1),
        (SpoolQuery(waived="EMAIL_CLASS_CONFLICT"), 0),
    ):
        assert len(await spool.messages(query)) == count


async def test_the_ledger_says_what_was_waived_and_nothing_of_it_when_enforced(desk: Desk) -> None:
    lines: list[TraceLine] = []
    for mode in ("observe", "enforce"):
        accepted = await submitting(desk, mode=mode).email(ADVERT)
        lines += await desk.spool.trace(queue_id=accepted.queue_id)
    observed, enforced = lines
    assert (observed.kind, observed.facts["would"]) == ("accepted", "refused")
    assert observed.facts["waived"] == ["EMAIL_SUBJECT_DECEPTIVE", "W_DKIM_MISSING"]
    assert observed.facts["would_fix"] == []
    assert enforced.kind == "refused"
    assert not {"would", "waived", "would_fix"} & set(enforced.facts)
