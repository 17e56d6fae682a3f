"""A refusal as a page that needs nothing that may have broken: no visit, no template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

if TYPE_CHECKING:
    from aiohttp import web

    from gateway.http.problems import Refusal

ROOT: Final = "/admin"
"""What the path of every page begins with."""
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'none';"
    " base-uri 'none'"
)
_BARE: Final = Markup(
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>\n'
    '<body><main><h1>{title}</h1><p>{detail}</p><p><a href="{root}/">To the dashboard</a></p>'
    "</main></body></html>\n"
)


def as_told(refusal: Refusal) -> web.Response:
    """Return the page that says what could not be done."""
    answer, problem = refusal.response(), refusal.document
    answer.body = encoded(_BARE.format(title=problem.title, detail=problem.detail, root=ROOT))
    answer.content_type, answer.charset = "text/html", "utf-8"
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Frame-Options"] = "DENY"
    return answer


def encoded(html: str) -> bytes:
    """Encode a page: half of a surrogate pair, which messages may hold, has no bytes."""
    return html.encode("utf-8", "replace")
