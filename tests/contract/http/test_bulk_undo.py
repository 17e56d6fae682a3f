"""Lifting what link scanners pressed, over HTTP: the role compliance, and nobody's one click."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tests.contract.http.calls import call
from tests.contract.http.pages import press
from tests.contract.http.test_scanners import PEOPLE, sent, tagged

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway


def span() -> dict[str, str]:
    now = datetime.now(UTC)
    return {"since": (now - timedelta(hours=1)).isoformat(), "until": now.isoformat()}


async def test_bulk_undo_takes_the_role_compliance(gateway: Gateway) -> None:
    tokens = await sent(gateway)
    for token in tokens:
        await press(gateway, token, {"choice": "stream"})
    await press(gateway, tokens[0], {"List-Unsubscribe": "One-Click"})
    status, found = await call(gateway, "GET", f"/v1/suppressions:suspected?{urlencode(span())}")
    assert status == 200
    assert [entry["address"] for entry in found["suppressions"]] == PEOPLE[1:]

    order = {**span(), "because": "the mail filter of corp.example"}
    path = "/v1/suppressions:undo-scanner"
    assert (await call(gateway, "POST", path, order))[0] == 403
    secret = (await gateway.keys.add("shop", ["compliance"])).secret
    status, undone = await call(gateway, "POST", path, order, key=secret)
    assert (status, len(undone["lifted"])) == (200, len(PEOPLE) - 1)
    assert await tagged(gateway) == set()
    assert await gateway.blocks(PEOPLE[0], stream="news")
    assert not await gateway.blocks(PEOPLE[1], stream="news")
