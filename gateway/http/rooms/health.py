"""The routes of who watches whether it lives; every listener serves them."""

from __future__ import annotations

from typing import Final

from gateway.http import health
from gateway.http.routes import Route, open_to_all

ROUTES: Final[tuple[Route, ...]] = tuple(
    open_to_all(method, path, "health", handler,
                answers if method == "GET" else dict.fromkeys(answers))
    for path, handler, answers in (
        ("/healthz", health.get_health, {200: health.Health}),
        ("/readyz", health.get_readiness, {200: health.Readiness, 503: health.Readiness}),
    )
    for method in ("GET", "HEAD")
)  # fmt: skip
