"""Whom a judgement asks about people and texts, as one or two verbs each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from filters.sms.promotional import ModelReading
    from filters.sms.template import Template
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
    """What reads texts besides the rules: `gateway.reading.Models`."""

    async def read(self, text: str) -> ModelReading:
        """Return what the models say of a text."""
        ...

    async def read_as_one(self, text: str) -> ModelReading:
        """Return what the models say of several texts as one, whatever parts of it say."""
        ...


class Texts(Protocol):
    """What is known of earlier texts."""

    async def templates(self, identity: str, purpose: str) -> tuple[Template, ...]:
        """Return the approved templates of an identity's texts for a purpose."""
        ...

    async def last_notice(self, key: RecipientKey, identity: str) -> datetime | None:
        """Return when a text of this identity to this number last left saying how to stop."""
        ...

    async def lately(  # noqa: PLR0913 - what texts are counted by
        self,
        key: RecipientKey,
        *,
        identity: str,
        submitter: str,
        region: str,
        at: datetime,
        since: datetime,
    ) -> Lately:
        """Return what was accepted lately, and the last texts of an identity since a moment."""
        ...
