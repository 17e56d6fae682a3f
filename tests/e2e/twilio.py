"""Somebody who answers as Twilio does, and calls back as it does."""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlencode
from urllib.request import Request, urlopen

from twilio.request_validator import RequestValidator

if TYPE_CHECKING:
    from collections.abc import Mapping

ACCOUNT: Final = "AC" + "a" * 32
TOKEN: Final = "the-token-of-the-account"
_PATIENCE_S: Final = 60


class Twilio:
    """Takes texts; from the `holds_from`-th on it answers only when it is told to."""

    def __init__(self, *, holds_from: int) -> None:
        self.asked: list[dict[str, str]] = []
        self.goes_on = threading.Event()
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with outer._lock:
                    outer.asked.append(dict(parse_qsl(body.decode())))
                    number = len(outer.asked)
                if number >= holds_from:
                    outer.goes_on.wait(_PATIENCE_S)
                answer = json.dumps({"sid": f"SM{number:032x}", "status": "queued"}).encode()
                self.send_response(201)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

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

    def tell(self, url: str, form: Mapping[str, str]) -> int:
        """Make a signed call; return how it was answered."""
        url = url.partition("#")[0]
        signature = RequestValidator(TOKEN).compute_signature(url, dict(form))
        call = Request(url, urlencode(form).encode(), {"X-Twilio-Signature": signature})  # noqa: S310 - of this machine
        with urlopen(call, timeout=30) as answer:  # noqa: S310 - of this machine
            return int(answer.status)

    def close(self) -> None:
        """Answer everybody, and end."""
        self.goes_on.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
