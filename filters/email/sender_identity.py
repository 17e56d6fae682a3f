"""Whether a message is from whom it says, and the submitter may say so."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from filters.decision import Effect, Objection
from filters.email.fields import addresses, are_legible, values
from filters.message import Category
from filters.rule import rule
from suppression.errors import MalformedAddressError
from suppression.keys import email_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from filters.message import Email, EmailFacts

_NAMING_FIELDS: Final = ("From", "Sender", "Reply-To")
_UNREADABLE: Final = ""
_BETWEEN: Final = r"\s@<>()\[\],;:\"'"
_LABEL: Final = rf"[^{_BETWEEN}.\u3002]++"
_ADDRESS_LIKE: Final = re.compile(
    rf"(?<![^{_BETWEEN}])[^{_BETWEEN}]++@[.\u3002]*+{_LABEL}(?:[.\u3002]++{_LABEL})+"
)
"""A name like "dinner@8" is none: nobody takes for an address what has no domain with a dot."""
_THIN_BLANKS: Final = re.compile("[\u2006\u2008-\u200a\u202f\u205f]")
"""They part two words, or nothing that a reader would see parted: an address is read both ways."""
_THIN_BLANK: Final = "\x1f"  # a blank to expressions, which normalising keeps
_BEFORE: Final = re.compile(rf"{_THIN_BLANK}++(?=-*+(.?))", re.DOTALL)
_IN_DOMAINS: Final = frozenset(".@\u3002")


@rule("EMAIL_FROM_NOT_AUTHORIZED", cites="15 U.S.C. 7704(a)(1)")
def sender_is_not_the_submitters(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Refuse a message that names a domain its submitter may not send as.

    From, Sender, Reply-To and reverse-path are compared with the domains of the identities exactly:
    a subdomain has to be listed itself. The null reverse-path names nobody. An address in a display
    name or a comment counts: most phones show nothing else; so does a name that cannot be read
    here, for some mail program can. A report to one of these domains is free: the mail server in
    front tells its own people, as the host it is, what was refused.
    """
    ours = frozenset[str]().union(*(identity.domains for identity in facts.allowed))
    if _reports_home(email, facts, ours):
        return
    named = [
        (field, _domain(address))
        for field in _NAMING_FIELDS
        for address in (
            *addresses(email.raw, email.tree, field.lower()),
            *_shown(values(email.raw, email.tree, field.lower())),
        )
    ]
    if email.reverse_path:
        named.append(("reverse-path", _domain(email.reverse_path)))
    foreign = tuple(
        f"{field}: {domain or 'not an address'}"
        for field, domain in dict.fromkeys(named)
        if domain not in ours
    ) + tuple(
        f"{field}: a name in a charset that is not read here"
        for field in _NAMING_FIELDS
        if not are_legible(email.raw, email.tree, field.lower())
    )
    if foreign:
        reason = "The submitter may not send as the named domain."
        for recipient in email.recipients:
            yield Objection(recipient=recipient, reason=reason, evidence=foreign)


@rule("EMAIL_FROM_MALFORMED", cites="RFC 5322 3.6.2; 15 U.S.C. 7704(a)(1)")
def sender_is_not_clear(email: Email, facts: EmailFacts) -> Iterator[Objection]:  # noqa: ARG001 - the form of every check
    """Refuse a message whose From field does not name exactly one readable address."""
    found = addresses(email.raw, email.tree, "from")
    if len(found) == 1 and _domain(found[0]) != _UNREADABLE:
        return
    seen = "no readable address" if len(found) == 1 else f"{len(found)} addresses"
    for recipient in email.recipients:
        yield Objection(
            recipient=recipient,
            reason="The From field does not name exactly one address.",
            evidence=(f"From: {seen}",),
        )


@rule("EMAIL_DMARC_PREFLIGHT", cites="RFC 8058 4; mailbox providers' sender rules")
def commercial_mail_cannot_be_signed(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Refuse commercial email without a DKIM key, where the sender identity is set to refuse it."""
    if facts.policy.dkim_missing == "refuse" and _lacks_key(facts):
        for recipient in email.recipients:
            yield Objection(recipient=recipient, reason="There is no DKIM key for this sender.")


@rule("W_DKIM_MISSING", cites="RFC 8058 4; mailbox providers' sender rules", effect=Effect.PASS)
def commercial_mail_leaves_unsigned(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Warn about commercial email that leaves without a DKIM signature of its From domain."""
    if facts.policy.dkim_missing != "refuse" and _lacks_key(facts):
        reason = "No DKIM key: mailbox providers will not show the one-click unsubscribe."
        for recipient in email.recipients:
            yield Objection(recipient=recipient, reason=reason)


def _reports_home(email: Email, facts: EmailFacts, ours: Collection[str]) -> bool:
    # RFC 3464 2: only its form can be seen; its From is whoever wrote it
    is_report = facts.verdict.category is Category.SYSTEM and facts.verdict.decided_by == "system"
    return is_report and all(each.key.rpartition("@")[2] in ours for each in email.recipients)


def _lacks_key(facts: EmailFacts) -> bool:
    return facts.verdict.is_commercial and not facts.identity.can_sign


@lru_cache(maxsize=16)  # the same few senders stand in many messages
def _shown(written: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a reader of these fields takes for addresses, wherever in them they stand."""
    text = " ".join(written)
    if text.isascii():
        return tuple(_ADDRESS_LIKE.findall(text))
    plain = unicodedata.normalize("NFKC", _THIN_BLANKS.sub(_THIN_BLANK, text))
    plain = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    both = dict.fromkeys((plain, _BEFORE.sub(_without_thin_blanks, plain)))
    return tuple(found for each in both for found in _ADDRESS_LIKE.findall(each))


def _without_thin_blanks(match: re.Match[str]) -> str:
    """Return what is left of thin blanks: all before marks that stand in no domain."""
    behind = match[1]
    is_mark = behind and behind not in _IN_DOMAINS and unicodedata.category(behind)[0] in "PSZ"
    return match[0] if is_mark else ""


def _domain(address: str) -> str:
    """Return the domain of an address as an A-label; "" when it cannot be read."""
    try:
        return email_key(address).rpartition("@")[2]
    except MalformedAddressError:
        return _UNREADABLE
