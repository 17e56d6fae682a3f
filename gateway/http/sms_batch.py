"""Many texts in one call, each with a verdict of its own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from pydantic import Field

from gateway.errors import GatewayError
from gateway.http.body import read_json
from gateway.http.call import Call, Shape, answer
from gateway.http.failures import place, refusal_of
from gateway.http.problems import ProblemDocument, Refusal
from gateway.http.sms import SmsAccepted, SmsRequest, send
from gateway.log import logger
from gateway.submission import NOT_RETRIED, Retried

if TYPE_CHECKING:
    from aiohttp import web

_MANY: Final = 100
_BETWEEN: Final = "\x1f"  # between the request's key and a text's number: no header has it
_UNAVAILABLE: Final = 503


class SmsBatchRequest(Shape):
    """Texts to send."""

    messages: tuple[SmsRequest, ...] = Field(min_length=1, max_length=_MANY)


class SmsBatchResult(Shape):
    """What became of one text: taken over, or the problem that POST /v1/sms had answered."""

    accepted: SmsAccepted | None
    problem: ProblemDocument | None
    retry_after_s: int | None = Field(
        description="seconds until the same text may be accepted; null where time mends nothing"
    )


class SmsBatchAnswer(Shape):
    """What became of every text, in the order given."""

    results: tuple[SmsBatchResult, ...]


async def post_sms_batch(call: Call) -> web.Response:
    """Send many texts; one that may not be sent does not keep the others back."""
    order, raw = await read_json(call.request, SmsBatchRequest)
    retried = [_of_one(call.retried(raw), number) for number in range(_MANY)]
    for each in retried:  # before any text of another request with this key is sent
        await call.services.spool.replay(call.caller.submitter.name, each)
    sending = [
        send(call, text, of_one) for text, of_one in zip(order.messages, retried, strict=False)
    ]
    done = await asyncio.gather(*sending, return_exceptions=True)  # they share commits
    outcomes = [_outcome(each, call.request.method) for each in done]
    refusals = [outcome for outcome, _ in outcomes if not isinstance(outcome, SmsAccepted)]
    if len(refusals) == len(outcomes) and all(map(_is_unavailable, refusals)):
        raise refusals[0]
    results = tuple(_result(outcome) for outcome, _ in outcomes)
    taken = [replayed for outcome, replayed in outcomes if isinstance(outcome, SmsAccepted)]
    replayed = bool(taken) and all(taken)
    return answer(SmsBatchAnswer(results=results), replayed=replayed)


def _outcome(
    done: tuple[SmsAccepted, bool] | BaseException, method: str
) -> tuple[SmsAccepted | Refusal, bool]:
    """Return what became of one text; our own mistakes about it are not the others'."""
    match done:
        case GatewayError():
            return refusal_of(done, method), False
        case Exception():
            logger().error("http-broken", method=method, error=place(done))
            return Refusal("INTERNAL_ERROR"), False
        case BaseException():
            raise done
        case _:
            return done


def _of_one(retried: Retried, number: int) -> Retried:
    """Return what recognises one text of a repeated request."""
    if retried is NOT_RETRIED:
        return NOT_RETRIED
    return Retried(key=f"{retried.key}{_BETWEEN}{number}", digest=retried.digest)


def _result(outcome: SmsAccepted | Refusal) -> SmsBatchResult:
    if isinstance(outcome, SmsAccepted):
        return SmsBatchResult(accepted=outcome, problem=None, retry_after_s=None)
    return SmsBatchResult(
        accepted=None, problem=outcome.document, retry_after_s=outcome.retry_after_s
    )


def _is_unavailable(refusal: Refusal) -> bool:
    return refusal.document.status == _UNAVAILABLE
