"""What would become of a message is said without sending it, however it is handed in."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from gateway.admin.bench import Bench, Checked
from gateway.admin.roles import Role
from tests.contract.admin.mailing import PLANTED, elements, now
from tests.contract.admin.newsletters import NEWS, PLAIN, opt_out
from tests.mail_builders import message
from tests.make import BOB

if TYPE_CHECKING:
    from tests.contract.admin.conftest import Answer, Browser, Site


FORM = "multipart/form-data; boundary=b"


async def upload(browser: Browser, content: bytes, **fields: str) -> Answer:
    form = aiohttp.FormData({"csrf": browser.csrf, "what": "email", **fields})
    form.add_field("file", io.BytesIO(content), filename="<b>x.eml", content_type="message/rfc822")
    return await browser.ask("POST", "/admin/check", data=form)


async def seen(browser: Browser, answer: Answer, **query: str) -> str:
    assert answer.status == 303, answer.text
    found = await browser.get(answer.location, **query)
    assert found.status == 200
    return found.text


async def test_a_message_is_judged_whether_it_is_pasted_or_chosen(site: Site) -> None:
    browser = await site.browser(Role.VIEWER)
    fields: dict[str, Any] = {"what": "email", "message": NEWS.decode()}
    for answer in (
        await browser.post("/admin/check", fields),
        await upload(browser, NEWS),
        await upload(browser, b"From x Mon Mar  2\n" + NEWS.replace(b"\r\n", b"\n")),
    ):
        page = await seen(browser, answer)
        assert "It would leave with what the law asks for added." in page
        assert "commercial" in page
    assert not site.gateway.inlet.emails
    assert (await site.gateway.spool.standing()).states == {}


@pytest.mark.parametrize("show", ["before", "after", "diff", "headers", "raw", "tree"])
async def test_what_was_found_has_a_tab_a_view(site: Site, show: str) -> None:
    browser = await site.browser(Role.VIEWER)
    answer = await upload(browser, NEWS)
    page = await seen(browser, answer, show=show)
    assert f'show={show}#shown" aria-current="page"' in page


async def test_a_person_is_looked_up_where_one_is_named(site: Site) -> None:
    await opt_out(site, BOB)
    browser = await site.browser(Role.VIEWER)
    page = await seen(browser, await upload(browser, NEWS, to=BOB))
    assert "It would be refused." in page
    assert "SUPPRESSED_OPTOUT" in page


async def test_what_is_no_message_is_refused_by_its_code(site: Site) -> None:
    browser = await site.browser(Role.VIEWER)
    page = await seen(browser, await upload(browser, b"\x00\xff nothing"))
    assert "It would be refused." in page
    assert "SMTP_" in page or "MIME_" in page


async def test_a_text_is_judged_with_what_the_models_saw(site: Site) -> None:
    browser = await site.browser(Role.VIEWER)
    fields = {"what": "text", "text": "Flash sale! 20% off today, shop now", "purpose": "receipt"}
    page = await seen(browser, await browser.post("/admin/check", fields))
    assert "It would be refused." in page
    assert "SMS_PROMOTIONAL_BLOCKED" in page
    assert "It advertises: score" in page
    fields = {"what": "text", "text": "Your code is 123456.", "purpose": "security_code"}
    page = await seen(browser, await browser.post("/admin/check", fields))
    assert "It would leave as it is." in page


@pytest.mark.parametrize(
    "fields",
    [
        {"what": "email", "message": ""},
        {"what": "email", "message": PLAIN.decode(), "to": "no address"},
        {"what": "email", "message": PLAIN.decode(), "category": "odd"},
        {"what": "email", "message": PLAIN.decode(), "submitter": "nobody"},
        {"what": "text", "text": ""},
        {"what": "text", "text": "x" * 1601},
        {"what": "text", "text": "Hello", "to": "12"},
    ],
    ids=str,
)
async def test_what_cannot_be_meant_is_told_and_stays_in_the_form(
    site: Site, fields: dict[str, str]
) -> None:
    browser = await site.browser(Role.VIEWER)
    answer = await browser.post("/admin/check", fields)
    assert answer.status == 422
    assert 'role="alert"' in answer.text
    if "newsletter" in fields.get("message", ""):
        assert "this is the newsletter" in answer.text


async def test_what_was_found_is_its_user_s_alone_and_forgotten(site: Site) -> None:
    browser, other = await site.browser(Role.VIEWER), await site.browser(Role.VIEWER, "other")
    place = (await upload(browser, NEWS)).location
    for path in (place, f"{place}/frame", f"{place}/file"):
        assert (await browser.get(path)).status == 200
        assert (await other.get(path)).status == 404
        assert (await browser.get(path.replace(place, "/admin/check/none"))).status == 404
    bench = Bench()
    name = bench.keep(Checked(user_id=1, at=now(), to="", text="x"))
    assert bench.kept(name, 1, now()) is not None
    assert bench.kept(name, 1, now() + timedelta(hours=2)) is None
    names = [bench.keep(Checked(user_id=1, at=now(), to="", text="x")) for _ in range(60)]
    assert bench.kept(names[0], 1, now()) is None
    assert bench.kept(names[-1], 1, now()) is not None


async def test_whatever_is_planted_in_a_message_is_text(site: Site) -> None:
    browser = await site.browser(Role.VIEWER)
    clean = elements(await seen(browser, await upload(browser, PLAIN), show="before"))
    for start in range(0, len(PLANTED), 40):
        words = " ".join(PLANTED[start : start + 40])
        raw = message(f"\n{words}\n").replace(b"Subject: Hello", b"Subject: " + words.encode())
        answer = await upload(browser, raw)
        for show in ("before", "diff", "headers", "raw"):
            page = await seen(browser, answer, show=show)
            assert elements(page) == clean
            assert len(page.encode()) < 39_000


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--b\r\n\r\nx", FORM),
        (b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n", FORM),
        (b"nothing", FORM),
        (b"nothing", "multipart/form-data"),
        (b"--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c--\r\n--b--", FORM),
        (b"{}", "application/json"),
    ],
)  # fmt: skip
async def test_what_is_no_form_is_refused(site: Site, body: bytes, kind: str) -> None:
    browser = await site.browser(Role.VIEWER)
    answer = await browser.ask("POST", "/admin/check", data=body, headers={"Content-Type": kind})
    assert answer.status in (400, 403, 415)


async def test_a_file_beyond_all_bounds_is_refused(site: Site) -> None:
    browser = await site.browser(Role.VIEWER)
    answer = await upload(browser, b"x" * (27 << 20))
    assert answer.status == 413


async def test_a_large_message_is_shown_in_a_small_page(site: Site) -> None:
    browser = await site.browser(Role.VIEWER)
    answer = await upload(browser, message("\n" + "<&>\"' and more text\n" * 100_000))
    for show in ("before", "after", "diff", "headers", "raw", "tree"):
        assert len((await seen(browser, answer, show=show)).encode()) < 39_000, show
