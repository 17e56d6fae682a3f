"""Whether mail that people are told to send has somewhere to arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.config.lines import KeyPath
    from gateway.config.models import Config


def inbound(config: Config) -> Iterator[tuple[KeyPath, str]]:
    """Yield what keeps opt-outs by mail from arriving: a domain alone, a listener alone."""
    listeners = [i for i, each in enumerate(config.smtp) if each.role == "inbound"]
    domain = config.public.mail_domain
    if domain and not listeners:
        yield (
            ("public", "mail_domain"),
            'needs an [[smtp]] with role = "inbound", or opt-outs by mail are lost',
        )
    for index in listeners:
        if not domain:
            yield (
                ("smtp", index, "role"),
                '"inbound" takes mail for public.mail_domain, which is empty',
            )
        if config.smtp[index].auth == "required":
            yield ("smtp", index, "auth"), "nobody who writes to us has a login: leave it out"
        if config.smtp[index].category:
            yield ("smtp", index, "category"), "is of mail that leaves; this listener takes mail in"
