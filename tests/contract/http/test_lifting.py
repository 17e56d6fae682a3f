"""How an entry of the list ends: lifted for a reason, with evidence where the law asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from suppression.hashes import hashed_key
from suppression.keys import email_key
from tests.contract.http.calls import ANN, call

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway


async def test_lift_needs_a_reason_and_keeps_the_history(gateway: Gateway) -> None:
    await call(gateway, "PUT", ANN, {})
    assert (await call(gateway, "POST", f"{ANN}/lift", {}))[0] == 422
    order = {"because": "asked for it again", "evidence": "ticket 7"}
    status, answer = await call(gateway, "POST", f"{ANN}/lift", order)
    assert status == 200
    assert answer["lifted"][0]["lifted_because"] == "asked for it again (ticket 7)"
    assert not await gateway.blocks("ann@example.net")
    _, history = await call(gateway, "GET", f"{ANN}/history")
    assert [event["event"] for event in history["events"]] == ["added", "lifted"]
    for query, count in (("", 1), ("?active=false", 1), ("?active=true", 0)):
        _, page = await call(gateway, "GET", f"/v1/suppressions{query}")
        assert len(page["suppressions"]) == count
    assert (await call(gateway, "POST", f"{ANN}/lift", order))[0] == 404


@pytest.mark.parametrize("reason", ["unsubscribe", "complaint", "wrong_number"])
async def test_the_persons_own_word_is_lifted_with_evidence_only(
    gateway: Gateway, reason: str
) -> None:
    await call(gateway, "PUT", ANN, {"reason": reason})
    for evidence in ({}, {"evidence": ""}, {"evidence": "   "}, {"evidence": " x "}):
        order = {"because": "because", **evidence}
        status, problem = await call(gateway, "POST", f"{ANN}/lift", order)
        assert (status, problem["errors"][0]["loc"].partition(".")[0]) == (422, "evidence")
    assert await gateway.blocks("ann@example.net")
    order = {"because": "asked for it again", "evidence": "ticket 7"}
    assert (await call(gateway, "POST", f"{ANN}/lift", order))[0] == 200


async def test_a_wrong_number_ends_by_start_from_it_and_no_key(gateway: Gateway) -> None:
    path = "/v1/suppressions/sms/%2B19169668284"
    await call(gateway, "PUT", path, {"reason": "wrong_number"})
    order = {"because": "it is theirs", "evidence": "ticket 7"}
    secret = (await gateway.keys.add("shop", ["*", "compliance"])).secret
    for key in ({}, {"key": secret}):
        status, problem = await call(gateway, "POST", f"{path}/lift", order, **key)
        assert (status, problem["code"]) == (409, "HTTP_STATE_CONFLICT")
        assert "texts START from it" in problem["detail"]
    request = {"to": "+19169668284", "evidence": "asked for texts, ticket 7"}
    by_text = {"source": "sms", "our_number": "+14155550123", "resubscribe": True}
    for how in ({"source": "voice"}, {"source": "sms"}, by_text):
        status, recorded = await call(gateway, "POST", "/v1/consents", {**request, **how})
        assert (status, [each["reason"] for each in recorded["suppressions"]]) == (
            201, ["wrong_number"],
        )  # fmt: skip
    text = {"from": "+19169668284", "to": "+14155550123", "text": "Is there a table on Friday?"}
    assert (await call(gateway, "POST", "/v1/sms/inbound", text))[1]["review"]
    assert (await call(gateway, "GET", path))[1]["suppressed"]
    start = {**text, "text": "START"}
    assert (await call(gateway, "POST", "/v1/sms/inbound", start))[0] == 200
    assert not (await call(gateway, "GET", path))[1]["suppressed"]


async def test_what_the_organisation_decided_itself_is_lifted_without_evidence(
    gateway: Gateway,
) -> None:
    await call(gateway, "PUT", ANN, {"reason": "manual"})
    assert (await call(gateway, "POST", f"{ANN}/lift", {"because": "a mistake"}))[0] == 200


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("manual", 201), ("hard_bounce", 201), ("unsubscribe", 422), ("complaint", 422),
        ("invalid", 422), ("wrong_number", 422), ("legal", 422), ("minor", 422),
    ],
)  # fmt: skip
async def test_only_what_nobody_asked_for_ends_by_itself(
    gateway: Gateway, reason: str, status: int
) -> None:
    order = {"reason": reason, "expires_at": "2999-01-01T00:00:00Z"}
    assert (await call(gateway, "PUT", ANN, order))[0] == status
    assert bool(await gateway.blocks("ann@example.net")) == (status == 201)
    row = {"channel": "email", "address": "bob@example.net", **order}
    _, answer = await call(gateway, "POST", "/v1/suppressions:batch", {"suppressions": [row]})
    assert answer["results"][0]["status"] == ("added" if status == 201 else "invalid")


async def test_bare_delete_does_not_exist(gateway: Gateway) -> None:
    await call(gateway, "PUT", ANN, {})
    status, problem = await call(gateway, "DELETE", ANN)
    assert (status, problem["code"]) == (405, "HTTP_METHOD_NOT_ALLOWED")
    assert await gateway.blocks("ann@example.net")


async def test_a_person_known_by_their_hash_is_stopped_and_can_be_lifted(gateway: Gateway) -> None:
    hashed = hashed_key("sha256", email_key("ann@example.net"))
    status, entry = await call(gateway, "PUT", f"/v1/suppressions/email/{hashed}", {})
    assert (status, entry["address"]) == (201, hashed)
    assert await gateway.blocks("ann@example.net")
    order = {"because": "asked for it again", "evidence": "ticket 7"}
    status, _ = await call(gateway, "POST", f"{ANN}/lift", order)
    assert status == 200
    assert not await gateway.blocks("ann@example.net")
    _, history = await call(gateway, "GET", f"{ANN}/history")
    assert [event["event"] for event in history["events"]] == ["added", "lifted"]
    foreign = "hmac:7:" + "a" * 64
    assert (await call(gateway, "PUT", f"/v1/suppressions/email/{foreign}", {}))[0] == 422
