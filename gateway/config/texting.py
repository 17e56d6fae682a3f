"""The keys of `[sms]`, their types and their defaults."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Final, Literal

from pydantic import Field

from gateway.config.addresses import Domain, Slug
from gateway.config.kinds import Clock, Duration
from gateway.config.section import Section


class QuietHours(Section):
    """When no text is sent that the person did not just ask for, by the recipient's clock."""

    from_: Clock = Field(default=time(20), alias="from")
    to: Clock = time(9)
    sunday_to: Clock = time(12)
    action: Literal["wait", "refuse"] = "wait"
    reply_within: Duration = timedelta(minutes=15)


class SmsLimits(Section):
    """How many texts, or segments of them, are let pass; a day is the last 24 hours."""

    person_in_10_minutes: int = Field(default=3, ge=1)
    person_a_day: int = Field(default=10, ge=1)
    replies_in_10_minutes: int = Field(default=20, ge=1)
    replies_a_day: int = Field(default=100, ge=1)
    prefix_in_10_minutes: int = Field(default=50, ge=1)
    submitter_segments_a_day: int = Field(default=10_000, ge=1)
    region_segments_a_day: int = Field(default=20_000, ge=1)
    submitter_spend_a_day: float = Field(default=0.0, ge=0, le=1e9)  # 0 is no limit


PURPOSES: Final = (
    "support_reply", "appointment", "meeting_link", "calendar", "receipt", "shipping",
    "security_code", "service_alert", "account",
)  # fmt: skip


class SmsConfig(Section):
    """What may be texted, to whom and when."""

    require_consent: bool = True
    conversation_window: Duration = timedelta(hours=24)
    confirmation_asks: bool = False
    promotional: Literal["refuse", "hold"] = "refuse"
    hold_band: tuple[float, float] = (0.35, 0.75)
    purposes: tuple[Slug, ...] = PURPOSES
    quiet_hours: QuietHours = QuietHours()
    limits: SmsLimits = SmsLimits()
    regions: tuple[str, ...] = ("US",)
    link_hosts: tuple[Domain, ...] = ()
