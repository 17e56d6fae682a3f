"""A held text becomes a template: seen, typed, in force at once, on the record, and withdrawn."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from filters.decision import Effect
from gateway.admin.roles import Role
from gateway.ledger import export
from gateway.spool.model import State
from tests.contract.spool.make import delivery, objection, text

if TYPE_CHECKING:
    from tests.contract.admin.conftest import Browser, Site

NUMBER = "+12025550123"
HELD = "We'd love to see you again, Ann."
DRAFT = "We'd love to see you again, {name}."
WHY = "it follows a treatment, a doctor asked for it"


async def held(site: Site, words: str = HELD, *codes: str) -> str:
    """Hold a text; return its id."""
    found = tuple(objection(code, Effect.HOLD) for code in codes or ("HELD_REVIEW",))
    now = datetime.now(UTC)
    message = replace(
        text(at=now, raw=words.encode(), reverse_path="", expires_at=now + timedelta(days=1)),
        deliveries=(delivery(NUMBER, state=State.HELD, findings=found, route="texts"),),
    )
    await site.gateway.spool.accept(message)
    return message.queue_id


async def approve(browser: Browser, queue_id: str, draft: str = DRAFT, **changed: str) -> str:
    fields = {"draft": draft, "act": "approve", "because": WHY, "typed": "approve", **changed}
    answer = await browser.post(f"/admin/held/{queue_id}/template", fields)
    return answer.location if answer.status == 303 else answer.text


async def test_a_draft_shows_what_else_would_pass_and_is_approved_by_typing(site: Site) -> None:
    queue_id, alike = await held(site), await held(site, "We'd love to see you again, Bo Li.")
    other = await held(site, "We'd love to see you, Bo.")
    browser = await site.browser(Role.COMPLIANCE, "carla")
    path = f"/admin/held/{queue_id}/template"
    assert path in (await browser.get(f"/admin/held/{queue_id}")).text
    assert "What varies" in (await browser.get(path)).text
    seen = (await browser.post(path, {"draft": DRAFT})).text
    assert f"/admin/messages/{alike}" in seen
    assert f"/admin/messages/{other}" not in seen
    for lacking in ({"typed": ""}, {"because": "-"}, {"typed": "yes"}):
        told = await approve(browser, queue_id, **lacking)
        assert 'role="alert"' in told
        assert "see you again, {name}." in told
    assert await site.gateway.spool.all_templates(limit=9) == ()
    assert await approve(browser, queue_id) == "/admin/templates/A-1?done=approved"
    (made,) = await site.gateway.spool.all_templates(limit=9)
    assert (made.text, made.approved_by, made.because) == (DRAFT, "carla", WHY)
    assert "A-1" in (await browser.get("/admin/policies")).text
    assert "{name}" in (await browser.get("/admin/templates")).text


async def test_an_approved_template_is_in_force_at_once_until_it_is_withdrawn(site: Site) -> None:
    browser = await site.browser(Role.ADMIN, "ada")
    queue_id = await held(site)
    again = f"/admin/held/{queue_id}"
    assert "HELD_REVIEW" in (await browser.get(again)).text.split("Judged again just now")[1]
    await approve(browser, queue_id)
    assert "HELD_REVIEW" not in (await browser.get(again)).text.split("Judged again just now")[1]
    checked = await verdict_of(browser, HELD.replace("Ann", "Dana"))
    assert "SMS_TEMPLATE_APPROVED" in checked
    done = await browser.post("/admin/templates/A-1/withdraw", {"because": "no longer sent"})
    assert done.location == "/admin/templates/A-1?done=withdrawn"
    assert "no longer sent" in (await browser.get(done.location)).text
    assert "HELD_REVIEW" in await verdict_of(browser, HELD.replace("Ann", "Dana"))
    twice = await browser.post("/admin/templates/A-1/withdraw", {"because": "no longer sent"})
    assert twice.status == 404


async def verdict_of(browser: Browser, words: str) -> str:
    """What the page Check says of a text."""
    fields = {"what": "text", "text": words, "purpose": "appointment"}
    answer = await browser.post("/admin/check", fields)
    assert answer.status == 303, answer.text
    return (await browser.get(answer.location)).text


async def test_both_acts_stand_in_the_record_with_who_and_no_words_in_the_chain(site: Site) -> None:
    browser = await site.browser(Role.COMPLIANCE, "carla")
    await approve(browser, await held(site))
    await browser.post("/admin/templates/A-1/withdraw", {"because": "no longer sent"})
    path = site.gateway.services.config.data_dir / "messages.db"
    lines = [json.loads(line) for line in export(path, with_details=True)]
    acts = [each for each in lines if "template" in json.loads(each["line"])]
    kinds = [json.loads(each["line"])["kind"] for each in acts]
    assert kinds == ["template-approved", "template-withdrawn"]
    assert all(each["detail"]["actor"] == "carla" for each in acts)
    assert all("love to see" not in each["line"] for each in acts)


@pytest.mark.parametrize(
    ("draft", "says"),
    [("{name} {name}", "side by side"), ("Hi {name}, come by again.", "does not fit the text")],
)
async def test_a_draft_that_is_no_template_is_told_why_and_kept(
    site: Site, draft: str, says: str
) -> None:
    browser = await site.browser(Role.ADMIN)
    queue_id = await held(site)
    told = await approve(browser, queue_id, draft)
    assert says in told
    assert draft in told
    assert await site.gateway.spool.all_templates(limit=9) == ()


async def test_what_surely_advertises_becomes_no_template_and_the_page_says_why(site: Site) -> None:
    browser = await site.browser(Role.ADMIN)
    queue_id = await held(site, "Flash sale! 20% off today, shop now")
    page = await browser.get(f"/admin/held/{queue_id}/template")
    assert "No template can be made of it" in page.text
    assert "discount: 20% off" in page.text
    told = await approve(browser, queue_id, "Flash sale! 20% off today, shop now")
    assert "No template can be made of it" in told
    assert await site.gateway.spool.all_templates(limit=9) == ()


async def test_what_is_held_for_another_reason_makes_no_template(site: Site) -> None:
    browser = await site.browser(Role.ADMIN)
    queue_id = await held(site, HELD, "SUPPRESSED_PENDING_REVOCATION")
    assert f"{queue_id}/template" not in (await browser.get(f"/admin/held/{queue_id}")).text
    assert (await browser.get(f"/admin/held/{queue_id}/template")).status == 404


async def test_an_auditor_sees_that_there_is_a_template_and_no_word_of_it(site: Site) -> None:
    await approve(await site.browser(Role.ADMIN), await held(site))
    auditor = await site.browser(Role.AUDITOR)
    for path in ("templates", "templates/A-1", "templates?format=json", "policies"):
        page = await auditor.get(f"/admin/{path}")
        assert "A-1" in page.text
        assert "love to see" not in page.text
        assert WHY not in page.text


async def test_hostile_words_stand_there_as_text(site: Site) -> None:
    words = "We'd love to see you again, <script>alert(1)</script>"
    browser = await site.browser(Role.ADMIN)
    queue_id = await held(site, words)
    shown = [
        (await browser.get(f"/admin/held/{queue_id}/template")).text,
        await approve(browser, queue_id, words, typed=""),
    ]
    location = await approve(browser, queue_id, words)
    shown += [(await browser.get(path)).text for path in (location, "/admin/templates")]
    for page in shown:
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page
