"""The routes of providers, who tell of texts."""

from __future__ import annotations

from typing import Final

from gateway.http import hooks
from gateway.http.routes import Route, open_to_all

_TEXT: Final = "text/plain"
_XML: Final = "text/xml"
_JSON: Final = "application/json"
_FORM: Final = ("application/x-www-form-urlencoded",)

ROUTES: Final[tuple[Route, ...]] = (
    *(open_to_all(method, f"/hooks/{{route}}/{what}", "hooks", handler, {200: (_XML, _TEXT)},
                  body=body, problems=(403, 404, 405, 408, 413, 415, 503))
      for what, handler in (("inbound", hooks.inbound), ("status", hooks.status))
      for method, body in (("POST", _FORM), ("GET", ()))),
    open_to_all("POST", "/hooks/{route}/events", "hooks", hooks.events, {200: _JSON},
                body=(_JSON,), problems=(403, 404, 408, 413, 415, 503)),
)  # fmt: skip
