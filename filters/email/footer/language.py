"""Which language a message is in, by what it says of itself."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from filters.email.charset import lookup
from filters.email.displayed import HTML, displayed_parts
from filters.email.fields import value
from filters.email.footer.languages import ENGLISH, LANGUAGES, spoken
from filters.email.html import language_tag
from filters.email.transfer import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.email.footer.languages import Language
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
            end = min(part.body_start + _BEGINNING, part.body_end)
            encoded = email.raw[part.body_start : end]
            yield _tag(encoded, part.transfer_encoding, part.charset)


@lru_cache(maxsize=8)  # the plan and its proof ask the same
def _tag(encoded: bytes, transfer_encoding: str, label: str) -> str:
    """Return the language that HTML names, by its beginning."""
    content = decoded(encoded, transfer_encoding)
    charset = lookup(label, content)
    if charset is not None and charset.is_wide:
        content = content.decode(charset.reads, "replace").encode("ascii", "replace")
    return language_tag(content)
