"""The edit that removes DKIM signatures of our own domains which the other edits have broken."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Final

from filters.email.dkim.signing import relaxed_body
from filters.plan import NO_PLAN, Plan, Splice, render
from suppression.tokens import PROOF_TOKEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from filters.email.part import Field
    from filters.message import Email, EmailFacts

DKIM_SIGNATURE: Final = "dkim-signature"
_HASHED_WITH: Final = ("rsa-sha256", "ed25519-sha256")  # RFC 8301 3.1: SHA-1 verifies nowhere


def broken_signatures(email: Email, facts: EmailFacts, plan: Plan) -> Plan:
    """Remove what was signed as the sender and no longer matches, once all else is planned.

    A signature that fails is no better than none to a verifier (RFC 6376 6.1), but it alarms the
    postmaster of its domain. Those of others stay, as do those that still match.
    """
    signatures = [field for field in email.tree.fields if field.name == DKIM_SIGNATURE]
    ours = [field for field in signatures if is_own_signature(email.raw, field, facts)]
    if not ours:
        return NO_PLAN
    before, after = _body(email.raw), _body(render(email.raw, plan, PROOF_TOKEN))
    if before == after:
        return NO_PLAN
    removed = tuple(
        Splice(start=field.start, end=field.end, template=())
        for field in ours
        if not _matches(_tags(email.raw, field), after)
    )
    return Plan(splices=removed, fixes=("F_DKIM_REMOVED",)) if removed else NO_PLAN


def is_own_signature(raw: bytes, field: Field, facts: EmailFacts) -> bool:
    """Whether this DKIM-Signature field names a domain of the sender identity."""
    return _tags(raw, field).get("d", "").lower() in facts.identity.domains


def _tags(raw: bytes, field: Field) -> Mapping[str, str]:
    """Read a tag list (RFC 6376 3.2); white space means nothing in the tags that are asked for."""
    value = "".join(raw[field.value_start : field.value_end].decode("latin-1").split())
    return {
        name: text
        for name, is_tag, text in (tag.partition("=") for tag in value.split(";"))
        if is_tag
    }


def _matches(tags: Mapping[str, str], body: bytes) -> bool:
    """Whether the body has the hash that the signature names."""
    if tags.get("a") not in _HASHED_WITH:
        return False
    is_relaxed = tags.get("c", "").endswith("/relaxed")  # RFC 6376 3.5: else the body is simple
    canonical = relaxed_body(body) if is_relaxed else body.rstrip(b"\r\n") + b"\r\n"
    length = tags.get("l", "")
    if length.isascii() and length.isdigit():
        canonical = canonical[: int(length[:12])]
    digest = base64.b64encode(hashlib.sha256(canonical).digest()).decode()
    return tags.get("bh") == digest


def _body(message: bytes) -> bytes:
    return message.partition(b"\r\n\r\n")[2]
