"""Calls of the API as applications make them, and what they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway

ANN = "/v1/suppressions/email/ann%40example.net"


async def call(
    gateway: Gateway,
    method: str,
    path: str,
    body: object = None,
    **options: Any,  # noqa: ANN401 - what the client takes
) -> tuple[int, Any]:
    if body is not None:
        options["json"] = body
    async with gateway.call(method, path, **options) as answer:
        return answer.status, await answer.json(content_type=None)
