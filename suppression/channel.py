"""The channels people are reached by."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """What an entry is about: a person may be suppressed on one and not on the other."""

    EMAIL = "email"
    SMS = "sms"
