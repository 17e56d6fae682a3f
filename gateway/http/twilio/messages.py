"""Texts in Twilio's shapes: sent, listed, looked at and taken back by unmodified clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict, Field

from filters.sms.numbers import region_of
from gateway.callbacks.places import url_mistake
from gateway.callbacks.sha1 import keyed_state
from gateway.http.acceptance import raise_unless_taken
from gateway.http.call import answer
from gateway.http.problems import Refusal
from gateway.http.sms import submission_of
from gateway.http.twilio import errors
from gateway.http.twilio.account import secret_of
from gateway.http.twilio.errors import TwilioRefusal, wrong
from gateway.http.twilio.message import (
    SHOWN,
    MessageResource,
    accepted_resource,
    queue_id_of,
    stored_resource,
)
from gateway.http.twilio.order import read_form, read_order
from gateway.submission import NO_CALLBACK, NOT_RETRIED, Callback
from suppression.channel import Channel

if TYPE_CHECKING:
    from aiohttp import web

    from gateway.http.call import Call
    from gateway.http.twilio.order import TwilioOrder
    from gateway.spool.model import MessageView
    from gateway.submission import Retried, SmsSubmission

_TOKENS: Final = ("I-Twilio-Idempotency-Token", "Idempotency-Key")


class MessageForm(BaseModel):
    """A text to send; what chooses only what Twilio does is taken and has no effect."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    To: str = Field(description="The number, best in E.164.")
    Body: str = Field(max_length=1600)
    From: str = Field(default="", description="One of your numbers.")
    MessagingServiceSid: str = Field(default="", pattern="^(MG[0-9a-fA-F]{32})?$")
    ValidityPeriod: int = Field(default=36_000, ge=1, le=36_000)
    ScheduleType: str = Field(default="", pattern="^(fixed)?$")
    StatusCallback: str = Field(
        default="", description="An https URL; told by POST what becomes of it."
    )
    SendAt: str = Field(default="", description="ISO 8601; with ScheduleType=fixed")
    MaxPrice: float = 0
    ProvideFeedback: bool = False
    Attempt: int = 1
    ForceDelivery: bool = False
    SmartEncoded: bool = False
    ShortenUrls: bool = False
    SendAsMms: bool = False
    RiskCheck: str = "enable"
    TrafficType: str = "free"
    FallbackFrom: str = ""
    ContentRetention: str = Field(default="retain", pattern="^retain$")
    AddressRetention: str = Field(default="retain", pattern="^retain$")


class ChangeForm(BaseModel):
    """What may be done to a text that has not left."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    Status: str = Field(pattern="^canceled$")


async def post_message(call: Call) -> web.Response:
    """Send a text, if it may be sent (Twilio's shape)."""
    fields, raw = await read_form(call.request)
    order = read_order(fields, call.services.clock())
    submission = _submission(call, order, _retried(call, raw))
    acceptance = await call.services.submit_sms(submission)
    try:
        raise_unless_taken(acceptance, call.services.clock())
    except Refusal as refusal:
        raise _numbered(call, refusal, submission.to) from refusal
    if not acceptance.replayed:
        # nothing is read any more: a failure now would make the client send it twice
        return answer(accepted_resource(submission, acceptance, call.path("sid")), 201)
    view = await call.services.spool.message(acceptance.queue_id)
    if view is None:
        raise Refusal("STORE_UNAVAILABLE")
    return answer(await _shown(call, view), 201, replayed=True)


async def get_message(call: Call) -> web.Response:
    """Show a text and what became of it (Twilio's shape)."""
    return answer(await _shown(call, await _owned(call)))


async def post_change(call: Call) -> web.Response:
    """Take back a text that has not left (Twilio's shape)."""
    fields, _ = await read_form(call.request)
    if dict(fields) != {"Status": "canceled"}:
        raise wrong(errors.UNKNOWN_PARAMETER, "only Status=canceled is done here")
    view = await _owned(call)
    cancelled = await call.services.spool.cancel(
        [view.queue_id], by=call.caller.name, because="cancelled by the application"
    )
    if not cancelled:
        raise Refusal("HTTP_STATE_CONFLICT", f"the text is {view.deliveries[0].state}")
    return answer(await _shown(call, await _owned(call)))


def _submission(call: Call, order: TwilioOrder, retried: Retried) -> SmsSubmission:
    try:
        return submission_of(call, order.request, retried, _callback(call, order))
    except Refusal as refusal:
        is_sender = any(mistake.loc == "from" for mistake in refusal.document.errors)
        if is_sender:
            raise TwilioRefusal(errors.INVALID_FROM, refusal) from refusal
        raise


def _callback(call: Call, order: TwilioOrder) -> Callback:
    """Return where the client is told what becomes of a text; its own key signs that."""
    if not order.status_callback:
        return NO_CALLBACK
    if mistake := url_mistake(order.status_callback, call.services.config.callbacks.networks):
        raise wrong(errors.STATUS_CALLBACK, f"StatusCallback: {mistake}")
    return Callback(
        url=order.status_callback,
        account=call.path("sid"),
        signer=keyed_state(secret_of(call.request).encode()),
    )


def _retried(call: Call, raw: bytes) -> Retried:
    """Return what recognises a repetition: by the token that Twilio's clients bring, or ours."""
    header = next((name for name in _TOKENS if name in call.request.headers), "")
    return call.retried(raw, header=header) if header else NOT_RETRIED


def _numbered(call: Call, refusal: Refusal, to: str) -> Refusal:
    """Return a refusal under its number: a number is of another country, or takes no texts."""
    if refusal.document.code != "SMS_NUMBER_UNSUPPORTED":
        return refusal
    region = region_of(to)
    if not region:
        return TwilioRefusal(errors.INVALID_TO, refusal)
    is_foreign = region not in call.services.config.sms.regions
    return TwilioRefusal(errors.REGION if is_foreign else errors.LANDLINE, refusal)


async def _owned(call: Call) -> MessageView:
    """Return the text of the path.

    Raises:
        Refusal: there is none, or it is another submitter's: the same 404.
    """
    view = await call.services.spool.message(queue_id_of(call.path("id")))
    if (
        view is None
        or view.submitter != call.caller.submitter.name
        or view.channel is not Channel.SMS
        or view.deliveries[0].state not in SHOWN
    ):
        raise Refusal("HTTP_NOT_FOUND", "there is no text of yours with this SID")
    return view


async def _shown(call: Call, view: MessageView) -> MessageResource:
    texts = await call.services.spool.texts([view.queue_id])
    return stored_resource(view, texts.get(view.queue_id), call.path("sid"))
