"""A caller of the HTTP API and of the public pages: the standard library's own client."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.e2e.gateway_process import Gateway


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back; redirects are not followed."""

    status: int
    fields: Mapping[str, str]  # names in lower case
    body: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401 - what JSON can hold
        """The body as JSON."""
        return json.loads(self.body)


def call(
    gateway: Gateway,
    method: str,
    url: str,
    body: object = None,
    *,
    key: str = "",
    content_type: str = "",
    idempotency_key: str = "",
) -> Answer:
    """Call a URL of the gateway, whatever its host; a body that is no bytes goes as JSON."""
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    sent = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    if sent is not body:
        content_type = content_type or "application/json"
    headers = {
        "Authorization": f"Bearer {key}" if key else "",
        "Content-Type": content_type,
        "Idempotency-Key": idempotency_key,
    }
    connection = HTTPConnection("127.0.0.1", gateway.http_port, timeout=30)
    try:
        connection.request(method, target, sent, {n: v for n, v in headers.items() if v})
        response = connection.getresponse()
        names = {name.lower(): value for name, value in response.getheaders()}
        return Answer(status=response.status, fields=names, body=response.read())
    finally:
        connection.close()
