"""The front page: how things stand, in figures that are what happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from gateway.admin.roles import Role
from gateway.delivery.outcomes import LastOutcome
from gateway.privacy.request import Kind, NewRequest
from gateway.route_health import RouteHealth
from gateway.spool.model import State
from suppression.channel import Channel
from suppression.keys import email_key
from suppression.review import NewReview
from tests.contract.spool.make import delivery, email, objection

if TYPE_CHECKING:
    from tests.contract.admin.conftest import Site


async def test_an_empty_gateway_says_what_to_do_next(site: Site) -> None:
    page = await (await site.browser(Role.VIEWER)).get("/admin/")
    assert page.status == 200
    assert "Nothing came in this time." in page.text
    assert "The queue is empty" in page.text
    assert "No source connected." in page.text
    assert "Every opt-out that came is in force everywhere." in page.text


async def test_it_shows_what_was_decided_and_what_waits(site: Site) -> None:
    now = datetime.now(UTC)
    refused = delivery("ann@example.net", state=State.REFUSED, findings=(objection(),))
    await site.gateway.spool.accept(email(delivery(), refused, at=now))
    await site.gateway.spool.accept(email(delivery(state=State.HELD), at=now - timedelta(days=3)))
    await site.gateway.list.review(
        NewReview(
            channel=Channel.EMAIL, key=email_key("bob@example.net"), text="please no more",
            matched="no more", received_at=now - timedelta(days=1),
        )
    )  # fmt: skip
    browser = await site.browser(Role.VIEWER)
    page = await browser.get("/admin/", days="7")
    assert "<rect" in page.text
    assert "SUPPRESSED_OPTOUT" in page.text
    assert 'href="/admin/search?q=reason%3ASUPPRESSED_OPTOUT"' in page.text
    assert "of 10 business days are left" in page.text
    assert "1 reply waits" in page.text
    assert 'href="/admin/held"' in page.text
    today = await browser.get("/admin/", days="1")
    assert "1 held" not in today.text
    assert (await browser.get("/admin/", days="8")).status == 400


async def test_requests_about_data_show_their_days(site: Site) -> None:
    browser = await site.browser(Role.VIEWER)
    assert "Nobody waits for an answer" in (await browser.get("/admin/")).text
    now = datetime.now(UTC)
    for days, said in ((40, "days are left"), (44, "1 day is left"), (60, "late")):
        request = NewRequest(
            kind=Kind.KNOW, people=(email_key("ann@example.net"),), manner="email", note="",
            received_at=now - timedelta(days=days),
        )  # fmt: skip
        await site.gateway.services.desk.privacy.add(request, "maria")
        page = await browser.get("/admin/")
        assert said in page.text
        assert "should have been told by now" in page.text
        assert "ann@example.net" not in page.text


async def test_a_part_that_asks_by_itself_keeps_no_session_alive(site: Site) -> None:
    browser = await site.browser(Role.VIEWER)
    part = await browser.ask("GET", "/admin/", headers={"HX-Request": "true"})
    assert part.status == 200
    assert "<html" not in part.text
    assert 'id="live"' in part.text
    stranger = await site.stranger()
    gone = await stranger.ask("GET", "/admin/", headers={"HX-Request": "true"})
    assert (gone.status, gone.headers["HX-Refresh"]) == (401, "true")


async def test_routes_show_how_they_are_and_words_of_others_as_text(site: Site) -> None:
    now = datetime.now(UTC)
    last = LastOutcome(at=now, state=State.DEFERRED, reply="<script>421</script>", delivered_at=now)
    routes = (
        RouteHealth(
            name="mail", kind="smtp", channel="email", limit=0, most=10, last=last,
            is_heard=None, trouble="",
        ),
        RouteHealth(
            name="texts", kind="ringcentral", channel="sms", limit=5, most=5, last=None,
            is_heard=False, trouble="<b>the login was refused</b>",
        ),
    )  # fmt: skip
    object.__setattr__(site.gateway.services.desk, "routes", lambda: routes)
    page = await (await site.browser(Role.VIEWER)).get("/admin/")
    assert ">down<" in page.text
    assert ">idle<" in page.text
    assert "&lt;script&gt;421" in page.text
    assert "&lt;b&gt;the login" in page.text
    masked = await (await site.browser(Role.AUDITOR)).get("/admin/")
    assert "421" not in masked.text
