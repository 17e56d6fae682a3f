"""A message from 354 to the reply: read in time, then handed to the gateway.

**Failures:** a client that is too slow or sends without end is parted with. A message or address
that cannot be read is answered here, every other exception of `submit` by the session (451).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from filters.message import Arrival
from gateway.delivery.passage import Sender
from gateway.errors import MalformedAddressError, MalformedMessage
from gateway.inbound.mail import InboundMail
from gateway.log import logger
from gateway.smtp import replies
from gateway.smtp.limits import Meter
from gateway.smtp.xforward import NOT_FORWARDED
from gateway.submission import EmailSubmission
from suppression.keys import email_key

if TYPE_CHECKING:
    from gateway.smtp.data import Body
    from gateway.smtp.session import SmtpSession
    from gateway.submission import Submitter


async def receive(session: SmtpSession, body: Body) -> bytes:
    """Read a message to its end; return a last word instead when the client is to be parted with.

    Raises:
        ClientGone: it hung up before the end.
    """
    pace, loop = session.terms.pace, session.loop
    now = loop.time()
    latest = now + pace.message_s
    meter = Meter(pace, now)
    while True:
        session.allow(min(now + session.terms.data_timeout_s, latest))
        chunk = await session.inlet.chunk()
        rest = body.feed(chunk)
        if rest is not None:
            session.inlet.put_back(rest)
            await body.fetch()
            return b""
        if body.is_heavy:
            await body.put_aside()
        now = loop.time()
        if body.is_hopeless:
            return replies.coded(body.problem)
        if meter.is_too_slow(len(chunk), now):
            return replies.TIMEOUT


async def hand_over(session: SmtpSession, raw: bytes) -> bytes:
    """Submit a message and return the reply to it, in LMTP all of them, however long it takes."""
    session.queue_id = session.terms.queue_ids.next()
    forwarded = session.session.forwarded
    if forwarded != NOT_FORWARDED:
        logger().info(
            "forwarded", queue_id=session.queue_id, client=forwarded.client, ident=forwarded.ident
        )
    if session.terms.is_inbound:
        return await _hand_in(session, raw)
    submitter = session.session.submitter
    if submitter is None:  # DATA is not reached without one
        return replies.AUTH_REQUIRED * session.owed
    session.allow(math.inf)  # the client waits for us now, not we for it
    try:
        return await _answered(session, _submission(session, submitter, raw))
    except MalformedMessage as error:
        return replies.malformed(error, session.queue_id) * session.owed
    except MalformedAddressError:
        return replies.coded("SMTP_BAD_RCPT_SYNTAX") * session.owed


async def name(session: SmtpSession, address: str) -> bytes:
    """Return the reply to a recipient: the next hop's own, where the message is passed on."""
    if session.transit is None:
        return replies.RECIPIENT_OK
    session.allow(math.inf)
    sender = Sender(
        reverse_path=session.envelope.mail_from or "",
        size_bytes=session.envelope.said.size_bytes,
        is_utf8=session.envelope.said.is_utf8,
    )
    return await session.transit.name(address, sender)


async def _answered(session: SmtpSession, submission: EmailSubmission) -> bytes:
    if session.transit is not None:
        return await session.transit.pass_on(submission)
    acceptance = await session.terms.submit(submission)
    if session.terms.is_lmtp:
        return replies.accepted_each(acceptance, map(email_key, submission.recipients))
    return replies.accepted(acceptance)


def _submission(session: SmtpSession, submitter: Submitter, raw: bytes) -> EmailSubmission:
    return EmailSubmission(
        queue_id=session.queue_id,
        submitter=submitter,
        arrival=_arrival(session, submitter),
        reverse_path=session.envelope.mail_from or "",
        recipients=tuple(session.envelope.rcpt_tos),
        raw=raw,
        pinned_category=session.terms.listener.category,
        pinned_basis=session.terms.listener.category_basis,
        answers_each=session.terms.is_lmtp,
        parts_ways=session.terms.is_lmtp,
        wishes=session.envelope.wishes,
    )


async def _hand_in(session: SmtpSession, raw: bytes) -> bytes:
    """Hand over mail for our own addresses and return the reply to it."""
    session.allow(math.inf)
    mail = InboundMail(
        queue_id=session.queue_id,
        peer=session.peer.address,
        reverse_path=session.envelope.mail_from or "",
        recipients=tuple(dict.fromkeys(session.envelope.rcpt_tos)),
        raw=raw,
        at=session.terms.clock(),
    )
    try:
        if await session.terms.postbox.take(mail):
            return replies.taken(mail.queue_id) * session.owed
    except MalformedMessage as error:
        logger().info("inbound-unreadable", queue_id=mail.queue_id, code=error.code)
        return replies.malformed(error, mail.queue_id) * session.owed
    return replies.RATE_LIMITED * session.owed


def _arrival(session: SmtpSession, submitter: Submitter) -> Arrival:
    """Note how the message came, with the protocol names of RFC 3848."""
    state = session.session
    protocol = "SMTP"
    if state.extended_smtp:
        kind = "LMTP" if session.terms.is_lmtp else "SMTP"
        # RFC 6531 3.7.3, RFC 3848
        utf8 = session.envelope.said.is_utf8
        name = f"UTF8{kind}" if utf8 else "LMTP" if kind == "LMTP" else "ESMTP"
        protocol = f"{name}{'S' * session.peer.is_encrypted}{'A' * bool(state.authenticated)}"
    return Arrival(
        hostname=session.terms.listener.hostname,
        protocol=protocol,
        helo=state.host_name or "",
        peer=session.peer.address,
        at=session.terms.clock(),
        submitter=submitter.name,
    )
