"""What a key may do with the list and consents is what its roles say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gateway.credentials import ROLES
from tests.contract.http.calls import ANN, call

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway


@pytest.mark.parametrize("reason", ["legal", "minor"])
async def test_only_compliance_lifts_what_the_law_asks_for(gateway: Gateway, reason: str) -> None:
    await call(gateway, "PUT", ANN, {"reason": reason, "scope": "all"})
    order = {"because": "the court lifted it", "evidence": "order 12"}
    status, problem = await call(gateway, "POST", f"{ANN}/lift", order)
    assert (status, problem["code"]) == (403, "AUTH_SCOPE_MISSING")
    assert '"compliance"' in problem["detail"]
    assert await gateway.blocks("ann@example.net")
    counsel = (await gateway.keys.add("shop", ["lift", "compliance"])).secret
    assert (await call(gateway, "POST", f"{ANN}/lift", {}, key=counsel))[0] == 422
    assert (await call(gateway, "POST", f"{ANN}/lift", order, key=counsel))[0] == 200
    assert not await gateway.blocks("ann@example.net")


async def test_reading_key_changes_nothing(gateway: Gateway) -> None:
    for method, path, body in (
        ("PUT", ANN, {}),
        ("POST", "/v1/suppressions:batch", {}),
        ("POST", f"{ANN}/lift", {"because": "because"}),
        ("POST", "/v1/consents", {}),
        ("DELETE", "/v1/sms/0123456789abc", None),
    ):
        assert (await call(gateway, method, path, body, key="read"))[0] == 403


@pytest.mark.parametrize(
    ("method", "path", "role"),
    [
        ("PUT", ANN, "add"),
        ("POST", "/v1/suppressions:batch", "add"),
        ("POST", f"{ANN}/lift", "lift"),
        ("POST", "/v1/suppressions:lookup", "read"),
        ("GET", "/v1/suppressions", "read"),
        ("GET", ANN, "read"),
        ("GET", f"{ANN}/history", "read"),
        ("POST", "/v1/consents", "consent"),
        ("GET", "/v1/consents", "read"),
        ("GET", "/v1/consents/%2B19169668284", "read"),
        ("POST", "/v1/consents/%2B19169668284/revoke", "consent"),
    ],
)
async def test_a_key_without_the_role_is_told_which_it_needs(
    gateway: Gateway, method: str, path: str, role: str
) -> None:
    others = sorted(ROLES - {role, "*"})
    secret = (await gateway.keys.add("shop", others)).secret
    status, problem = await call(gateway, method, path, {}, key=secret)
    assert (status, problem["code"]) == (403, "AUTH_SCOPE_MISSING")
    assert f'"{role}"' in problem["detail"]
    secret = (await gateway.keys.add("shop", [role])).secret
    assert (await call(gateway, method, path, {}, key=secret))[0] != 403
