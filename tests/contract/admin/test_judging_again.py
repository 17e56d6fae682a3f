"""A message is judged again by today's policy, as it was declared, and stays as it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gateway.admin.roles import Role
from gateway.records import email_record
from suppression.actor import Actor
from suppression.consent import ConsentSource, NewConsent
from suppression.keys import phone_key
from tests.contract.admin.mailing import email, now, sent, text
from tests.contract.admin.newsletters import NEWS, opt_out
from tests.contract.http.conftest import CONFIG
from tests.mail_builders import message
from tests.make import ANN
from tests.make_gateway import CALIFORNIAN

if TYPE_CHECKING:
    import pytest

    from tests.contract.admin.conftest import Site


async def test_today_s_policy_is_asked_and_nothing_is_changed(site: Site) -> None:
    queue_id = await email(site, NEWS, ANN)
    browser = await site.browser(Role.VIEWER)
    same = await browser.get(f"/admin/messages/{queue_id}", show="again")
    assert "The same as then." in same.text
    await opt_out(site, ANN)
    differs = await browser.get(f"/admin/messages/{queue_id}", show="again")
    assert "Not the same as then." in differs.text
    assert "SUPPRESSED_OPTOUT" in differs.text
    view = await site.gateway.spool.message(queue_id)
    assert view is not None
    assert [each.state.value for each in view.deliveries] == ["queued"]


async def test_what_cannot_be_judged_again_says_why(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = await site.browser(Role.VIEWER)
    queue_id = await email(site, NEWS, ANN)
    monkeypatch.setattr(site.gateway.services.submitters, "_by_name", {})
    page = await browser.get(f"/admin/messages/{queue_id}", show="again")
    assert "there is no [[submitter]] named &#39;shop&#39; any more" in page.text
    order = sent(NEWS, ANN)
    decision = await site.gateway.services.decide_email(order)
    record = replace(email_record(order, decision, CONFIG, now()), submitter="")
    await site.gateway.spool.accept(record)
    page = await browser.get(f"/admin/messages/{order.queue_id}", show="again")
    assert "it is the gateway&#39;s own, which no rule judges" in page.text


async def test_mail_by_http_is_judged_again_as_it_was_declared(site: Site) -> None:
    plain = message("\nHello Ann, thanks. Your order 1234 was shipped.\n")
    order = sent(plain, ANN, declared_category="transactional", declared_basis="transaction")
    order = replace(order, arrival=replace(order.arrival, protocol="HTTP"))
    decision = await site.gateway.services.decide_email(order)
    await site.gateway.spool.accept(email_record(order, decision, CONFIG, now()))
    browser = await site.browser(Role.VIEWER)
    page = await browser.get(f"/admin/messages/{order.queue_id}", show="again")
    assert "The same as then." in page.text


async def test_a_text_is_judged_again(site: Site) -> None:
    asked = NewConsent(
        key=phone_key(CALIFORNIAN), source=ConsentSource.FORM, purposes=frozenset(),
        evidence="ticked the box", requested_at=now(),
    )  # fmt: skip
    await site.gateway.list.record_consent(asked, Actor(name="test", method="test"))
    queue_id = await text(site, "Your appointment is at 3.")
    browser = await site.browser(Role.VIEWER)
    page = await browser.get(f"/admin/messages/{queue_id}", show="again")
    assert "The same as then." in page.text
    evidence = await browser.get(f"/admin/messages/{queue_id}", show="evidence")
    assert "It does not advertise" in evidence.text
    after = await browser.get(f"/admin/messages/{queue_id}", show="after")
    assert "<ins>" in after.text
    assert "1 segment" in after.text
