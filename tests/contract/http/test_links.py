"""Addresses and numbers of the same person over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.http.calls import call

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


@pytest.mark.parametrize("reason", ["legal", "minor"])
async def test_what_the_law_asks_for_of_an_address_refuses_the_text_to_its_number(
    gateway: Gateway, reason: str
) -> None:
    await call(gateway, "POST", "/v1/links", ORDER)
    request = {"to": ORDER["phone"], "source": "form", "evidence": "form 12"}
    assert (await call(gateway, "POST", "/v1/consents", request))[0] == 201
    text = {"to": ORDER["phone"], "text": "Your receipt: $4.", "purpose": "receipt"}
    status, checked = await call(gateway, "POST", "/v1/sms/check", text)
    assert (status, checked["verdict"]) in {(200, "passed"), (200, "changed")}
    order = {"reason": reason, "evidence": "letter of 2026-11-20"}
    assert (await call(gateway, "PUT", "/v1/suppressions/email/ann%40example.net", order))[0] == 201
    _, checked = await call(gateway, "POST", "/v1/sms/check", text)
    assert checked["verdict"] == "refused"
    assert f"SUPPRESSED_{reason.upper()}" in {each["code"] for each in checked["findings"]}
    _, shown = await call(gateway, "GET", "/v1/suppressions/sms/%2B19169668284")
    (entry,) = shown["suppressions"]
    assert (entry["channel"], entry["address"]) == ("email", "ann@example.net")


async def test_a_link_that_the_law_stops_by_is_ended_with_the_role_compliance(
    gateway: Gateway,
) -> None:
    await call(gateway, "POST", "/v1/links", ORDER)
    await call(gateway, "PUT", "/v1/suppressions/email/ann%40example.net", {"reason": "legal"})
    path, order = "/v1/links/%2B19169668284/end", {"because": "another person's"}
    status, problem = await call(gateway, "POST", path, order)
    assert (status, problem["code"]) == (403, "AUTH_SCOPE_MISSING")
    assert "compliance" in problem["detail"]
    secret = (await gateway.keys.add("shop", ["consent", "compliance"])).secret
    assert (await call(gateway, "POST", path, order, key=secret))[0] == 200
