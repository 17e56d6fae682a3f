"""Somebody's own receiver: each text is posted to it as JSON, signed after Standard Webhooks."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from gateway.delivery.smtp_reply import clean
from gateway.errors import ConfigError, Problem
from gateway.providers.provider import Fate, Order, Outcome
from gateway.providers.said import is_object, said, words
from gateway.standard_webhooks import is_secret, key_of, signed
from suppression.entry import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.config.models import Route
    from gateway.providers.provider import Answer, Text

PROVES: Final[Mapping[str, Reason]] = {
    "opted_out": Reason.UNSUBSCRIBE,
    "invalid_number": Reason.INVALID,
    "number_gone": Reason.HARD_BOUNCE,  # nobody has it now; somebody may again
}
"""The code of an answer or report → what it says of the number."""

_ID: Final = re.compile(r"[!-~]{1,200}")
_CODE: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_FAILURES: Final = frozenset({"error", "fail", "failed", "failure"})
_NOT_OF_THE_TEXT: Final = frozenset({401, 404, 405, 407, 411, 413, 415, 421, 426, 431})


class Webhook:
    """A receiver that takes texts by HTTP."""

    def __init__(self, route: Route) -> None:
        """Post to the route's URL."""
        self._route = route.name
        self._url = route.url

    def order(self, text: Text, secret: str) -> Order:
        """Return the request that hands a text over: the same id, however often it is made."""
        if not is_secret(secret):
            problem = Problem("", 0, f"route {self._route}", "its password is no whsec_ secret")
            raise ConfigError((problem,))
        body = {
            "type": "text.send",
            "timestamp": text.at.isoformat(),
            "data": {
                "id": text.queue_id,
                "attempt": text.attempt,
                "to": text.to,
                "from": text.sender,
                "text": text.words,
                "expires_at": (text.at + timedelta(seconds=text.valid_s)).isoformat(),
            },
        }
        raw = json.dumps(body, ensure_ascii=False).encode()
        headers = signed(key_of(secret), f"text_{text.queue_id}", text.at, raw)
        return Order(method="POST", url=self._url, json=raw, headers=headers)

    def read(self, answer: Answer) -> Outcome:
        """Return what an answer means; one that cannot be understood is never taken for a no."""
        found = said(answer.body)
        code = _code(found)
        reply = clean(f"{answer.status} {code} {words(found, 'reason')}")
        if 200 <= answer.status < 300:  # noqa: PLR2004 - RFC 9110 15.3
            return _taken(answer, found, code, reply)
        if answer.status == 429 or (answer.status == 503 and code):  # noqa: PLR2004 - RFC 6585 4
            # a 503 with a word of its own is not that of a proxy before it: nothing was taken
            return Outcome(fate=Fate.LATER, reply=reply, pause_s=answer.retry_after_s)
        is_conflict = answer.status == 409 and not code  # noqa: PLR2004 - RFC 9110 15.5.10
        if answer.status >= 500 or answer.status == 408 or is_conflict:  # noqa: PLR2004 - RFC 9110 15.5.9, 15.6
            # a conflict is with an earlier attempt, which it may have taken
            return Outcome(fate=Fate.UNKNOWN, reply=reply)
        if answer.status >= 400 and code and answer.status not in _NOT_OF_THE_TEXT:  # noqa: PLR2004 - RFC 9110 15.5
            return _refused(code, reply)
        return Outcome(fate=Fate.DOWN, reply=reply)


def _taken(answer: Answer, found: Mapping[str, Any], code: str, reply: str) -> Outcome:
    """Read a success, which may hold a failure or be the page of something in between."""
    if code in PROVES:
        return _refused(code, reply)
    given = words(found, "id")
    provider_id = given if _ID.fullmatch(given) else ""
    if not _is_an_answer(answer) or _tells_of_failure(found, provider_id):
        reply = f"{answer.status}, and no answer of a receiver: it may have taken the text"
        return Outcome(fate=Fate.UNKNOWN, reply=reply)
    if code and not provider_id:  # "accepted" as well as "no_credit"
        return Outcome(fate=Fate.UNKNOWN, reply=f"{reply}: it may have taken the text")
    return Outcome(fate=Fate.SENT, reply=reply, provider_id=provider_id)


def _is_an_answer(answer: Answer) -> bool:
    """Whether a receiver may say so: nothing, a word that is no error, or an object."""
    start = answer.body.decode("utf-8-sig", "replace").lstrip().lower()
    if not answer.is_whole or start.startswith(("<", "error")):
        return False
    return is_object(answer.body) if start.startswith(("{", "[")) else True


def _tells_of_failure(found: Mapping[str, Any], provider_id: str) -> bool:
    """Whether a success holds a failure, as services write it that answer 200 to everything."""
    if found.get("error") or found.get("errors"):
        return True
    says_no = found.get("success") is False or found.get("ok") is False
    return not provider_id and (says_no or words(found, "status").lower() in _FAILURES)


def _refused(code: str, reply: str) -> Outcome:
    return Outcome(fate=Fate.REFUSED, reply=reply, proves=PROVES.get(code))


def _code(found: Mapping[str, Any]) -> str:
    code = words(found, "code")
    return code if _CODE.fullmatch(code) else ""
