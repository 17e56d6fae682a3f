"""The edit that adds the header fields of one-click unsubscribing (RFC 2369, RFC 8058)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from filters.email.fields import place_of_new_fields
from filters.email.footer.edit import UNSUBSCRIBE_PATH
from filters.email.footer.passage import LIST_UNSUBSCRIBE
from filters.plan import NO_PLAN, Piece, Plan, Splice, Token, combine

if TYPE_CHECKING:
    from filters.message import Email, EmailFacts

LIST_UNSUBSCRIBE_POST: Final = "list-unsubscribe-post"
ONE_CLICK: Final = b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
_NOT_IN_A_LABEL: Final = re.compile(r"[^a-z0-9]+")


def one_click_unsubscribe(email: Email, facts: EmailFacts) -> Plan:
    """Give commercial mail exactly one List-Unsubscribe pair, ours, and a List-Id if it has none.

    The addresses are written as they are, never as encoded words, and never folded inside.
    """
    if not facts.verdict.is_commercial:
        return NO_PLAN
    fields: list[Piece] = [*_list_unsubscribe(facts), ONE_CLICK]
    fixes = ["F_LIST_UNSUBSCRIBE", "F_LIST_UNSUBSCRIBE_POST"]
    if email.tree.field("list-id") is None:
        fields.append(_list_id(facts))
        fixes.append("F_LIST_ID")
    place = place_of_new_fields(email.tree)
    removed = tuple(
        Splice(start=field.start, end=field.end, template=())
        for field in email.tree.fields
        if field.name in (LIST_UNSUBSCRIBE, LIST_UNSUBSCRIBE_POST)
    )
    added = Splice(start=place, end=place, template=tuple(fields))
    return combine([Plan(splices=(added,), fixes=tuple(fixes)), Plan(splices=removed)])


def _list_unsubscribe(facts: EmailFacts) -> tuple[Piece, ...]:
    # RFC 8058 3.1: one HTTPS URI; it comes first, because some programs take the first they find
    url = f"List-Unsubscribe: <{facts.policy.public_url}{UNSUBSCRIBE_PATH}".encode()
    if not facts.policy.mail_domain:
        return (url, Token(), b">\r\n")
    mailbox = f"@{facts.policy.mail_domain}?subject=unsubscribe>\r\n".encode()
    return (url, Token(), b">,\r\n <mailto:u+", Token(), mailbox)


def _list_id(facts: EmailFacts) -> bytes:
    """Return a List-Id that stays the same for a stream of a sender (RFC 2919 3)."""
    domain = facts.from_domain or facts.arrival.hostname
    labels = (_NOT_IN_A_LABEL.sub("-", name.lower()).strip("-")[:63]
              for name in (facts.stream or "news", facts.identity.name))  # fmt: skip
    return f"List-Id: <{'.'.join(label for label in labels if label)}.{domain}>\r\n".encode()
