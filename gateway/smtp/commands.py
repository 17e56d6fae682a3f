"""The commands of a client, one method each, and the limits on its mistakes (RFC 5321 4.1.1).

LMTP (RFC 2033) has LHLO where SMTP has EHLO and HELO, and a reply a recipient after DATA.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from gateway.smtp import replies
from gateway.smtp.grammar import is_helo_name, read_mail, read_rcpt
from gateway.smtp.inlet import TOO_LONG
from gateway.smtp.limits import FORBIDDEN_VERBS
from gateway.smtp.logins import Logins
from gateway.smtp.parameters import Mistake
from gateway.smtp.transfer import hand_over, name, receive
from gateway.smtp.xforward import NOT_FORWARDED, read_xforward
from gateway.submitters import peer_address
from gateway.wishes import NO_WISH

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from gateway.smtp.data import Body
    from gateway.smtp.session import SmtpSession

_COMMAND: Final = re.compile(rb"[^\0\r\n]*\r\n")
_ALIEN: Final = re.compile(rb"[^A-Za-z\r\n]|[A-Za-z-]+:")  # a TLS handshake, header fields
_COMMAND_OCTETS: Final = 512  # RFC 5321 4.5.3.1.4
# RFC 1870 3, 6152 2, 4954 3, 6531 3.1, 3461 4
_LONGER: Final = {"MAIL": 512 + 26 + 17 + 500 + 10 + 128, "RCPT": 512 + 28 + 507, "AUTH": 4096}


class Commands:
    """Carries out commands on a session, one at a time."""

    def __init__(self, session: SmtpSession) -> None:
        """Start without a mistake."""
        self._session = session
        self._terms = session.terms
        self._known = _LMTP_COMMANDS if self._terms.is_lmtp else _COMMANDS
        self._errors = self._junk = self._surplus = 0
        self._logins = Logins(session, self._refuse)

    async def obey(self, line: bytes) -> None:
        """Carry out one command line."""
        verb, _, argument = line.decode(errors="surrogateescape").rstrip("\r\n").partition(" ")
        verb = verb.upper()
        if verb in FORBIDDEN_VERBS or _ALIEN.match(line):
            self._session.part(replies.FORBIDDEN)
        elif line == TOO_LONG or len(line) > _LONGER.get(verb, _COMMAND_OCTETS):
            await self._refuse(replies.LINE_TOO_LONG)
        elif not _COMMAND.fullmatch(line):
            await self._refuse(replies.BAD_LINE)
        elif (command := self._known.get(verb)) is None:
            await self._refuse(replies.UNKNOWN_COMMAND)
        else:
            await command(self, argument.rstrip(" "))

    async def _ehlo(self, client: str) -> None:
        await self._greet(client, extended=True)

    async def _lhlo(self, client: str) -> None:
        await self._greet(client, extended=True)

    async def _helo(self, client: str) -> None:
        await self._greet(client, extended=False)

    async def _greet(self, name: str, *, extended: bool) -> None:
        session, listener = self._session, self._terms.listener
        if self._is_too_early():
            return
        if not is_helo_name(name):
            await self._refuse(replies.BAD_SYNTAX)
            return
        repeated = session.session.host_name is not None
        session.session.host_name = name
        session.session.extended_smtp = extended
        await session.reset()
        starttls = self._terms.tls is not None and not session.peer.is_encrypted
        greeting = replies.helo(listener.hostname)
        if extended:
            offered = (
                *[replies.DSN] * self._terms.honours_wishes,
                *[replies.STARTTLS] * starttls,
                *[replies.AUTH] * self._logins.are_possible,
                *[replies.XFORWARD] * self._may_forward,
            )
            greeting = replies.ehlo(listener.hostname, listener.max_size, offered)
        await (self._idle(greeting) if repeated else session.say(greeting))

    async def _mail(self, argument: str) -> None:
        session = self._session
        if not await self._may_send() or self._is_revoked():
            return
        extended = session.session.extended_smtp
        mail = read_mail(argument, extended=extended, to_us=self._terms.is_inbound)
        if session.envelope.mail_from is not None:
            await self._refuse(replies.BAD_SEQUENCE)
        elif isinstance(mail, Mistake):
            await self._refuse(replies.mistake(mail, of_sender=True))
        elif self._terms.is_inbound and (mail.said.returns or mail.said.envelope_id):
            await self._refuse(replies.UNKNOWN_PARAMETER)
        elif mail.said.size_bytes > self._terms.listener.max_size:  # RFC 1870 6.1
            await self._refuse(replies.TOO_LARGE)
        else:
            session.envelope.mail_from = mail.reverse_path
            session.envelope.said = mail.said
            await session.say(replies.SENDER_OK)

    async def _rcpt(self, argument: str) -> None:
        session = self._session
        if not await self._may_send():  # keys that cannot be read end no transaction in its middle
            return
        recipients = session.envelope.rcpt_tos
        if session.envelope.mail_from is None:
            await self._refuse(replies.BAD_SEQUENCE)
            return
        rcpt = read_rcpt(
            argument,
            extended=session.session.extended_smtp,
            is_utf8=session.envelope.said.is_utf8,
        )
        if isinstance(rcpt, Mistake):
            await self._refuse(replies.mistake(rcpt, of_sender=False))
        elif rcpt.wish is not NO_WISH and not self._terms.honours_wishes:
            await self._refuse(replies.UNKNOWN_PARAMETER)
        elif self._terms.is_inbound and not self._terms.postbox.knows(rcpt.address):
            await self._refuse(replies.RELAY_DENIED)
        elif rcpt.address in recipients and not self._terms.is_lmtp:
            await self._tell_surplus(replies.RECIPIENT_OK)  # in LMTP, it gets a reply of its own
        elif len(recipients) >= self._terms.max_recipients:
            await self._tell_surplus(replies.TOO_MANY_RECIPIENTS)
        else:
            reply = await name(session, rcpt.address)
            if reply.startswith(b"2"):
                recipients.append(rcpt.address)
                if rcpt.wish is not NO_WISH:
                    session.envelope.wish_of[rcpt.address] = rcpt.wish
            await session.say(reply)

    async def _tell_surplus(self, reply: bytes) -> None:
        """Answer a recipient too many, which is no mistake (RFC 5321 4.5.3.1.10), or one again."""
        self._surplus += 1
        if self._surplus > self._terms.pace.surplus_recipients:
            await self._refuse(reply)
        else:
            await self._session.say(reply)

    async def _data(self, argument: str) -> None:
        session = self._session
        if self._is_too_early() or not await self._may_send() or self._is_revoked():
            return
        if argument:
            await self._refuse(replies.BAD_SYNTAX)
        elif session.envelope.mail_from is None:
            await self._refuse(replies.BAD_SEQUENCE)
        elif not session.envelope.rcpt_tos:
            # RFC 2033 4.2: LMTP says 503
            lmtp = self._terms.is_lmtp
            await self._refuse(replies.BAD_SEQUENCE if lmtp else replies.NO_RECIPIENTS)
        else:
            session.is_receiving = True
            if self._terms.is_lmtp:
                session.owed = len(session.envelope.rcpt_tos)
            body = self._terms.body()
            try:
                await session.say(replies.GO_AHEAD)
                await self._take(body)
            finally:
                body.release()
                session.is_receiving = False
                session.session.forwarded = NOT_FORWARDED
                await session.reset()

    async def _take(self, body: Body) -> None:
        """Read the message to its end, and answer with what became of it."""
        if farewell := await receive(self._session, body):
            self._session.part(farewell * self._session.owed)
        elif body.problem == "SMTP_BARE_NEWLINE":
            # CVE-2023-51764 and its kin: where lines were in doubt, no next command is believed
            self._session.part(replies.coded(body.problem) * self._session.owed)
        elif body.problem:
            await self._refuse(replies.coded(body.problem) * self._session.owed)
        else:
            reply = await hand_over(self._session, body.content())
            self._errors = self._junk = self._surplus = 0
            await self._session.say(reply)

    async def _auth(self, argument: str) -> None:
        if not self._is_too_early():
            await self._logins.auth(argument)

    async def _xforward(self, argument: str) -> None:
        dialogue = self._session.session
        if not self._may_forward:
            await self._refuse(replies.UNKNOWN_COMMAND)
        elif self._session.envelope.mail_from is not None:
            await self._refuse(replies.BAD_SEQUENCE)
        elif (forwarded := read_xforward(argument, dialogue.forwarded)) is None:
            await self._refuse(replies.BAD_SYNTAX)
        else:
            dialogue.forwarded = forwarded
            await self._session.say(replies.OK)

    async def _starttls(self, argument: str) -> None:
        if self._terms.tls is None:
            await self._refuse(replies.NOT_IMPLEMENTED)
        elif self._session.peer.is_encrypted:
            await self._refuse(replies.ALREADY_ENCRYPTED)
        elif argument:
            await self._refuse(replies.BAD_SYNTAX)
        else:
            await self._session.start_tls()

    async def _rset(self, argument: str) -> None:
        if argument:
            await self._refuse(replies.BAD_SYNTAX)
            return
        await self._session.reset()
        await self._idle(replies.OK)

    async def _noop(self, _argument: str) -> None:
        await self._idle(replies.OK)

    async def _help(self, _argument: str) -> None:
        await self._idle(replies.HELP)

    async def _vrfy(self, _argument: str) -> None:
        await self._idle(replies.NOT_VERIFIED)  # RFC 5321 7.3

    async def _expn(self, _argument: str) -> None:
        await self._refuse(replies.NOT_IMPLEMENTED)

    async def _quit(self, argument: str) -> None:
        if argument:
            await self._refuse(replies.BAD_SYNTAX)
        else:
            self._session.part(replies.GOODBYE)

    async def _refuse(self, reply: bytes) -> None:
        """Say no, count it, and lose patience in the end."""
        self._errors += 1
        pace, stressed = self._terms.pace, self._terms.is_stressed
        if self._errors >= (pace.stress_mistakes if stressed else pace.hard_errors):
            self._session.part(replies.TOO_MANY_ERRORS)
            return
        if self._errors > pace.soft_errors:
            await asyncio.sleep(pace.penalty_s)
        await self._session.say(reply)

    async def _idle(self, reply: bytes) -> None:
        """Answer a command that brings no message nearer."""
        self._junk += 1
        pace, stressed = self._terms.pace, self._terms.is_stressed
        if self._junk > (pace.stress_mistakes if stressed else pace.junk_commands):
            self._session.part(replies.TOO_MANY_ERRORS)
        else:
            await self._session.say(reply)

    async def _may_send(self) -> bool:
        """Whether a transaction is possible; says why not."""
        if self._session.session.submitter is None and not self._terms.is_inbound:
            await self._refuse(replies.AUTH_REQUIRED)
            return False
        if self._session.session.host_name is None:
            await self._refuse(replies.EHLO_FIRST)
            return False
        return True

    def _is_revoked(self) -> bool:
        """Whether the key was revoked; then the session ends, for now: there may be another."""
        if self._logins.still_hold:
            return False
        self._session.part(replies.KEY_REVOKED)
        return True

    @property
    def _may_forward(self) -> bool:
        return self._terms.may_forward(peer_address(self._session.peer.address))

    def _is_too_early(self) -> bool:
        """Whether more came before our reply (RFC 2920 3.1); then the session is over."""
        if not self._session.inlet:
            return False
        self._session.part(replies.TOO_EARLY)
        return True


_VERBS: Final = "EHLO HELO MAIL RCPT DATA AUTH STARTTLS RSET NOOP HELP VRFY EXPN QUIT XFORWARD"
_Table = Mapping[str, "Callable[[Commands, str], Awaitable[None]]"]
_COMMANDS: Final[_Table] = {name: getattr(Commands, f"_{name.lower()}") for name in _VERBS.split()}
_LMTP_COMMANDS: Final[_Table] = {
    "LHLO": Commands._lhlo,  # noqa: SLF001 - a method of the class above
    **{name: command for name, command in _COMMANDS.items() if name not in ("EHLO", "HELO")},
}
