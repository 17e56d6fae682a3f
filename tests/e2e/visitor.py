"""Somebody who uses the admin pages without a browser: their session, and what they are shown."""

from __future__ import annotations

import http.client
import re
import secrets
import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import BrowserContext

    from tests.e2e.gateway_process import Gateway

PASSWORD: Final = "correct horse battery"
_CSRF: Final = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What came back."""

    status: int
    kind: str  # media type
    location: str  # where it leads, below `/admin`
    body: bytes
    ms: float

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode()


class Visitor:
    """A user who came in by their link; follows nothing by itself."""

    def __init__(self, gateway: Gateway, role: str, name: str = "") -> None:
        """Make a user of that role and let them in."""
        self.role = role
        self._port = gateway.http_port
        self._cookie = ""
        self._csrf = ""
        link = gateway.command("users", "add", name or f"the-{role}", "--role", role).strip()
        path = urlsplit(link).path.removeprefix("/admin")
        words = {"password": PASSWORD, "again": PASSWORD}
        assert self.post(path, words).status == 303
        found = _CSRF.search(self.get("/account").text)
        assert found
        self._csrf = found[1]

    def lend(self, context: BrowserContext) -> None:
        """Let a browser go on with this session."""
        name, _, value = self._cookie.partition("=")
        url = f"http://127.0.0.1:{self._port}/"
        context.add_cookies([{"name": name, "value": value, "url": url}])

    def get(self, path: str) -> Shown:
        """Look at a page below `/admin`."""
        return self._ask("GET", path)

    def post(self, path: str, fields: Mapping[str, str]) -> Shown:
        """Send a form."""
        body = urlencode({"csrf": self._csrf, **fields}).encode()
        return self._ask("POST", path, body, "application/x-www-form-urlencoded")

    def upload(self, path: str, fields: Mapping[str, str]) -> Shown:
        """Send a form that may have a file."""
        edge = secrets.token_hex(16)
        parts = (
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in {"csrf": self._csrf, **fields}.items()
        )
        body = ("".join(parts) + f"--{edge}--\r\n").encode()
        return self._ask("POST", path, body, f"multipart/form-data; boundary={edge}")

    def _ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Shown:
        headers = {"Cookie": self._cookie} if self._cookie else {}
        if kind:
            headers["Content-Type"] = kind
        with closing(http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)) as connection:
            connection.connect()
            began = time.perf_counter()
            connection.request(method, f"/admin{path}", body, headers)
            answer = connection.getresponse()
            content = answer.read()
            took = (time.perf_counter() - began) * 1000
        if cookie := answer.getheader("Set-Cookie"):
            self._cookie = cookie.partition(";")[0]
        return Shown(
            status=answer.status,
            kind=(answer.getheader("Content-Type") or "").partition(";")[0],
            location=(answer.getheader("Location") or "").removeprefix("/admin"),
            body=content,
            ms=took,
        )
