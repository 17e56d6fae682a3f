"""The list and consents over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from gateway.credentials import ROLES
from suppression.entry import Channel, Origin, Reason, scope
from suppression.hashes import hashed_key
from suppression.keys import email_key, phone_key
from suppression.store import Actor, NewEntry
from suppression.waiting import Wait, Waiting
from tests.contract.listing import last_texted

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


async def test_a_public_suffix_in_a_batch_keeps_nobody_else_off_the_list(gateway: Gateway) -> None:
    rows = [
        {"channel": "email", "address": address, "include_subdomains": True}
        for address in ("@co.uk", "@rival.co.uk", "@[192.0.2.1]")
    ]
    _, done = await call(gateway, "POST", "/v1/suppressions:batch", {"suppressions": rows})
    assert [row["status"] for row in done["results"]] == ["invalid", "added", "added"]
    assert await gateway.blocks("ann@mail.rival.co.uk")
    assert not await gateway.blocks("ann@friend.co.uk")


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


async def test_a_wrong_number_ends_by_a_text_from_it_and_no_key(gateway: Gateway) -> None:
    path = "/v1/suppressions/sms/%2B19169668284"
    await call(gateway, "PUT", path, {"reason": "wrong_number"})
    order = {"because": "it is theirs", "evidence": "ticket 7"}
    secret = (await gateway.keys.add("shop", ["*", "compliance"])).secret
    for key in ({}, {"key": secret}):
        status, problem = await call(gateway, "POST", f"{path}/lift", order, **key)
        assert (status, problem["code"]) == (409, "HTTP_STATE_CONFLICT")
        assert "texts from it" in problem["detail"]
    request = {"to": "+19169668284", "evidence": "asked for texts, ticket 7"}
    by_text = {"source": "sms", "our_number": "+14155550123", "resubscribe": True}
    for how in ({"source": "voice"}, {"source": "sms"}, by_text):
        status, recorded = await call(gateway, "POST", "/v1/consents", {**request, **how})
        assert (status, [each["reason"] for each in recorded["suppressions"]]) == (
            201, ["wrong_number"],
        )  # fmt: skip
    text = {"from": "+19169668284", "to": "+14155550123", "text": "Is there a table on Friday?"}
    assert (await call(gateway, "POST", "/v1/sms/inbound", text))[0] == 200
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


async def test_bare_delete_does_not_exist(gateway: Gateway) -> None:
    await call(gateway, "PUT", ANN, {})
    status, problem = await call(gateway, "DELETE", ANN)
    assert (status, problem["code"]) == (405, "HTTP_METHOD_NOT_ALLOWED")
    assert await gateway.blocks("ann@example.net")


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


async def test_opt_out_is_not_refused_over_a_clock_that_is_ahead(gateway: Gateway) -> None:
    ahead = (datetime.now(UTC) + timedelta(minutes=2)).isoformat()
    assert (await call(gateway, "PUT", ANN, {"requested_at": ahead}))[0] == 201
    assert await gateway.blocks("ann@example.net")


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


async def test_api_entry_does_not_weaken_the_persons_own_word(gateway: Gateway) -> None:
    own = NewEntry(
        channel=Channel.EMAIL, key=email_key("ann@example.net"), scope=scope("all"),
        reason=Reason.UNSUBSCRIBE, origin=Origin.RECIPIENT, requested_at=datetime.now(UTC),
    )  # fmt: skip
    await gateway.list.add(own, Actor(name="recipient", method="page"))
    assert (await call(gateway, "PUT", ANN, {"scope": "stream:news"}))[0] in (200, 201)
    assert await gateway.blocks("ann@example.net", stream="offers")


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


async def test_a_row_of_elsewhere_keeps_nobody_else_off_the_list(gateway: Gateway) -> None:
    rows = [
        {"channel": "email", "address": "hmac:7:" + "a" * 64},
        {"channel": "email", "address": "ann@example.net"},
    ]
    status, found = await call(gateway, "POST", "/v1/suppressions:batch", {"suppressions": rows})
    assert (status, [r["status"] for r in found["results"]]) == (200, ["invalid", "added"])
