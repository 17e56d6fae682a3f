"""Kannel's sendsms, which many gateways imitate: how it is asked, and what its lines mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.sms.segments import count
from gateway.delivery.smtp_reply import clean
from gateway.providers.provider import Fate, Order, Outcome

if TYPE_CHECKING:
    from gateway.config.models import Route
    from gateway.providers.provider import Answer, Text

_TAKEN: Final = ("0: ", "3: ", "Sent.")  # accepted, queued there, accepted by a boxc of old
_LATER: Final = "Temporal failure"  # the bearerbox did not take it
_DENIED: Final = "Number(s) has/have been denied"  # its own white and black lists
_REFUSED: Final = "rejected"
_NOWHERE: Final = "Not routable"  # no SMSC takes such a number: "Do not try again."
_OURS: Final = "Sender missing"
_EVERY_REPORT: Final = "31"  # delivered, failed, buffered, accepted and rejected by the SMSC
_CODINGS: Final = {"GSM-7": "0", "UCS-2": "2"}


class Kannel:
    """The smsbox of Kannel 1.4, or what speaks like it."""

    def __init__(self, route: Route, hook_secret: str) -> None:
        """Ask as the route's sendsms user; `hook_secret` is what its reports are known by."""
        self._hook_secret = hook_secret
        self._url = route.url
        self._username = route.username

    def order(self, text: Text, secret: str) -> Order:
        """Return the request that sends a text."""
        fields = {
            "username": self._username,
            "password": secret,
            "from": text.sender,
            "to": text.to,
            "text": text.words,
            "charset": "UTF-8",
            "coding": _CODINGS[count(text.words).encoding],
            "validity": str(max(1, text.valid_s // 60)),  # minutes
        }
        if text.callback:
            fields["dlr-mask"] = _EVERY_REPORT
            told = f"{text.callback}&secret={self._hook_secret}".replace("%", "%%")
            fields["dlr-url"] = f"{told}&type=%d&answer=%A"
        return Order(
            method="GET",
            url=self._url,
            query=tuple((name, value) for name, value in fields.items() if value),
        )

    def read(self, answer: Answer) -> Outcome:
        """Return what an answer means; one that cannot be understood is never taken for a no."""
        said = clean(answer.body)
        reply = clean(f"{answer.status} {said}")
        return Outcome(fate=_fate(answer.status, said), reply=reply, pause_s=answer.retry_after_s)


def _fate(status: int, said: str) -> Fate:
    match status // 100:
        case 2:
            return Fate.SENT if said.startswith(_TAKEN) else Fate.UNKNOWN
        case 5:
            return Fate.LATER if said.startswith(_LATER) else Fate.UNKNOWN
        case 4 if status == 408:  # noqa: PLR2004 - RFC 9110 15.5.9
            return Fate.UNKNOWN
        case 4 if said.startswith((_DENIED, _NOWHERE)):
            return Fate.REFUSED
        case 4 if said.endswith(_REFUSED) and not said.startswith(_OURS):
            return Fate.REFUSED
        case _:
            return Fate.DOWN
