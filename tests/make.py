"""Builders: a message, an entry, facts, each ordinary but for what a test says about it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from filters.email.mime import parse
from filters.message import (
    Arrival,
    Category,
    CategoryVerdict,
    Email,
    EmailFacts,
    EmailPolicy,
    Recipient,
    SenderIdentity,
)
from suppression.channel import Channel
from suppression.entry import COMMERCIAL, NEVER, Entry, Origin, Reason, Scope
from suppression.keys import RecipientKey, email_key

if TYPE_CHECKING:
    from collections.abc import Iterable

NOW: Final = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ANN: Final = "ann@example.net"
BOB: Final = "bob@example.org"


def recipient(address: str = ANN) -> Recipient:
    return Recipient(address=address, key=email_key(address))


def message(
    body: str = "Hello,\r\n\r\nsee you.\r\n", *, drop: Iterable[str] = (), **fields: str
) -> bytes:
    """Write a message; `in_reply_to="<1@x>"` becomes a field, `drop={"From"}` leaves one out."""
    header = {
        "From": "Example <news@example.com>",
        "To": ANN,
        "Subject": "Hello",
        "Date": "Mon, 2 Mar 2026 12:00:00 +0000",
        "Message-ID": "<1@example.com>",
        **{name.replace("_", "-").title(): value for name, value in fields.items()},
    }
    lines = [f"{name}: {value}\r\n" for name, value in header.items() if name not in set(drop)]
    return ("".join(lines) + "\r\n" + body).encode()


def email(
    raw: bytes | None = None,
    *,
    to: Iterable[str] = (ANN,),
    reverse_path: str = "bounces@example.com",
    queue_id: str = "01k6m3t8v9x2",
) -> Email:
    content = message() if raw is None else raw
    return Email(
        queue_id=queue_id,
        reverse_path=reverse_path,
        recipients=tuple(recipient(address) for address in to),
        raw=content,
        tree=parse(content),
    )


def identity(
    *,
    name: str = "example",
    domains: Iterable[str] = ("example.com",),
    postal_address: str = "1 Real St, Springfield, IL 62701",
    can_sign: bool = True,
) -> SenderIdentity:
    return SenderIdentity(
        name=name,
        company="Example Co",
        postal_address=postal_address,
        contact="support@example.com",
        domains=frozenset(domains),
        numbers=frozenset(),
        can_sign=can_sign,
    )


def verdict(
    category: Category = Category.COMMERCIAL,
    *,
    basis: str = "",
    decided_by: str = "default",
    declared: str = "",
    looks_commercial: bool = False,
    is_unfounded: bool = False,
    also_sells: bool = False,
    evidence: tuple[str, ...] = (),
) -> CategoryVerdict:
    return CategoryVerdict(
        category=category,
        basis=basis,
        decided_by=decided_by,
        declared=declared,
        looks_commercial=looks_commercial,
        is_unfounded=is_unfounded,
        also_sells=also_sells,
        evidence=evidence,
    )


def policy(
    *,
    on_category_conflict: str = "treat-as-commercial",
    on_uneditable: str = "append-part",
    footer_scope: str = "commercial",
    dkim_missing: str = "warn",
    mail_domain: str = "",
    on_foreign_unsubscribe: str = "replace",
) -> EmailPolicy:
    return EmailPolicy(
        public_url="https://mail.example.com",
        mail_domain=mail_domain,
        on_category_conflict=on_category_conflict,
        on_uneditable=on_uneditable,
        footer_scope=footer_scope,
        dkim_missing=dkim_missing,
        on_foreign_unsubscribe=on_foreign_unsubscribe,
        category_header="X-Optwarden-Category",
    )


def entry(
    *,
    address: str = ANN,
    reason: Reason = Reason.UNSUBSCRIBE,
    scope: Scope = COMMERCIAL,
    sender: str = "",
    channel: Channel = Channel.EMAIL,
    expires_at: datetime = NEVER,
) -> Entry:
    """Write an entry in force; `address` may be a whole domain ("@example.net")."""
    return Entry(
        entry_id="e1",
        channel=channel,
        key=RecipientKey(address),
        scope=scope,
        sender=sender,
        reason=reason,
        origin=Origin.RECIPIENT,
        evidence="link",
        requested_at=NOW - timedelta(days=3),
        effective_at=NOW - timedelta(days=3),
        expires_at=expires_at,
    )


def facts(
    category: Category | CategoryVerdict = Category.COMMERCIAL,
    *,
    suppressed: Iterable[Entry] = (),
    to: str = ANN,
    stream: str = "",
    identity: SenderIdentity | None = None,
    allowed: Iterable[SenderIdentity] | None = None,
    policy: EmailPolicy | None = None,
) -> EmailFacts:
    """Write the facts; the entries are those that were found for the recipient `to`."""
    who = _IDENTITY if identity is None else identity
    entries = tuple(suppressed)
    return EmailFacts(
        verdict=category if isinstance(category, CategoryVerdict) else verdict(category),
        stream=stream,
        from_domain="example.com",
        identity=who,
        allowed=(who,) if allowed is None else tuple(allowed),
        suppressed={email_key(to): entries} if entries else {},
        policy=_POLICY if policy is None else policy,
        arrival=Arrival(
            hostname="gate.example.com",
            protocol="ESMTPSA",
            helo="app.example.com",
            peer="192.0.2.7",
            at=NOW,
            submitter="shop",
        ),
    )


_IDENTITY: Final = identity()
_POLICY: Final = policy()
