"""One request on its way through a route: who calls, from where, and what it asks."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

from aiohttp import web
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from gateway.credentials import COMPLIANCE
from gateway.http.auth import role_missing
from gateway.http.problems import Mistake, mistaken
from gateway.submission import NOT_RETRIED, Retried
from suppression.actor import Actor, Authority
from suppression.terms import LEAST_SAID, MOST_SAID

if TYPE_CHECKING:
    from gateway.http.auth import Caller
    from gateway.http.services import Services

_KEY_CHARACTERS: Final = 255
_TIME: Final = TypeAdapter(datetime)
_NUMBER: Final = re.compile(r"[-+]?[0-9_]*\.?[0-9_]*(?:[eE][-+]?[0-9]+)?")


Sentence = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=LEAST_SAID, max_length=MOST_SAID),
]
"""What somebody says for the record: blanks say nothing."""


def _in_utc(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("lies outside of the calendar") from error


def _time(written: Any) -> Any:  # noqa: ANN401 - whatever was given
    """Read a time; seconds since some day, as libraries take them, are none (RFC 3339)."""
    if not isinstance(written, str):
        return written
    try:
        if not _NUMBER.fullmatch(written.strip()):
            return _TIME.validate_python(written)
    except ValidationError:
        pass
    raise ValueError("is no time with its zone: write 2026-11-23T14:00:00Z")


Moment = Annotated[AwareDatetime, BeforeValidator(_time), AfterValidator(_in_utc)]
"""A time with its zone, read as UTC."""


class Shape(BaseModel):
    """A body or query of the API: an unknown field is a mistake."""

    model_config = ConfigDict(extra="forbid", defer_build=True, frozen=True, populate_by_name=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request whose caller is known."""

    request: web.Request
    services: Services
    caller: Caller
    origin: str  # IP address

    def path(self, name: str) -> str:
        """Return a part of the path."""
        return self.request.match_info[name]

    def actor(self) -> Actor:
        """Return who acts, for the records, and with what right."""
        answers_for_the_law = self.caller.may(COMPLIANCE)
        return Actor(
            name=self.caller.name,
            method="api",
            address=self.origin,
            authority=Authority.COMPLIANCE if answers_for_the_law else Authority.STAFF,
        )

    def require(self, role: str) -> None:
        """Go on only with a key that has this role too.

        Raises:
            Refusal: it does not (403).
        """
        if not self.caller.may(role):
            raise role_missing(role)

    def retried(self, raw: bytes, *, header: str = "Idempotency-Key") -> Retried:
        """Return what recognises a repetition of this request; `header` brings its key.

        Raises:
            Refusal: the key is empty, too long or not printable.
        """
        if header not in self.request.headers:
            return NOT_RETRIED
        key = self.request.headers[header]
        if not (0 < len(key) <= _KEY_CHARACTERS and key.isascii() and key.isprintable()):
            message = f"1 to {_KEY_CHARACTERS} printable ASCII characters"
            raise mistaken([Mistake(loc=header, msg=message)])
        head = (f"{self.request.method} {self.request.raw_path}", self.caller.purpose)
        digest = hashlib.sha256("".join(f"{each}\0" for each in head if each).encode())
        digest.update(raw)
        return Retried(key=key, digest=digest.digest())


def answer(body: BaseModel, status: int = 200, *, replayed: bool = False) -> web.Response:
    """Return a JSON answer. `replayed` says that the same request was answered so before."""
    headers: dict[str, Any] = {"Idempotency-Replayed": "true"} if replayed else {}
    return web.Response(
        status=status,
        body=body.model_dump_json(by_alias=True).encode(),
        content_type="application/json",
        headers=headers,
    )
