"""A person's page: what is in force and why, what may be sent, and who sees whom."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from gateway.ledger import export
from suppression.actor import Actor
from suppression.channel import Channel
from suppression.entry import ALL, Reason
from suppression.keys import email_key, phone_key
from tests.contract.admin.listed import ANN, HOSTILE, NUMBER, PLANTED, RUNS, put, standing

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contract.admin.conftest import Browser, Site

PAGE = f"/admin/people/email/{ANN}"
TEXTS = "/admin/people/sms/%2B14155550199"
WHY = {"because": "they wrote to us", "evidence": "ticket 4711"}


def cells(text: str) -> list[str]:
    """Return the rows of a page's tables as texts."""
    rows = re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in rows]


async def test_somebody_unknown_may_be_sent_email_and_no_text(site: Site) -> None:
    viewer = await site.browser("viewer")
    page = await viewer.get(PAGE)
    assert page.status == 200
    assert "They may be sent everything." in page.text
    assert "Nobody asked for anything to stop." in page.text
    assert "Nothing is known of this person." in page.text
    texts = await viewer.get(TEXTS)
    assert "They may be sent nothing." in texts.text
    assert 'href="/admin/help/SMS_NO_CONSENT"' in texts.text


async def test_an_opt_out_is_shown_with_its_evidence_and_what_it_stops(site: Site) -> None:
    entry = await put(site)
    text = (await (await site.browser("viewer")).get(PAGE)).text
    told = cells(text)
    assert any(entry.entry_id in row and "pressed the link" in row for row in told)
    assert any(row.startswith("commercial no SUPPRESSED_OPTOUT") for row in told)
    assert any(row.startswith("transactional yes") for row in told)
    assert "They may be sent: transactional, conversational; nothing else." in text


async def test_the_timeline_is_taken_away_as_csv_and_json(site: Site) -> None:
    await put(site)
    viewer = await site.browser("viewer")
    rows = json.loads((await viewer.get(PAGE, format="json")).text)
    assert [row["what"] for row in rows] == ["added"]
    assert (await viewer.get(PAGE, format="csv")).text.startswith("at,what,message,says")


async def test_no_one_sees_a_button_they_may_not_press(site: Site) -> None:
    await put(site)
    for role, sees in (
        ("viewer", ()),
        ("support", ("Add",)),
        ("admin", ("Add", "Lift", "Record", "They")),
    ):
        text = (await (await site.browser(role)).get(PAGE)).text
        buttons = re.findall(r'<a class="button quiet" [^>]*>(\w+)', text)
        assert tuple(buttons) == sees, role


@pytest.mark.parametrize("place", ["fax/1", "email/%00", "email/nobody", "sms/12", "sealed/AAAA"])
async def test_what_is_no_person_is_not_found(site: Site, place: str) -> None:
    admin = await site.browser("admin")
    for act in ("", "/lift", "/request"):
        assert (await admin.get(f"/admin/people/{place}{act}")).status == 404


async def test_whatever_people_wrote_stands_there_as_text(site: Site) -> None:
    for number, planted in enumerate([HOSTILE, *PLANTED][:40]):
        await put(site, evidence=planted, scope=f"stream:s{number}")
    by = Actor(name=HOSTILE, method="page")
    await site.gateway.list.lift(
        email_key(ANN), (await standing(site))[0].channel, because=HOSTILE, by=by,
        entry_ids=[(await standing(site))[0].entry_id], evidence=HOSTILE,
    )  # fmt: skip
    admin = await site.browser("admin")
    for path in (PAGE, PAGE + "/lift"):
        assert not RUNS.search((await admin.get(path)).text)


async def test_an_auditor_sees_nobody_until_revealed_on_the_record(
    site: Site, tmp_path: Path
) -> None:
    await put(site, evidence=f"wrote from {ANN}")
    auditor = await site.browser("auditor")
    listed = (await auditor.get("/admin/suppressions")).text
    assert "ann@" not in listed
    found = re.search(r'href="(/admin/people/sealed/[^"]+)"', listed)
    assert found
    page = await auditor.get(found[1])
    assert page.status == 200
    assert "ann@" not in page.text
    assert "a•••@example.net" in page.text
    assert "ann@" not in (await auditor.get(found[1], format="csv")).text
    revealed = await auditor.post(found[1] + "/reveal")
    assert revealed.status == 200
    assert ANN in revealed.text
    recorded = "".join(str(line) for line in export(tmp_path / "users.db"))
    assert "person.revealed" in recorded
    assert "ann@" not in recorded
    assert site.gateway.list.recorded_as(email_key(ANN)) in recorded


async def test_a_sealed_name_opens_nothing_in_another_session(site: Site) -> None:
    await put(site)
    first, second = await site.browser("auditor"), await site.browser("auditor", "other")
    found = re.search(
        r'href="(/admin/people/sealed/[^"]+)"', (await first.get("/admin/suppressions")).text
    )
    assert found
    assert (await first.get(found[1])).status == 200
    assert (await second.get(found[1])).status == 404
    assert (await second.post(found[1] + "/reveal")).status == 404


async def lifted(browser: Browser, entry_id: str, **fields: str) -> int:
    answer = await browser.post(PAGE + "/lift", {"ids": entry_id, **WHY, **fields})
    return answer.status


async def test_what_a_person_asked_for_is_lifted_with_evidence_and_their_address(
    site: Site,
) -> None:
    entry = await put(site)
    admin = await site.browser("admin")
    dialog = (await admin.get(PAGE + "/lift")).text
    assert "pressed the link" in dialog
    assert "the person asked for this" in dialog
    assert await lifted(admin, entry.entry_id) == 422
    assert await lifted(admin, entry.entry_id, confirm="bob@example.net") == 422
    assert await lifted(admin, entry.entry_id, confirm=ANN, evidence="") == 422
    assert await lifted(admin, entry.entry_id, confirm=ANN, because="") == 422
    assert await lifted(admin, "S-999", confirm=ANN) == 422
    assert await standing(site)
    assert await lifted(admin, entry.entry_id, confirm="Ann@Example.NET") == 303
    assert not await standing(site)
    page = (await admin.get(PAGE, done="lifted")).text
    assert "Lifted, with your reason" in page
    assert "they wrote to us (ticket 4711)" in page
    assert "by admin, admin" in page


async def test_a_bounce_is_lifted_without_a_typed_word(site: Site) -> None:
    entry = await put(site, reason=Reason.HARD_BOUNCE, scope=ALL)
    answer = await (await site.browser("admin")).post(
        PAGE + "/lift", {"ids": entry.entry_id, "because": "they mended it"}
    )
    assert answer.status == 303
    assert not await standing(site)


async def test_only_compliance_lifts_what_the_law_asks_for(site: Site) -> None:
    entry = await put(site, reason=Reason.LEGAL, scope=ALL)
    admin, compliance = await site.browser("admin"), await site.browser("compliance")
    assert "the role compliance" in (await admin.get(PAGE + "/lift")).text
    assert f'value="{entry.entry_id}"' not in (await admin.get(PAGE + "/lift")).text
    assert await lifted(admin, entry.entry_id) == 422
    assert await standing(site)
    assert await lifted(compliance, entry.entry_id) == 303
    assert not await standing(site)


async def test_a_wrong_number_is_lifted_by_nobody(site: Site) -> None:
    entry = await put(site, NUMBER, reason=Reason.WRONG_NUMBER, scope=ALL)
    compliance = await site.browser("compliance")
    assert "Nobody lifts it here" in (await compliance.get(TEXTS + "/lift")).text
    answer = await compliance.post(
        TEXTS + "/lift", {"ids": entry.entry_id, "confirm": NUMBER, **WHY}
    )
    assert answer.status == 422
    assert await standing(site, NUMBER)


async def test_what_was_typed_is_kept_where_something_was_wrong(site: Site) -> None:
    entry = await put(site)
    answer = await (await site.browser("admin")).post(
        PAGE + "/lift", {"ids": entry.entry_id, "because": HOSTILE}
    )
    assert answer.status == 422
    assert "planted()" in answer.text
    assert "<script>planted" not in answer.text
    assert f'value="{entry.entry_id}" checked' in answer.text


async def test_a_request_is_recorded_and_lets_texts_of_its_purpose_through(site: Site) -> None:
    admin = await site.browser("admin")
    asked = {
        "source": "form", "evidence": "form of May 3", "purposes": "receipt", "lasts": "year",
        "sender": "",
    }  # fmt: skip
    answer = await admin.post(TEXTS + "/request", asked)
    assert answer.status == 303, answer.text
    told = cells((await admin.get(TEXTS)).text)
    assert any(row.startswith("receipt yes") for row in told)
    assert any(row.startswith("appointment no SMS_CONSENT_PURPOSE") for row in told)
    assert any("form of May 3" in row for row in told)
    ended = await admin.post(TEXTS + "/revoke", {"because": "they rang us"})
    assert ended.status == 303
    assert not any("receipt yes" in row for row in cells((await admin.get(TEXTS)).text))
    again = await admin.post(TEXTS + "/revoke", {"because": "they rang us"})
    assert again.status == 404


@pytest.mark.parametrize(
    "wrong",
    [{"evidence": ""}, {"source": "hearsay"}, {"purposes": "sales"}, {"lasts": "ages"},
     {"sender": "nobody"}],
    ids=str,
)  # fmt: skip
async def test_a_request_that_proves_nothing_is_not_recorded(
    site: Site, wrong: dict[str, str]
) -> None:
    asked = {"source": "form", "evidence": "form of May 3", "lasts": "month", **wrong}
    answer = await (await site.browser("admin")).post(TEXTS + "/request", asked)
    assert answer.status == 422
    assert not await site.gateway.list.consents(email_key(ANN))


async def test_an_opt_out_of_email_ends_by_a_later_request_that_says_so(site: Site) -> None:
    await put(site)
    admin = await site.browser("admin")
    asked = {"source": "email", "evidence": "their mail of today", "lasts": "never"}
    assert (await admin.post(PAGE + "/request", asked)).status == 303
    assert await standing(site)
    assert (await admin.post(PAGE + "/request", {**asked, "resubscribe": "yes"})).status == 422
    asked |= {"resubscribe": "yes", "confirm": ANN}
    assert (await admin.post(PAGE + "/request", asked)).status == 303
    assert not await standing(site)


async def test_a_lift_is_undone_by_who_may_stop_people(site: Site) -> None:
    entry = await put(site, scope="stream:news")
    admin, support = await site.browser("admin"), await site.browser("support")
    fields = {"ids": entry.entry_id, "confirm": ANN, **WHY}
    done = await admin.post(PAGE + "/lift", fields)
    assert "Undo: put it back" in (await admin.get(done.location)).text
    assert not await standing(site)
    other = await put(site, "bob@example.net")
    back = await support.post(PAGE + "/restore", {"ids": entry.entry_id})
    assert back.status == 303
    (again,) = await standing(site)
    assert (again.scope, again.reason, again.origin) == (entry.scope, entry.reason, entry.origin)
    assert again.requested_at == entry.requested_at
    assert entry.entry_id in again.evidence
    assert (await support.post(PAGE + "/restore", {"ids": other.entry_id})).status == 404
    assert await standing(site) == (again,)
    told = [event.kind for event in await site.gateway.list.history(email_key(ANN), Channel.EMAIL)]
    assert told == ["added", "lifted", "restored"]


async def test_what_else_a_person_is_reached_by_is_a_click_away(site: Site) -> None:
    await site.gateway.list.link(
        email_key(ANN), phone_key(NUMBER), evidence="her contract", by=Actor(name="a", method="cli")
    )
    text = (await (await site.browser("viewer")).get(PAGE)).text
    assert 'The same person: <a href="/admin/people/sms/%2B14155550199">' in text
    masked = (await (await site.browser("auditor")).get(PAGE)).text
    assert NUMBER not in masked
    assert "14155550199" not in masked
