"""One request of a user: who asks, what they may, what they filled in."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from gateway.admin.roles import Right, may
from gateway.admin.user import By
from gateway.http.body import DEADLINE_S, read_body
from gateway.http.problems import Refusal, bad_request
from gateway.off_loop import off_loop
from gateway.shown import shown
from suppression.actor import Actor, Authority
from suppression.errors import MalformedAddressError
from suppression.keys import RecipientKey, masked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from gateway.admin.desk import Desk
    from gateway.admin.user import Session, User
    from gateway.http.services import Services

_FORM_BYTES: Final = 1 << 20
_FIELDS: Final = 2_000
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Form:
    """What a form was filled in with; of a name given once its value, of many all of them."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        """Keep what was posted."""
        self._pairs = pairs

    def __getitem__(self, name: str) -> str:
        """Return what a field says, without the blanks around it; "" where it is not there."""
        return next((value.strip() for key, value in self._pairs if key == name), "")

    def exact(self, name: str) -> str:
        """Return what a field says with its blanks: a password may have some."""
        return next((value for key, value in self._pairs if key == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Return everything that stands under a name."""
        return tuple(value for key, value in self._pairs if key == name)

    def said(self) -> Mapping[str, str]:
        """Return what was typed, for the form to keep it."""
        return dict(reversed(self._pairs))


NO_FORM: Final = Form([])


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A request of somebody who came in; or of nobody, at the door."""

    request: web.Request
    services: Services
    origin: str  # IP address
    session: Session | None
    form: Form = field(default=NO_FORM)
    is_revealed: bool = False  # whom the page is about: asked for, and on the record

    @property
    def desk(self) -> Desk:
        """What the pages need besides what the HTTP edge has."""
        return self.services.desk

    @property
    def user(self) -> User:
        """Who asks.

        Raises:
            Refusal: nobody came in.
        """
        if self.session is None:
            raise Refusal("AUTH_REQUIRED", "log in first")
        return self.session.user

    def may(self, right: Right) -> bool:
        """Whether who asks has a right."""
        if right is Right.REVEAL and self.is_revealed:
            return True
        return self.session is not None and may(self.session.user.role, right)

    def check_token(self) -> None:
        """See that the form is of this session.

        Raises:
            Refusal: it is not.
        """
        given = self.form["csrf"].encode()
        if self.session and not hmac.compare_digest(given, self.session.csrf.encode()):
            raise Refusal("AUTH_SCOPE_MISSING", "this form is of an earlier session: try again")

    @property
    def sees_people(self) -> bool:
        """Whether addresses and texts stand on this page as they are."""
        return self.may(Right.REVEAL)

    def person(self, key: str) -> str:
        """Write whom something is about, masked for who may not see."""
        if self.sees_people or not key:
            return shown(key)
        try:
            return masked(RecipientKey(key))
        except MalformedAddressError:  # a reverse-path is not always one
            return "•••"

    def asked(self, name: str) -> str:
        """Return a parameter of the address; "" where it is not there."""
        return _CONTROL.sub("", self.request.query.get(name, "").strip())

    def path(self, name: str) -> str:
        """Return a part of the path."""
        return self.request.match_info[name]

    @property
    def by(self) -> By:
        """Who acts, for this package's own record."""
        return By(name=self.user.name, address=self.origin)

    @property
    def actor(self) -> Actor:
        """Who acts, for the record of the list, and with what right."""
        law = Authority.COMPLIANCE if self.may(Right.LAW) else Authority.STAFF
        return Actor(name=self.user.name, method="admin", address=self.origin, authority=law)


def is_poll(request: web.Request) -> bool:
    """Whether a page asks by itself for a part of it, and nobody clicked."""
    return request.method == "GET" and request.headers.get("HX-Request") == "true"


async def read_form(request: web.Request) -> Form:
    """Return what a form posts.

    Raises:
        Refusal: it is no form, too large or too slow.
    """
    if request.content_type != "application/x-www-form-urlencoded":
        raise Refusal("HTTP_UNSUPPORTED_TYPE", "this takes a form")
    raw = await read_body(request, _FORM_BYTES, DEADLINE_S)
    try:
        return await off_loop(len(raw), lambda: _form(raw))
    except ValueError as error:
        raise bad_request("this is no form") from error


def _form(raw: bytes) -> Form:
    pairs = parse_qsl(
        raw.decode(), keep_blank_values=True, strict_parsing=bool(raw), max_num_fields=_FIELDS
    )
    return Form([(name, _CONTROL.sub("", value)) for name, value in pairs])
