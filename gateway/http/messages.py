"""What became of messages: each submitter sees its own, and nothing of anybody else's."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - fields of models
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import Field, JsonValue, StringConstraints

from gateway.http.body import read_query
from gateway.http.call import Call, Moment, Shape, answer
from gateway.http.problems import Refusal
from gateway.http.verdicts import FindingView, Mode, StateName, Verdict  # noqa: TC001 - fields
from gateway.queue_id import LENGTH
from gateway.spool.model import SpoolQuery, State
from gateway.spool.receipts import Report  # noqa: TC001 - a field
from gateway.spool.rows import load_object

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aiohttp import web

    from gateway.spool.model import DeliveryView, MessageView, TraceLine
    from suppression.channel import Channel

QueueIdText = Annotated[str, StringConstraints(pattern=rf"^[0-9a-hjkmnp-tv-z]{{{LENGTH}}}$")]


class MessagesQuery(Shape):
    """Which messages to list; without a parameter all of them, newest first."""

    channel: Literal["email", "sms"] | None = None
    state: StateName | None = None
    address: str = Field(default="", max_length=320)
    since: Moment | None = None
    cursor: QueueIdText | None = None
    limit: int = Field(default=100, ge=1, le=1000)


class Delivery(Shape):
    """One recipient of a message, and where the message is on its way there."""

    address: str
    verdict: Verdict
    status: StateName
    findings: tuple[FindingView, ...]
    would: Verdict | None = Field(description="in observe mode: what enforcing would have said")
    waived: tuple[FindingView, ...] = Field(description="findings recorded and not obeyed")
    attempts: int
    next_attempt_at: datetime | None
    last_reply: str
    report: Report | None = Field(description="what the provider of a text says of its way")
    updated_at: datetime


class MessageSummary(Shape):
    """One message. `status` is the state furthest from its end among its recipients."""

    id: str
    channel: Literal["email", "sms"]
    status: StateName
    category: str
    stream: str
    from_: str = Field(alias="from", serialization_alias="from")
    subject: str
    size_bytes: int
    edits: tuple[str, ...]
    mode: Mode
    would_edits: tuple[str, ...] = Field(description="in observe mode: what was not changed")
    accepted_at: datetime
    not_before: datetime
    expires_at: datetime
    metadata: dict[str, JsonValue]
    recipients: tuple[Delivery, ...]


class HistoryLine(Shape):
    """One thing that happened."""

    at: datetime
    event: str
    facts: dict[str, JsonValue]


class MessageDetail(MessageSummary):
    """One message with its history, oldest first."""

    history: tuple[HistoryLine, ...]


class MessagePage(Shape):
    """A page of messages; `next_cursor` is null on the last one."""

    messages: tuple[MessageSummary, ...]
    next_cursor: str | None


async def get_messages(call: Call) -> web.Response:
    """List messages, newest first."""
    query = read_query(call.request.query, MessagesQuery)
    views = await call.services.spool.messages(
        SpoolQuery(
            channel=query.channel or "",
            states=frozenset({State(query.state)}) if query.state else frozenset(),
            address=query.address,
            submitter=call.caller.submitter.name,
            since=query.since,
            after=query.cursor or "",
            limit=query.limit,
        )
    )
    last = views[-1].queue_id if len(views) == query.limit else None
    found = tuple(MessageSummary.model_validate(_fields(view)) for view in views)
    return answer(MessagePage(messages=found, next_cursor=last))


async def get_message(call: Call) -> web.Response:
    """Show a message and what happened to it."""
    view = await owned(call)
    return answer(detail(view, await call.services.spool.trace(queue_id=view.queue_id)))


async def owned(call: Call, channel: Channel | None = None) -> MessageView:
    """Return the message of the path.

    Raises:
        Refusal: there is none, or it is another submitter's: the same 404.
    """
    view = await call.services.spool.message(call.path("id"))
    if (
        view is None
        or view.submitter != call.caller.submitter.name
        or (channel is not None and view.channel is not channel)
    ):
        raise Refusal("HTTP_NOT_FOUND", "there is no message of yours with this id")
    return view


def detail(view: MessageView, trace: Iterable[TraceLine]) -> MessageDetail:
    """Return a message as its submitter sees it."""
    history = [{"at": line.at, "event": line.kind, "facts": dict(line.facts)} for line in trace]
    return MessageDetail.model_validate({**_fields(view), "history": history})


def _fields(view: MessageView) -> dict[str, Any]:
    return {
        "id": view.queue_id,
        "channel": view.channel.value,
        "status": status_of(view.deliveries),
        "category": view.category,
        "stream": view.stream,
        "from": view.reverse_path,
        "subject": view.subject,
        "size_bytes": view.size_bytes,
        "edits": view.fixes,
        "mode": "observe" if view.is_observed else "enforce",
        "would_edits": view.would_fix,
        "accepted_at": view.accepted_at,
        "not_before": view.not_before,
        "expires_at": view.expires_at,
        "metadata": load_object(view.metadata or "{}") or {},
        "recipients": tuple(map(_delivery, view.deliveries)),
    }


def _delivery(view: DeliveryView) -> dict[str, Any]:
    return {
        "address": view.address,
        "verdict": view.verdict,
        "status": view.state.value,
        "findings": view.findings,
        "would": view.would or None,
        "waived": view.waived,
        "attempts": view.attempts,
        "next_attempt_at": view.next_at,
        "last_reply": view.last_reply,
        "report": view.report or None,
        "updated_at": view.updated_at,
    }


_FURTHEST_FROM_END: Final = (
    State.HELD, State.QUEUED, State.SENDING, State.DEFERRED, State.UNKNOWN, State.FAILED,
    State.EXPIRED, State.DELIVERED, State.SUPPRESSED, State.CANCELLED, State.REFUSED,
)  # fmt: skip


def status_of(deliveries: Iterable[DeliveryView]) -> str:
    """Return the state furthest from its end."""
    states = {delivery.state for delivery in deliveries}
    return next((s.value for s in _FURTHEST_FROM_END if s in states), State.REFUSED.value)
