"""How providers are told of opt-outs: in bulk, each answered for itself. Opt-ins are never told."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final, Protocol

from gateway.delivery.smtp_reply import clean
from gateway.errors import TemporaryFailure
from gateway.providers.numbers import number_of
from gateway.providers.provider import Order
from gateway.providers.ringcentral import (
    BY_PROGRAM,
    EVERY_NUMBER,
    api_of,
    object_in,
    reply_of,
    words,
)
from suppression.keys import RecipientKey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gateway.config.models import Route
    from gateway.providers.provider import Answer
    from suppression.entry import Entry

_HOME: Final = "US"  # what a number without its country would be of
_TWILIO: Final = "https://accounts.twilio.com"


class Pusher(Protocol):
    """How one provider is told."""

    @property
    def most(self) -> int:
        """How many one request takes."""
        ...

    def order(self, entries: Sequence[Entry], secret: str) -> Order:
        """Return the request that tells of opt-outs. `secret` is the route's password."""
        ...

    def failures(self, answer: Answer, entries: Sequence[Entry]) -> Mapping[str, str]:
        """Return what was not taken, by entry id, and why.

        Raises:
            TemporaryFailure: the answer does not say which were.
        """
        ...


class RingCentralPusher:
    """Consents of RingCentral, version 2: from none of our numbers any more."""

    most = 100

    def __init__(self, route: Route) -> None:
        """Ask in the name of whoever is logged in."""
        self._url = f"{api_of(route)}/restapi/v2/accounts/~/sms/consents"

    def order(self, entries: Sequence[Entry], secret: str) -> Order:  # noqa: ARG002 - the login is made apart
        """Return the request that tells of opt-outs."""
        records = [
            {"from": EVERY_NUMBER, "to": each.key, "optStatus": "OptOut", "source": BY_PROGRAM}
            for each in entries
        ]
        return Order(method="PATCH", url=self._url, json=json.dumps({"records": records}).encode())

    def failures(self, answer: Answer, entries: Sequence[Entry]) -> Mapping[str, str]:
        """Return what was not taken; whoever is not named was."""
        if not _is_yes(answer):
            raise TemporaryFailure(f"consents: {reply_of(answer)}")
        ids = {each.key: each.entry_id for each in entries}
        whys: dict[str, str] = {}
        for each in object_in(answer.body).get("failedRecords", []):
            written = words(each.get("to")) if isinstance(each, dict) else ""
            spellings = (f"+{written}", number_of(written, _HOME))
            to = next((key for key in spellings if key in ids), None)
            if to is None:
                raise TemporaryFailure("consents: a failure of nobody whom it was told of")
            whys[ids[RecipientKey(to)]] = _why(each.get("error"))
        return whys


class TwilioPusher:
    """Consents of Twilio in bulk, for the route's service or number."""

    most = 25

    def __init__(self, route: Route) -> None:
        """Ask in the name of the route's account."""
        self._login = route.username or route.account
        self._sender = route.messaging_service or route.number
        self._url = f"{(route.url or _TWILIO).rstrip('/')}/v1/Consents/Bulk"

    def order(self, entries: Sequence[Entry], secret: str) -> Order:
        """Return the request that tells of opt-outs."""
        items = [
            {
                "contact_id": each.key,
                "correlation_id": _correlation(each),
                "sender_id": self._sender,
                "status": "opt-out",
                "source": "others",
                "date_of_consent": each.requested_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            }
            for each in entries
        ]
        return Order(
            method="POST",
            url=self._url,
            form=tuple(("Items", json.dumps(each)) for each in items),
            login=(self._login, secret),
        )

    def failures(self, answer: Answer, entries: Sequence[Entry]) -> Mapping[str, str]:
        """Return what was not taken: a 201 holds an error an item, and says yes item by item."""
        said = object_in(answer.body)
        items = said.get("items")
        if not 200 <= answer.status < 300 or not isinstance(items, list):  # noqa: PLR2004 - RFC 9110 15.3
            raise TemporaryFailure(
                clean(f"Consents/Bulk: {answer.status} {words(said.get('message'))}")
            )
        codes = {
            words(each.get("correlation_id")): each for each in items if isinstance(each, dict)
        }
        whys = {each.entry_id: _refused(codes.get(_correlation(each))) for each in entries}
        return {entry_id: why for entry_id, why in whys.items() if why}


def _is_yes(answer: Answer) -> bool:
    """Whether RingCentral took opt-outs, and says which not: not every success is an answer."""
    if not 200 <= answer.status < 300 or not answer.is_whole:  # noqa: PLR2004 - RFC 9110 15.3
        return False
    if answer.status == 204 or answer.body.strip() == b"{}":  # noqa: PLR2004 - RFC 9110 15.3.5
        return True
    said = object_in(answer.body)
    is_error = any(said.get(name) for name in ("error", "errorCode", "code"))
    return isinstance(said.get("failedRecords"), list) and not is_error


def _refused(item: Mapping[str, Any] | None) -> str:
    """Return why an item was not taken; "" where it was."""
    if item is None:
        return "it was not answered for"
    if item.get("error_code") == 0 and not isinstance(item.get("error_code"), bool):
        return ""
    return clean(f"{words(item.get('error_code'))} {item.get('error_messages')}")


def _correlation(entry: Entry) -> str:
    return hashlib.sha256(entry.entry_id.encode()).hexdigest()[:32]


def _why(error: object) -> str:
    if isinstance(error, dict):
        return clean(f"{words(error.get('errorCode'))} {words(error.get('message'))}")
    return clean(words(error) or "refused")
