"""Every reason code the program can answer with: the one source of the SMTP and the HTTP edge."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from filters.codes.code import NO_REPLY, NO_STATUS, Code
from filters.codes.edges import CALLER, HTTP, SMTP
from filters.codes.email import EMAIL
from filters.codes.gateway import GATEWAY, OUTCOMES
from filters.codes.sms import SMS
from filters.codes.suppressed import SUPPRESSED

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CODES", "NO_REPLY", "NO_STATUS", "Code"]

CODES: Final[Mapping[str, Code]] = MappingProxyType(
    {**SUPPRESSED, **EMAIL, **SMS, **SMTP, **CALLER, **HTTP, **GATEWAY, **OUTCOMES}
)
"""Reason code → what it is answered with. A code is never renamed; a new meaning is a new code."""
