"""The command AUTH: who may try, who is let in, and what guessing costs."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from gateway.log import logger
from gateway.metrics import counts
from gateway.smtp import replies
from gateway.smtp.auth import ExchangeFailed, Fault, exchange, submitter_of
from gateway.smtp.inlet import TOO_LONG

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from gateway.smtp.auth import Login
    from gateway.smtp.session import SmtpSession
    from gateway.submission import Submitter


class Logins:
    """The logins that a client of one session tries."""

    def __init__(self, session: SmtpSession, refuse: Callable[[bytes], Awaitable[None]]) -> None:
        """Start without a failed one; `refuse` says no and counts it as a mistake."""
        self._session = session
        self._terms = session.terms
        self._refuse = refuse
        self._failed = 0
        self._login: Login | None = None  # who was let in

    @property
    def still_hold(self) -> bool:
        """Whether who was let in would be let in now: its key may have been revoked since."""
        login = self._login if self._session.session.authenticated else None
        return login is None or self._caller(login) is not None

    @property
    def are_possible(self) -> bool:
        """Whether AUTH is announced: nobody's key goes over a network in the clear."""
        safe = self._session.peer.is_encrypted or self._session.peer.is_local
        return safe and self._terms.listener.auth != "none" and not self._terms.is_inbound

    async def auth(self, argument: str) -> None:
        """Carry out AUTH."""
        if refusal := self._refusal():
            await self._refuse(refusal)
            return
        try:
            login = await exchange(argument, self._ask)
        except ExchangeFailed as failure:
            await self._refuse(replies.fault(failure.fault))
            return
        await self._try(login)

    async def _try(self, login: Login) -> None:
        session, guesses = self._session, self._terms.commons.guesses
        address, now_s = session.peer.address, time.monotonic()
        if not guesses.may_try(address, login.name, now_s):
            await self._refuse(replies.TOO_MANY_GUESSES)
            return
        caller = self._caller(login)
        if caller is not None:
            guesses.succeeded(address, login.name)
            session.session.authenticated = True
            session.session.submitter = caller
            self._login = login
            await session.say(replies.AUTH_OK)
            return
        guesses.failed(address, login.name, now_s)
        logger().warning("auth-failed", peer=address)
        counts.LOGINS_FAILED.labels("smtp").inc()
        self._failed += 1
        await asyncio.sleep(self._terms.pace.penalty_s)
        if self._failed >= self._terms.pace.failed_logins:
            session.part(replies.TOO_MANY_FAILED_LOGINS)
        else:
            await self._refuse(replies.AUTH_FAILED)

    def _caller(self, login: Login) -> Submitter | None:
        return submitter_of(login, self._terms.credentials, self._terms.submitters)

    def _refusal(self) -> bytes:
        """Return why there can be no AUTH now; nothing when there can be."""
        session = self._session
        if self._terms.listener.auth == "none" or self._terms.is_inbound:
            return replies.NOT_IMPLEMENTED
        if not session.session.extended_smtp:
            return replies.EHLO_FIRST
        if not self.are_possible:
            return replies.ENCRYPTION_REQUIRED
        if session.session.authenticated:
            return replies.ALREADY_AUTHENTICATED
        return replies.BAD_SEQUENCE if session.envelope.mail_from is not None else b""  # RFC 4954 4

    async def _ask(self, challenge: bytes) -> str:
        await self._session.say(replies.challenge(challenge))
        answer = await self._session.inlet.line()
        if answer == TOO_LONG:
            raise ExchangeFailed(Fault.TOO_LONG)
        return answer.decode("latin-1").rstrip("\r\n")
