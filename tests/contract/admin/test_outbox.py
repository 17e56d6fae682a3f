"""What an outbox wrote is seen as its recipient would see it, and nothing else of the disk is."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from filters.plan import render
from gateway.admin.roles import Role
from gateway.delivery.outbox import OutboxCarrier
from suppression.actor import Actor
from suppression.consent import ConsentSource, NewConsent
from suppression.keys import phone_key
from tests.contract.admin.mailing import PLANTED, elements, now
from tests.contract.admin.newsletters import NEWS
from tests.contract.http.conftest import CONFIG
from tests.mail_builders import message
from tests.make import ANN, BOB
from tests.make_gateway import (
    CALIFORNIAN,
    OUTBOX,
    TEXTS,
    submission,
    submitter,
    text_submission,
)

if TYPE_CHECKING:
    from gateway.config.models import Route
    from gateway.spool.model import NewMessage
    from tests.contract.admin.conftest import Site

from gateway.records import email_record, sms_record

ROUTES = (OUTBOX, TEXTS)
ROUTED = CONFIG.model_copy(update={"route": ROUTES})


@pytest.fixture
def boxed(site: Site) -> Site:
    """A site whose routes write to outboxes."""
    services = site.gateway.services
    config = services.config.model_copy(update={"route": ROUTES})
    object.__setattr__(services, "config", config)
    return site


async def deliver(site: Site, record: NewMessage, route: Route) -> list[str]:
    """Store a message and have the carrier write it; the names of its files."""
    spool, folder = site.gateway.spool, site.gateway.services.config.data_dir
    await spool.accept(record)
    carrier = OutboxCarrier(folder / "outbox" / route.name)
    names = []
    for claimed in await spool.claim({route.name: 10}, limit=10, lease_s=60):
        settled = await carrier.send(claimed, render(claimed.raw, claimed.plan, "token"))
        await spool.settle(settled)
        names.append(settled[0].next_hop_id)
    return names


async def email(site: Site, raw: bytes, *to: str) -> list[str]:
    order = submission(raw, *to, at=now(), submitter=submitter(senders=("example",)))
    decision = await site.gateway.services.decide_email(order)
    return await deliver(site, email_record(order, decision, ROUTED, now()), OUTBOX)


async def text(site: Site, words: str) -> list[str]:
    asked = NewConsent(
        key=phone_key(CALIFORNIAN), source=ConsentSource.FORM, purposes=frozenset(),
        evidence="ticked the box", requested_at=now(),
    )  # fmt: skip
    await site.gateway.list.record_consent(asked, Actor(name="test", method="test"))
    order = text_submission(words, at=now(), sender="+14155550123")
    decision = await site.gateway.services.decide_sms(order)
    record = replace(sms_record(order, decision, ROUTED, now()), not_before=now())
    return await deliver(site, record, TEXTS)


async def test_each_copy_is_listed_and_shown_as_its_recipient_sees_it(boxed: Site) -> None:
    names = await email(boxed, NEWS, ANN, BOB)
    assert len(names) == 2
    browser = await boxed.browser(Role.VIEWER)
    page = (await browser.get("/admin/outbox")).text
    for name, whom in zip(sorted(names), (ANN, BOB), strict=True):
        assert f"/admin/outbox/out/{name}" in page
        copy = (await browser.get(f"/admin/outbox/out/{name}")).text
        assert whom in copy
        assert '<iframe sandbox="" ' in copy
        frame = await browser.get(f"/admin/outbox/out/{name}/frame")
        assert "1 Main St, Springfield" in frame.text
        assert frame.headers["Content-Security-Policy"].endswith("sandbox")
        file = await browser.get(f"/admin/outbox/out/{name}/file")
        assert "List-Unsubscribe" in file.text
    rows = json.loads((await browser.get("/admin/outbox", format="json")).text)
    assert {row["to"] for row in rows} == {ANN, BOB}
    assert "to,people" in (await browser.get("/admin/outbox", format="csv")).text


async def test_a_text_is_shown_as_the_telephone_shows_it(boxed: Site) -> None:
    (name,) = await text(boxed, "Your <b>appointment</b> is at 3.")
    browser = await boxed.browser(Role.VIEWER)
    assert "&lt;b&gt;appointment" in (await browser.get("/admin/outbox")).text
    page = (await browser.get(f"/admin/outbox/texts/{name}")).text
    assert "Your &lt;b&gt;appointment&lt;/b&gt; is at 3." in page
    assert CALIFORNIAN in page
    file = await browser.get(f"/admin/outbox/texts/{name}/file")
    assert "Your <b>appointment</b> is at 3." in file.text
    assert (await browser.get(f"/admin/outbox/texts/{name}/frame")).status == 404


async def test_a_newsletter_to_many_fills_no_page(boxed: Site) -> None:
    await email(boxed, NEWS, *(f"c{n}@example.net" for n in range(9)))
    browser = await boxed.browser(Role.VIEWER)
    assert "and 4 more copies of it" in (await browser.get("/admin/outbox")).text


@pytest.mark.parametrize(
    "path",
    ["out/0000000000001-1", "out/nothing", "none/0000000000001-1", "out/..%2f..%2fx", "%2e%2e/x",
     "texts/0000000000001-1", "out/0000000000001-1.json"],
)  # fmt: skip
async def test_what_no_outbox_wrote_is_not_found(boxed: Site, path: str) -> None:
    await email(boxed, NEWS, ANN)
    browser = await boxed.browser(Role.VIEWER)
    for rest in ("", "/frame", "/file"):
        assert (await browser.get(f"/admin/outbox/{path}{rest}")).status == 404


async def test_an_auditor_reveals_a_copy_on_the_record(boxed: Site) -> None:
    (name,) = await email(boxed, NEWS, ANN)
    browser, page = await boxed.browser(Role.AUDITOR), f"/outbox/out/{name}"
    masked = (await browser.get("/admin/outbox")).text + (await browser.get(f"/admin{page}")).text
    assert ANN not in masked
    assert "Hello" not in masked
    assert (await browser.get(f"/admin{page}/frame")).status == 404
    assert (await browser.get(f"/admin{page}/file")).status == 404
    answer = await browser.post("/admin/reveal", {"about": page})
    shown = (await browser.ask("GET", answer.location)).text
    assert ANN in shown
    assert "Hello" in shown


async def test_whatever_is_planted_in_a_copy_is_text(boxed: Site) -> None:
    browser = await boxed.browser(Role.VIEWER)
    (name,) = await email(boxed, message("\nplain words\n"), ANN)
    clean = elements((await browser.get(f"/admin/outbox/out/{name}")).text)
    for start in range(0, len(PLANTED), 40):
        words = " ".join(PLANTED[start : start + 40])
        raw = message(f"\n{words}\n").replace(b"Subject: Hello", b"Subject: " + words.encode())
        for name in await email(boxed, raw, ANN):
            page = (await browser.get(f"/admin/outbox/out/{name}")).text
            assert elements(page) == clean
            assert len(page.encode()) < 39_000


async def test_an_empty_outbox_says_what_to_do(boxed: Site) -> None:
    browser = await boxed.browser(Role.VIEWER)
    assert "Nothing was written yet" in (await browser.get("/admin/outbox")).text


async def test_who_has_no_outbox_is_told_what_one_is(site: Site) -> None:
    browser = await site.browser(Role.VIEWER)
    config = site.gateway.services.config.model_copy(update={"route": ()})
    object.__setattr__(site.gateway.services, "config", config)
    assert "No route writes to an outbox here" in (await browser.get("/admin/outbox")).text
