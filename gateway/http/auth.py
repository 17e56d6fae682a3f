"""Who calls: an API key as bearer token (RFC 6750), and whether it allows what is asked for.

**Failures:** keys that cannot be read raise `StoreUnavailable`: nobody is let in then.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gateway.http.problems import Refusal
from gateway.submission import Submitter

if TYPE_CHECKING:
    from aiohttp import web

    from gateway.http.services import Services

_REALM: Final = 'Bearer realm="optwarden"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """An authenticated application."""

    submitter: Submitter
    key_id: str

    @property
    def name(self) -> str:
        """What stands in records: whose key, and which."""
        return f"{self.submitter.name}/{self.key_id}"


ANYBODY: Final = Caller(
    submitter=Submitter(
        name="", senders=(), may_declare=frozenset(), default_category="", scopes=frozenset()
    ),
    key_id="",
)
"""The caller of a route that needs no key."""


def authenticate(request: web.Request, services: Services, scope: str) -> Caller:
    """Return who calls.

    The network somebody calls from opens nothing here: a web page could make a browser on the
    same machine call.

    Raises:
        Refusal: no key (401), a wrong one (401), or one without the scope (403).
    """
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        detail = "send the header Authorization: Bearer KEY"
        raise Refusal("AUTH_REQUIRED", detail, headers={"WWW-Authenticate": _REALM})
    holder = services.keys.verify(secret.strip())
    submitter = services.submitters.by_name(holder.submitter) if holder else None
    if holder is None or submitter is None:
        challenge = f'{_REALM}, error="invalid_token"'
        raise Refusal("AUTH_FAILED", headers={"WWW-Authenticate": challenge})
    if not holder.may(scope):
        challenge = f'{_REALM}, error="insufficient_scope", scope="{scope}"'
        detail = f'the key does not have the scope "{scope}"'
        raise Refusal("AUTH_SCOPE_MISSING", detail, headers={"WWW-Authenticate": challenge})
    return Caller(submitter=replace(submitter, scopes=holder.scopes), key_id=holder.key_id)
