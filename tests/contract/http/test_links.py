"""Addresses and numbers of the same person over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.http.test_lists import call

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway

ORDER = {"email": "Ann@Example.net", "phone": "(916) 966-8284", "evidence": "form 12"}


async def test_a_link_is_recorded_once_shown_and_ended(gateway: Gateway) -> None:
    status, made = await call(gateway, "POST", "/v1/links", ORDER)
    assert (status, made["email"], made["phone"]) == (201, "ann@example.net", "+19169668284")
    assert (await call(gateway, "POST", "/v1/links", ORDER)) == (200, made)
    for who in ("ann%40example.net", "%2B19169668284"):
        status, shown = await call(gateway, "GET", f"/v1/links/{who}")
        assert (status, shown["links"]) == (200, [made])
    order = {"because": "a new number"}
    status, ended = await call(gateway, "POST", "/v1/links/ann%40example.net/end", order)
    assert (status, ended["links"][0]["ended_because"]) == (200, "a new number")
    assert ended["links"][0]["ended_at"] is not None
    status, _ = await call(gateway, "POST", "/v1/links/ann%40example.net/end", order)
    assert status == 404


async def test_history_tells_of_links(gateway: Gateway) -> None:
    await call(gateway, "POST", "/v1/links", ORDER)
    await call(gateway, "POST", "/v1/links/ann%40example.net/end", {"because": "a new number"})
    for path in ("email/ann%40example.net", "sms/%2B19169668284"):
        status, history = await call(gateway, "GET", f"/v1/suppressions/{path}/history")
        assert status == 200
        assert [event["event"] for event in history["events"]] == ["linked", "unlinked"]


@pytest.mark.parametrize(
    ("change", "loc"),
    [({"email": "@example.net"}, "email"), ({"phone": "12"}, "phone"), ({"evidence": " "}, "evid")],
)
async def test_what_links_nobody_is_refused_by_name(
    gateway: Gateway, change: dict[str, str], loc: str
) -> None:
    status, problem = await call(gateway, "POST", "/v1/links", {**ORDER, **change})
    assert status == 422
    assert problem["errors"][0]["loc"].startswith(loc)


async def test_a_key_that_reads_links_nobody(gateway: Gateway) -> None:
    assert (await call(gateway, "POST", "/v1/links", ORDER, key="read"))[0] == 403
    assert (await call(gateway, "GET", "/v1/links/ann%40example.net", key="read"))[0] == 200
