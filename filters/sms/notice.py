"""What is added to the first text of a request: who writes, and how to make it stop."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from filters.plan import NO_PLAN, Plan, Splice
from filters.sms.text import has_opt_out_notice, normalised
from filters.sms.tongue import tongue_of

if TYPE_CHECKING:
    from filters.message import Sms, SmsFacts

NOTICE: Final = {
    "en": "Reply STOP to opt out.",
    "es": "Responda STOP para darse de baja.",
    "fr": "Répondez STOP pour vous désabonner.",
}
"""Of letters that a text holds 160 of: an á would halve that."""

FIX: Final = "F_SMS_STOP_APPENDED"


def opt_out_notice(sms: Sms, facts: SmsFacts) -> Plan:
    """Name the company in front and append how to stop, where the text does not say so already.

    CTIA Messaging Principles 5.1.4: the first message says who sends and how to opt out.
    """
    return _notice(sms.text, facts.identity.company) if facts.notice_due else NO_PLAN


@lru_cache(maxsize=256)
def _notice(text: str, company: str) -> Plan:
    """Work out once what a check counts and the edit adds."""
    splices = []
    if company and normalised(company) not in normalised(text):
        splices.append(_insert(0, f"{company}: "))
    if not has_opt_out_notice(text):
        gap = " " if text and not text[-1].isspace() else ""
        end = len(text.encode("utf-8", "surrogatepass"))
        splices.append(_insert(end, gap + NOTICE[tongue_of(text)]))
    return Plan(splices=tuple(splices), fixes=(FIX,) if splices else ())


def _insert(at: int, text: str) -> Splice:
    return Splice(start=at, end=at, template=(text.encode(),))
