"""Where a footer belongs in a page by lol_html, which rewrites pages as they stream by."""

from __future__ import annotations

import re
from typing import Final

import lolhtml

_MARK: Final = b"<optwarden-mark>"
_BODY: Final = re.compile(rb"(?i)</body(?=[\t\n\f\r />])")
_HTML: Final = re.compile(rb"(?i)</html(?=[\t\n\f\r />])")


class _Seen:
    def __init__(self) -> None:
        self.count = 0

    def element(self, element: lolhtml.Element) -> None:
        del element
        self.count += 1


def is_markup(page: bytes, at: int) -> bool:
    """Whether an element put there is one: not text, not in a comment, a script or a tag."""
    seen = _Seen()
    rewriter = lolhtml.HTMLRewriter(bytearray().extend)
    rewriter.on("optwarden-mark", seen)
    rewriter.write(page[:at] + _MARK + page[at:])
    rewriter.end()
    return seen.count == 1


def end_of_body(page: bytes) -> int | None:
    """Return where the last end tag of the body stands, else of html, else the end.

    None where the page breaks off inside a tag, a comment or a script: nothing is certain then.
    """
    if not is_markup(page, len(page)):
        return None
    for tag in (_BODY, _HTML):
        for found in reversed(list(tag.finditer(page))):
            if b">" in page[found.end() :] and is_markup(page, found.start()):
                return found.start()
    return len(page)
