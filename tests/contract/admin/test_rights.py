"""Every page by every role: what the table of rights says, and nothing beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gateway.admin.pages import STATIC
from gateway.admin.roles import RIGHTS, Right, Role, may
from gateway.admin.table import PAGES

if TYPE_CHECKING:
    from gateway.admin.routes import Page
    from tests.contract.admin.conftest import Site

INSIDE = [page for page in PAGES if page.right is not None]


def allowed(role: Role, page: Page) -> bool:
    return page.right is not None and may(role, page.right)


FOREIGN = {"id": "0000000000001", "token": "none", "name": "none", "code": "NONE"}


def address(page: Page) -> str:
    """Return an address of a page about something that is not there."""
    path = page.path
    for name in {part.partition(":")[0] for part in _blanks(path)}:
        start = path.index("{" + name)
        path = path[:start] + FOREIGN.get(name, "none") + path[path.index("}", start) + 1 :]
    return "/admin" + path


def _blanks(path: str) -> list[str]:
    return [part.partition("}")[0] for part in path.split("{")[1:]]


def test_every_right_is_somebody_s_and_every_role_looks() -> None:
    assert set().union(*RIGHTS.values()) == set(Right)
    assert all(may(role, Right.LOOK) for role in Role)


def test_only_compliance_lifts_what_the_law_asks_for() -> None:
    assert [role for role in Role if may(role, Right.LAW)] == [Role.COMPLIANCE]


def test_every_act_has_a_right_and_looking_changes_nothing() -> None:
    assert {page.method for page in PAGES} <= {"GET", "POST"}
    for page in INSIDE:
        assert page.method == "GET" or page.handler.__name__.startswith("post_")


@pytest.mark.parametrize("role", Role)
async def test_every_page_answers_as_the_role_may(site: Site, role: Role) -> None:
    for page in INSIDE:
        if page.path == "/logout":
            continue
        browser = await site.browser(role)
        ask = browser.get if page.method == "GET" else browser.post
        answer = await ask(address(page))
        told = (page.method, page.path, role, answer.status)
        if allowed(role, page):
            assert answer.status not in (401, 403), told
            assert answer.status < 500, told
        else:
            assert answer.status == 403, told


async def test_no_page_is_seen_by_a_stranger(site: Site) -> None:
    for page in INSIDE:
        stranger = await site.stranger()
        answer = await stranger.ask(page.method, address(page))
        assert answer.status in (303, 401), page.path
        assert "csrf" not in answer.text, page.path


POSTS = [page for page in INSIDE if page.method == "POST"]


def who_may(page: Page) -> Role:
    return Role.ADMIN if allowed(Role.ADMIN, page) else Role.COMPLIANCE


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
    ids=str,
)
async def test_no_other_site_acts_in_somebody_s_name(site: Site, headers: dict[str, str]) -> None:
    browsers = {role: await site.browser(role) for role in (Role.ADMIN, Role.COMPLIANCE)}
    for page in POSTS:
        browser = browsers[who_may(page)]
        form = {"csrf": browser.csrf}
        answer = await browser.ask("POST", address(page), data=form, headers=headers)
        assert answer.status == 403, page.path


async def test_no_form_is_taken_that_is_not_of_the_session(site: Site) -> None:
    browsers = {role: await site.browser(role) for role in (Role.ADMIN, Role.COMPLIANCE)}
    others = {role: await site.browser(role, f"other-{role}") for role in browsers}
    for page in POSTS:
        browser, other = browsers[who_may(page)], others[who_may(page)]
        for token in ("", "x", other.csrf):
            browser.csrf = token
            assert (await browser.post(address(page))).status == 403, page.path


async def test_what_is_not_there_is_not_found_whatever_is_asked(site: Site) -> None:
    browser = await site.browser(Role.ADMIN)
    for path in ("/admin/none", "/admin/suppressions/none/none", "/admin/%00", "/admin/..%2f"):
        assert (await browser.get(path)).status == 404
    assert (await browser.ask("DELETE", "/admin/suppressions")).status in (404, 405)


async def test_every_page_is_closed_to_other_sites_and_small(site: Site) -> None:
    browser = await site.browser(Role.ADMIN)
    extras = sum(len(each.content) for each in STATIC.values())
    for page in INSIDE:
        if page.method == "POST":
            continue
        answer = await browser.get(address(page))
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy
            assert answer.headers["Cache-Control"] == "no-store"
            assert len(answer.text.encode()) + extras < 100_000, page.path
            assert " style=" not in answer.text
            assert "<script>" not in answer.text
