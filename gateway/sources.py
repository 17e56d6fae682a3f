"""Whom a judgement asks about people and texts, as one or two verbs each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime, timedelta

    from filters.sms.reading import ModelReading
    from gateway.spool.lately import Lately
    from suppression.keys import RecipientKey
    from suppression.standing import Standing, Standings


class People(Protocol):
    """What is known of people: `SuppressionStore` answers, and so can a dry run."""

    async def standings(self, keys: Collection[RecipientKey], at: datetime) -> Standings:
        """Return where people stand who are to be sent mail."""
        ...

    async def standing(self, key: RecipientKey, *, ours: str, at: datetime) -> Standing:
        """Return where a person stands who is to be texted from a number of ours."""
        ...


class Reader(Protocol):
    """What reads texts besides the rules: `gateway.reading.texts.Models`."""

    async def read(self, text: str) -> ModelReading:
        """Return what the models say of a text."""
        ...

    async def read_as_one(self, text: str) -> ModelReading:
        """Return what the models say of several texts as one, whatever parts of it say."""
        ...


class Texts(Protocol):
    """What is known of earlier texts."""

    async def before(self, key: RecipientKey, *, identity: str, purpose: str) -> Lately:
        """Return what went before a text that waits; it was counted when it was accepted."""
        ...

    async def lately(  # noqa: PLR0913 - what texts are counted by
        self,
        key: RecipientKey,
        *,
        identity: str,
        purpose: str,
        submitter: str,
        region: str,
        at: datetime,
        leaves_at: datetime,
        within: timedelta,
    ) -> Lately:
        """Return what went before a text.

        The last texts of the identity count that were accepted or left so shortly ago as `within`
        says, or are to leave so shortly before or after this one.
        """
        ...
