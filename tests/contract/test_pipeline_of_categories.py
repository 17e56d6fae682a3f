"""What an email is decides whom it reaches, above all of those who opted out."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from filters.decision import Effect
from gateway.config.models import EmailConfig
from suppression.entry import ALL, Reason, stream_scope
from tests.contract.spool.make import open_desk
from tests.contract.submitting import submitting
from tests.make import ANN, BOB, message
from tests.make_gateway import ADDRESS

if TYPE_CHECKING:
    from pathlib import Path

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
