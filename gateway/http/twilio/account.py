"""Who calls in Twilio's way: an account SID and a key by HTTP Basic (RFC 7617).

**Failures:** keys that cannot be read raise `StoreUnavailable`: nobody is let in then.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Final

from gateway.http.auth import Caller, caller_by
from gateway.http.problems import Refusal

if TYPE_CHECKING:
    from aiohttp import web

    from gateway.http.services import Services

_ACCOUNT: Final = re.compile(r"AC[0-9a-fA-F]{32}")
_KEY: Final = re.compile(r"SK[0-9a-fA-F]{32}")
_REALM: Final = 'Basic realm="optwarden", charset="UTF-8"'


def authenticate_account(request: web.Request, services: Services, role: str) -> Caller:
    """Return who calls: the key alone says it, the account SID is the application's own.

    Raises:
        Refusal: no account SID in the path (404); no key, a wrong one, or another account's SID
            beside it (401); a key without the role (403).
    """
    account = request.match_info["sid"]
    if not _ACCOUNT.fullmatch(account):
        raise Refusal("HTTP_NOT_FOUND", "the path has no account SID: AC and 32 hex digits")
    user, secret = _credentials(request.headers.get("Authorization", ""))
    if user != account and not _KEY.fullmatch(user):
        detail = "the user name is not the account SID of the path"
        raise Refusal("AUTH_FAILED", detail, headers={"WWW-Authenticate": _REALM})
    return caller_by(secret, services, role, challenge=_REALM)


def secret_of(request: web.Request) -> str:
    """Return the key that a request logged in with."""
    return _credentials(request.headers["Authorization"])[1]


def _credentials(header: str) -> tuple[str, str]:
    """Return user name and password."""
    scheme, _, encoded = header.partition(" ")
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        text = ""
    user, colon, secret = text.partition(":")
    if scheme.lower() != "basic" or not colon or not secret:
        detail = "log in with your account SID and a key"
        raise Refusal("AUTH_REQUIRED", detail, headers={"WWW-Authenticate": _REALM})
    return user, secret
