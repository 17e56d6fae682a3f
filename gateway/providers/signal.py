"""Signal, by a signal-cli that is asked in JSON-RPC or through the REST service around it.

https://github.com/AsamK/signal-cli, https://github.com/bbernhard/signal-cli-rest-api
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from gateway.delivery.smtp_reply import clean
from gateway.errors import PermanentFailure
from gateway.providers.provider import Fate, Order, Outcome
from gateway.providers.said import inner, said, whole, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gateway.config.models import Route
    from gateway.providers.provider import Answer, Provider, Text

CAPTCHA_PAUSE_S: Final = 24 * 3600.0
"""How long Signal takes nothing of an account that has to solve a CAPTCHA first, and does not."""

_RATE_PAUSE_S: Final = 300.0
_LONGEST_PAUSE_S: Final = 7 * 24 * 3600.0
_TIMESTAMP: Final = re.compile(r"[0-9]{1,19}")

_FATES: Final[Mapping[str, Fate]] = {
    "success": Fate.SENT,
    "unregistered": Fate.REFUSED,  # not on Signal, which says nothing of the number
    "identity": Fate.REFUSED,  # another key: somebody has to look whose it is
    "invalid_pre_key": Fate.REFUSED,
    "rate_limit": Fate.LATER,
    "network": Fate.UNKNOWN,  # it may have broken off behind the text
}
"""What signal-cli says of one recipient, in lower case and without its "_FAILURE"."""

_USER_ERROR, _UNTRUSTED_KEY, _RATE_LIMIT = -1, -4, -5
_NOT_A_CALL: Final = frozenset({-32700, -32600, -32601, -32602})  # JSON-RPC 2.0, 5.1
_FAILED_SOMEHOW: Final = "failed to send"

_CAPTCHA: Final = ("captcha", "challenge token", "proof required")
_LIMITED: Final = ("rate limit", "ratelimit", "[413]", "[428]", "[429]")
_UNTRUSTED: Final = ("untrusted",)
_UNREGISTERED: Final = ("unregistered user", "not registered", "invalid phone number")
_OF_THE_SERVICE: Final = ("couldn't process request", "account does not exist")


def signal(route: Route) -> Provider:
    """Return the provider of a route, in the protocol that it names."""
    return SignalRest(route) if route.protocol == "rest" else SignalRpc(route)


class SignalRpc:
    """A `signal-cli daemon --http`."""

    def __init__(self, route: Route) -> None:
        """Ask at the route's URL."""
        self._login = route.username
        self._account = route.number
        self._url = f"{route.url.rstrip('/')}/api/v1/rpc"

    def order(self, text: Text, secret: str) -> Order:
        """Return the request that sends a text.

        Raises:
            PermanentFailure: it is from another number than the account's.
        """
        _check_sender(text, self._account)
        params = {"account": text.sender, "recipient": [text.to], "message": text.words}
        call = {"jsonrpc": "2.0", "id": text.queue_id, "method": "send", "params": params}
        return _post(self._url, call, self._login, secret)

    def read(self, answer: Answer) -> Outcome:
        """Return what an answer means; one that cannot be understood is never taken for a no."""
        found = said(answer.body)
        error = inner(found, "error")
        if answer.status // 100 != 2 or not (error or inner(found, "result")):  # noqa: PLR2004 - RFC 9110 15.3
            return _of_http(answer, "")
        result = inner(found, "result") or inner(inner(error, "data"), "response")
        results = _objects(result, "results")
        reply = _reply(answer.status, words(error, "message"), results)
        if results:
            return _of_results(results, reply, _sent_at(result))
        if error:
            return _of_error(whole(error, "code"), words(error, "message"), reply)
        return _of_timestamp(_sent_at(result), reply)


class SignalRest:
    """The REST service around signal-cli, in any of its modes."""

    def __init__(self, route: Route) -> None:
        """Ask at the route's URL."""
        self._login = route.username
        self._account = route.number
        self._url = f"{route.url.rstrip('/')}/v2/send"

    def order(self, text: Text, secret: str) -> Order:
        """Return the request that sends a text, as it is: no character of it is a style.

        Raises:
            PermanentFailure: it is from another number than the account's.
        """
        _check_sender(text, self._account)
        call = {
            "number": text.sender, "recipients": [text.to], "message": text.words,
            "text_mode": "normal",
        }  # fmt: skip
        return _post(self._url, call, self._login, secret)

    def read(self, answer: Answer) -> Outcome:
        """Return what an answer means; one that cannot be understood is never taken for a no.

        The service answers 400 to whatever went wrong, and says what in words only.
        """
        found = said(answer.body)
        message = words(found, "error")
        reply = _reply(answer.status, message, ())
        if token := _challenge(found):
            return _captcha(f"{answer.status} solve the CAPTCHA, challenge {token}: {message}", 0)
        if answer.status // 100 == 2:  # noqa: PLR2004 - RFC 9110 15.3
            outcome = _of_words(message, self._account, reply) if message else None
            failed = _objects(inner(found, "errors"), "recipients")
            if failed and outcome is None:
                return _of_results(failed, reply, "")
            return outcome or _of_timestamp(_sent_at(found), reply)
        if answer.status in {400, 429} and message:
            outcome = _of_words(message, self._account, reply)
            if outcome is None and answer.status == 400:  # noqa: PLR2004 - RFC 9110 15.5.1
                outcome = Outcome(fate=Fate.UNKNOWN, reply=reply)
            return outcome or _limited(reply, answer.retry_after_s)
        return _of_http(answer, message)


def _check_sender(text: Text, account: str) -> None:
    """Let no text leave from the account that is from another number: a reply would not find us."""
    if text.sender != account:
        raise PermanentFailure(f"this route sends from {account} alone")


def _post(url: str, call: Mapping[str, Any], login: str, secret: str) -> Order:
    return Order(
        method="POST",
        url=url,
        json=json.dumps(call, ensure_ascii=False).encode(),
        login=(login, secret) if login else None,
    )


def _of_results(results: Sequence[Mapping[str, Any]], reply: str, sent_at: str) -> Outcome:
    """Read what became of the one recipient there is; one device of theirs is enough."""
    fates = [_FATES.get(_kind(each), Fate.UNKNOWN) for each in results]
    for fate in (Fate.SENT, Fate.UNKNOWN, Fate.LATER):
        if fate not in fates:
            continue
        if fate is Fate.LATER:
            limited = results[fates.index(fate)]
            token, wait_s = words(limited, "token"), whole(limited, "retryAfterSeconds")
            said_so = f"{reply}: solve the CAPTCHA, challenge {token}"
            return _captcha(said_so, wait_s) if token else _limited(reply, wait_s)
        return Outcome(fate=fate, reply=reply, provider_id=sent_at if fate is Fate.SENT else "")
    return Outcome(fate=Fate.REFUSED, reply=reply)


def _of_error(code: int, message: str, reply: str) -> Outcome:
    """Read an error that says nothing of a recipient."""
    if code == _RATE_LIMIT:
        return _limited(reply, 0)
    if code == _UNTRUSTED_KEY:
        return Outcome(fate=Fate.REFUSED, reply=reply)
    if code in _NOT_A_CALL:  # our account, our configuration
        return Outcome(fate=Fate.DOWN, reply=reply)
    is_before_the_send = code == _USER_ERROR and _FAILED_SOMEHOW not in message.lower()
    return Outcome(fate=Fate.REFUSED if is_before_the_send else Fate.UNKNOWN, reply=reply)


def _of_words(message: str, account: str, reply: str) -> Outcome | None:
    """Read an error that is words alone; none where they leave open whether the text left."""

    def names(those: Sequence[str]) -> bool:
        return any(each in message.lower() for each in those)

    if names(_CAPTCHA):
        return _captcha(reply, 0)
    if names(_LIMITED):
        return _limited(reply, 0)
    if names(_UNREGISTERED) and account and account in message:
        return Outcome(fate=Fate.DOWN, reply=reply)  # it is we who are not registered
    if names(_UNREGISTERED) or names(_UNTRUSTED):
        return Outcome(fate=Fate.REFUSED, reply=reply)
    if names(_OF_THE_SERVICE):
        return Outcome(fate=Fate.DOWN, reply=reply)
    return None


def _of_http(answer: Answer, message: str) -> Outcome:
    """Read an answer of a service that is not there, or of something else."""
    reply = _reply(answer.status, message, ())
    match answer.status // 100:
        case 3:
            return Outcome(fate=Fate.DOWN, reply=reply)
        case 4 if answer.status == 429:  # noqa: PLR2004 - RFC 6585 4
            return _limited(reply, answer.retry_after_s)
        case 4 if answer.status != 408:  # noqa: PLR2004 - RFC 9110 15.5.9
            return Outcome(fate=Fate.DOWN, reply=reply)
        case _:
            return Outcome(fate=Fate.UNKNOWN, reply=reply)


def _of_timestamp(sent_at: str, reply: str) -> Outcome:
    if sent_at:
        return Outcome(fate=Fate.SENT, reply=reply, provider_id=sent_at)
    return Outcome(fate=Fate.UNKNOWN, reply=f"{reply}, and no time of sending: it may have left")


def _captcha(reply: str, wait_s: float) -> Outcome:
    pause_s = min(wait_s, _LONGEST_PAUSE_S) if wait_s > 0 else CAPTCHA_PAUSE_S
    return Outcome(fate=Fate.LATER, reply=clean(reply), pause_s=pause_s)


def _limited(reply: str, wait_s: float) -> Outcome:
    pause_s = min(wait_s, _LONGEST_PAUSE_S) if wait_s > 0 else _RATE_PAUSE_S
    return Outcome(fate=Fate.LATER, reply=reply, pause_s=pause_s)


def _challenge(found: Mapping[str, Any]) -> str:
    """Return the token that a CAPTCHA is solved for; "" where none is asked for."""
    tokens = found.get("challenge_tokens")
    if not isinstance(tokens, list):
        return ""
    return next((clean(each) for each in tokens if each and isinstance(each, str)), "")


def _objects(of: Mapping[str, Any], name: str) -> tuple[Mapping[str, Any], ...]:
    found = of.get(name)
    return (
        tuple(each for each in found if isinstance(each, dict)) if isinstance(found, list) else ()
    )


def _sent_at(found: Mapping[str, Any]) -> str:
    """Return the time of sending, by which Signal knows a text; "" where there is none."""
    written = words(found, "timestamp") or str(whole(found, "timestamp") or "")
    return written if _TIMESTAMP.fullmatch(written) else ""


def _type(result: Mapping[str, Any]) -> str:
    return words(result, "type") or words(result, "reason")


def _kind(result: Mapping[str, Any]) -> str:
    return _type(result).removesuffix("_FAILURE").lower()


def _reply(status: int, message: str, results: Sequence[Mapping[str, Any]]) -> str:
    types = map(_type, results)
    return clean(" ".join(filter(None, (str(status), message, *types))))
