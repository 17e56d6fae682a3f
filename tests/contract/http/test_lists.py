"""The list over HTTP: who is put on it, found on it and shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from suppression.actor import Actor
from suppression.channel import Channel
from suppression.entry import NewEntry, Origin, Reason, scope
from suppression.keys import email_key
from suppression.waiting import Wait, Waiting
from tests.contract.http.calls import ANN, call

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway


async def test_put_stops_a_person_and_is_idempotent(gateway: Gateway) -> None:
    order = {"scope": "stream:news", "evidence": "by phone", "reason": "manual"}
    status, first = await call(gateway, "PUT", ANN, order)
    assert status == 201
    assert (first["address"], first["scope"], first["origin"]) == (
        "ann@example.net", "stream:news", "api",
    )  # fmt: skip
    assert first["active"]
    assert first["recorded_by"].startswith("shop/")
    status, second = await call(gateway, "PUT", ANN, order)
    assert (status, second["id"]) == (200, first["id"])
    assert await gateway.blocks("ann@example.net", stream="news")


async def test_lookup_finds_every_spelling(gateway: Gateway) -> None:
    await call(gateway, "PUT", "/v1/suppressions/email/Ann%2Bnews%40EXAMPLE.net", {})
    body = {"channel": "email", "addresses": ["ann+NEWS@example.net", "bob@example.net"]}
    status, found = await call(gateway, "POST", "/v1/suppressions:lookup", body)
    assert status == 200
    assert [r["suppressed"] for r in found["results"]] == [True, False]
    assert found["results"][0]["suppressions"][0]["scope"] == "commercial"


async def test_what_is_no_address_keeps_no_other_from_being_looked_up(gateway: Gateway) -> None:
    await call(gateway, "PUT", ANN, {})
    asked = ["bob@example.net", "ann", "ann@example.net", "bo\u200bb@example.net", "x" * 2000]
    body = {"channel": "email", "addresses": asked}
    status, found = await call(gateway, "POST", "/v1/suppressions:lookup", body)
    rows = found["results"]
    assert (status, [row["address"] for row in rows]) == (200, asked)
    assert [row["suppressed"] for row in rows] == [False, True, True, True, True]
    assert [len(row["suppressions"]) for row in rows] == [0, 0, 1, 0, 0]
    assert [error["loc"] for row in rows for error in row["errors"]] == [
        "addresses[1]", "addresses[3]", "addresses[4]",
    ]  # fmt: skip
    assert rows[1]["errors"][0]["msg"] == "an email address has an @"


async def test_numbers_and_domains_are_listed_too(gateway: Gateway) -> None:
    number, domain = "/v1/suppressions/sms/%2B19169668284", "/v1/suppressions/email/@example.org"
    assert (await call(gateway, "PUT", number, {"scope": "all"}))[0] == 201
    assert (await call(gateway, "PUT", domain, {"include_subdomains": True}))[0] == 201
    _, person = await call(gateway, "GET", "/v1/suppressions/email/x@sub.example.org")
    assert person["suppressed"]
    _, person = await call(gateway, "GET", "/v1/suppressions/sms/(916)%20966-8284")
    assert person["suppressed"]
    _, page = await call(gateway, "GET", "/v1/suppressions?channel=sms")
    assert [e["address"] for e in page["suppressions"]] == ["+19169668284"]


@pytest.mark.parametrize("suffix", ["com", "co.uk", "github.io", "xn--p1ai", "kawasaki.jp", "lan"])
async def test_a_public_suffix_is_not_suppressed_by_a_slip(gateway: Gateway, suffix: str) -> None:
    path = f"/v1/suppressions/email/@{suffix}"
    status, problem = await call(gateway, "PUT", path, {"include_subdomains": True})
    assert (status, problem["errors"][0]["loc"]) == (422, "include_subdomains")
    assert f"{suffix} is a public suffix" in problem["detail"]
    assert not await gateway.blocks(f"ann@example.{suffix}")
    assert (await call(gateway, "PUT", path, {}))[0] == 201  # the domain alone is nobody's
    assert not await gateway.blocks(f"ann@example.{suffix}")
    meant = {"include_subdomains": True, "public_suffix": True}
    assert (await call(gateway, "PUT", path, meant))[0] == 201
    assert await gateway.blocks(f"ann@example.{suffix}")


async def test_pages_join_up(gateway: Gateway) -> None:
    for number in range(5):
        await call(gateway, "PUT", f"/v1/suppressions/email/p{number}@example.net", {})
    seen, cursor = [], ""
    for _ in range(3):
        _, page = await call(gateway, "GET", f"/v1/suppressions?limit=2&cursor={cursor}")
        seen += [e["address"] for e in page["suppressions"]]
        cursor = page["next_cursor"] or ""
    assert seen == [f"p{number}@example.net" for number in range(5)]
    assert cursor == ""


async def test_opt_out_is_not_refused_over_a_clock_that_is_ahead(gateway: Gateway) -> None:
    ahead = (datetime.now(UTC) + timedelta(minutes=2)).isoformat()
    assert (await call(gateway, "PUT", ANN, {"requested_at": ahead}))[0] == 201
    assert await gateway.blocks("ann@example.net")


@pytest.mark.parametrize(
    ("path", "body", "loc"),
    [
        ("/v1/suppressions/email/ann", {}, "address"),
        ("/v1/suppressions/sms/12", {}, "address"),
        ("/v1/suppressions/email/ann%40example.net%0d%0a", {}, "address"),
        ("/v1/suppressions/email/%09ann%40example.net", {}, "address"),
        (ANN, {"scope": "everything"}, "scope"),
        (ANN, {"reason": "erased"}, "reason"),
        (ANN, {"sender": "nobody"}, "sender"),
        (ANN, {"requested_at": "2999-01-01T00:00:00Z"}, "requested_at"),
        (ANN, {"expires_at": "2001-01-01T00:00:00Z"}, "expires_at"),
        (ANN, {"include_subdomains": True}, "include_subdomains"),
        (ANN, {"include_subdomains": "yes"}, "include_subdomains"),
        (ANN, {"reson": "legal"}, "reson"),
    ],
)
async def test_entry_that_makes_no_sense_is_refused(
    gateway: Gateway, path: str, body: dict[str, Any], loc: str
) -> None:
    status, problem = await call(gateway, "PUT", path, body)
    assert (status, problem["errors"][0]["loc"]) == (422, loc)


async def test_unknown_channel_and_query_are_refused(gateway: Gateway) -> None:
    assert (await call(gateway, "GET", "/v1/suppressions/fax/1"))[0] == 404
    for query in (
        "chanel=sms", "limit=0", "limit=x", "channel=sms&channel=email", "cursor=x'--",
        "scope=marketing",
    ):  # fmt: skip
        status, problem = await call(gateway, "GET", f"/v1/suppressions?{query}")
        assert (status, problem["errors"][0]["loc"]) == (422, query.partition("=")[0])


@pytest.mark.parametrize("scope", ["marketing", "ALL", "stream:"])
async def test_an_export_of_a_scope_that_there_is_not_is_no_empty_file(
    gateway: Gateway, scope: str
) -> None:
    path = f"/v1/suppressions:export?scope={scope}"
    status, problem = await call(gateway, "GET", path)
    assert (status, problem["errors"][0]["loc"]) == (422, "scope")


async def test_api_entry_does_not_weaken_the_persons_own_word(gateway: Gateway) -> None:
    own = NewEntry(
        channel=Channel.EMAIL, key=email_key("ann@example.net"), scope=scope("all"),
        reason=Reason.UNSUBSCRIBE, origin=Origin.RECIPIENT, requested_at=datetime.now(UTC),
    )  # fmt: skip
    await gateway.list.add(own, Actor(name="recipient", method="page"))
    assert (await call(gateway, "PUT", ANN, {"scope": "stream:news"}))[0] in (200, 201)
    assert await gateway.blocks("ann@example.net", stream="offers")


async def test_an_entry_shows_its_clocks(gateway: Gateway) -> None:
    _, entry = await call(gateway, "PUT", ANN, {"requested_at": "2026-11-20T18:00:00Z"})
    assert (entry["deadline"], entry["method"]) == ("2026-12-04", "api")
    received = datetime.fromisoformat(entry["requested_at"])
    await gateway.list.opt_out_waits(
        Waiting(kind=Wait.PROPAGATION, reference=entry["id"], target="crm", received_at=received)
    )
    _, person = await call(gateway, "GET", ANN)
    (wait,) = person["propagation"]
    assert (wait["suppression_id"], wait["target"]) == (entry["id"], "crm")
    assert wait["propagated_at"] is None
    _, ready = await call(gateway, "GET", "/readyz", key="")
    (waiting,) = ready["opt_outs_waiting"]
    assert (waiting["kind"], waiting["count"]) == ("propagation", 1)
    assert (waiting["deadline"], waiting["legal_deadline"]) == ("2026-12-04", "2026-12-07")
    await gateway.list.opt_out_settled(Wait.PROPAGATION, entry["id"], "crm")
    _, person = await call(gateway, "GET", ANN)
    assert person["propagation"][0]["propagated_at"] is not None
    _, ready = await call(gateway, "GET", "/readyz", key="")
    assert ready["opt_outs_waiting"] == []


@pytest.mark.parametrize(
    ("path", "order", "loc"),
    [
        (ANN, {"requested_at": "0001-01-01T00:00:00+14:00"}, "requested_at"),
        (ANN, {"reason": "manual", "expires_at": "9999-12-31T23:59:59-14:00"}, "expires_at"),
        ("/v1/consents", {"to": "+19169668284", "source": "form", "evidence": "form 12",
                          "requested_at": "0001-01-01T00:00:00+14:00"}, "requested_at"),
    ],
)  # fmt: skip
async def test_a_time_outside_of_the_calendar_is_refused(
    gateway: Gateway, path: str, order: dict[str, Any], loc: str
) -> None:
    method = "PUT" if path == ANN else "POST"
    status, problem = await call(gateway, method, path, order)
    assert (status, problem["errors"][0]["loc"]) == (422, loc)


async def test_the_first_moment_of_the_calendar_is_a_moment(gateway: Gateway) -> None:
    status, entry = await call(gateway, "PUT", ANN, {"requested_at": "0001-01-01T00:00:00Z"})
    assert (status, entry["active"]) == (201, True)
