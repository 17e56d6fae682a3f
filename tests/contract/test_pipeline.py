"""The path of an email on the real stores: what is promised of it from submission to claim."""

from __future__ import annotations

import asyncio
import sqlite3
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from filters.catalogue import EMAIL_CHECKS
from filters.decision import Effect
from filters.email.trace import trace_fields
from filters.plan import NO_PLAN
from filters.rule import rule
from gateway import pipeline
from gateway.config.models import EmailConfig
from gateway.errors import IdempotencyConflict, MalformedMessage, StoreUnavailable
from gateway.metrics.counts import PROCESS
from gateway.queue_id import QueueIds, decode, encode
from gateway.spool.model import State
from gateway.submission import Retried
from suppression.entry import ALL, Reason, stream_scope
from tests.contract.spool.make import open_desk
from tests.contract.submitting import submitting
from tests.make import ANN, BOB, message
from tests.make_gateway import ADDRESS, submitter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from filters.decision import Objection
    from filters.message import Email, EmailFacts
    from tests.contract.spool.make import Desk
    from tests.contract.submitting import Submitting

NEWS = message("Our autumn collection is here.\r\n", subject="News")
RECEIPT = message(
    "You ordered one lamp. Total: $20.\r\n",
    subject="Your receipt",
    x_optwarden_category="transactional; basis=transaction",
)
LETTER = message(
    "Thank you, that works for me.\r\n", in_reply_to="<1@example.net>", subject="Re: Tue"
)
OUTLET = NEWS.replace(b"news@example.com", b"news@outlet.example")
AD_CALLED_RECEIPT = message(
    "Flash sale! 20% off today only, shop now.\r\n",
    subject="Flash sale: 20% off today",
    x_optwarden_category="transactional; basis=transaction",
)
BOUNCE = message(
    "\r\n--b\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n"
    "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\n"
    "Final-Recipient: rfc822; x@example.net\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n",
    subject="Undelivered Mail Returned to Sender",
    content_type='multipart/report; report-type=delivery-status; boundary="b"',
    auto_submitted="auto-replied",
)  # what Postfix sends
RETRIED = Retried(key="order-7", digest=b"d" * 32)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
def gate(desk: Desk) -> Submitting:
    return submitting(desk)


@rule("MIME_MALFORMED", cites="a test")
def breaks(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    raise KeyError(email.reverse_path)
    yield  # a check is a generator


async def test_commercial_mail_leaves_with_address_and_working_opt_out(gate: Submitting) -> None:
    acceptance = await gate.email(NEWS, ANN, BOB)
    assert (acceptance.effect, acceptance.changed, acceptance.replayed) == (
        Effect.PASS,
        True,
        False,
    )
    copies = await gate.leaving()
    assert set(copies) == {ANN, BOB}
    for copy in copies.values():
        assert ADDRESS.encode() in copy
        assert copy.count(b"List-Unsubscribe: <https://mail.example.com/u/") == 1
        assert copy.count(b"List-Unsubscribe-Post: List-Unsubscribe=One-Click") == 1
        assert b"Our autumn collection is here." in copy


async def test_a_message_is_on_disk_as_it_was_submitted_before_anybody_is_told(
    gate: Submitting,
) -> None:
    acceptance = await gate.email(NEWS)
    gate.desk.spool.close()
    gate.desk.spool.open()
    assert await gate.desk.spool.content(acceptance.queue_id) == NEWS
    assert len(gate.wakes) == 1


async def test_when_all_are_refused_nothing_is_sent_and_no_report_either(gate: Submitting) -> None:
    await gate.opts_out(ANN)
    acceptance = await gate.email(NEWS)
    assert acceptance.effect is Effect.REFUSE
    assert acceptance.plan == NO_PLAN
    assert await gate.leaving() == {}
    assert await gate.verdicts() == {ANN: "refused"}
    assert await gate.desk.spool.content(acceptance.queue_id) is None


async def test_when_some_are_refused_the_sender_is_told_by_one_report(gate: Submitting) -> None:
    await gate.opts_out(ANN)
    acceptance = await gate.email(NEWS, ANN, BOB)
    assert acceptance.effect is Effect.PASS
    assert [r.effect for r in acceptance.rulings] == [Effect.REFUSE, Effect.PASS]
    copies = await gate.leaving()
    assert set(copies) == {BOB, "bounces@example.com"}
    report = copies["bounces@example.com"].decode()
    finding = acceptance.rulings[0].findings[0]
    assert f"Diagnostic-Code: x-optwarden; SUPPRESSED_OPTOUT {finding.reason}" in report
    assert f"Final-Recipient: rfc822; {ANN}" in report
    assert acceptance.queue_id in report
    assert BOB not in report.partition("Content-Type: text/rfc822-headers")[0]


async def test_message_and_report_are_stored_together_or_not_at_all(gate: Submitting) -> None:
    await gate.opts_out(ANN)
    gate.queue_ids._last = decode(QueueIds().next()) + (1 << 40)
    taken = encode(gate.queue_ids._last + 1)  # the report gets the same, so it cannot be stored
    with pytest.raises(StoreUnavailable):
        await gate.email(NEWS, ANN, BOB, queue_id=taken)
    assert await gate.stored() == ()


async def test_no_report_goes_to_the_null_reverse_path(gate: Submitting) -> None:
    await gate.opts_out(ANN)
    await gate.email(NEWS, ANN, BOB, reverse_path="")
    assert len(await gate.stored()) == 1


async def test_no_report_is_mailed_when_the_edge_answers_each_itself(gate: Submitting) -> None:
    await gate.opts_out(ANN)
    acceptance = await gate.email(NEWS, ANN, BOB, answers_each=True)
    assert [r.effect for r in acceptance.rulings] == [Effect.REFUSE, Effect.PASS]
    assert len(await gate.stored()) == 1


async def test_a_check_that_breaks_defers_for_all_and_stores_nothing(
    gate: Submitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    await gate.opts_out(ANN)
    monkeypatch.setattr(pipeline, "EMAIL_CHECKS", (*EMAIL_CHECKS, breaks))
    acceptance = await gate.email(NEWS, ANN, BOB)
    assert acceptance.effect is Effect.DEFER
    found = {f.code: f.evidence for r in acceptance.rulings for f in r.findings}
    assert found["INTERNAL_CHECK_BROKEN"] == ("KeyError",)
    assert await gate.stored() == ()
    assert gate.wakes == []


async def test_while_the_list_cannot_be_read_nothing_is_accepted(
    gate: Submitting, tmp_path: Path
) -> None:
    garbage = tmp_path / "garbage"
    garbage.write_bytes(b"not a database" * 1000)
    garbage.replace(tmp_path / "suppression.db")
    with pytest.raises(StoreUnavailable):
        await gate.email(NEWS)
    with pytest.raises(StoreUnavailable):
        await gate.text()
    assert await gate.stored() == ()


async def test_while_the_spool_cannot_be_written_nothing_is_accepted(
    gate: Submitting, tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / "messages.db") as file:
        file.execute("DROP TABLE contents")
    with pytest.raises(StoreUnavailable):
        await gate.email(NEWS)
    assert await gate.stored() == ()
    assert gate.wakes == []


async def test_a_caller_that_goes_away_stops_no_commit(gate: Submitting, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "messages.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # the commit has to wait
    async with asyncio.TaskGroup() as group:
        task = group.create_task(gate.email(NEWS))
        await asyncio.sleep(0.1)
        task.cancel()
    other.execute("COMMIT")
    other.close()
    async with asyncio.timeout(10):
        while not await gate.stored():  # noqa: ASYNC110 - a file sets no event
            await asyncio.sleep(0.01)
    assert await gate.verdicts() == {ANN: "changed"}


async def test_a_person_named_twice_gets_one_copy(gate: Submitting) -> None:
    acceptance = await gate.email(NEWS, "Ann@Example.Net", ANN, "ann@EXAMPLE.net")
    assert len(acceptance.rulings) == 1
    assert list(await gate.leaving()) == ["Ann@Example.Net"]


async def test_a_message_that_goes_round_is_refused_by_name(gate: Submitting) -> None:
    hop = b"Received: from a by b; Mon, 2 Mar 2026 12:00:00 +0000\r\n"
    with pytest.raises(MalformedMessage) as caught:
        await gate.email(hop * 51 + NEWS)
    assert caught.value.code == "SMTP_LOOP"
    assert await gate.stored() == ()


async def test_a_stream_that_is_no_slug_is_refused(gate: Submitting) -> None:
    with pytest.raises(MalformedMessage, match="not a slug"):
        await gate.email(message(x_optwarden_stream="Our News!"))
    assert await gate.stored() == ()


async def test_a_receipt_reaches_a_person_who_opted_out(gate: Submitting) -> None:
    await gate.opts_out(ANN)
    assert (await gate.email(RECEIPT)).effect is Effect.PASS
    copies = await gate.leaving()
    assert b"You ordered one lamp." in copies[ANN]
    assert b"X-Optwarden" not in copies[ANN]


async def test_undeclared_mail_that_reads_as_advertising_waits_where_somebody_opted_out(
    desk: Desk,
) -> None:
    pinned = {"pinned_category": "transactional", "pinned_basis": "account"}
    gate = submitting(desk)
    raw = message("Flash sale! 20% off, shop now.\r\n", subject="Your account")
    assert (await gate.email(raw, ANN, **pinned)).effect is Effect.PASS
    assert b"List-Unsubscribe" in (await gate.leaving())[ANN]
    await gate.opts_out(ANN)
    held = await gate.email(raw, ANN, **pinned)
    assert held.effect is Effect.HOLD
    (ruling,) = held.rulings
    codes = [finding.code for finding in ruling.findings]
    assert codes == ["SUPPRESSED_OPTOUT", "EMAIL_CLASS_CONFLICT"]
    assert await gate.leaving() == {}
    await desk.spool.release([held.queue_id], by="clerk", because="it is about the account")
    assert b"List-Unsubscribe" not in (await gate.leaving())[ANN]
    declared = await gate.email(AD_CALLED_RECEIPT, ANN)
    assert declared.effect is Effect.REFUSE


async def test_nothing_reaches_a_person_who_wants_nothing_at_all(gate: Submitting) -> None:
    await gate.opts_out(ANN, scope=ALL, reason=Reason.MANUAL)
    for raw in (NEWS, RECEIPT, LETTER):
        assert (await gate.email(raw)).effect is Effect.REFUSE
    assert await gate.leaving() == {}


async def test_an_opt_out_of_one_sender_identity_does_not_stop_the_other(gate: Submitting) -> None:
    await gate.opts_out(ANN, sender="example")
    refused = await gate.email(NEWS)
    assert refused.effect is Effect.REFUSE
    assert (await gate.email(OUTLET)).effect is Effect.PASS
    assert list(await gate.leaving()) == [ANN]


async def test_an_opt_out_of_one_stream_does_not_stop_the_others(gate: Submitting) -> None:
    await gate.opts_out(ANN, scope=stream_scope("daily"))
    daily = await gate.email(NEWS, declared_stream="daily")
    weekly = await gate.email(NEWS, declared_stream="weekly")
    assert [daily.effect, weekly.effect] == [Effect.REFUSE, Effect.PASS]


async def test_a_submitter_cannot_send_as_somebody_else(gate: Submitting) -> None:
    acceptance = await gate.email(OUTLET, submitter=submitter(senders=("example",)))
    assert acceptance.effect is Effect.REFUSE
    assert acceptance.rulings[0].findings[0].code == "EMAIL_FROM_NOT_AUTHORIZED"


async def test_a_delivery_report_passes_untouched_even_to_an_opted_out_address(
    gate: Submitting,
) -> None:
    raw = BOUNCE.replace(b"news@example.com", b"MAILER-DAEMON@example.com")
    await gate.opts_out(ANN)
    acceptance = await gate.email(raw, ANN, reverse_path="")
    assert acceptance.effect is Effect.PASS
    ((_, copy),) = (await gate.leaving()).items()
    assert copy.endswith(raw)
    assert copy.removesuffix(raw).startswith(b"Received: ")
    assert (await gate.stored())[0].category == "system"


async def test_what_only_looks_like_a_reply_to_an_opted_out_person_waits_for_a_clerk(
    gate: Submitting,
) -> None:
    await gate.opts_out(ANN)
    assert (await gate.email(LETTER)).effect is Effect.HOLD
    assert await gate.leaving() == {}


async def test_a_reply_of_a_person_is_not_edited(gate: Submitting) -> None:
    await gate.email(LETTER)
    ((_, copy),) = (await gate.leaving()).items()
    assert copy.endswith(LETTER)
    assert (await gate.stored())[0].category == "conversational"


async def test_advertising_called_a_receipt_counts_as_advertising(gate: Submitting) -> None:
    await gate.opts_out(ANN)
    await gate.email(AD_CALLED_RECEIPT, ANN, BOB, answers_each=True)
    assert await gate.verdicts() == {ANN: "refused", BOB: "changed"}
    assert ADDRESS.encode() in (await gate.leaving())[BOB]


async def test_what_policy_holds_waits_for_a_person(desk: Desk) -> None:
    gate = submitting(desk, email=EmailConfig(on_category_conflict="hold"))
    acceptance = await gate.email(AD_CALLED_RECEIPT)
    assert acceptance.effect is Effect.HOLD
    assert await gate.verdicts() == {ANN: "held"}
    assert await gate.leaving() == {}
    await desk.spool.release([acceptance.queue_id], by="clerk", because="looked at")
    assert list(await gate.leaving()) == [ANN]


def proofs_failed() -> float:
    return PROCESS.get_sample_value("optwarden_proofs_failed_total") or 0.0


async def test_the_footer_goes_beside_where_it_cannot_be_proven_inside(
    gate: Submitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "EMAIL_EDITS", (trace_fields,))
    before = proofs_failed()
    assert (await gate.email(NEWS)).effect is Effect.PASS
    ((_, copy),) = (await gate.leaving()).items()
    assert ADDRESS.encode() in copy
    assert b"multipart/mixed" in copy
    assert proofs_failed() == before + 1


async def test_what_cannot_be_proven_to_be_lawful_is_refused(
    gate: Submitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "EMAIL_EDITS", (trace_fields,))
    monkeypatch.setattr(pipeline, "EMAIL_FALLBACK_EDITS", (trace_fields,))
    before = proofs_failed()
    acceptance = await gate.email(NEWS, ANN, BOB)
    assert acceptance.effect is Effect.REFUSE
    codes = [[f.code for f in r.findings if f.effect is Effect.REFUSE] for r in acceptance.rulings]
    assert codes == [["MIME_MALFORMED"], ["MIME_MALFORMED"]]
    assert all(r.deciding and r.deciding.evidence for r in acceptance.rulings)
    assert proofs_failed() == before + 2
    assert await gate.leaving() == {}


async def test_a_repeated_request_gets_the_same_answer_and_nothing_is_sent_twice(
    gate: Submitting,
) -> None:
    await gate.opts_out(BOB)
    first = await gate.email(NEWS, ANN, BOB, retried=RETRIED, answers_each=True)
    again = await gate.email(NEWS, ANN, BOB, retried=RETRIED, answers_each=True)
    assert again.replayed
    assert not first.replayed
    assert (again.queue_id, again.rulings, again.plan, again.changed, again.not_before) == (
        first.queue_id, first.rulings, first.plan, first.changed, first.not_before,
    )  # fmt: skip
    assert list(await gate.leaving()) == [ANN]
    assert len(gate.wakes) == 1


async def test_a_repeated_request_is_not_decided_again_and_the_opt_out_between_wins(
    gate: Submitting,
) -> None:
    first = await gate.email(NEWS, retried=RETRIED)
    await gate.opts_out(ANN)
    again = await gate.email(NEWS, retried=RETRIED)
    assert again.rulings == first.rulings
    assert again.effect is Effect.PASS
    assert await gate.leaving() == {}
    ((delivery,),) = [m.deliveries for m in await gate.stored()]
    assert delivery.state is State.SUPPRESSED


async def test_a_repeated_request_is_answered_even_while_the_list_cannot_be_read(
    gate: Submitting,
) -> None:
    first = await gate.email(NEWS, retried=RETRIED)
    gate.desk.listed.close()
    assert (await gate.email(NEWS, retried=RETRIED)).rulings == first.rulings


async def test_a_key_used_for_another_request_is_a_conflict(gate: Submitting) -> None:
    await gate.email(NEWS, retried=RETRIED)
    with pytest.raises(IdempotencyConflict):
        await gate.email(NEWS, BOB, retried=Retried(key=RETRIED.key, digest=b"other"))
    other = await gate.email(NEWS, BOB, retried=RETRIED, submitter=submitter(name="billing"))
    assert not other.replayed


async def test_what_was_deferred_is_decided_anew(
    gate: Submitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(pipeline, "EMAIL_CHECKS", (breaks,))
        assert (await gate.email(NEWS, retried=RETRIED)).effect is Effect.DEFER
    again = await gate.email(NEWS, retried=RETRIED)
    assert (again.effect, again.replayed) == (Effect.PASS, False)


async def test_in_any_order_nothing_commercial_is_claimed_after_an_acknowledged_opt_out(
    tmp_path: Path,
) -> None:
    for number, order in enumerate(sorted(set(permutations("aaocc")))):
        with open_desk(tmp_path / str(number)) as desk:
            gate, opted_out = submitting(desk), False
            for act in order:
                if act == "a":
                    refused = (await gate.email(NEWS)).effect is Effect.REFUSE
                    assert refused is opted_out, order
                elif act == "o":
                    await gate.opts_out(ANN)
                    opted_out = True
                else:
                    claimed = await gate.deliver()
                    assert not (claimed and opted_out), order
