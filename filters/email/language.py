"""Which language a message is in, by what it says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.email.charset import lookup
from filters.email.displayed import HTML, displayed_parts
from filters.email.fields import value
from filters.email.footer_languages import ENGLISH, LANGUAGES, spoken
from filters.email.html import language_tag
from filters.email.transfer import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.email.footer_languages import Language
    from filters.email.mime import Part
    from filters.message import Email

AUTO: Final = "auto"
_BEGINNING: Final = 4096  # encoded bytes of an HTML part: its first tags


def language_of(email: Email, configured: str) -> Language:
    """Return the language of a footer: the configured one, else the message's, else English.

    A message says it by Content-Language (RFC 3282), or by the `lang` of its HTML.
    """
    if configured != AUTO:
        return LANGUAGES[configured]
    return next((found for tag in _tags(email) if tag and (found := spoken(tag))), ENGLISH)


def _tags(email: Email) -> Iterator[str]:
    yield from value(email.raw, email.tree, "content-language").split(",")
    for part in displayed_parts(email.tree):
        if part.content_type == HTML:
            yield language_tag(_beginning(email.raw, part))


def _beginning(raw: bytes, part: Part) -> bytes:
    """Return how an HTML part begins, markup as ASCII."""
    end = min(part.body_start + _BEGINNING, part.body_end)
    content = decoded(raw[part.body_start : end], part.transfer_encoding)
    charset = lookup(part.charset, content)
    if charset is None or not charset.is_wide:
        return content
    return content.decode(charset.reads, "replace").encode("ascii", "replace")
