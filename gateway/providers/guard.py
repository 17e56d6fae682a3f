"""Keeps what we break on at one provider, delivery or callback from everybody else.

All are served by tasks of one process, which an exception that nobody expects would end: for mail,
too. Deviates: a broad `except` besides those of the judge and of the SMTP session, because what
they send is beyond us, and a text that a provider may have sent must not be asked for again.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from gateway.errors import GatewayError, Mistake

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def guarded(*known: type[Exception]) -> Iterator[None]:
    """Let errors of ours and `known` ones pass, and turn what else is raised into a `Mistake`.

    Raises:
        Mistake: we broke; it names the type of the exception, and never its text.
    """
    try:
        yield
    except GatewayError:
        raise
    except known:
        raise
    except Exception as error:
        raise Mistake(error) from error
