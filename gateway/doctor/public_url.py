"""Whether the link at the bottom of email leads here: the page shows, and one click is taken.

What is posted is the token of samples, which opens nothing and nobody's opt-out.

**Failures:** none; whatever is wrong is an answer.
"""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

import aiohttp

from gateway.doctor.answer import Answer, fault, fine, warning
from suppression.tokens import SAMPLE_TOKEN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from gateway.config.models import Config

_WITHIN_S: Final = 10.0
_OK: Final = 200
_MOST_BYTES: Final = 64 << 10
_ONE_CLICK: Final = {"List-Unsubscribe": "One-Click"}
_APART_S: Final = 60.0
_DONE: Final = b"You are unsubscribed."
_MEND: Final = (
    "let public.url lead to an [[http]] that serves public: through your proxy too, POST as well"
)


async def check_public_url(
    config: Config, now: datetime, *, is_running: bool
) -> AsyncIterator[Answer]:
    """Do what a mailbox provider does when somebody presses unsubscribe (RFC 8058 3.2)."""
    url = f"{config.public.url.rstrip('/')}/u/{SAMPLE_TOKEN}"
    timeout = aiohttp.ClientTimeout(total=_WITHIN_S)
    try:
        async with aiohttp.ClientSession(timeout=timeout, trust_env=True) as session:
            async with session.get(url, allow_redirects=False) as page:
                await page.content.read(_MOST_BYTES)
            async with session.post(url, data=_ONE_CLICK, allow_redirects=False) as answer:
                said = await answer.content.read(_MOST_BYTES)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        why = str(error) or type(error).__name__
        found = fault if is_running else warning
        mend = _MEND if is_running else "start the gateway, then ask again"
        yield found("public-url", config.public.url, f"cannot be reached: {why}", mend)
        return
    yield _judged(config.public.url, page, answer, said)
    if (clock := _clock(config.public.url, answer, now)) is not None:
        yield clock


def _judged(
    url: str, page: aiohttp.ClientResponse, answer: aiohttp.ClientResponse, said: bytes
) -> Answer:
    wrong = ""
    if page.status != _OK:
        wrong = f"the page is answered {page.status}"
    elif 300 <= answer.status < 400:  # noqa: PLR2004 - RFC 9110 15.4
        wrong = f"one click is redirected ({answer.status}), and must not be (RFC 8058 3.1)"
    elif answer.status != _OK:
        wrong = f"one click is answered {answer.status}"
    elif _DONE not in said:
        wrong = "one click is answered by something else than this gateway"
    elif "Set-Cookie" in answer.headers:
        wrong = "one click is answered with a cookie (RFC 8058 3.1)"
    if wrong:
        return fault("public-url", url, wrong, _MEND)
    return fine("public-url", url, "shows the page and takes one click (RFC 8058)")


def _clock(url: str, answer: aiohttp.ClientResponse, now: datetime) -> Answer | None:
    """Compare our clock with that of whoever answered, which may be a proxy elsewhere."""
    try:
        theirs = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (TypeError, ValueError):
        return None
    if theirs.tzinfo is None:
        return None
    apart_s = abs((now - theirs).total_seconds())
    if apart_s <= _APART_S:
        return fine("clock", url, f"is of the same time, within {apart_s:.0f} seconds")
    what = f"has another time by {apart_s:.0f} seconds: quiet hours and signatures go by ours"
    return fault("clock", url, what, "set the clock by NTP (chrony, systemd-timesyncd)")
