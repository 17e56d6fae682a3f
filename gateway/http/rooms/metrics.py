"""The route of Prometheus."""

from __future__ import annotations

from typing import Final

from gateway.http import metrics
from gateway.http.routes import Route, open_to_all

ROUTES: Final[tuple[Route, ...]] = (
    open_to_all("GET", "/metrics", "metrics", metrics.get_metrics, {200: "text/plain"}),
)
