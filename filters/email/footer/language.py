"""Which language a message is in, by what it says of itself."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from filters.email.charset import lookup
from filters.email.displayed import HTML, displayed_parts
from filters.email.fields import value
from filters.email.footer.languages import ENGLISH, LANGUAGES, spoken
from filters.email.html import language_tag
from filters.email.transfer import decoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from filters.email.footer.languages import Language
    from filters.email.part import Part
    from filters.message import Email

AUTO: Final = "auto"
_BEGINNING: Final = 4096  # encoded bytes of an HTML part: its first tags


def language_of(email: Email, configured: str) -> Language:
    """Return the language of a footer: the configured one, else the message's, else English.

    A message says it by Content-Language (RFC 3282), or by the `lang` of its HTML.
    """
    if configured != AUTO:
        return LANGUAGES[configured]
    return _first_spoken(_tags(email.raw, email.tree))


def language_of_writer(raw: bytes, tree: Part, configured: str) -> Language:
    """Return the language to answer somebody in, by what their mail says of itself and of them.

    Accept-Language (RFC 4021 2.1.24) is what some mail programs say their owner reads.
    """
    if configured != AUTO:
        return LANGUAGES[configured]
    read = value(raw, tree, "accept-language").split(",")
    return _first_spoken(chain(_tags(raw, tree), read))


def _first_spoken(tags: Iterable[str]) -> Language:
    return next((found for tag in tags if tag and (found := spoken(tag))), ENGLISH)


def _tags(raw: bytes, tree: Part) -> Iterator[str]:
    yield from value(raw, tree, "content-language").split(",")
    for part in displayed_parts(tree):
        if part.content_type == HTML:
            end = min(part.body_start + _BEGINNING, part.body_end)
            encoded = raw[part.body_start : end]
            yield _tag(encoded, part.transfer_encoding, part.charset)


@lru_cache(maxsize=8)  # the plan and its proof ask the same
def _tag(encoded: bytes, transfer_encoding: str, label: str) -> str:
    """Return the language that HTML names, by its beginning."""
    content = decoded(encoded, transfer_encoding)
    charset = lookup(label, content)
    if charset is not None and charset.is_wide:
        content = content.decode(charset.reads, "replace").encode("ascii", "replace")
    return language_tag(content)
