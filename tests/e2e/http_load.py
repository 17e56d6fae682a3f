"""Applications that post letters, each with its number, and note the answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from tests.e2e.mail import ANN
from tests.e2e.raw_http import Client
from tests.e2e.settings import NEWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.gateway_process import Gateway
    from tests.e2e.load import Load

_TAKEN: Final = 202


def by_http(gateway: Gateway, key: str) -> Callable[[Load], None]:
    """Return a client that posts letters on one connection."""

    def client(load: Load) -> None:
        try:
            with Client(gateway.http_port) as http:
                try:
                    while (number := load.take()) is not None:
                        _post(http, load, number, key)
                except ConnectionError:
                    if http.has_half_an_answer:
                        load.surprises.append("half an answer")
        except ConnectionError:
            return  # it is gone

    return client


def _post(client: Client, load: Load, number: int, key: str) -> None:
    load.sent(number)
    status, body = client.ask(_request(number, key))
    load.answered(number, is_yes=status == _TAKEN)
    if status != _TAKEN:
        load.surprises.append(f"{status} {body[:200]!r}")


def _request(number: int, key: str) -> bytes:
    order = {
        "from": NEWS, "to": [ANN], "subject": f"Letter {number}", "text": f"This is {number}.\n",
        "category": "commercial",
        "headers": {"X-Number": str(number)},
    }  # fmt: skip
    body = json.dumps(order).encode()
    head = (
        "POST /v1/email HTTP/1.1", "Host: mail.shop.example", f"Authorization: Bearer {key}",
        "Content-Type: application/json", f"Content-Length: {len(body)}",
        f"Idempotency-Key: letter-{number}", "", "",
    )  # fmt: skip
    return "\r\n".join(head).encode() + body
