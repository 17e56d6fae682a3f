"""RingCentral's login: a JWT credential becomes an access token, which is kept while it lasts.

**Failures:** a login that fails is a `TemporaryFailure`, whatever it failed of: nothing has been
asked for yet. It is not repeated for a while, for RingCentral counts logins.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gateway.errors import TemporaryFailure, UnknownOutcome
from gateway.providers.http_carrier import password_of
from gateway.providers.provider import Order
from gateway.providers.ringcentral import api_of, object_in, reply_of, words
from gateway.secret_files import read_secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from gateway.config.models import Route
    from gateway.providers.asking import Asking
    from gateway.providers.provider import Answer

_GRANT: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"  # RFC 7523 2.1
_EARLY_S: Final = 120.0  # a token is renewed so long before it ends
_DEFAULT_S: Final = 3600
_LONGEST_S: Final = 24 * 3600
_PAUSE_S: Final = 15.0  # between two logins that fail: five a minute are allowed
_LOGGED_OUT: Final = 401


class LoggedIn:
    """Asks in the name of a login, which it makes when it is first needed, and again."""

    def __init__(
        self, asker: Asking, route: Route, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """Ask nothing yet."""
        self._asker = asker
        self._route = route
        self._monotonic = monotonic
        self._turn = asyncio.Lock()
        self._token = ""
        self._until = 0.0
        self._failure = ""
        self._not_before = 0.0

    async def ask(self, order: Order) -> Answer:
        """Return the answer; where the token was no good, to the second request, with a new one.

        Raises:
            TemporaryFailure: the request did not leave, or there is no login.
            UnknownOutcome: it may have arrived.
            ConfigError: a secret cannot be read.
        """
        token = await self._current()
        answer = await self._asker.ask(_in_the_name_of(token, order))
        if answer.status != _LOGGED_OUT:
            return answer
        if self._token == token:  # a token that came meanwhile is none that was refused
            self._token = ""
        return await self._asker.ask(_in_the_name_of(await self._current(), order))

    async def close(self) -> None:
        """Let go of what is held open."""
        await self._asker.close()

    async def _current(self) -> str:
        async with self._turn:
            if not self._token or self._monotonic() >= self._until:
                self._token = ""
                await self._log_in()
            return self._token

    async def _log_in(self) -> None:
        if self._monotonic() < self._not_before:
            raise TemporaryFailure(self._failure, status="4.7.0")
        order = self._order()
        try:
            answer = await self._asker.ask(order)
        except UnknownOutcome as error:
            raise self._failed("the login was not answered") from error
        except TemporaryFailure as error:
            raise self._failed(error.reply) from error
        said = object_in(answer.body)
        token = words(said.get("access_token"))
        if answer.status != 200 or not token.isascii() or not token.isprintable() or not token:  # noqa: PLR2004 - RFC 6749 5.1
            raise self._failed(f"login: {reply_of(answer)}", answer.retry_after_s)
        given = said.get("expires_in")
        lasts_s = min(given, _LONGEST_S) if isinstance(given, int) and given > 0 else _DEFAULT_S
        self._token = token
        self._until = self._monotonic() + max(lasts_s - _EARLY_S, lasts_s / 2)

    def _order(self) -> Order:
        """Return the request for a token; its secrets are read each time, as every password is.

        Raises:
            ConfigError: they cannot be.
        """
        jwt = read_secret(self._route.jwt_file) if self._route.jwt_file else ""
        return Order(
            method="POST",
            url=f"{api_of(self._route)}/restapi/oauth/token",
            form=(("grant_type", _GRANT), ("assertion", jwt)),
            login=(self._route.username, password_of(self._route)),
        )

    def _failed(self, why: str, pause_s: float = 0.0) -> TemporaryFailure:
        self._failure = why
        self._not_before = self._monotonic() + max(pause_s, _PAUSE_S)
        return TemporaryFailure(why, status="4.7.0")


def _in_the_name_of(token: str, order: Order) -> Order:
    bearer = ("Authorization", f"Bearer {token}")  # RFC 6750 2.1
    return replace(order, headers=(*order.headers, bearer))
