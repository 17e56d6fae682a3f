"""What all sessions of one listener share."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from gateway.admission import Gate
from gateway.commons import Commons
from gateway.log import logger
from gateway.smtp import replies
from gateway.smtp.data import Body
from gateway.smtp.passing import Transit

if TYPE_CHECKING:
    import ssl
    from collections.abc import Awaitable, Callable
    from datetime import datetime
    from ipaddress import IPv4Address, IPv6Address

    from gateway.config.models import SmtpListener
    from gateway.disk import Disk
    from gateway.queue_id import QueueIds
    from gateway.smtp.auth import Credentials
    from gateway.smtp.dialogue import Peer
    from gateway.smtp.limits import Pace
    from gateway.smtp.passing import Onward
    from gateway.smtp.postbox import Postbox
    from gateway.submission import Acceptance, EmailSubmission
    from gateway.submitters import Submitters

_CALM: Final = 0.9  # of what makes a crowd


class Attending(Protocol):
    """A session, as far as its listener counts it, hurries it and ends it."""

    @property
    def peer(self) -> Peer:
        """Who is at the other end."""
        ...

    def hurry(self) -> None:
        """Give a client that says nothing no more time than one in a crowd has."""
        ...

    def retire(self) -> None:
        """Part at once when idle, after the reply when a message is on its way in."""
        ...

    def interrupt(self) -> None:
        """Leave a next hop that is waited for, so that the client gets a reply."""
        ...

    def abort(self) -> None:
        """Cut the connection."""
        ...


@dataclass(slots=True, kw_only=True)
class Terms:
    """The listener's configuration and neighbours, and the count of its sessions."""

    listener: SmtpListener
    submit: Callable[[EmailSubmission], Awaitable[Acceptance]]
    submitters: Submitters
    credentials: Credentials
    queue_ids: QueueIds
    clock: Callable[[], datetime]
    pace: Pace
    tls: ssl.SSLContext | None
    postbox: Postbox
    disk: Disk
    onward: Onward | None = None  # where mail is passed on and not kept
    tasks: asyncio.TaskGroup  # sessions run in it, and so end before the listener does
    commons: Commons = field(default_factory=Commons)
    is_open: bool = True  # to new connections
    sessions: set[Attending] = field(default_factory=set)
    is_empty: asyncio.Event = field(default_factory=asyncio.Event)  # once closed to new ones
    is_hurried: bool = False  # it was crowded a moment ago
    banner: bytes = field(init=False)
    command_timeout_s: float = field(init=False)
    data_timeout_s: float = field(init=False)
    watch_s: float = field(init=False)  # how often deadlines are looked at
    gate: Gate = field(init=False)

    def __post_init__(self) -> None:
        """Work out once what every session needs."""
        self.banner = replies.banner(self.listener.hostname, lmtp=self.is_lmtp)
        self.gate = Gate(
            "smtp",
            total=self.listener.max_connections,
            per_address=self.listener.max_connections_per_address,
            descriptors=self.commons.descriptors,
        )
        self.command_timeout_s = self.listener.command_timeout.total_seconds()
        self.data_timeout_s = self.listener.data_timeout.total_seconds()
        self.watch_s = min(self.command_timeout_s, self.data_timeout_s) / 4

    @property
    def is_inbound(self) -> bool:
        """Whether anybody may send here, to our own addresses and nobody else's."""
        return self.listener.role == "inbound"

    @property
    def max_recipients(self) -> int:
        """How many recipients one transaction may have."""
        alone = self.onward is not None and not self.onward.carries_several(self.listener)
        return 1 if alone else self.listener.max_recipients

    def transit(self) -> Transit | None:
        """Return what a session passes messages on with; nothing where they are kept."""
        return None if self.onward is None else Transit(self.onward, self.listener.category)

    def body(self) -> Body:
        """Return what a session reads a message into."""
        size = self.listener.max_size
        return Body(max_size_bytes=size, room=self.commons.room, disk=self.disk)

    @property
    def is_lmtp(self) -> bool:
        """Whether each recipient is answered by itself (RFC 2033)."""
        return self.listener.protocol == "lmtp"

    @property
    def honours_wishes(self) -> bool:
        """Whether reports are sent as asked for (RFC 3461): of what is kept, to who submits."""
        return not self.is_inbound and self.onward is None

    @property
    def is_implicit(self) -> bool:
        """Whether a connection begins with the handshake of TLS (RFC 8314 3.3)."""
        return self.listener.tls == "implicit"

    def speaks_for_others(self, peer: IPv4Address | IPv6Address | None) -> bool:
        """Whether a connection comes through a proxy, which says first for whom."""
        return peer is not None and any(peer in net for net in self.listener.trusted_proxies)

    def may_forward(self, peer: IPv4Address | IPv6Address | None) -> bool:
        """Whether what a client says of the one before it is believed, for the log."""
        return peer is not None and any(peer in net for net in self.listener.xforward_networks)

    @property
    def is_stressed(self) -> bool:
        """Whether so many are here that those who waste their time have to go."""
        return self.gate.fullness >= self.pace.stress

    @property
    def patience_s(self) -> float:
        """How long a client may take for a command."""
        if self.is_stressed:
            return min(self.command_timeout_s, self.pace.stress_timeout_s)
        return self.command_timeout_s

    def arrive(self, session: Attending) -> None:
        """Count a session in; when it makes a crowd, whoever idles is told to hurry."""
        self.sessions.add(session)
        if self.is_stressed and not self.is_hurried:
            self.is_hurried = True
            logger().warning("smtp-crowded", listen=self.listener.listen)
            for each in self.sessions:
                each.hurry()

    def leave(self, session: Attending) -> None:
        """Count a session out."""
        self.sessions.discard(session)
        self.gate.leave(session.peer.address)
        # not at the very line, where one who comes and goes would make everybody hurry each time
        self.is_hurried = self.is_hurried and self.gate.fullness >= self.pace.stress * _CALM
        if not self.is_open and not self.sessions:
            self.is_empty.set()

    def close(self) -> None:
        """Take no more sessions, and ask those there are to end."""
        self.is_open = False
        if not self.sessions:
            self.is_empty.set()
        for session in tuple(self.sessions):
            session.retire()
