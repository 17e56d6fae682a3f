"""An email that is to be sent, as the fields of a request."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import Field, field_validator, model_validator

from gateway.http.call import Shape
from suppression.entry import is_slug

MAX_RECIPIENTS: Final = 1000


class Attachment(Shape):
    """A file that goes with the message."""

    filename: str = Field(min_length=1, max_length=255)
    content_type: str = Field(default="application/octet-stream", max_length=129)
    content: str = Field(description="base64")


class EmailRequest(Shape):
    """An email to send, as fields."""

    from_: str = Field(alias="from", min_length=3, max_length=998)
    to: tuple[str, ...] = Field(min_length=1, max_length=MAX_RECIPIENTS)
    cc: tuple[str, ...] = Field(default=(), max_length=MAX_RECIPIENTS)
    bcc: tuple[str, ...] = Field(default=(), max_length=MAX_RECIPIENTS)
    subject: str = Field(max_length=2000)
    text: str | None = None
    html: str | None = None
    attachments: tuple[Attachment, ...] = Field(default=(), max_length=100)
    category: Literal["commercial", "transactional", "conversational"]
    basis: Literal["", "transaction", "safety", "account", "employment", "delivery"] = ""
    stream: str = Field(default="", description="1 to 64 of a-z, 0-9, hyphen, underscore and dot")
    headers: dict[str, str] = Field(default_factory=dict, max_length=100)

    @field_validator("subject")
    @classmethod
    def _is_one_line(cls, subject: str) -> str:
        if any((ord(c) < 32 and c != "\t") or ord(c) == 127 for c in subject):  # noqa: PLR2004 - C0 and DEL
            raise ValueError("no line breaks and no control characters")
        return subject

    @field_validator("text", "html")
    @classmethod
    def _has_no_nul(cls, body: str | None) -> str | None:
        if body is not None and "\0" in body:
            raise ValueError("no NUL characters")
        return body

    @field_validator("stream")
    @classmethod
    def _is_slug(cls, stream: str) -> str:
        if stream and not is_slug(stream):
            raise ValueError("1 to 64 of a-z, 0-9, hyphen, underscore and dot")
        return stream

    @model_validator(mode="after")
    def _has_a_body(self) -> EmailRequest:
        if self.text is None and self.html is None:
            raise ValueError("give text, html or both")
        return self
