from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from filters.catalogue import EMAIL_EDITS
from filters.email.dkim.old_signatures import broken_signatures
from filters.email.dkim.signing import DkimKey, sign
from filters.email.proof import prove
from filters.message import Category
from filters.plan import combine, render
from suppression.tokens import SAMPLE_TOKEN
from tests.mail_builders import email, facts, message

if TYPE_CHECKING:
    from filters.message import EmailFacts

KEY = DkimKey("s1", Ed25519PrivateKey.generate())
BODY = b"Hello\r\n"


def edited(raw: bytes, context: EmailFacts) -> bytes:
    """Return the copy, after the proof found nothing wrong."""
    submitted = email(raw)
    plan = combine(edit(submitted, context) for edit in EMAIL_EDITS)
    plan = combine([plan, broken_signatures(submitted, context, plan)])
    assert prove(submitted, context, plan) == ()
    return render(raw, plan, SAMPLE_TOKEN)


def signature(tags: str, body: bytes = BODY) -> bytes:
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    return f"DKIM-Signature: v=1; s=s1; bh={digest};\r\n {tags}; b=eA==\r\n".encode()


def signed_message(field: bytes) -> bytes:
    return field + message("\nHello\n")


def test_own_signature_over_a_body_that_was_changed_is_removed() -> None:
    raw = message("\nHello\n")
    copy = edited(sign(raw, "example.com", (KEY,), 1) + raw, facts())

    assert b"DKIM-Signature" not in copy


def test_own_signature_over_a_body_that_stays_is_kept() -> None:
    raw = message("\nHello\n")
    field = sign(raw, "example.com", (KEY,), 1)

    assert field in edited(field + raw, facts(Category.TRANSACTIONAL))


@pytest.mark.parametrize(
    "tags",
    [
        "a=rsa-sha256; d=example.org",  # somebody else's
        "a=rsa-sha256; d=mail.example.com",
        "a=rsa-sha256",
        "a=rsa-sha256; d=example.com; l=7",  # the body still begins with what was signed
        "a=rsa-sha256; d=Example.COM; c=relaxed; l=7",
        "a=ed25519-sha256; d=example.com; c=simple/relaxed; l=7",
    ],
)
def test_a_signature_of_others_or_one_that_still_matches_is_kept(tags: str) -> None:
    field = signature(tags)
    assert field in edited(signed_message(field), facts())


@pytest.mark.parametrize(
    "tags",
    [
        "a=rsa-sha256; d=example.com",
        "a=rsa-sha256; d=Example.com ; c=simple/simple; l=x",
        "a=rsa-sha1; d=example.com; l=7",
        "d=example.com; l=7",
    ],
)
def test_an_own_signature_that_cannot_match_is_removed(tags: str) -> None:
    field = signature(tags)
    assert field not in edited(signed_message(field), facts())


def test_only_the_own_one_of_two_is_removed() -> None:
    ours, theirs = signature("a=rsa-sha256; d=example.com"), signature("a=rsa-sha256; d=a.example")

    copy = edited(signed_message(theirs + ours), facts())

    assert theirs in copy
    assert ours not in copy


def test_a_plan_that_drops_the_signature_of_somebody_else_is_not_proven() -> None:
    theirs = signature("a=rsa-sha256; d=a.example")
    submitted, context = email(signed_message(signature("d=example.com") + theirs)), facts()
    plan = combine(edit(submitted, context) for edit in EMAIL_EDITS)
    closing = broken_signatures(submitted, context, plan)
    start = submitted.raw.index(theirs)

    wider = replace(closing.splices[0], end=start + len(theirs))
    assert prove(submitted, context, combine([plan, replace(closing, splices=(wider,))])) == (
        "a header field was changed that is not ours",
    )
