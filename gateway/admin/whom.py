"""The address of a person's page: it names them to who may see them, and nobody else.

Who sees people masked gets a sealed name instead: good in this session alone, so that neither a
link, a history nor a log of a proxy tells whom a page was about.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gateway.admin.roles import Right
from gateway.http.problems import Refusal
from suppression.channel import Channel
from suppression.errors import MalformedAddressError
from suppression.keys import RecipientKey, read_key

if TYPE_CHECKING:
    from gateway.admin.visit import Visit

_NONCE_BYTES: Final = 12
SEALED: Final = "sealed"
"""What stands in the place of the channel in an address that names nobody."""


def place_of(visit: Visit, channel: str, key: str) -> tuple[str, str]:
    """Return the two parts of the path that lead to a person."""
    if visit.may(Right.REVEAL) or visit.session is None:
        return channel, key
    nonce = os.urandom(_NONCE_BYTES)
    sealed = nonce + _cipher(visit).encrypt(nonce, f"{channel} {key}".encode(), None)
    return SEALED, base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def person_of(visit: Visit) -> tuple[Channel, RecipientKey]:
    """Return whom the path is about.

    Raises:
        Refusal: it names nobody (404): no such channel, no address, or another session's name.
    """
    channel, address = visit.path("channel"), visit.path("address")
    try:
        if channel == SEALED:
            channel, _, address = _opened(visit, address).partition(" ")
        region = visit.services.config.company.phone_region
        return Channel(channel), read_key(address, Channel(channel), region)
    except (ValueError, MalformedAddressError) as error:
        raise Refusal("HTTP_NOT_FOUND", "this is no address or number") from error


def _opened(visit: Visit, sealed: str) -> str:
    try:
        raw = base64.b64decode(sealed + "=" * (-len(sealed) % 4), b"-_", validate=True)
        return _cipher(visit).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], None).decode()
    except (InvalidTag, binascii.Error, ValueError) as error:
        message = "not sealed in this session"
        raise ValueError(message) from error


def _cipher(visit: Visit) -> AESGCM:
    # what a session's forms bring back is known to who is not to read this
    whose = visit.session.csrf.encode() if visit.session else b""
    return AESGCM(hmac.digest(visit.desk.seal, b"whom" + whose, "sha256"))
