"""Where people reach the admin pages: what a link to them begins with."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from gateway.admin.told import ROOT

if TYPE_CHECKING:
    from gateway.config.models import Config, HttpListener


def come_in(config: Config, token: str, origin: str = "") -> str:
    """Return a one-time link.

    `origin`: of the page that somebody asked for it on, which leads to a listener of staff as
    `public.url` does not.
    """
    serving = [each for each in config.http if "admin" in each.serves]
    if not serving or any("public" in each.serves for each in serving):
        base = config.public.url.rstrip("/")
    else:
        base = origin if urlsplit(origin).netloc else _here(serving[0])
    return f"{base}{ROOT}/come-in/{token}"


def _here(listener: HttpListener) -> str:
    """Return what leads to a listener from its own machine."""
    host, _, port = listener.listen.rpartition(":")
    try:
        if ip_address(host.strip("[]")).is_unspecified:
            host = "localhost"
    except ValueError:
        pass  # a name
    return f"{'https' if listener.tls == 'tls' else 'http'}://{host}:{port}"
