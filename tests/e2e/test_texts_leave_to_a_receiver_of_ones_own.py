"""A program of one's own takes the texts, and tells what people text and what became of them."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

import pytest
from standardwebhooks.webhooks import Webhook

from gateway.standard_webhooks import secret_of
from tests.e2e.settings import COMPANY, DAY_AND_NIGHT, settings
from tests.e2e.waiting import free_port, wait_for
from tests.e2e.web import call

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.e2e.conftest import StartGateway

ANN, OURS = "+12025550143", "+12025550100"
SECRET = secret_of(b"a key of 32 bytes for the tests!")
ROUTE = """
[[route]]
name = "own"
channel = "sms"
kind = "webhook"
url = "{url}/texts"
password_file = "own-secret"
"""
CONFIRMATION = f"{COMPANY}: You are unsubscribed. No more texts will be sent to you."


class Receiver:
    """Takes texts that are signed, each id once."""

    def __init__(self) -> None:
        self.got: dict[str, dict[str, Any]] = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                message = Webhook(SECRET).verify(body, dict(self.headers.items()))
                assert self.headers["webhook-id"] not in outer.got
                outer.got[self.headers["webhook-id"]] = message["data"]
                answer = json.dumps({"id": f"there-{len(outer.got)}"}).encode()
                self.send_response(202)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def tell(url: str, kind: str, data: dict[str, Any], webhook_id: str) -> int:
    now, body = datetime.now(UTC), json.dumps({"type": kind, "data": data})
    headers = {
        "webhook-id": webhook_id, "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(SECRET).sign(webhook_id, now, body),
        "Content-Type": "application/json",
    }  # fmt: skip
    with urlopen(Request(url, body.encode(), headers), timeout=30) as answer:  # noqa: S310 - of this machine
        return int(answer.status)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    started = Receiver()
    yield started
    started.close()


def test_a_text_is_taken_reported_and_stopped(
    receiver: Receiver, start_gateway: StartGateway, tmp_path: Path
) -> None:
    secret = tmp_path / "gateway" / "own-secret"
    secret.parent.mkdir()
    secret.write_text(SECRET)
    secret.chmod(0o600)
    port = free_port()
    config = settings(
        more=DAY_AND_NIGHT, http='serves = ["public", "api", "hooks"]', http_port=port,
        public_url=f"http://127.0.0.1:{port}",
    )  # fmt: skip
    texts = '[[route]]\nname = "texts"'
    gateway = start_gateway(config.replace(texts, ROUTE.format(url=receiver.url) + texts))
    gateway.command("consent", "add", ANN, "--source", "form", "--evidence", "booking form")
    key, hooks = gateway.key("send", "read"), f"http://127.0.0.1:{port}/hooks/own"
    words = "Shop Ltd: your appointment is at 3. Reply STOP to end."
    order = {"to": ANN, "from": OURS, "text": words, "purpose": "appointment"}
    sent = call(gateway, "POST", "/v1/sms", order, key=key)
    (data,) = wait_for(lambda: list(receiver.got.values()), "the text")
    assert (data["to"], data["from"], data["text"]) == (ANN, OURS, words)
    assert (data["id"], data["attempt"]) == (sent.json["id"], 1)

    report = {"id": data["id"], "attempt": data["attempt"], "status": "delivered"}
    assert tell(f"{hooks}/status", "text.status", report, "msg_1") == 200
    assert "arrived" in gateway.command("trace", data["id"])

    stop = {"from": ANN, "to": OURS, "text": "Please stop texting me"}
    for _ in range(2):
        assert tell(f"{hooks}/inbound", "text.received", stop, "msg_2") == 200
    refused = call(gateway, "POST", "/v1/sms", order, key=key)
    assert (refused.status, refused.json["code"]) == (403, "SUPPRESSED_OPTOUT")
    wait_for(lambda: len(receiver.got) == 2, "the confirmation")
    assert [each["text"] for each in receiver.got.values()] == [words, CONFIRMATION]
