"""The secrets by which calls of a provider are known, one a line of a file: any may have signed.

**Failures:** a file that others may read, or a secret that could be guessed, raises `ConfigError`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gateway.config.text_routes import is_signed_with_the_password
from gateway.errors import ConfigError, Problem
from gateway.secret_files import read_secret
from gateway.standard_webhooks import is_secret

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.config.models import Route

_SECRET: Final = re.compile(r"[A-Za-z0-9._~-]{16,200}")  # it may stand in a URL as it is


def hook_secrets(route: Route) -> tuple[str, ...]:
    """Return the secrets of a route; none where nobody may call.

    Raises:
        ConfigError: they cannot be used.
    """
    if route.hook_secrets_file is not None:
        return _read(route.hook_secrets_file, route)
    if is_signed_with_the_password(route):
        token = route.password.get_secret_value()
        token = token or (read_secret(route.password_file) if route.password_file else "")
        if token and route.kind == "webhook" and not is_secret(token):
            raise ConfigError((_unfit(route, route.password_file),))
        return (token,) if token else ()
    return ()


def _read(file: Path, route: Route) -> tuple[str, ...]:
    found = tuple(line.strip() for line in read_secret(file).splitlines() if line.strip())
    is_fit = is_secret if route.kind == "webhook" else _SECRET.fullmatch
    if not found or not all(map(is_fit, found)):
        raise ConfigError((_unfit(route, file),))
    return found


def _unfit(route: Route, file: Path | None) -> Problem:
    text = "holds one secret a line, each of 16 or more of A-Z, a-z, 0-9, and . _ ~ -"
    if route.kind == "webhook":
        text = "holds one secret a line, each whsec_ and the base64 of 24 to 64 bytes"
    return Problem(str(file or ""), 0, f"route {route.name}", text)
