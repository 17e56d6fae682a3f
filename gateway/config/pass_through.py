"""Whether a listener that passes mail on knows where to, before the message is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.config.addresses import is_loopback

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.config.lines import KeyPath
    from gateway.config.models import Config, Route, SmtpListener


def carries_several(listener: SmtpListener, config: Config) -> bool:
    """Whether mail of a listener is one copy for all its recipients, so that it goes at once.

    Advertising carries a link of each reader's own; a letter has one reader.
    """
    receipts = listener.category == "transactional"
    return receipts and config.email.footer_scope == "commercial"


def pass_through(config: Config) -> Iterator[tuple[KeyPath, str]]:
    """Yield what keeps a pass-through listener from naming a recipient to the next hop."""
    for index, listener in enumerate(config.smtp):
        if listener.delivery != "pass-through":
            continue
        path: KeyPath = ("smtp", index, "delivery")
        if listener.role == "inbound":
            yield (
                path,
                '"pass-through" is for mail that leaves; an inbound listener keeps what it takes',
            )
            continue
        for number, route in _reachable(config):
            yield from _unfit(config, listener, path, number, route)


def _reachable(config: Config) -> Iterator[tuple[int, Route]]:
    """Yield the email routes a message may take: no other comes behind one that takes all."""
    for index, route in enumerate(config.route):
        if route.channel != "email":
            continue
        yield index, route
        if not any(route.match.model_dump().values()):
            return


def _unfit(
    config: Config, listener: SmtpListener, path: KeyPath, index: int, route: Route
) -> Iterator[tuple[KeyPath, str]]:
    """Yield why a route cannot be the one to pass mail on by."""
    if route.kind != "smtp":
        yield (
            path,
            (
                f'"pass-through" needs a next hop that answers, and route {route.name!r}'
                f" is {_article(route.kind)}: put smtp routes that take all before it"
            ),
        )
        return
    unknown = [
        key
        for key, is_known in (
            ("categories", bool(listener.category)),
            ("streams", False),
            ("sender", len(config.sender) == 1),
        )
        if getattr(route.match, key) and not is_known
    ]
    if unknown:
        what = " and ".join(unknown)
        pin = "; pin the listener with category" if "categories" in unknown else ""
        yield (
            path,
            (
                f'"pass-through" chooses the route before the message is there, and route'
                f" {route.name!r} goes by {what}: let recipient_domains decide{pin}"
            ),
        )
    if _leads_back(config, route):
        yield (
            ("route", index, "port"),
            "is this gateway's own: what is passed on would come back for ever",
        )


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _leads_back(config: Config, route: Route) -> bool:
    """Whether a route leads to a listener of ours."""
    if not is_loopback(route.host):
        return False
    for listener in config.smtp:
        host, _, port = listener.listen.rpartition(":")
        if int(port) == route.port and (is_loopback(host) or host in ("0.0.0.0", "[::]", "")):  # noqa: S104 - read, not bound
            return True
    return False
