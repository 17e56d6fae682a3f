"""The cookie a browser comes in with: unreadable for scripts, sent to us alone.

Over https it is bound to this host (`__Host-`, RFC 6265bis 4.1.3.2). Without https the
configuration allows loopback only, where browsers would drop such a cookie.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from aiohttp import web

    from gateway.config.models import Config

_SECURE: Final = "__Host-optwarden"
_LOOPBACK: Final = "optwarden"


def _name(config: Config) -> tuple[str, bool]:
    is_secure = config.public.url.startswith("https:")
    return (_SECURE if is_secure else _LOOPBACK), is_secure


def read(request: web.Request, config: Config) -> str:
    """Return what the browser keeps; "" where it keeps nothing."""
    return request.cookies.get(_name(config)[0], "")


def keep(answer: web.StreamResponse, config: Config, token: str) -> None:
    """Have the browser keep it until it is closed."""
    name, is_secure = _name(config)
    answer.set_cookie(name, token, path="/", httponly=True, secure=is_secure, samesite="Strict")


def drop(answer: web.StreamResponse, config: Config) -> None:
    """Have the browser forget it."""
    name, is_secure = _name(config)
    answer.del_cookie(name, path="/", httponly=True, secure=is_secure, samesite="Strict")
