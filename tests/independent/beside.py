"""Why the footer may stand in a part of its own, beside mail nothing is wrong with."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Final

from tests.independent.displayed import displayed
from tests.independent.entities import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.independent.entities import Entity

_LINK: Final = re.compile(r"(?is)<link\b[^>]*stylesheet[^>]*>")
_IMPORT: Final = re.compile(r"(?i)@import[^;]*")
_ELSEWHERE: Final = re.compile(r"(?i)(?:[a-z]+:)?//(?!fonts\.|[\w.]+\.typekit\.net)")
_SHEET: Final = re.compile(r"(?is)<style\b[^>]*>(.*?)</style")
_PROPERTY: Final = re.compile(r"[{;]\s*([a-z-]+)\s*:")
_NO_FORMS: Final = frozenset({"text/calendar", "application/ics", "text/x-amp-html"})
"""What stands among the forms of a text and is none."""
_PROPERTIES: Final = frozenset(
    "background background-color border color display float font font-family font-size font-style"
    " font-weight height line-height margin padding text-align text-decoration vertical-align"
    " visibility width".split()
)

_LETTERS: Final = "a b big code em font i nobr s small strike strong tt u".split()
"""What browsers go on with until its end tag comes (HTML 13.2.4.3)."""


def why_bodiless(raw: bytes) -> str:
    """Return what a message is that has no body a footer may stand in; "" where it has one."""
    whole = read(raw)
    if any(displayed(whole)):
        return ""
    if whole.content_type == "message/partial":
        return "a fragment: changed, it cannot be put together again (RFC 2046 5.2.2)"
    return f"no body to write to: {whole.content_type}"


def why_beside(raw: bytes) -> str:
    """Return why a body that is displayed may carry no footer; "" where no reason can be seen."""
    whole = read(raw)
    pages = [each for each in displayed(whole) if each.content_type == "text/html"]
    reasons = (*map(_why_doubted, pages), *_why_unsaid(whole))
    return next(filter(None, reasons), "")


def _why_doubted(page: Entity) -> str:
    html = page.decoded.decode("latin-1")
    loads = (*_LINK.findall(html), *_IMPORT.findall(html))
    if any(map(_ELSEWHERE.search, loads)):
        return "the page loads a style sheet, which may hide what it likes"
    if html.rfind("<!--") > html.rfind("-->"):
        return "the page has a comment that never ends: readers differ in what they show"
    named = {name for sheet in _SHEET.findall(html) for name in _PROPERTY.findall(sheet.lower())}
    if any(difflib.get_close_matches(name, _PROPERTIES, 1, 0.9) for name in named - _PROPERTIES):
        return "a style sheet misspells a property, so nobody knows what it does"
    before, _, rest = html.lower().rpartition("</body")
    if re.sub(r"<[^>]*>", "", rest.partition(">")[2]).strip() and any(
        map(_is_open(before), _LETTERS)
    ):
        return "letters or a link are left open, and text behind the page is in them"
    return ""


def _is_open(html: str) -> Callable[[str], bool]:
    return lambda tag: len(re.findall(rf"<{tag}[\s>]", html)) > html.count(f"</{tag}>")


def _why_unsaid(entity: Entity) -> Iterator[str]:
    for each in entity.walk():
        forms = each.children if each.content_type == "multipart/alternative" else ()
        if any(form.content_type not in _NO_FORMS and not any(displayed(form)) for form in forms):
            yield "a form of the text has no words to stand under"
