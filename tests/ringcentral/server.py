"""Somebody who answers as RingCentral's pages say it does, and calls its subscribers.

It refuses what the pages do not describe. `tests/peers/test_ringcentral_s_client.py` holds it to
RingCentral's own client.
"""

from __future__ import annotations

import base64
import json
import re
import threading
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, parse_qsl, urlsplit

from tests.ringcentral.webhooks import Answer, Webhooks, error, now

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CLIENT_ID, CLIENT_SECRET, JWT = "client-id", "client-secret", "the.jwt.credential"
_EXTENSION: Final = "62289301"
_GRANT: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_NUMBER: Final = re.compile(r"\+[1-9][0-9]{6,14}")
_LONGEST: Final = 1000


@dataclass(frozen=True)
class Asked:
    """A request that arrived."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: Any  # JSON


@dataclass
class State:
    """What it knows; tests set some of it."""

    asked: list[Asked] = field(default_factory=list)
    logins: int = 0
    tokens: set[str] = field(default_factory=set)
    lasts_s: int = 3600
    script: list[Answer] = field(default_factory=list)  # answers to the next texts
    login_script: list[Answer] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)  # the newest last
    consents: dict[str, tuple[str, str]] = field(default_factory=dict)  # by who: from, status
    unwanted: set[str] = field(default_factory=set)  # numbers that it takes no consents of
    unheard: dict[str, int] = field(
        default_factory=dict
    )  # by number: how it refuses a request for one
    consents_script: list[Answer] = field(default_factory=list)
    consents_until: int = 0  # how many it knows before it answers no more
    consents_over: Answer = (429, {}, {"Retry-After": "60"})  # … but this
    holds_from: int = 0  # the text from which on it answers only when it is told to


class RingCentral:
    """One on this machine."""

    def __init__(self) -> None:
        self.state = State()
        self.webhooks = Webhooks()
        self.goes_on = threading.Event()
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _any(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                raw = self.rfile.read(length)
                headers = {n.lower(): v for n, v in self.headers.items()}
                status, said, more = outer._answer(self.command, self.path, headers, raw)
                body = json.dumps(said).encode() if status != 204 else b""
                self.send_response(status)
                for name, value in more.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _any  # noqa: N815 - the names of its base

            def log_message(self, *_: object) -> None:
                pass

            def handle(self) -> None:
                with suppress(OSError):  # who asked is gone
                    super().handle()

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def texts(self) -> list[Asked]:
        """The texts it was asked to send."""
        return [a for a in self.state.asked if a.path.endswith(("/sms", "/a2p-sms/batches"))]

    def close(self) -> None:
        """Answer everybody, and end."""
        self.goes_on.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def receive(self, sender: str, to: str, words: str, *, at: str = "") -> dict[str, Any]:
        """Take a text of a person for a person's number, and return the message that it is."""
        at = at or now()
        message = {
            "id": 3_062_991_514_017 + len(self.state.messages),
            "to": [{"phoneNumber": to, "name": "Shop", "target": True}],
            "from": {"phoneNumber": sender, "location": "Orange, CA"},
            "type": "SMS", "creationTime": at, "lastModifiedTime": at, "readStatus": "Unread",
            "priority": "Normal", "direction": "Inbound", "availability": "Alive",
            "subject": words, "messageStatus": "Received", "conversation": {"id": "16382337985"},
        }  # fmt: skip
        self.state.messages.append(message)
        return message

    def _answer(self, method: str, target: str, headers: dict[str, str], raw: bytes) -> Answer:
        parts = urlsplit(target)
        path, query = parts.path, parse_qs(parts.query, strict_parsing=bool(parts.query))
        if path == "/restapi/oauth/token":
            return self._log_in(headers, raw)
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or token not in self.state.tokens:
            return error(401, "OAU-213", "Token is invalid")
        if raw and headers.get("content-type", "").partition(";")[0] != "application/json":
            return error(415, "CMN-415", "Unsupported media type")
        try:
            body = json.loads(raw) if raw else None
        except ValueError:
            return error(400, "CMN-115", "Cannot parse the body")
        with self._lock:
            asked = Asked(method, path, query, headers, body)
            self.state.asked.append(asked)
            number = len(self.texts)
        return self._answer_to(asked, number)

    def _answer_to(self, asked: Asked, number: int) -> Answer:
        method, path = asked.method, asked.path.removeprefix("/restapi/")
        if path == "v1.0/subscription" or path.startswith("v1.0/subscription/"):
            return self.webhooks.answer(method, path[18:], asked.body)
        found: dict[tuple[str, str], Callable[[], Answer]] = {
            ("POST", "v1.0/account/~/extension/~/sms"): lambda: self._sent(
                number, lambda: self._one(asked.body)
            ),
            ("POST", "v1.0/account/~/a2p-sms/batches"): lambda: self._sent(
                number, lambda: self._batch(asked.body)
            ),
            ("GET", "v1.0/account/~/extension/~/message-store"): lambda: self._list(
                asked.query, key="page"
            ),
            ("GET", "v1.0/account/~/a2p-sms/messages"): lambda: self._list(
                asked.query, key="pageToken"
            ),
            ("PATCH", "v2/accounts/~/sms/consents"): lambda: self._consents(asked.body),
        }
        nothing = error(404, "CMN-102", "Resource is not found")
        return found.get((method, path), lambda: nothing)()

    def _consents(self, body: Any) -> Answer:  # noqa: ANN401 - JSON
        if self.state.consents_script:
            return self.state.consents_script.pop(0)
        if 0 < self.state.consents_until <= len(self.state.consents):
            return self.state.consents_over
        failed = []
        for each in body["records"]:
            if status := self.state.unheard.get(each["to"]):
                return error(status, "CMN-101", f"Parameter [to] value [{each['to']}] is invalid")
            if set(each) != {"from", "to", "optStatus", "source"} or each["source"] != "Api":
                return error(400, "CMN-101", "Parameter [records] value is invalid")
            if each["to"] in self.state.unwanted:
                failed.append({**each, "error": {"errorCode": "SMS-CM-101", "message": "Invalid"}})
            else:
                self.state.consents[each["to"]] = (each["from"], each["optStatus"])
        return 200, {"failedRecords": failed}, {}

    def _log_in(self, headers: Mapping[str, str], raw: bytes) -> Answer:
        with self._lock:
            self.state.logins += 1
            if self.state.login_script:
                return self.state.login_script.pop(0)
            login = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
            if headers.get("authorization") != f"Basic {login}":
                return error(401, "OAU-123", "Client is unauthorized", error="invalid_client")
            if dict(parse_qsl(raw.decode())) != {"grant_type": _GRANT, "assertion": JWT}:
                return error(400, "OAU-251", "Invalid JWT", error="invalid_grant")
            token = f"token-{self.state.logins}"
            self.state.tokens.add(token)
            said = {
                "access_token": token, "token_type": "bearer", "expires_in": self.state.lasts_s,
                "refresh_token": "r", "refresh_token_expires_in": 604800, "owner_id": _EXTENSION,
                "scope": "SMS ReadMessages A2PSMS SubscriptionWebhook", "endpoint_id": "e",
            }  # fmt: skip
            return 200, said, {}

    def _sent(self, number: int, send: Any) -> Answer:  # noqa: ANN401 - one of two
        if self.state.holds_from and number >= self.state.holds_from:
            self.goes_on.wait(60)
        with self._lock:
            if self.state.script:
                return self.state.script.pop(0)
            answer: Answer = send()
            return answer

    def _one(self, body: Any) -> Answer:  # noqa: ANN401 - JSON
        match body:
            case {
                "from": {"phoneNumber": str(sender), **of_sender},
                "to": [{"phoneNumber": str(to), **of_recipient}],
                "text": str(words),
                **more,
            } if not (of_sender or of_recipient or more):
                pass
            case _:
                return error(400, "CMN-101", "Parameter [body] value is invalid")
        if not _NUMBER.fullmatch(to) or not _NUMBER.fullmatch(sender):
            return error(400, "CMN-101", "Parameter [to] value is invalid", parameterName="to")
        if not 0 < len(words.encode("utf-16-le")) // 2 <= _LONGEST:
            return error(400, "MSG-240", "Text is too long")
        message = self._outbound({"phoneNumber": sender}, [{"phoneNumber": to}])
        message |= {"type": "SMS", "subject": words, "readStatus": "Read", "priority": "Normal"}
        return 200, {**message, "uri": f"{self.url}/message-store/{message['id']}"}, {}

    def _batch(self, body: Any) -> Answer:  # noqa: ANN401 - JSON
        try:
            (recipient,) = body["messages"]
            (to,) = recipient["to"]
            strange = set(body) - {"from", "text", "messages"} or set(recipient) - {"to", "text"}
            words, sender = recipient.get("text") or body["text"], body["from"]
        except (KeyError, TypeError, ValueError):
            return error(400, "CMN-101", "Parameter [messages] value is invalid")
        if strange or len(words) > _LONGEST or not _NUMBER.fullmatch(sender):
            return error(400, "CMN-101", "Parameter [from] value is invalid")
        said = {
            "id": str(uuid.uuid4()), "from": sender, "batchSize": 1, "processedCount": 0,
            "creationTime": now(), "lastModifiedTime": now(), "rejected": [],
        }  # fmt: skip
        if not _NUMBER.fullmatch(to):
            why = "The recipient number is invalid"
            said["rejected"] = [
                {"index": 1, "to": [to], "errorCode": "SMS-RC-410", "description": why}
            ]
            return 201, {**said, "status": "Completed"}, {}
        message = self._outbound(sender, [to])
        message |= {"id": str(message["id"]), "text": words, "batchId": said["id"], "cost": 0.007}
        return 201, {**said, "status": "Processing"}, {}

    def _outbound(self, sender: object, to: list[Any]) -> dict[str, Any]:
        message = {
            "id": 4_062_991_514_017 + len(self.state.messages), "from": sender, "to": to,
            "direction": "Outbound", "messageStatus": "Queued", "segmentCount": 1,
            "creationTime": now(), "lastModifiedTime": now(),
        }  # fmt: skip
        self.state.messages.append(message)
        return message

    def _list(self, query: Mapping[str, list[str]], *, key: str) -> Answer:
        since = datetime.fromisoformat(query["dateFrom"][0])
        until = datetime.fromisoformat(query.get("dateTo", ["9999-12-31T00:00:00Z"])[0])
        size = int(query["perPage"][0])
        number = int(query.get(key, ["1"])[0].removeprefix("t"))
        found = [
            each
            for each in reversed(self.state.messages)
            if since <= datetime.fromisoformat(each["creationTime"]) <= until
            and each["direction"] in query.get("direction", [each["direction"]])
        ]
        pages = max(1, -(-len(found) // size))
        paging: dict[str, Any] = {"page": number, "perPage": size, "totalPages": pages}
        if key == "pageToken":
            paging = {"pageToken": f"t{number}", "perPage": size}
            paging |= {"nextPageToken": f"t{number + 1}"} if number < pages else {}
        return 200, {"records": found[size * (number - 1) : size * number], "paging": paging}, {}
