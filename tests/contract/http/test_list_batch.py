"""Many people put on the list at once: who can be is, and the rest are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contract.http.calls import ANN, call

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway


async def test_a_public_suffix_in_a_batch_keeps_nobody_else_off_the_list(gateway: Gateway) -> None:
    rows = [
        {"channel": "email", "address": address, "include_subdomains": True}
        for address in ("@co.uk", "@rival.co.uk", "@[192.0.2.1]")
    ]
    _, done = await call(gateway, "POST", "/v1/suppressions:batch", {"suppressions": rows})
    assert [row["status"] for row in done["results"]] == ["invalid", "added", "added"]
    assert await gateway.blocks("ann@mail.rival.co.uk")
    assert not await gateway.blocks("ann@friend.co.uk")


async def test_batch_puts_on_the_list_who_can_be_and_names_the_rest(gateway: Gateway) -> None:
    rows = [
        {"channel": "email", "address": "Ann@example.net"},
        {"channel": "sms", "address": "(916) 966-8284", "scope": "all"},
        {"channel": "email", "address": "nobody"},
        {"channel": "email", "address": "b@example.net", "sender": "nobody"},
        {"channel": "email", "address": "ann@EXAMPLE.net"},
    ]
    status, found = await call(gateway, "POST", "/v1/suppressions:batch", {"suppressions": rows})
    assert status == 200
    told = [result["status"] for result in found["results"]]
    assert told == ["added", "added", "invalid", "invalid", "known"]
    assert [e["loc"] for r in found["results"] for e in r["errors"]] == ["address", "sender"]
    assert await gateway.blocks("ann@example.net")


async def test_batch_is_bounded_and_checked_before_anything_is_done(gateway: Gateway) -> None:
    good = {"channel": "email", "address": "ann@example.net"}
    for rows in ([good] * 1001, [], [good, {**good, "scpoe": "all"}]):
        path = "/v1/suppressions:batch"
        assert (await call(gateway, "POST", path, {"suppressions": rows}))[0] == 422
    assert not await gateway.blocks("ann@example.net")


async def test_nothing_is_answered_as_done_while_the_list_is_down(gateway: Gateway) -> None:
    gateway.list.close()
    rows = [{"channel": "email", "address": f"p{n}@example.net"} for n in range(3)]
    for method, path, body in (
        ("POST", "/v1/suppressions:batch", {"suppressions": rows}),
        ("PUT", ANN, {}),
        ("GET", ANN, None),
    ):
        status, problem = await call(gateway, method, path, body)
        assert (status, problem["code"]) == (503, "STORE_UNAVAILABLE")


async def test_a_row_of_elsewhere_keeps_nobody_else_off_the_list(gateway: Gateway) -> None:
    rows = [
        {"channel": "email", "address": "hmac:7:" + "a" * 64},
        {"channel": "email", "address": "ann@example.net"},
    ]
    status, found = await call(gateway, "POST", "/v1/suppressions:batch", {"suppressions": rows})
    assert (status, [r["status"] for r in found["results"]]) == (200, ["invalid", "added"])
