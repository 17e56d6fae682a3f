"""Consents over HTTP: recorded with proof, shown, revoked, and what they take back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from suppression.actor import Actor
from suppression.keys import phone_key
from tests.contract.http.calls import ANN, call
from tests.contract.listing import last_texted

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway


async def test_consent_is_recorded_shown_and_revoked(gateway: Gateway) -> None:
    order = {
        "to": "(916) 966-8284",
        "source": "form",
        "evidence": "form 12",
        "purposes": ["receipt"],
    }
    status, consent = await call(gateway, "POST", "/v1/consents", order)
    assert status == 201
    assert (consent["to"], consent["active"], consent["purposes"]) == (
        "+19169668284",
        True,
        ["receipt"],
    )
    path = "/v1/consents/+19169668284"
    _, shown = await call(gateway, "GET", path)
    assert [c["id"] for c in shown["consents"]] == [consent["id"]]
    status, ended = await call(gateway, "POST", f"{path}/revoke", {"because": "asked to stop"})
    assert (status, ended["consents"][0]["active"]) == (200, False)
    assert (await call(gateway, "POST", f"{path}/revoke", {"because": "again"}))[0] == 404


@pytest.mark.parametrize(
    ("changes", "loc"),
    [
        ({"to": "12"}, "to"), ({"source": "hearsay"}, "source"), ({"evidence": ""}, "evidence"),
        ({"purposes": ["offers"]}, "purposes[0]"),
        ({"requested_at": "2999-01-01T00:00:00Z"}, "requested_at"),
        ({"expires_at": "2001-01-01T00:00:00Z"}, "expires_at"),
    ],
)  # fmt: skip
async def test_consent_without_proof_is_refused(
    gateway: Gateway, changes: dict[str, Any], loc: str
) -> None:
    order = {"to": "+19169668284", "source": "form", "evidence": "form 12", **changes}
    status, problem = await call(gateway, "POST", "/v1/consents", order)
    assert (status, problem["errors"][0]["loc"]) == (422, loc)


async def test_a_later_request_takes_an_opt_out_back(gateway: Gateway) -> None:
    asked = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    await call(gateway, "PUT", ANN, {"requested_at": asked})
    order = {"to": "Ann@example.net", "source": "form", "evidence": "form 12"}
    status, consent = await call(gateway, "POST", "/v1/consents", order)
    assert (status, [e["reason"] for e in consent["suppressions"]]) == (201, ["unsubscribe"])
    clerk = (await gateway.keys.add("shop", ["consent"])).secret
    again = {**order, "resubscribe": True}
    status, problem = await call(gateway, "POST", "/v1/consents", again, key=clerk)
    assert (status, problem["code"]) == (403, "AUTH_SCOPE_MISSING")
    assert '"lift"' in problem["detail"]
    assert await gateway.blocks("ann@example.net")
    status, consent = await call(gateway, "POST", "/v1/consents", again)
    assert (status, consent["suppressions"]) == (201, [])
    assert not await gateway.blocks("ann@example.net")


async def test_a_text_to_us_opens_a_conversation(gateway: Gateway) -> None:
    order = {"to": "+19169668284", "source": "sms", "evidence": "where is my link?",
             "our_number": "(415) 555-0123"}  # fmt: skip
    status, consent = await call(gateway, "POST", "/v1/consents", order)
    assert status == 201
    lasts = datetime.fromisoformat(consent["expires_at"]) - datetime.fromisoformat(
        consent["requested_at"]
    )
    assert lasts == timedelta(hours=24)
    texted = await last_texted(gateway.list, phone_key("+19169668284"), phone_key("+14155550123"))
    assert texted == datetime.fromisoformat(consent["requested_at"])


@pytest.mark.parametrize(
    ("changed", "loc"),
    [
        ({"to": "ann@example.net", "purposes": ["two words"]}, "purposes[0]"),
        ({"to": "ann@example.net", "once": True}, "once"),
        ({"to": "ann@example.net", "our_number": "+14155550123"}, "our_number"),
        ({"source": "form", "our_number": "+14155550123"}, "our_number"),
        ({"our_number": "+14155550124"}, "our_number"),
        ({"our_number": "12"}, "our_number"),
        ({"sender": "nobody"}, "sender"),
        ({"to": "md5:" + "a" * 32}, "to"),
        ({"evidence": " "}, "evidence"),
    ],
)
async def test_a_request_that_makes_no_sense_is_refused(
    gateway: Gateway, changed: dict[str, Any], loc: str
) -> None:
    order = {"to": "+19169668284", "source": "sms", "evidence": "a text", **changed}
    status, problem = await call(gateway, "POST", "/v1/consents", order)
    assert (status, problem["errors"][0]["loc"]) == (422, loc)


async def test_requests_are_listed_page_by_page(gateway: Gateway) -> None:
    for number in range(3):
        order = {"to": f"+1916966828{number}", "source": "form", "evidence": "form 12",
                 "once": True}  # fmt: skip
        await call(gateway, "POST", "/v1/consents", order)
    by = Actor(name="a", method="send")
    await gateway.list._database.write(
        lambda each: gateway.list.use_consent_in(each, "C-2", message="01hq", by=by)
    )
    _, page = await call(gateway, "GET", "/v1/consents?limit=2")
    assert [c["id"] for c in page["consents"]] == ["C-1", "C-2"]
    assert [c["used_by"] for c in page["consents"]] == ["", "01hq"]
    _, rest = await call(gateway, "GET", f"/v1/consents?limit=2&cursor={page['next_cursor']}")
    assert ([c["id"] for c in rest["consents"]], rest["next_cursor"]) == (["C-3"], None)
    _, active = await call(gateway, "GET", "/v1/consents?active=true&source=form")
    assert [c["id"] for c in active["consents"]] == ["C-1", "C-3"]
    assert (await call(gateway, "GET", "/v1/consents?cursor=S-1"))[0] == 422
