"""The public pages, each as people can come to see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.http.pages import Pages, Person, Result, Sender, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiohttp import web

SENDER = Sender(
    company="Shop Ltd",
    postal_address="1 Real Street, Springfield, IL 62701",
    contact="support@shop.example",
)
WHOLE = ("en", "ar", "ja")
"""Languages whose every page is looked at; of the others the first one is."""


def states(lang: str) -> Iterator[tuple[str, web.Response]]:
    """Yield every page that people can come to see."""
    pages = Pages(lang, SENDER)
    email = Person(kind="emails", address="a•••@people.example", mark="0" * 32)
    number = Person(kind="texts", address="+1•••0123", mark="1" * 32)
    yield "choice", pages.choice(email, [number], stream="weekly-news", act="a" * 26)
    if lang not in WHOLE:
        return
    yield "choice of texts", pages.choice(number, [email], stream="", act="a" * 26)
    yield "form", pages.address_form()
    for complaint in ("bad_address", "too_often"):
        yield complaint, pages.address_form(complaint=complaint)
    stopped = (
        Sentence("stopped_stream", {"stream": "weekly-news", "address": email.address}),
        Sentence("stopped_all", {"address": email.address}),
        Sentence("stopped_texts", {"address": number.address}),
        Sentence("stopped_form", {"address": email.address}),
        Sentence("on_its_way"),
        Sentence("receipts"),
    )
    unsubscribed = Result(heading="unsubscribed", sentences=stopped, undo="a" * 26)
    yield "unsubscribed", pages.result(unsubscribed, mark="0" * 32)
    for heading in ("kept", "undone", "not_undone", "noted", "unavailable"):
        result = Result(heading=heading, sentences=(Sentence(f"{heading}_text"),))
        yield heading, pages.result(result, mark="0" * 32)
