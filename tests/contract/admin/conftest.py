"""A listener that serves the pages, with a user of each role and a browser for each."""

from __future__ import annotations

import re
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import pytest
from argon2 import PasswordHasher

from gateway.admin.passwords import Passwords
from gateway.admin.roles import Role
from gateway.admin.user import By
from gateway.config.models import HttpListener
from gateway.pace import PACE
from tests.contract.http.conftest import serving, stores

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from gateway.admin.users import Users
    from gateway.credentials import Credentials
    from gateway.pace import Pace
    from gateway.spool.sqlite import SqliteSpool
    from suppression.sqlite import SqliteSuppressionStore
    from tests.contract.http.conftest import Gateway

__all__ = ["stores"]

PASSWORD: Final = "correct horse battery"
QUICK: Final = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_CSRF: Final = re.compile(r'name="csrf" value="([^"]+)"')
TEST: Final = By(name="test")


@dataclass
class Answer:
    """What came back."""

    status: int
    text: str
    headers: Any

    @property
    def location(self) -> str:
        """Where it leads."""
        return str(self.headers.get("Location", ""))


@dataclass
class Browser:
    """A browser with its cookies; it follows nothing by itself."""

    url: str
    session: aiohttp.ClientSession
    csrf: str = ""

    async def ask(self, method: str, path: str, **options: Any) -> Answer:  # noqa: ANN401 - what the client takes
        async with self.session.request(
            method, self.url + path, allow_redirects=False, **options
        ) as found:
            return Answer(found.status, await found.text(), found.headers)

    async def get(self, path: str, **query: str) -> Answer:
        """Look at a page."""
        return await self.ask("GET", path, params=query)

    async def post(self, path: str, fields: dict[str, Any] | None = None) -> Answer:
        """Send a form of this session."""
        return await self.ask("POST", path, data={"csrf": self.csrf, **(fields or {})})


@dataclass
class Site:
    """The pages of one gateway."""

    gateway: Gateway
    stack: AsyncExitStack

    @property
    def users(self) -> Users:
        return self.gateway.services.desk.users

    async def stranger(self) -> Browser:
        """A browser that nobody let in."""
        jar = aiohttp.CookieJar(unsafe=True)
        session = await self.stack.enter_async_context(aiohttp.ClientSession(cookie_jar=jar))
        return Browser(self.gateway.url, session)

    async def browser(self, role: Role | str, name: str = "") -> Browser:
        """A browser that a user of this role came in with."""
        browser = await self.stranger()
        name = name or str(role)
        user = self.users.find(name) or await self.users.add(name, Role(role), TEST)
        assert user is not None
        token = await self.users.invite(user, "enter", TEST)
        answer = await browser.post(f"/admin/come-in/{token}")
        assert answer.status == 303, answer.text
        found = _CSRF.search((await browser.get("/admin/account")).text)
        assert found
        browser.csrf = found[1]
        return browser


@pytest.fixture
async def site(
    stores: tuple[SqliteSuppressionStore, SqliteSpool, Credentials],
    tmp_path: Path,
) -> AsyncIterator[Site]:
    async with opened(stores, tmp_path) as site_:
        yield site_


@asynccontextmanager
async def opened(
    stores: tuple[SqliteSuppressionStore, SqliteSpool, Credentials],
    tmp_path: Path,
    pace: Pace = PACE,
) -> AsyncIterator[Site]:
    """Serve the pages until the block ends."""
    listener = HttpListener(listen="127.0.0.1:0")
    async with serving(stores, tmp_path, listener, pace=pace) as gateway, AsyncExitStack() as stack:
        object.__setattr__(gateway.services.desk, "passwords", Passwords(QUICK))
        gateway.services.desk.users.open()
        gateway.services.desk.privacy.open()
        yield Site(gateway, stack)
        gateway.services.desk.privacy.close()
        gateway.services.desk.users.close()
