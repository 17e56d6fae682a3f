"""What the configuration decides about messages, as the values that checks look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.email.category.circumstances import CategoryRule
from filters.message import Category, EmailPolicy, SmsPolicy
from filters.sms.limits import MILLIONTHS, Limits

if TYPE_CHECKING:
    from gateway.config.models import Config, EmailRule

STREAM_HEADER: Final = "X-Optwarden-Stream"


def category_rule(rule: EmailRule) -> CategoryRule:
    """Return a rule of the configuration as the categoriser reads it."""
    return CategoryRule(
        header_from=rule.header_from,
        envelope_from=rule.envelope_from,
        subject_prefix=rule.subject_prefix,
        stream=rule.stream,
        category=Category(rule.category),
        basis=rule.basis,
    )


def email_policy(config: Config) -> EmailPolicy:
    """Return what the configuration decides about emails."""
    return EmailPolicy(
        public_url=config.public.url.rstrip("/"),
        mail_domain=config.public.mail_domain,
        on_category_conflict=config.email.on_category_conflict,
        on_uneditable=config.email.on_uneditable,
        footer_scope=config.email.footer_scope,
        dkim_missing="warn",
        on_foreign_unsubscribe=config.email.on_foreign_unsubscribe,
        category_header=config.email.category_header,
        stream_header=STREAM_HEADER,
        footer_language=config.footer.language,
        footer_lines=config.footer.lines,
    )


def _limits(config: Config) -> Limits:
    limits = config.sms.limits.model_dump()
    spend = round(limits.pop("submitter_spend_a_day") * MILLIONTHS)
    return Limits(**limits, submitter_spend_a_day=spend)


def sms_policy(config: Config) -> SmsPolicy:
    """Return what the configuration decides about texts."""
    low, high = config.sms.hold_band
    return SmsPolicy(
        require_consent=config.sms.require_consent,
        promotional=config.sms.promotional,
        hold_from=low,
        refuse_from=high,
        quiet_hours=config.sms.quiet_hours.action,
        purposes=frozenset(config.sms.purposes),
        regions=frozenset(config.sms.regions),
        limits=_limits(config),
        link_hosts=frozenset(config.sms.link_hosts),
    )
