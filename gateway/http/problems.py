"""Problem documents (RFC 9457): what a caller reads when something was not done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from filters.codes import CODES, NO_STATUS
from gateway.errors import GatewayError
from gateway.http.verdicts import RecipientVerdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TYPE_PREFIX: Final = "urn:optwarden:problem:"
CONTENT_TYPE: Final = "application/problem+json"
RETRY_AFTER_S: Final = 30

_UNPROCESSABLE: Final = 422
_TEMPORARY: Final = frozenset({429, 503})


class Mistake(BaseModel):
    """One mistake in a request: where, and what."""

    model_config = ConfigDict(extra="forbid", defer_build=True, frozen=True)

    loc: str = Field(description="Path of the field, such as to[0]; empty for the whole body.")
    msg: str


class ProblemDocument(BaseModel):
    """An RFC 9457 problem. `code` is stable for ever; `docs/rules.md` lists them all."""

    model_config = ConfigDict(extra="forbid", defer_build=True, frozen=True)

    type: str
    title: str
    status: int
    detail: str
    code: str
    cites: str = Field(description="The law or standard the rule obeys; empty for technical codes.")
    remedy: str
    decision_id: str = Field(description="Names the decision in trace and log; empty without one.")
    errors: tuple[Mistake, ...] = ()
    recipients: tuple[RecipientVerdict, ...] = ()


class Refusal(GatewayError):  # noqa: N818 - an answer, not a failure of ours
    """The request is answered with a problem; the application turns it into the document."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        status: int = NO_STATUS,
        errors: Sequence[Mistake] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Name the code; its title and remedy stand in `filters.codes`."""
        super().__init__(code)
        meaning = CODES[code]
        self.headers = dict(headers or {})
        self.document = ProblemDocument(
            type=TYPE_PREFIX + code,
            title=meaning.title,
            status=status or meaning.http or _UNPROCESSABLE,
            detail=detail or f"{meaning.title}.",
            code=code,
            cites="",
            remedy=meaning.remedy,
            decision_id="",
            errors=tuple(errors),
        )

    def about(
        self, decision_id: str, cites: str, recipients: Sequence[RecipientVerdict] = ()
    ) -> Refusal:
        """Say which decision this is and the law it stands on."""
        self.document = self.document.model_copy(
            update={"decision_id": decision_id, "cites": cites, "recipients": tuple(recipients)}
        )
        return self

    @property
    def retry_after_s(self) -> int | None:
        """When it may succeed, in seconds from now; None where time alone mends nothing."""
        later = RETRY_AFTER_S if self.document.status in _TEMPORARY else None
        said = self.headers.get("Retry-After")
        return later if said is None else int(said)

    def response(self) -> web.Response:
        """Return the answer; what may succeed later says when."""
        headers = dict(self.headers)
        if self.retry_after_s is not None:  # RFC 9110 10.2.3
            headers["Retry-After"] = str(self.retry_after_s)
        return web.Response(
            status=self.document.status,
            body=self.document.model_dump_json().encode(),
            content_type=CONTENT_TYPE,
            headers=headers,
        )


def mistaken(errors: Sequence[Mistake]) -> Refusal:
    """Return the refusal of a request whose fields are wrong: every mistake at once."""
    first = errors[0]
    more = f", and {len(errors) - 1} more" if len(errors) > 1 else ""
    detail = f"{first.loc or 'the request'}: {first.msg}{more}"
    return Refusal("HTTP_BAD_REQUEST", detail, status=_UNPROCESSABLE, errors=errors)


def seen(text: str, loc: str) -> str:
    """Return a text every character of which can be seen.

    Raises:
        Refusal: a line break or another control character is in it.
    """
    if not text.isprintable():
        raise mistaken([Mistake(loc=loc, msg="holds a character that cannot be seen")])
    return text


def bad_request(detail: str) -> Refusal:
    """Return the refusal of a request that cannot be read at all."""
    return Refusal("HTTP_BAD_REQUEST", detail)
