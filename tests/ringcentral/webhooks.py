"""The webhooks of a RingCentral on this machine: made, probed, shown, renewed, ended, called."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.error import HTTPError
from urllib.request import Request, urlopen

if TYPE_CHECKING:
    from collections.abc import Mapping

Answer = tuple[int, dict[str, Any], dict[str, str]]

_ACCOUNT, _EXTENSION = "80964016", "62289301"
_LARGEST_ANSWER: Final = 1024
_SLOWEST_S: Final = 3


@dataclass
class Webhooks:
    """The subscriptions of one app and one person."""

    known: dict[str, dict[str, Any]] = field(default_factory=dict)
    sizes: list[int] = field(default_factory=list)  # of the answers to probes, in bytes
    disabled: list[dict[str, str]] = field(default_factory=list)
    probes: bool = True  # asks a new one whether it is there

    def tell(self, event: str, body: object, *, header: str = "Verification-Token") -> list[int]:
        """Send an event to who subscribed to it; return how it was answered.

        `event`: as in an event filter, with `~` for whose it is.
        """
        said = {
            "uuid": str(uuid.uuid4()),
            "event": _written_out(event),
            "timestamp": now(),
            "ownerId": _EXTENSION,
            "body": body,
        }
        answers = []
        for id_, each in list(self.known.items()):
            if each["status"] == "Active" and _written_out(event) in each["eventFilters"]:
                raw = json.dumps({**said, "subscriptionId": id_}).encode()
                mode = each["deliveryMode"]
                token = mode.get("verificationToken", "")
                answers.append(_post(mode["address"], raw, {header: token})[0])
        return answers

    def answer(self, method: str, id_: str, body: Any) -> Answer:  # noqa: ANN401 - JSON
        """Answer a request about all of them or one."""
        if method == "POST" and not id_:
            return self._made(body)
        if id_ and id_ not in self.known:
            return error(404, "CMN-102", "Resource for parameter [subscriptionId] is not found")
        if method == "GET":
            asked = {id_: self.known[id_]} if id_ else self.known
            return 200, {"uri": "", "records": _shown(asked)}, {}
        if method == "DELETE":
            del self.known[id_]
            return 204, {}, {}
        self.known[id_] |= _terms(body)
        return 200, {**_shown({id_: self.known[id_]})[0], "disabledFilters": self.disabled}, {}

    def _made(self, body: Any) -> Answer:  # noqa: ANN401 - JSON
        mode = body["deliveryMode"]
        token = mode.get("verificationToken", "")
        if self.probes and (fault := self._probed(mode["address"], token)):
            return error(400, "SUB-525", f"WebHook server response is invalid: {fault}")
        id_ = str(uuid.uuid4())
        self.known[id_] = {"id": id_, "status": "Active", "deliveryMode": mode, **_terms(body)}
        return 200, {**_shown({id_: self.known[id_]})[0], "disabledFilters": self.disabled}, {}

    def _probed(self, address: str, verification: str) -> str:
        """Return what is wrong with how a webhook answers; its size is noted."""
        question = str(uuid.uuid4())
        more = {"Validation-Token": question, "Verification-Token": verification}
        try:
            status, headers, size = _post(address, b"", {n: v for n, v in more.items() if v})
        except OSError as failed:
            return str(failed)
        self.sizes.append(size)
        faults = {
            f"status {status}": status != 200,
            "no echo": headers.get("validation-token") != question,
            "type": not headers.get("content-type", "").startswith("application/json"),
            "size": size >= _LARGEST_ANSWER,
        }
        return ", ".join(name for name, is_so in faults.items() if is_so)


def _terms(body: Mapping[str, Any]) -> dict[str, Any]:
    filters = [_written_out(each) for each in body["eventFilters"]]
    lasts_s = body.get("expiresIn", 604800)
    ends = datetime.now(UTC) + timedelta(seconds=lasts_s)
    return {"eventFilters": filters, "expiresIn": lasts_s, "expirationTime": ends.isoformat()}


def now() -> str:
    """Return a time as it writes them: to the nanosecond."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + "123Z"


def _written_out(name: str) -> str:
    name = re.sub(r"(/accounts?/)~", rf"\g<1>{_ACCOUNT}", name)
    return name.replace("/extension/~", f"/extension/{_EXTENSION}")


def _shown(subscriptions: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Return subscriptions as they are shown: without the token."""
    return [
        {**each, "deliveryMode": {n: v for n, v in mode.items() if n != "verificationToken"}}
        for each in subscriptions.values()
        for mode in [each["deliveryMode"]]
    ]


def _post(address: str, raw: bytes, headers: Mapping[str, str]) -> tuple[int, dict[str, str], int]:
    call = Request(  # noqa: S310 - of this machine
        address, raw, {"Content-Type": "application/json; charset=UTF-8", **headers}, method="POST"
    )
    try:
        answer = urlopen(call, timeout=_SLOWEST_S)  # noqa: S310 - of this machine
    except HTTPError as refused:
        answer = refused
    with answer:
        body = answer.read()
        fields = {n.lower(): v for n, v in answer.headers.items()}
        size = len(body) + len(str(answer.headers)) + 20
        return answer.status, fields, size


def error(status: int, code: str, message: str, **more: str) -> Answer:
    """Word a refusal as its pages do."""
    inner = {"errorCode": code, "message": message, **more}
    said = {"errorCode": code, "message": message, "errors": [inner], **more}
    return status, said, {}
