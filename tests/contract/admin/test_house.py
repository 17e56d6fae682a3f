"""Keys, users, policies and the record: who may, what is shown once, what is recorded."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING

import pytest

from gateway.admin.roles import Role
from gateway.admin.user import By
from gateway.config.loader import load
from gateway.ledger import verify
from tests.contract.admin.conftest import TEST
from tests.contract.spool.make import email

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contract.admin.conftest import Site

CONFIG = """
[company]
name = "<b>Example</b>"
postal_address = "1 Main St, Springfield, IL 62701"

[[route]]
name = "out"
channel = "email"
kind = "smtp"
host = "smtp.example.com"
username = "me"
match = { categories = ["transactional", "system"] }

[[sender]]
name = "example"
domains = ["example.com"]
"""


def kinds(site: Site) -> list[str]:
    rows = site.users._database.read("SELECT kind FROM ledger ORDER BY seq")
    return [row["kind"] for row in rows]


async def test_a_key_is_shown_once_and_works(site: Site) -> None:
    browser = await site.browser(Role.ADMIN)
    form = {"submitter": "shop", "role": ["send", "read"], "purpose": ""}
    page = await browser.post("/admin/keys", form)
    found = re.search(r"ow_[a-z2-7]{8}_[a-z2-7]{52}", page.text)
    assert found
    holder = site.gateway.keys.verify(found[0])
    assert holder is not None
    assert (holder.submitter, holder.roles) == ("shop", frozenset({"send", "read"}))
    again = await browser.get("/admin/keys")
    assert found[0] not in again.text
    assert holder.key_id in again.text
    assert kinds(site)[-1] == "key.added"


@pytest.mark.parametrize(
    "fields",
    [
        {"submitter": "nobody", "role": "send"},
        {"submitter": "shop"},
        {"submitter": "shop", "role": "everything"},
        {"submitter": "shop", "role": "send", "purpose": "spam"},
    ],
)
async def test_a_key_of_nobody_or_for_nothing_is_not_made(
    site: Site, fields: dict[str, str]
) -> None:
    before = len(site.gateway.keys.list())
    page = await (await site.browser(Role.ADMIN)).post("/admin/keys", fields)
    assert page.status == 422
    assert len(site.gateway.keys.list()) == before


async def test_a_key_is_revoked_when_its_id_was_typed(site: Site) -> None:
    secret = site.gateway.secrets["read"]
    holder = site.gateway.keys.verify(secret)
    assert holder is not None
    browser = await site.browser(Role.ADMIN)
    path = f"/admin/keys/{holder.key_id}/revoke"
    assert (await browser.get(path)).status == 200
    assert (await browser.post(path, {"typed": "x"})).status == 422
    assert site.gateway.keys.verify(secret) is not None
    done = await browser.post(path, {"typed": holder.key_id})
    assert "Revoked" in (await browser.get(done.location)).text
    assert site.gateway.keys.verify(secret) is None
    assert kinds(site)[-1] == "key.revoked"
    assert (await browser.get(path)).status == 404


async def test_others_see_keys_and_change_none(site: Site) -> None:
    browser = await site.browser(Role.COMPLIANCE)
    page = await browser.get("/admin/keys")
    assert page.status == 200
    assert "Make a key" not in page.text
    assert "Revoke…" not in page.text
    assert (await browser.post("/admin/keys", {"submitter": "shop"})).status == 403
    rows = json.loads((await browser.get("/admin/keys", format="json")).text)
    assert {row["submitter"] for row in rows} == {"shop", "other"}


async def test_a_user_is_let_in_by_a_link_that_is_shown_once(site: Site) -> None:
    browser = await site.browser(Role.ADMIN)
    page = await browser.post("/admin/users", {"name": "maria", "role": "support"})
    found = re.search(r"/admin/come-in/([\w-]+)", page.text)
    assert found
    assert site.users.link(found[1]) is not None
    assert found[1] not in (await browser.get("/admin/users/maria")).text
    again = await browser.post("/admin/users", {"name": "maria", "role": "support"})
    assert (again.status, "already" in again.text) == (422, True)
    assert 'value="maria"' in again.text
    for name in ("", "a b", "<b>", "x" * 65):
        answer = await browser.post("/admin/users", {"name": name, "role": "viewer"})
        assert answer.status == 422
        assert "<b>" not in answer.text.replace("<b>optwarden", "")
    assert (await browser.post("/admin/users", {"name": "x", "role": "god"})).status == 400
    new = await browser.post("/admin/users/maria/link")
    assert site.users.link(found[1]) is None
    assert "/admin/come-in/" in new.text


async def test_a_role_and_a_disabling_end_sessions(site: Site) -> None:
    admin, maria = await site.browser(Role.ADMIN), await site.browser(Role.SUPPORT, "maria")
    assert (await maria.get("/admin/")).status == 200
    done = await admin.post("/admin/users/maria/role", {"role": "viewer"})
    assert "The role is changed" in (await admin.get(done.location)).text
    assert (await maria.get("/admin/")).status == 303
    await admin.post("/admin/users/maria/disable")
    assert (await admin.post("/admin/users/maria/link")).status == 422
    user = site.users.find("maria")
    assert user is not None
    assert (user.role, user.disabled_at is None) == (Role.VIEWER, False)
    assert "disabled" in (await admin.get("/admin/users")).text
    await admin.post("/admin/users/maria/enable")
    found = site.users.find("maria")
    assert found is not None
    assert found.disabled_at is None
    assert {"user.role", "user.disabled", "user.enabled"} <= set(kinds(site))


async def test_the_last_admin_is_never_locked_out(site: Site) -> None:
    admin = await site.browser(Role.ADMIN, "ada")
    ada = site.users.find("ada")
    assert ada is not None
    await site.users.set_password(ada, "hash", By(name="test"))
    admin = await site.browser(Role.ADMIN, "ada")
    for act, fields in (("disable", {}), ("role", {"role": "viewer"})):
        answer = await admin.post(f"/admin/users/ada/{act}", fields)
        assert answer.status == 422
        assert "last admin" in answer.text
    assert (await admin.post("/admin/users/ada/role", {"role": "admin"})).status == 303
    admin = await site.browser(Role.ADMIN, "ada")
    bea = await site.users.add("bea", Role.ADMIN, TEST)
    assert bea is not None
    assert (await admin.post("/admin/users/ada/disable")).status == 422  # bea cannot come in yet
    await site.users.set_password(bea, "hash", By(name="test"))
    assert (await admin.post("/admin/users/ada/disable")).status == 303


async def test_no_one_but_an_admin_sees_users(site: Site) -> None:
    for role in (Role.VIEWER, Role.SUPPORT, Role.COMPLIANCE, Role.AUDITOR):
        browser = await site.browser(role)
        assert (await browser.get("/admin/users")).status == 403
        assert 'href="/admin/users"' not in (await browser.get("/admin/")).text


async def test_policies_show_where_each_value_stands(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(CONFIG, encoding="utf-8")
    loaded = load(file, {"OPTWARDEN_ROUTE__OUT__PASSWORD": "hunter2"})
    services = site.gateway.services
    object.__setattr__(services, "config", loaded.config)
    object.__setattr__(
        services.desk, "reread", lambda: load(file, {"OPTWARDEN_ROUTE__OUT__PASSWORD": "hunter2"})
    )
    browser = await site.browser(Role.VIEWER)
    page = await browser.get("/admin/policies", section="company")
    assert "config.toml:3" in page.text
    assert "&lt;b&gt;Example" in page.text
    assert "<b>Example" not in page.text
    route = await browser.get("/admin/policies", section="route")
    assert "hunter2" not in route.text
    assert "********" in route.text
    assert "OPTWARDEN_ROUTE__OUT__PASSWORD" in route.text
    file.write_text(CONFIG.replace("smtp.example.com", "mx.example.com"), encoding="utf-8")
    changed = await browser.get("/admin/policies", q="host")
    assert "The file says something else by now for 1 value" in changed.text
    assert "mx.example.com" in changed.text
    file.write_text("[company]\nnam = 1\n", encoding="utf-8")
    broken = await browser.get("/admin/policies")
    assert broken.status == 200
    assert "unknown key" in broken.text
    rows = json.loads((await browser.get("/admin/policies", format="json")).text)
    assert not any("hunter2" in str(row) for row in rows)
    assert "No key or value is like that." in (await browser.get("/admin/policies", q="zzz")).text


async def test_the_record_shows_its_heads_and_is_read_over(site: Site, tmp_path: Path) -> None:
    await site.gateway.spool.accept(email())
    auditor = await site.browser(Role.AUDITOR)
    page = await auditor.get("/admin/record")
    head = verify(tmp_path / "messages.db").head.hash.hex()
    assert head in page.text
    assert "not read over since the start" in page.text
    assert (await auditor.post("/admin/record/messages.db/verify")).status == 303
    for _ in range(100):
        page = await auditor.get("/admin/record")
        if ">whole<" in page.text:
            break
        await asyncio.sleep(0.05)
    assert ">whole<" in page.text
    for name in ("credentials.db", "..%2fsuppression.db", "none"):
        assert (await auditor.post(f"/admin/record/{name}/verify")).status == 404
        assert (await auditor.post(f"/admin/record/{name}/export")).status == 404
    viewer = await site.browser(Role.VIEWER)
    assert "Export" not in (await viewer.get("/admin/record")).text
    assert (await viewer.post("/admin/record/messages.db/export")).status == 403


async def test_a_broken_record_is_said_to_be_broken(site: Site, tmp_path: Path) -> None:
    await site.gateway.spool.accept(email())

    def break_it(connection: object) -> None:
        connection.execute("DROP TRIGGER ledger_is_never_changed")  # type: ignore[attr-defined]
        connection.execute("UPDATE ledger SET body = '{}' WHERE seq = 1")  # type: ignore[attr-defined]

    await site.gateway.spool._database.write(break_it)
    browser = await site.browser(Role.COMPLIANCE)
    page = await browser.post("/admin/record/messages.db/verify")
    for _ in range(100):
        page = await browser.get("/admin/record")
        if ">broken<" in page.text:
            break
        await asyncio.sleep(0.05)
    assert "line 1: its hash is not that of its content" in page.text


async def test_the_record_is_exported_whole_and_names_people_only_to_who_may(site: Site) -> None:
    for _ in range(3):
        await site.gateway.spool.accept(email())
    auditor = await site.browser(Role.AUDITOR)
    answer = await auditor.post("/admin/record/messages.db/export")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["seq"] for line in lines] == [1, 2, 3]
    assert "bob@example.net" not in answer.text
    assert kinds(site)[-1] == "record.exported"
    assert (await auditor.post("/admin/record/messages.db/export", {"people": "yes"})).status == 403
    compliance = await site.browser(Role.COMPLIANCE)
    whole = await compliance.post("/admin/record/messages.db/export", {"people": "yes"})
    assert "bob@example.net" in whole.text
