"""Who comes in, how, for how long; and who does not."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Literal

import pyotp
import pytest

from gateway.admin.passwords import Passwords
from gateway.admin.roles import Role
from tests.contract.admin.conftest import PASSWORD, TEST

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.contract.admin.conftest import Answer, Browser, Site


async def with_password(site: Site, name: str = "maria", role: Role = Role.SUPPORT) -> str:
    """Let a user choose a password by their link; return the link's path."""
    user = await site.users.add(name, role, TEST)
    assert user is not None
    path = f"/admin/come-in/{await site.users.invite(user, 'password', TEST)}"
    chosen = {"password": PASSWORD, "again": PASSWORD}
    answer = await (await site.stranger()).post(path, chosen)
    assert (answer.status, answer.location) == (303, "/admin/")
    return path


class Overtaken(Passwords):
    """Finds a password right, and something else is done meanwhile."""

    def __init__(self, change: Callable[[], Awaitable[object]]) -> None:
        super().__init__()
        self._change = change

    async def is_right(self, kept: str, password: str) -> bool:  # noqa: ARG002 - it is
        await self._change()
        return True


async def log_in(browser: Browser, name: str = "maria", **fields: str) -> Answer:
    return await browser.post("/admin/login", {"name": name, "password": PASSWORD, **fields})


async def test_nobody_is_let_in_without_a_session(site: Site) -> None:
    stranger = await site.stranger()
    for path in ("/admin/", "/admin/suppressions", "/admin/no-such-page"):
        answer = await stranger.get(path)
        assert answer.status == 303
        assert answer.location.startswith("/admin/login?next=")
    assert (await stranger.post("/admin/suppressions/add")).status == 401
    stranger.session.cookie_jar.update_cookies({"optwarden": "x" * 43})
    assert (await stranger.get("/admin/")).status == 303


async def test_a_link_is_good_once_and_looking_at_it_uses_nothing_up(site: Site) -> None:
    user = await site.users.add("maria", Role.VIEWER, TEST)
    path = f"/admin/come-in/{await site.users.invite(user, 'enter', TEST)}"
    stranger = await site.stranger()
    for _ in range(3):
        assert "Come in as maria" in (await stranger.get(path)).text
    assert (await stranger.post(path)).status == 303
    assert (await stranger.get(path)).status == 404
    assert (await (await site.stranger()).post(path)).status == 404


async def test_a_link_used_by_two_at_once_lets_one_in(site: Site) -> None:
    user = await site.users.add("maria", Role.VIEWER, TEST)
    path = f"/admin/come-in/{await site.users.invite(user, 'enter', TEST)}"
    browsers = [await site.stranger() for _ in range(8)]
    answers = await asyncio.gather(*(each.post(path) for each in browsers))
    assert sorted(each.status for each in answers) == [303, *[404] * 7]


@pytest.mark.parametrize("kind", ["password", "first"])
async def test_a_link_used_by_two_at_once_chooses_one_password(
    site: Site, kind: Literal["password", "first"]
) -> None:
    user = None if kind == "first" else await site.users.add("maria", Role.VIEWER, TEST)
    path = f"/admin/come-in/{await site.users.invite(user, kind, TEST)}"
    browsers = [await site.stranger() for _ in range(4)]
    chosen = [f"{number} is one of length" for number in range(4)]
    answers = await asyncio.gather(
        *(
            browser.post(path, {"name": f"user{number}", "password": word, "again": word})
            for number, (browser, word) in enumerate(zip(browsers, chosen, strict=True))
        )
    )
    assert sorted(each.status for each in answers) == [303, *[404] * 3]
    (made,) = site.users.list()
    came_in = [(await each.get("/admin/")).status for each in browsers]
    assert sorted(came_in) == [200, *[303] * 3]
    said = [await log_in(await site.stranger(), made.name, password=word) for word in chosen]
    assert [each.status == 303 for each in said] == [each == 200 for each in came_in]


async def test_a_password_that_is_changed_while_it_is_compared_lets_nobody_in(site: Site) -> None:
    await with_password(site)
    user = site.users.find("maria")
    assert user is not None
    browser = await site.stranger()
    for change in (
        lambda: site.users.set_password(user, "another", TEST),
        lambda: site.users.change(user, TEST, is_disabled=True),
    ):
        passwords = Overtaken(change)
        object.__setattr__(site.gateway.services.desk, "passwords", passwords)
        assert (await log_in(browser)).status == 401
        assert (await browser.get("/admin/")).status == 303
    await site.users.change(user, TEST, is_disabled=False)
    assert (await browser.get("/admin/")).status == 303


async def test_a_new_link_ends_the_one_before(site: Site) -> None:
    user = await site.users.add("maria", Role.VIEWER, TEST)
    first = await site.users.invite(user, "password", TEST)
    await site.users.invite(user, "password", TEST)
    assert (await (await site.stranger()).get(f"/admin/come-in/{first}")).status == 404


async def test_the_first_user_is_made_by_link_and_no_second_one(site: Site) -> None:
    path = f"/admin/come-in/{await site.users.invite(None, 'first', TEST)}"
    chosen = {"name": "root", "password": PASSWORD, "again": PASSWORD}
    first = await site.stranger()
    refused = await first.post(path, {**chosen, "name": "a/b"})
    assert (refused.status, "letters, digits and" in refused.text) == (422, True)
    assert (await first.post(path, chosen)).status == 303
    assert (await first.get("/admin/")).status == 200
    assert [(user.name, user.role) for user in site.users.list()] == [("root", Role.ADMIN)]
    again = await (await site.stranger()).post(path, {**chosen, "name": "second"})
    assert again.status == 404
    assert len(site.users.list()) == 1


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"password": "short", "again": "short"}, "12 characters at least"),
        ({"password": PASSWORD, "again": PASSWORD + "!"}, "not the same"),
        ({"password": "x" * 1025, "again": "x" * 1025}, "at most"),
    ],
)
async def test_a_bad_password_is_refused_with_why(
    site: Site, fields: dict[str, str], complaint: str
) -> None:
    user = await site.users.add("maria", Role.VIEWER, TEST)
    path = f"/admin/come-in/{await site.users.invite(user, 'password', TEST)}"
    answer = await (await site.stranger()).post(path, fields)
    assert answer.status == 422
    assert complaint in answer.text
    assert fields["password"] not in answer.text


async def test_a_password_lets_in_and_nothing_else_does(site: Site) -> None:
    await with_password(site)
    browser = await site.stranger()
    for wrong in ({"name": "nobody"}, {"password": "wrong password"}):
        answer = await log_in(browser, **wrong)
        assert answer.status == 403
        assert "Name, password or code is wrong." in answer.text
    answer = await log_in(browser, next="/admin/suppressions?q=ann")
    assert (answer.status, answer.location) == (303, "/admin/suppressions?q=ann")
    assert (await browser.get("/admin/")).status == 200


@pytest.mark.parametrize(
    "onward", ["https://evil.example/", "//evil.example/admin/", "/admin/\\evil.example", "/u/x"]
)
async def test_nobody_is_led_elsewhere_after_coming_in(site: Site, onward: str) -> None:
    await with_password(site)
    assert (await log_in(await site.stranger(), next=onward)).location == "/admin/"


async def test_coming_in_makes_a_new_session_and_ends_the_one_before(site: Site) -> None:
    await with_password(site)
    browser = await site.stranger()
    await log_in(browser)
    page = (await browser.get("/admin/login")).text
    browser.csrf = page.partition('name="csrf" value="')[2].partition('"')[0]
    (before,) = [cookie.value for cookie in browser.session.cookie_jar]
    await log_in(browser)
    (after,) = [cookie.value for cookie in browser.session.cookie_jar]
    assert after != before
    assert await site.users.session(before) is None


async def test_the_cookie_is_for_this_host_and_no_script(site: Site) -> None:
    await with_password(site)
    said = (await log_in(await site.stranger())).headers["Set-Cookie"]
    assert "HttpOnly" in said
    assert "SameSite=Strict" in said
    assert "Path=/" in said
    assert "Domain" not in said


async def test_guessing_is_slowed_down_for_that_user_from_there(site: Site) -> None:
    await with_password(site)
    browser = await site.stranger()
    statuses = [(await log_in(browser, password="guess")).status for _ in range(7)]
    assert statuses == [403] * 5 + [429] * 2
    assert (await log_in(browser)).status == 429  # the right one, too: nobody learns which it is


async def test_a_right_password_is_no_guess(site: Site) -> None:
    await with_password(site)
    right = [(await log_in(await site.stranger())).status for _ in range(7)]
    assert right == [303] * 7
    browser = await site.stranger()
    guesses = [(await log_in(browser, password="guess")).status for _ in range(4)]
    assert (await log_in(await site.stranger())).status == 303
    guesses += [(await log_in(browser, password="guess")).status for _ in range(2)]
    assert guesses == [403] * 5 + [429]


async def test_who_mistypes_the_new_password_has_guessed_nothing(site: Site) -> None:
    await with_password(site)
    browser = await site.stranger()
    await log_in(browser)
    page = (await browser.get("/admin/account")).text
    browser.csrf = page.partition('name="csrf" value="')[2].partition('"')[0]
    typed = {"old": PASSWORD, "password": "a few words more", "again": "a few words mroe"}
    said = [(await browser.post("/admin/account/password", typed)).status for _ in range(7)]
    assert said == [422] * 7


async def test_codes_are_asked_for_once_they_are_set_up_and_each_is_good_once(site: Site) -> None:
    await with_password(site)
    browser = await site.stranger()
    await log_in(browser)
    page = (await browser.get("/admin/account")).text
    secret = page.partition('class="key">')[2].partition("<")[0]
    browser.csrf = page.partition('name="csrf" value="')[2].partition('"')[0]
    code = pyotp.TOTP(secret).now()
    set_up = await browser.post("/admin/account/codes", {"secret": secret, "code": code})
    assert set_up.status == 303
    other = await site.stranger()
    assert (await log_in(other)).status == 403
    assert (await log_in(other, code=code)).status == 403  # it was used to set them up
    following = pyotp.TOTP(secret).at(int(site.gateway.services.clock().timestamp()) + 30)
    assert (await log_in(other, code=following)).status == 303


async def test_another_password_ends_every_other_session(site: Site) -> None:
    await with_password(site)
    mine, theirs = await site.stranger(), await site.stranger()
    await log_in(mine)
    await log_in(theirs)
    page = (await mine.get("/admin/account")).text
    mine.csrf = page.partition('name="csrf" value="')[2].partition('"')[0]
    other = {"password": "another one of length", "again": "another one of length"}
    assert (await mine.post("/admin/account/password", {"old": "wrong", **other})).status == 422
    assert (await mine.post("/admin/account/password", {"old": PASSWORD, **other})).status == 303
    assert (await mine.get("/admin/")).status == 200
    assert (await theirs.get("/admin/")).status == 303


async def test_who_is_disabled_is_out_at_once(site: Site) -> None:
    browser = await site.browser(Role.ADMIN)
    user = site.users.find("admin")
    assert user is not None
    await site.users.change(user, TEST, is_disabled=True)
    assert (await browser.get("/admin/")).status == 303
    token = await site.users.invite(user, "enter", TEST)
    assert (await (await site.stranger()).get(f"/admin/come-in/{token}")).status == 404


async def test_logging_out_ends_the_session_for_good(site: Site) -> None:
    browser = await site.browser(Role.VIEWER)
    (cookie,) = [each.value for each in browser.session.cookie_jar]
    assert (await browser.post("/admin/logout")).location == "/admin/login"
    assert await site.users.session(cookie) is None
    assert (await browser.get("/admin/")).status == 303


async def test_who_follows_a_link_from_elsewhere_comes_once_more_with_the_cookie(
    site: Site,
) -> None:
    stranger = await site.stranger()
    answer = await stranger.ask(
        "GET", "/admin/suppressions?q=ann", headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status == 200
    assert 'content="0; url=/admin/suppressions?q=ann&amp;again=1"' in answer.text
