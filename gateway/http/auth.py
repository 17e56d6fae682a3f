"""Who calls: an API key as bearer token (RFC 6750), and whether it allows what is asked for.

**Failures:** keys that cannot be read raise `StoreUnavailable`: nobody is let in then.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gateway.credentials import allows
from gateway.http.problems import Refusal
from gateway.metrics import counts
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
    purpose: str = ""  # of texts that name none

    def may(self, role: str) -> bool:
        """Whether the key allows what needs this role."""
        return allows(self.submitter.roles, role)

    @property
    def name(self) -> str:
        """What stands in records: whose key, and which."""
        return f"{self.submitter.name}/{self.key_id}"


ANYBODY: Final = Caller(
    submitter=Submitter(
        name="", senders=(), may_declare=frozenset(), default_category="", roles=frozenset()
    ),
    key_id="",
)
"""The caller of a route that needs no key."""


def authenticate(request: web.Request, services: Services, role: str) -> Caller:
    """Return who calls.

    The network somebody calls from opens nothing here: a web page could make a browser on the
    same machine call.

    Raises:
        Refusal: no key (401), a wrong one (401), or one without the role (403).
    """
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        detail = "send the header Authorization: Bearer KEY"
        raise Refusal("AUTH_REQUIRED", detail, headers={"WWW-Authenticate": _REALM})
    return caller_by(secret.strip(), services, role, challenge=f'{_REALM}, error="invalid_token"')


def caller_by(secret: str, services: Services, role: str, *, challenge: str) -> Caller:
    """Return who holds a key; `challenge` goes with the refusal of a wrong one.

    Raises:
        Refusal: nobody holds it (401), or it lacks the role (403).
    """
    holder = services.keys.verify(secret)
    submitter = services.submitters.by_name(holder.submitter) if holder else None
    if holder is None or submitter is None:
        counts.LOGINS_FAILED.labels("http").inc()
        raise Refusal("AUTH_FAILED", headers={"WWW-Authenticate": challenge})
    if not holder.may(role):
        raise role_missing(role)
    return Caller(
        submitter=replace(submitter, roles=holder.roles),
        key_id=holder.key_id,
        purpose=holder.purpose,
    )


def role_missing(role: str) -> Refusal:
    """Return the refusal of a caller whose key lacks a role; it names that (RFC 6750 3.1)."""
    challenge = f'{_REALM}, error="insufficient_scope", scope="{role}"'
    detail = f'the key does not have the role "{role}"'
    return Refusal("AUTH_SCOPE_MISSING", detail, headers={"WWW-Authenticate": challenge})
