"""The routes of people: the page behind an unsubscribe link."""

from __future__ import annotations

from typing import Final

from gateway.http import unsubscribe
from gateway.http.routes import ANY_SLASHES, Route, open_to_all

_HTML: Final = "text/html"
_TEXT: Final = "text/plain"
_ANYTHING: Final = r"[\s\S]*"  # a line break is no reason to answer otherwise
_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")

ROUTES: Final[tuple[Route, ...]] = tuple(
    open_to_all(method, path, "public", handler, answers, body=body, problems=problems)
    for path in ("/u", f"/{ANY_SLASHES}u/{{token:{_ANYTHING}}}")
    for method, handler, answers, body, problems in (
        ("GET", unsubscribe.get_page, {200: _HTML, 503: _HTML}, (), ()),
        ("HEAD", unsubscribe.get_page, {200: None, 503: None}, (), ()),
        ("POST", unsubscribe.post_page, {200: _TEXT, 422: _HTML, 429: _HTML, 503: _TEXT}, _FORMS,
         (400, 408, 413)),
    )
)  # fmt: skip
