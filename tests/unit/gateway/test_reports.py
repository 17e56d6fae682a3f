"""Who is told what about refused recipients, and who is not."""

from __future__ import annotations

import email as stdlib_email
from dataclasses import replace
from datetime import timedelta
from email import policy
from typing import TYPE_CHECKING

import pytest

from filters.decision import Effect, Finding, Ruling
from filters.message import Category
from filters.plan import NO_PLAN
from gateway.config.models import Route, RouteMatch, SmtpListener
from gateway.decision import EmailDecision
from gateway.queue_id import QueueIds
from gateway.records import email_record
from gateway.reports import Reports
from gateway.spool.model import State
from gateway.wishes import Wish, Wishes
from tests.make import ANN, BOB, email, facts
from tests.make_gateway import NOW, OUTBOX, TEXTS, config, submission

if TYPE_CHECKING:
    from gateway.config.models import Config
    from gateway.spool.model import NewMessage

_OPTED_OUT = Finding(
    code="SUPPRESSED_OPTOUT", cites="law", effect=Effect.REFUSE, reason="The recipient opted out."
)


def record(*effects: Effect, reverse_path: str = "shop@example.com") -> NewMessage:
    one = email(to=(ANN, BOB)[: len(effects)], reverse_path=reverse_path)
    rulings = tuple(
        Ruling(recipient=r, effect=e, findings=(_OPTED_OUT,) if e is Effect.REFUSE else ())
        for r, e in zip(one.recipients, effects, strict=True)
    )
    decision = EmailDecision(
        email=one, facts=facts(Category.COMMERCIAL), rulings=rulings, plan=NO_PLAN
    )
    return email_record(submission(), decision, config(), NOW)


def of_refusals(stored: NewMessage, settings: Config | None = None) -> tuple[NewMessage, ...]:
    return Reports(settings or config(), QueueIds()).of_refusals(stored)


@pytest.mark.parametrize("other", [Effect.PASS, Effect.HOLD])
def test_one_report_names_who_was_refused_by_which_rule(other: Effect) -> None:
    stored = record(Effect.REFUSE, other)
    (report,) = of_refusals(stored)
    parsed = stdlib_email.message_from_bytes(report.raw, policy=policy.default)
    assert parsed.get_content_type() == "multipart/report"
    text = report.raw.decode()
    assert f"Final-Recipient: rfc822; {ANN}" in text
    assert "SUPPRESSED_OPTOUT The recipient opted out." in text
    assert stored.queue_id in text
    assert BOB not in text


def test_a_report_comes_from_nobody_and_goes_to_the_reverse_path() -> None:
    (report,) = of_refusals(record(Effect.REFUSE, Effect.PASS))
    assert report.reverse_path == ""
    assert report.category == "system"
    (only,) = report.deliveries
    assert (only.recipient.address, only.state, only.route) == (
        "shop@example.com", State.QUEUED, "out",
    )  # fmt: skip
    assert report.expires_at == NOW + timedelta(days=2)


def test_nobody_is_told_by_mail_what_the_reply_tells() -> None:
    assert of_refusals(record(Effect.REFUSE, Effect.REFUSE)) == ()
    assert of_refusals(record(Effect.PASS, Effect.PASS)) == ()


@pytest.mark.parametrize("reverse_path", ["", "not an address"])
def test_a_reverse_path_that_takes_no_mail_gets_no_report(reverse_path: str) -> None:
    assert of_refusals(record(Effect.REFUSE, Effect.PASS, reverse_path=reverse_path)) == ()


def test_two_reports_have_two_queue_ids() -> None:
    reports = Reports(config(), QueueIds())
    stored = record(Effect.REFUSE, Effect.PASS)
    (one,), (other,) = reports.of_refusals(stored), reports.of_refusals(stored)
    assert len({one.queue_id, other.queue_id, stored.queue_id}) == 3


def test_it_reports_in_the_name_of_its_first_listener() -> None:
    settings = config(smtp=(SmtpListener(hostname="gate.example.com"), SmtpListener()))
    (report,) = of_refusals(record(Effect.REFUSE, Effect.PASS), settings)
    assert b"Reporting-MTA: dns; gate.example.com\r\n" in report.raw
    (report,) = of_refusals(record(Effect.REFUSE, Effect.PASS))
    assert b"Reporting-MTA: dns; localhost\r\n" in report.raw


def test_a_report_takes_the_route_of_system_mail() -> None:
    only_ads = Route(
        name="ads", channel="email", kind="outbox", match=RouteMatch(categories=("commercial",))
    )
    (report,) = of_refusals(
        record(Effect.REFUSE, Effect.PASS), config(route=(only_ads, OUTBOX, TEXTS))
    )
    assert report.deliveries[0].route == "out"
    (report,) = of_refusals(record(Effect.REFUSE, Effect.PASS), config(route=(only_ads,)))
    assert report.deliveries[0].route == ""


def test_a_refusal_is_reported_to_who_wants_to_know() -> None:
    stored = record(Effect.REFUSE, Effect.PASS)
    wanted = Wishes(envelope_id="Q1", by_address={ANN: Wish(notify="FAILURE", original="rfc822;A")})
    (report,) = of_refusals(replace(stored, wishes=wanted))
    assert b"Original-Envelope-Id: Q1\r\n" in report.raw
    assert b"Original-Recipient: rfc822;A\r\n" in report.raw
    for notify in ("NEVER", "SUCCESS"):
        unwanted = Wishes(by_address={ANN: Wish(notify=notify)})
        assert of_refusals(replace(stored, wishes=unwanted)) == ()
