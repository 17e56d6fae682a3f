"""What the spool is given to keep of a decision."""

from __future__ import annotations

from datetime import timedelta

import pytest

from filters.decision import Effect, Ruling
from filters.message import Category
from filters.plan import NO_PLAN
from gateway.config.models import Delivery, Hold, Route, RouteMatch
from gateway.decision import EmailDecision, SmsDecision
from gateway.records import email_record, sms_record
from gateway.spool.model import State
from tests.make import ANN, BOB, email, facts, message, recipient
from tests.make_gateway import NOW, OUTBOX, TEXTS, config, submission, text_submission
from tests.make_sms import sms, sms_facts

CAT = "cat@wired.example"


def decided(
    raw: bytes, *effects: Effect, category: Category = Category.COMMERCIAL
) -> EmailDecision:
    one = email(raw, to=(ANN, BOB, CAT)[: len(effects)])
    rulings = tuple(
        Ruling(recipient=r, effect=effect, findings=())
        for r, effect in zip(one.recipients, effects, strict=True)
    )
    return EmailDecision(
        email=one, facts=facts(category, stream="news"), rulings=rulings, plan=NO_PLAN
    )


def text_decided(effect: Effect, **known: object) -> SmsDecision:
    text = sms(valid_until=NOW + timedelta(days=30))
    ruling = Ruling(recipient=text.recipient, effect=effect, findings=())
    gathered = sms_facts(**known)
    return SmsDecision(sms=text, facts=gathered, rulings=(ruling,), plan=NO_PLAN)


def test_an_email_is_kept_as_it_was_submitted_with_whom_it_is_from() -> None:
    decision = decided(message(subject="=?utf-8?q?Gr=C3=BC=C3=9Fe?="), Effect.PASS)
    record = email_record(submission(), decision, config(), NOW)
    assert record.raw == decision.email.raw
    assert (record.submitter, record.protocol, record.identity) == ("shop", "ESMTP", "example")
    assert (record.category, record.stream, record.subject) == ("commercial", "news", "Grüße")
    assert (record.header_from, record.reverse_path) == ("example.com", "bounces@example.com")
    assert record.queue_id == decision.email.queue_id
    assert record.accepted_at == record.not_before == NOW


def test_each_recipient_gets_the_state_of_its_ruling() -> None:
    decision = decided(message(), Effect.PASS, Effect.HOLD, Effect.REFUSE)
    record = email_record(submission(), decision, config(), NOW)
    assert [(d.recipient.address, d.state) for d in record.deliveries] == [
        (ANN, State.QUEUED), (BOB, State.HELD), (CAT, State.REFUSED),
    ]  # fmt: skip


def test_an_endless_subject_is_kept_short() -> None:
    record = email_record(
        submission(), decided(message(subject="x" * 900), Effect.PASS), config(), NOW
    )
    assert record.subject == "x" * 300


@pytest.mark.parametrize(
    ("effects", "days"),
    [
        ((Effect.PASS, Effect.REFUSE), 2),
        ((Effect.HOLD,), 7),
        ((Effect.PASS, Effect.HOLD), 7),
    ],
)
def test_what_waits_for_a_person_is_kept_for_as_long_as_a_person_may_take(
    effects: tuple[Effect, ...], days: int
) -> None:
    record = email_record(submission(), decided(message(), *effects), config(), NOW)
    assert record.expires_at == NOW + timedelta(days=days)


def test_each_recipient_takes_the_first_route_that_matches() -> None:
    wired = Route(
        name="wired", channel="email", kind="outbox",
        match=RouteMatch(
            categories=("commercial",), streams=("news",), sender=("example",),
            recipient_domains=("WIRED.example",),
        ),
    )  # fmt: skip
    decision = decided(message(), Effect.PASS, Effect.PASS, Effect.PASS)
    record = email_record(submission(), decision, config(route=(wired, OUTBOX, TEXTS)), NOW)
    assert [d.route for d in record.deliveries] == ["out", "out", "wired"]
    receipt = decided(message(), Effect.PASS, Effect.PASS, Effect.PASS, category=Category.SYSTEM)
    record = email_record(submission(), receipt, config(route=(wired, OUTBOX, TEXTS)), NOW)
    assert [d.route for d in record.deliveries] == ["out", "out", "out"]


def test_without_a_route_none_is_made_up() -> None:
    record = email_record(
        submission(), decided(message(), Effect.PASS), config(route=(TEXTS,)), NOW
    )
    assert [d.route for d in record.deliveries] == [""]


def test_a_text_is_kept_in_utf8_with_its_purpose_and_metadata() -> None:
    given = text_submission(metadata='{"id": 5}')
    record = sms_record(given, text_decided(Effect.PASS), config(), NOW)
    assert record.raw == b"See you at 5."
    assert (record.category, record.metadata, record.protocol) == (
        "appointment",
        '{"id": 5}',
        "HTTP",
    )
    (only,) = record.deliveries
    assert (only.recipient, only.route, only.state) == (sms().recipient, "texts", State.QUEUED)
    assert recipient(ANN) != only.recipient


def test_a_text_waits_until_its_quiet_hours_end_and_its_hour_begins_then() -> None:
    opens_at = NOW + timedelta(hours=9)
    record = sms_record(
        text_submission(), text_decided(Effect.PASS, opens_at=opens_at), config(), NOW
    )
    assert record.not_before == opens_at
    assert record.expires_at == opens_at + timedelta(hours=1)


def test_a_held_text_is_kept_for_as_long_as_a_person_may_take() -> None:
    record = sms_record(text_submission(), text_decided(Effect.HOLD), config(), NOW)
    assert record.expires_at == NOW + timedelta(days=7)
    assert record.deliveries[0].state is State.HELD


@pytest.mark.parametrize("effect", [Effect.PASS, Effect.HOLD])
def test_no_text_is_sent_after_the_application_said_it_is_of_no_use(effect: Effect) -> None:
    decision = text_decided(effect)
    patient = config(hold=Hold(expires=timedelta(days=90)),
                     delivery=Delivery(sms_expires=timedelta(days=90)))  # fmt: skip
    record = sms_record(text_submission(), decision, patient, NOW)
    assert record.expires_at == decision.sms.valid_until
