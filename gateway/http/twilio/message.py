"""A text as Twilio's clients see it: the Message resource."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from filters.decision import Effect
from filters.sms.segments import count
from gateway import queue_id as queue_ids
from gateway.http.sms import leaving
from gateway.http.twilio import errors
from gateway.spool.model import State
from gateway.spool.receipts import Report
from gateway.spool.rows import load_object

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.spool.model import DeliveryView, MessageView
    from gateway.submission import Acceptance, SmsSubmission

VERSION: Final = "2010-04-01"
SERVICE: Final = re.compile(r"MG[0-9a-fA-F]{32}")
"""A Messaging Service SID."""
_SID: Final = re.compile(r"SM0{16}([0-9a-f]{16})")

Status: TypeAlias = Literal[
    "accepted", "scheduled", "queued", "sending", "sent", "delivered", "undelivered", "failed",
    "canceled",
]  # fmt: skip
_STATUSES: Final[Mapping[State, Status]] = {
    State.HELD: "accepted",
    State.QUEUED: "queued",
    State.DEFERRED: "queued",
    State.SENDING: "sending",
    # what may have arrived is never called failed: a client would send it again
    State.UNKNOWN: "sending",
    State.DELIVERED: "sent",
    State.FAILED: "failed",
    State.EXPIRED: "failed",
    State.SUPPRESSED: "failed",
    State.CANCELLED: "canceled",
    State.REFUSED: "failed",
}
_REPORTED: Final[Mapping[str, Status]] = {
    Report.ARRIVED: "delivered",
    Report.FAILED: "undelivered",  # the provider had it, and could not bring it
}
SHOWN: Final = frozenset(_STATUSES) - {State.REFUSED}
"""What a client finds again: of a text that was refused it has an exception and no SID."""


class MessageResource(BaseModel):
    """A text, in Twilio's shape."""

    model_config = ConfigDict(extra="forbid", defer_build=True, frozen=True)

    account_sid: str
    api_version: str
    body: str = Field(description="as it leaves; empty once sms_text of [retention] is over")
    date_created: str = Field(description="RFC 2822")
    date_sent: str | None
    date_updated: str
    direction: Literal["outbound-api"]
    error_code: int | None
    error_message: str | None
    from_: str | None = Field(alias="from", serialization_alias="from")
    messaging_service_sid: str | None
    num_media: str
    num_segments: str = Field(description='"0" once nobody can count them any more')
    price: str | None
    price_unit: str | None
    sid: str
    status: Status
    subresource_uris: dict[str, str]
    to: str
    uri: str


def sid_of(queue_id: str) -> str:
    """Return a queue id as Twilio writes the id of a text.

    >>> sid_of("01nk5g60zs1qg")
    'SM000000000000000000d6658181fc86f0'
    """
    return f"SM{queue_ids.decode(queue_id):032x}"


def queue_id_of(sid: str) -> str:
    """Return the queue id that `sid_of` wrote; "" where it is none."""
    match = _SID.fullmatch(sid.replace("sm", "SM", 1))
    return queue_ids.encode(int(match[1], 16)) if match else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What a resource is made of."""

    queue_id: str
    account: str
    sender: str
    to: str
    text: str  # as it leaves; "" once it is gone
    metadata: str
    state: State
    report: str
    accepted_at: datetime
    updated_at: datetime
    error: tuple[int | None, str | None] = (None, None)


def stored_resource(view: MessageView, text: str | None, account: str) -> MessageResource:
    """Return a text of the spool; `text`: as it leaves, none once it is gone."""
    delivery = view.deliveries[0]
    return _resource(
        _Known(
            queue_id=view.queue_id,
            account=account,
            sender=view.reverse_path,
            to=delivery.address,
            text=text or "",
            metadata=view.metadata,
            state=delivery.state,
            report=delivery.report,
            accepted_at=view.accepted_at,
            updated_at=delivery.updated_at,
            error=_error(delivery),
        )
    )


def accepted_resource(
    submission: SmsSubmission, acceptance: Acceptance, account: str
) -> MessageResource:
    """Return a text that was taken over just now."""
    return _resource(
        _Known(
            queue_id=acceptance.queue_id,
            account=account,
            sender=submission.sender,
            to=acceptance.rulings[0].recipient.address,
            text=leaving(submission.text, acceptance.plan),
            metadata=submission.metadata,
            state=State.HELD if acceptance.effect is Effect.HOLD else State.QUEUED,
            report="",
            accepted_at=submission.received_at,
            updated_at=submission.received_at,
        )
    )


def messages_uri(account: str) -> str:
    """Return the path of an account's texts, as clients put it behind the address they know."""
    return f"/{VERSION}/Accounts/{account}/Messages"


def _resource(known: _Known) -> MessageResource:
    kept = load_object(known.metadata or "{}") or {}
    status = _REPORTED.get(known.report, _STATUSES[known.state])
    is_scheduled = known.state is State.QUEUED and kept.get("schedule_type") == "fixed"
    sid = sid_of(known.queue_id)
    number, said = known.error
    return MessageResource.model_validate(
        {
            "account_sid": known.account,
            "api_version": VERSION,
            "body": known.text,
            "date_created": format_datetime(known.accepted_at),
            "date_sent": (
                format_datetime(known.updated_at) if known.state is State.DELIVERED else None
            ),
            "date_updated": format_datetime(known.updated_at),
            "direction": "outbound-api",
            "error_code": number,
            "error_message": said,
            "from": known.sender or None,
            "messaging_service_sid": _service(kept),
            "num_media": "0",
            "num_segments": str(count(known.text).segments if known.text else 0),
            "price": None,
            "price_unit": None,
            "sid": sid,
            "status": "scheduled" if is_scheduled else status,
            "subresource_uris": {},
            "to": known.to,
            "uri": f"{messages_uri(known.account)}/{sid}.json",
        }
    )


def _service(kept: Mapping[str, Any]) -> str | None:
    """Return the Messaging Service that was named; metadata of POST /v1/sms may be anything."""
    named = kept.get("messaging_service_sid")
    return named if isinstance(named, str) and SERVICE.fullmatch(named) else None


def _error(delivery: DeliveryView) -> tuple[int | None, str | None]:
    """Return why a text failed: by the last rule that says so, else by what the next hop said."""
    if _STATUSES[delivery.state] not in {"failed", "canceled"}:
        return None, None
    if delivery.state is State.EXPIRED:
        return errors.TOO_LATE, "it did not leave in time"
    for finding in reversed(delivery.findings):
        if finding["effect"] in ("refuse", "defer"):
            return errors.number_of(str(finding["code"])), str(finding["reason"])
    if delivery.state is State.CANCELLED:
        return None, None
    return errors.UNEXPLAINED, delivery.last_reply or "the next hop did not say why"
