"""Users, their links and sessions on their file: how long they last, and what is written down."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pyotp
import pytest

from gateway.admin.passwords import new_secret, step_of
from gateway.admin.roles import Role
from gateway.admin.user import By
from gateway.admin.users import ABSOLUTE, IDLE, LINK_LASTS, Users
from gateway.ledger import export, verify
from tests.contract.spool.make import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gateway.admin.user import User

TEST = By(name="root", address="192.0.2.7")
SECOND = timedelta(seconds=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def users(tmp_path: Path, clock: Clock) -> Iterator[Users]:
    opened = Users(tmp_path / "users.db", clock)
    opened.open()
    yield opened
    opened.close()


def kept_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("users.db*"))


async def maria(users: Users, role: Role = Role.VIEWER) -> User:
    user = await users.add("maria", role, TEST)
    assert user is not None
    return user


async def test_a_session_ends_when_nothing_is_done(users: Users, clock: Clock) -> None:
    token = await users.begin(await maria(users), TEST)
    for _ in range(3):
        clock.now += IDLE - SECOND
        assert await users.session(token) is not None
    clock.now += IDLE
    assert await users.session(token) is None


async def test_a_page_that_asks_by_itself_keeps_no_session_alive(
    users: Users, clock: Clock
) -> None:
    token = await users.begin(await maria(users), TEST)
    clock.now += IDLE - SECOND
    assert await users.session(token, is_click=False) is not None
    clock.now += SECOND
    assert await users.session(token) is None


async def test_a_session_ends_after_half_a_day_however_busy(users: Users, clock: Clock) -> None:
    token = await users.begin(await maria(users), TEST)
    began = clock.now
    while clock.now - began + IDLE / 2 < ABSOLUTE:
        clock.now += IDLE / 2
        assert await users.session(token) is not None
    clock.now = began + ABSOLUTE
    assert await users.session(token) is None


async def test_a_link_is_over_after_a_day(users: Users, clock: Clock) -> None:
    token = await users.invite(await maria(users), "password", TEST)
    clock.now += LINK_LASTS - SECOND
    assert users.link(token) is not None
    clock.now += SECOND
    assert users.link(token) is None


async def test_another_role_ends_the_sessions_of_the_one_before(users: Users) -> None:
    user = await maria(users, Role.ADMIN)
    token = await users.begin(user, TEST)
    await users.change(user, TEST, role=Role.VIEWER)
    assert await users.session(token) is None
    found = users.find("maria")
    assert found is not None
    assert found.role is Role.VIEWER


async def test_a_name_is_one_person_s(users: Users) -> None:
    assert await users.add("maria", Role.VIEWER, TEST) is not None
    assert await users.add("maria", Role.ADMIN, TEST) is None
    assert [user.role for user in users.list()] == [Role.VIEWER]


async def test_a_code_s_step_is_used_once(users: Users) -> None:
    user = await maria(users)
    assert await users.use_step(user, 7)
    assert not await users.use_step(user, 7)
    assert not await users.use_step(user, 6)
    assert await users.use_step(user, 8)


async def test_no_secret_is_kept_as_it_is_or_shown(users: Users, tmp_path: Path) -> None:
    user = await maria(users)
    link = await users.invite(user, "password", TEST)
    token = await users.begin(user, TEST)
    await users.set_password(user, "$argon2id$hash", TEST)
    users.close()
    kept = kept_in(tmp_path)
    assert link.encode() not in kept
    assert token.encode() not in kept
    users.open()
    assert "argon2id" not in repr(users.secrets("maria"))


async def test_whatever_changes_who_comes_in_is_in_the_record(users: Users, tmp_path: Path) -> None:
    user = await maria(users)
    await users.invite(user, "password", TEST)
    await users.set_password(user, "hash", TEST)
    await users.set_codes(user, "SECRET", 1, TEST)
    await users.change(user, TEST, role=Role.ADMIN)
    await users.change(user, TEST, is_disabled=True)
    await users.change(user, TEST, is_disabled=False)
    await users.begin(user, TEST)
    lines = [json.loads(line) for line in export(tmp_path / "users.db", with_details=True)]
    kinds = [json.loads(line["line"])["kind"] for line in lines]
    assert kinds == [
        "user.added", "user.invited", "user.password", "user.codes", "user.role",
        "user.disabled", "user.enabled", "user.came_in",
    ]  # fmt: skip
    assert all(line["detail"]["by"] == "root" for line in lines)
    assert not any("maria" in line["line"] or "192.0.2.7" in line["line"] for line in lines)
    assert verify(tmp_path / "users.db").is_whole


async def test_what_a_clock_that_was_ahead_let_in_is_over_when_it_is_set_right(
    users: Users, clock: Clock
) -> None:
    clock.now += timedelta(days=365)
    user = await maria(users)
    session, link = await users.begin(user, TEST), await users.invite(user, "password", TEST)
    for after in (timedelta(days=363), timedelta(minutes=2)):
        clock.now -= after
        assert await users.session(session) is None
        assert users.link(link) is None
    assert await users.session(await users.begin(user, TEST)) is not None


async def test_a_clock_that_is_put_right_by_a_second_ends_nothing(
    users: Users, clock: Clock
) -> None:
    user = await maria(users)
    session, link = await users.begin(user, TEST), await users.invite(user, "password", TEST)
    clock.now -= SECOND
    assert await users.session(session) is not None
    assert users.link(link) is not None


async def test_codes_of_a_clock_that_was_ahead_lock_nobody_out_and_are_good_once(
    users: Users, clock: Clock
) -> None:
    secret = new_secret()
    user = await maria(users)
    await users.set_password(user, "hashed", TEST)

    def step() -> int:
        after, code = users.secrets("maria").totp_step, pyotp.TOTP(secret).at(clock.now)
        return step_of(secret, code, clock.now, after=after)

    clock.now += timedelta(days=365)
    await users.set_codes(user, secret, step(), TEST)
    clock.now -= timedelta(days=364)
    found = step()
    assert found
    assert [await users.use_step(user, found) for _ in range(2)] == [True, False]
    assert not step()
