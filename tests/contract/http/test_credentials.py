"""API keys: shown once, kept as hashes, good for their roles, revoked at once."""

from __future__ import annotations

import re
import sqlite3
import statistics
import time
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import aiohttp
import pytest

from gateway.credentials import COMPLIANCE, ROLES, Credentials
from gateway.errors import StoreUnavailable
from gateway.http.table import every_route
from gateway.http.twilio.account import authenticate_account

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.contract.http.conftest import Gateway

AT = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[Credentials]:
    opened = Credentials(tmp_path / "credentials.db", lambda: AT)
    opened.open()
    yield opened
    opened.close()


async def test_key_opens_what_it_was_made_for_and_nothing_else(keys: Credentials) -> None:
    new = await keys.add("shop", ["send", "check"])
    holder = keys.verify(new.secret)
    assert holder is not None
    assert (holder.submitter, holder.key_id) == ("shop", new.key_id)
    assert [role for role in sorted(ROLES) if holder.may(role)] == ["check", "send"]


async def test_star_is_every_role_but_compliance(keys: Credentials) -> None:
    holder = keys.verify((await keys.add("shop", ["*"])).secret)
    assert holder is not None
    assert {role for role in ROLES if holder.may(role)} == ROLES - {COMPLIANCE}
    both = keys.verify((await keys.add("shop", ["*", COMPLIANCE])).secret)
    assert both is not None
    assert both.may(COMPLIANCE)


async def test_keys_made_when_roles_had_other_names_keep_working(keys: Credentials) -> None:
    new = await keys.add("shop", ["suppression", "suppression:lift"])
    await keys._database.write(
        lambda connection: connection.execute(
            "UPDATE keys SET scopes = 'suppression suppression:lift'"
        ).fetchall()
    )
    holder = keys.verify(new.secret)
    assert holder is not None
    assert {role for role in ROLES if holder.may(role)} == {"add", "lift"}
    assert keys.list()[0].roles == {"add", "lift"}


async def test_secret_is_nowhere_on_the_disk(keys: Credentials, tmp_path: Path) -> None:
    new = await keys.add("shop", ["send"])
    assert re.fullmatch(r"ow_[a-z2-7]{8}_[a-z2-7]{52}", new.secret)
    keys.close()
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())  # noqa: ASYNC240 - a few files
    assert new.key_id.encode() in kept
    assert new.secret.rpartition("_")[2].encode() not in kept
    assert new.secret not in repr(new)


async def test_wrong_secrets_open_nothing(keys: Credentials) -> None:
    secret = (await keys.add("shop", ["send"])).secret
    other = (await keys.add("shop", ["send"])).secret
    last = "a" if secret[-1] != "a" else "b"
    mixed = secret[:12] + other[12:]
    for wrong in (secret[:-1] + last, mixed, secret.upper(), secret + "a", "", "ow__", "é" * 64):
        assert keys.verify(wrong) is None


async def test_revoked_key_opens_nothing_at_once(keys: Credentials, tmp_path: Path) -> None:
    new = await keys.add("shop", ["send"])
    elsewhere = Credentials(tmp_path / "credentials.db", lambda: AT)
    elsewhere.open()
    assert await elsewhere.revoke(new.key_id)
    assert not await elsewhere.revoke(new.key_id)
    elsewhere.close()
    assert keys.verify(new.secret) is None
    (view,) = keys.list()
    assert (view.key_id, view.created_at, view.revoked_at) == (new.key_id, AT, AT)


@pytest.mark.parametrize("roles", [[], ["sned"], ["send", "root"]])
async def test_role_that_does_not_exist_makes_no_key(keys: Credentials, roles: list[str]) -> None:
    with pytest.raises(ValueError, match="roles"):
        await keys.add("shop", roles)
    assert keys.list() == ()


def test_closed_file_lets_nobody_in(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        Credentials(tmp_path / "credentials.db", lambda: AT).verify(f"ow_{'a' * 8}_{'a' * 52}")


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 401, "AUTH_REQUIRED"),
        ({"Authorization": "Basic YTpi"}, 401, "AUTH_REQUIRED"),
        ({"Authorization": "Bearer "}, 401, "AUTH_REQUIRED"),
        ({"Authorization": "Bearer nothing"}, 401, "AUTH_FAILED"),
    ],
)
async def test_stranger_is_turned_away(
    gateway: Gateway, headers: dict[str, str], status: int, code: str
) -> None:
    for method, path in (("POST", "/v1/sms"), ("GET", "/v1/messages")):
        async with gateway.call(method, path, key="", headers=headers, json={}) as answer:
            assert answer.status == status
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
            assert (await answer.json(content_type=None))["code"] == code
    assert gateway.inlet.texts == []


async def test_key_without_the_role_is_told_which_it_needs(gateway: Gateway) -> None:
    async with gateway.call("POST", "/v1/sms", key="read", json={}) as answer:
        assert answer.status == 403
        problem = await answer.json(content_type=None)
    assert problem["code"] == "AUTH_SCOPE_MISSING"
    assert '"send"' in problem["detail"]


async def test_key_of_a_submitter_that_is_gone_opens_nothing(gateway: Gateway) -> None:
    secret = (await gateway.keys.add("departed", ["*"])).secret
    async with gateway.call("GET", "/v1/messages", key=secret) as answer:
        assert answer.status == 401


async def test_no_key_can_be_checked_is_503(gateway: Gateway) -> None:
    gateway.keys.close()
    async with gateway.call("GET", "/v1/messages") as answer:
        assert answer.status == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert (await answer.json(content_type=None))["code"] == "STORE_UNAVAILABLE"


@pytest.mark.parametrize("role", sorted(ROLES))
async def test_a_role_opens_its_own_routes_and_no_others(gateway: Gateway, role: str) -> None:
    secret = (await gateway.keys.add("shop", [role])).secret
    account = "AC" + "0" * 32
    filled = {
        "{channel}": "email", "{address}": "ann%40example.net", "{id}": "I-1", "{sid}": account,
    }  # fmt: skip
    log_in = {"Authorization": aiohttp.encode_basic_auth(account, secret)}
    opened = set()
    for route in every_route():
        path = route.path
        for blank, value in filled.items():
            path = path.replace(blank, value)
        if not route.scope:
            continue
        is_basic = route.log_in is authenticate_account
        key, headers = ("", log_in) if is_basic else (secret, {})
        async with gateway.call(route.method, path, key=key, headers=headers) as answer:
            assert answer.status != 401
            if answer.status == 403:
                assert f'scope="{route.scope}"' in answer.headers["WWW-Authenticate"]
            else:
                opened.add(route.scope)
    scopes = {route.scope for route in every_route()} - {""}
    assert opened == (scopes - {COMPLIANCE} if role == "*" else {role})


async def test_a_key_is_looked_up_at_once_whoever_writes(keys: Credentials, tmp_path: Path) -> None:
    """It is asked for on the event loop: nothing slow is computed, and no writer waited for."""
    secret = (await keys.add("shop", ["send"])).secret
    took = []
    with closing(sqlite3.connect(tmp_path / "credentials.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for shown in (secret, secret[:-1] + "a", "ow_" + "a" * 8 + "_" + "a" * 52) * 20:
            began = time.perf_counter()
            keys.verify(shown)
            took.append(time.perf_counter() - began)
    assert statistics.median(took) < 0.005
