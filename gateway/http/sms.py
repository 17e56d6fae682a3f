"""Texts over HTTP: send, check, look, cancel."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from pydantic import Field, JsonValue, field_validator

from filters.decision import Effect
from filters.plan import render
from filters.sms.places.place import Whereabouts
from filters.sms.segments import count
from gateway.callbacks.places import LONGEST, url_mistake
from gateway.http.acceptance import raise_unless_taken
from gateway.http.body import read_json
from gateway.http.call import Call, Moment, Shape, answer
from gateway.http.messages import MessageDetail, detail, owned
from gateway.http.places import PostalCode, Zone  # noqa: TC001 - fields of a model
from gateway.http.problems import Mistake, Refusal, mistaken
from gateway.http.verdicts import FindingView, Mode, StateName, Verdict, finding_view, verdict
from gateway.submission import LONGEST_NIGHT, NO_CALLBACK, Callback, SmsSubmission
from suppression.channel import Channel
from suppression.errors import MalformedAddressError
from suppression.keys import phone_key

if TYPE_CHECKING:
    from aiohttp import web

    from filters.plan import Plan
    from gateway.submission import Acceptance, Retried
    from suppression.keys import RecipientKey

TEXT_CHARACTERS: Final = 1600
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_METADATA_CHARACTERS: Final = 4096
AHEAD: Final = timedelta(days=30)
_NOW: Final = timedelta(seconds=1)  # what is due within it waits for nothing


class SmsRequest(Shape):
    """A text to send."""

    to: str = Field(min_length=1, max_length=40, description="The number, best in E.164.")
    text: str = Field(min_length=1, max_length=TEXT_CHARACTERS)
    from_: str = Field(default="", alias="from", max_length=40, description="One of your numbers.")
    purpose: str = Field(
        default="",
        max_length=64,
        description="One of sms.purposes; only inside an open conversation may it be left out, or"
        " where the key has one.",
    )
    in_reply_to: str = Field(default="", max_length=200)
    send_at: Moment | None = None
    valid_until: Moment | None = None
    zone: Zone = ""
    postal_code: PostalCode = ""
    callback_url: str = Field(
        default="",
        max_length=LONGEST,
        description="An https URL of yours that is told what becomes of the text, signed after"
        " Standard Webhooks.",
    )
    metadata: dict[str, JsonValue] = Field(default_factory=dict)

    @field_validator("text")
    @classmethod
    def _has_words(cls, text: str) -> str:
        if not text.strip():
            raise ValueError("a text has words")
        # a telephone shows no controls, but a terminal or a gateway further on may obey them
        if _CONTROL.search(text.replace("\r\n", "\n")):
            raise ValueError("no control characters but line ends")
        return text

    @field_validator("metadata")
    @classmethod
    def _is_small(cls, metadata: dict[str, JsonValue]) -> dict[str, JsonValue]:
        if len(json.dumps(metadata)) > _METADATA_CHARACTERS:
            raise ValueError(f"at most {_METADATA_CHARACTERS} characters of JSON")
        return metadata


class SmsAccepted(Shape):
    """A text that was taken over. `not_before` stands there when it waits, for the morning say."""

    id: str
    status: StateName
    to: str
    segments: int = Field(description="of the text as it leaves, added notice included")
    encoding: str = Field(description="GSM-7 or UCS-2")
    verdict: Verdict
    findings: tuple[FindingView, ...]
    waived: tuple[FindingView, ...] = Field(
        description="in observe mode: findings recorded and not obeyed"
    )
    not_before: datetime | None = None


class SmsChecked(Shape):
    """What would be decided about a text. Nothing was sent or kept."""

    verdict: Verdict = Field(description="as enforced, whatever the mode")
    mode: Mode = Field(description="observe: a text that is posted leaves as it is")
    to: str
    text: str = Field(description="as it would leave")
    segments: int
    encoding: str
    findings: tuple[FindingView, ...]
    edits: tuple[str, ...]
    not_before: datetime | None = None


async def post_sms(call: Call) -> web.Response:
    """Send a text, if it may be sent."""
    order, raw = await read_json(call.request, SmsRequest)
    body, replayed = await send(call, order, call.retried(raw))
    return answer(body, 202, replayed=replayed)


async def send(call: Call, order: SmsRequest, retried: Retried) -> tuple[SmsAccepted, bool]:
    """Take a text over; whether the same request had been taken before.

    Raises:
        Refusal: it may not be sent, or could not be examined.
    """
    submission = submission_of(call, order, retried)
    acceptance = await call.services.submit_sms(submission)
    raise_unless_taken(acceptance, call.services.clock())
    taken_at = submission.received_at
    if acceptance.replayed:
        first = await call.services.spool.message(acceptance.queue_id)
        taken_at = first.accepted_at if first else taken_at
    return _accepted(acceptance, order.text, taken_at), acceptance.replayed


async def post_sms_check(call: Call) -> web.Response:
    """Decide about a text as if it were sent."""
    order, raw = await read_json(call.request, SmsRequest)
    decision = await call.services.decide_sms(submission_of(call, order, call.retried(raw)))
    ruling = decision.rulings[0]
    text = leaving(order.text, decision.plan)
    counted = count(text)
    return answer(
        SmsChecked(
            verdict=verdict(ruling.effect, changed=bool(decision.plan.fixes)),
            mode=call.services.config.mode,
            to=ruling.recipient.address,
            text=text,
            segments=counted.segments,
            encoding=counted.encoding,
            findings=tuple(map(finding_view, ruling.findings)),
            edits=decision.plan.fixes,
            not_before=_waiting(decision.facts.opens_at, decision.facts.now),
        )
    )


async def get_sms(call: Call) -> web.Response:
    """Show where a text is and what happened to it."""
    return answer(await _detail(call))


async def delete_sms(call: Call) -> web.Response:
    """Cancel a text that has not left."""
    view = await owned(call, Channel.SMS)
    cancelled = await call.services.spool.cancel(
        [view.queue_id], by=call.caller.name, because="cancelled by the application"
    )
    if not cancelled:
        state = view.deliveries[0].state if view.deliveries else "gone"
        raise Refusal("HTTP_STATE_CONFLICT", f"the text is {state}")
    return answer(await _detail(call))


async def _detail(call: Call) -> MessageDetail:
    view = await owned(call, Channel.SMS)
    return detail(view, await call.services.spool.trace(queue_id=view.queue_id))


def submission_of(
    call: Call, order: SmsRequest, retried: Retried, callback: Callback = NO_CALLBACK
) -> SmsSubmission:
    """Return what is handed to the pipeline; every mistake in numbers and times is named."""
    now = call.services.clock()
    send_at = max(order.send_at or now, now)
    expires = call.services.config.delivery.sms_expires
    _refuse_times(send_at, order.valid_until, now)
    # without a valid_until the text may wait for a morning, and lives from there
    valid_until = order.valid_until or send_at + LONGEST_NIGHT + expires
    region = call.services.config.company.phone_region
    return SmsSubmission(
        queue_id=call.services.queue_ids.next(),
        submitter=call.caller.submitter,
        to=number(order.to, region),
        sender=number(order.from_, region, field="from") if order.from_ else "",
        text=order.text,
        purpose=order.purpose or call.caller.purpose,
        in_reply_to=order.in_reply_to,
        received_at=now,
        send_at=send_at,
        valid_until=valid_until,
        metadata=json.dumps(order.metadata, ensure_ascii=False) if order.metadata else "",
        whereabouts=Whereabouts(zone=order.zone, postal_code=order.postal_code),
        retried=retried,
        callback=_callback(call, order) if order.callback_url else callback,
    )


def _callback(call: Call, order: SmsRequest) -> Callback:
    if mistake := url_mistake(order.callback_url, call.services.config.callbacks.networks):
        raise mistaken([Mistake(loc="callback_url", msg=mistake)])
    return Callback(url=order.callback_url)


def _refuse_times(send_at: datetime, valid_until: datetime | None, now: datetime) -> None:
    found = []
    if send_at > now + AHEAD:
        found.append(Mistake(loc="send_at", msg=f"at most {AHEAD.days} days ahead"))
    if valid_until is not None and valid_until <= send_at:
        found.append(Mistake(loc="valid_until", msg="is over before the text may leave"))
    if found:
        raise mistaken(found)


def number(text: str, region: str, *, field: str = "to") -> RecipientKey:
    """Return a number as people write it as a key.

    Raises:
        Refusal: it is none (422).
    """
    try:
        return phone_key(text, region)
    except MalformedAddressError as error:
        detail_ = f"{field}: {error}"
        mistakes = [Mistake(loc=field, msg=str(error))]
        raise Refusal("SMS_NUMBER_INVALID", detail_, errors=mistakes) from error


def _accepted(acceptance: Acceptance, text: str, taken_at: datetime) -> SmsAccepted:
    ruling = acceptance.rulings[0]
    counted = count(leaving(text, acceptance.plan))
    return SmsAccepted(
        id=acceptance.queue_id,
        status="held" if ruling.effect is Effect.HOLD else "queued",
        to=ruling.recipient.address,
        segments=counted.segments,
        encoding=counted.encoding,
        verdict=verdict(ruling.effect, changed=acceptance.changed),
        findings=tuple(map(finding_view, ruling.findings)),
        waived=tuple(map(finding_view, ruling.waived)),
        not_before=_waiting(acceptance.not_before, taken_at),
    )


def leaving(text: str, plan: Plan) -> str:
    """Return a text as it leaves: with what is added to it."""
    return render(text.encode(), plan, "").decode()


def _waiting(not_before: datetime | None, now: datetime) -> datetime | None:
    return not_before if not_before is not None and not_before > now + _NOW else None
