"""Files to the list and from it, over HTTP."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from yarl import URL

from gateway.config.models import HttpListener
from gateway.importing.imports import read_as
from gateway.importing.jobs import ImportJobs, Looked
from suppression.actor import Actor
from suppression.channel import Channel
from suppression.keys import email_key
from tests.contract.http.conftest import CONFIG, Gateway, now, serving
from tests.contract.http.schema import mistakes

if TYPE_CHECKING:
    from pathlib import Path

LIST = b"email,reason\nann@example.net,\nbad@@,\nbob@example.net,complaint\n"
CSV = {"Content-Type": "text/csv"}
IMPORT = "/v1/suppressions:import"
EXPORT = "/v1/suppressions:export"


async def bring(
    gateway: Gateway, content: bytes, query: str = "", status: int = 202
) -> dict[str, Any]:
    async with gateway.call("POST", IMPORT + query, data=content, headers=CSV) as answer:
        assert answer.status == status, await answer.text()
        told: dict[str, Any] = await answer.json(content_type=None)
    return await ended(gateway, told["id"]) if status == 202 else told


async def ended(gateway: Gateway, job_id: str) -> dict[str, Any]:
    while True:
        async with gateway.call("GET", f"/v1/imports/{job_id}") as answer:
            assert answer.status == 200
            told: dict[str, Any] = await answer.json()
        if told["state"] not in {"reading", "adding"}:
            return told
        await asyncio.sleep(0.02)


async def test_a_file_is_imported_and_its_progress_told(gateway: Gateway) -> None:
    told = await bring(gateway, gzip.compress(LIST), "?name=may.csv.gz")
    assert (told["id"], told["state"], told["name"]) == ("I-1", "done", "may.csv.gz")
    assert told["counts"] == {
        "new": 2, "stronger": 0, "known": 0, "duplicate": 0, "skipped": 0, "invalid": 1,
    }  # fmt: skip
    assert [(e["row"], e["column"]) for e in told["errors"]] == [(3, "email")]
    assert await gateway.blocks("ann@example.net")
    async with gateway.call("GET", "/v1/imports/I-1/errors") as answer:
        text = await answer.text()
    assert text.splitlines()[1].startswith("3,email,")
    mended = await bring(gateway, text.replace("bad@@", "carl@example.net").encode())
    assert mended["counts"]["new"] == 1
    async with gateway.call("GET", "/v1/imports?limit=1") as answer:
        assert [each["id"] for each in (await answer.json())["imports"]] == ["I-2"]
    events = await gateway.list.history(email_key("ann@example.net"), Channel.EMAIL)
    assert events[0].method == "api"


async def test_a_dry_run_changes_nothing(gateway: Gateway) -> None:
    told = await bring(gateway, LIST, "?dry_run=true")
    assert (told["dry_run"], told["state"], told["counts"]["new"]) == (True, "done", 2)
    assert told["id"].startswith("D-")
    assert not await gateway.blocks("ann@example.net")
    broken = await bring(gateway, b"<html>", "?dry_run=true")
    assert (broken["state"], broken["problem"]) == ("failed", "this is HTML or XML, not a list")


async def test_what_a_file_lacks_is_said_in_the_query(gateway: Gateway) -> None:
    query = "?map=Kunde%3Demail&map=Wann%3Drequested_at&reason=legal&scope=all&channel=email"
    told = await bring(gateway, b"Kunde;Wann\nann@example.net;2024-05-06\n", query)
    assert told["counts"]["new"] == 1
    found = await gateway.list.blocking([key := email_key("ann@example.net")], Channel.EMAIL, now())
    (entry,) = found[key]
    assert (entry.reason, entry.scope, entry.requested_at.year) == ("legal", "all", 2024)


@pytest.mark.parametrize(
    ("query", "loc"),
    [("?map=email", "map[0]"), ("?scope=everything", "scope"), ("?name=a/b", "name"),
     ("?reason=whim", "reason"), ("?colour=1", "colour")],
)  # fmt: skip
async def test_a_query_that_makes_no_sense_is_refused(
    gateway: Gateway, query: str, loc: str
) -> None:
    told = await bring(gateway, LIST, query, 422)
    assert told["errors"][0]["loc"] == loc


async def test_a_file_that_is_no_list_fails_and_says_why(gateway: Gateway) -> None:
    told = await bring(gateway, b"PK\x03\x04 and more")
    assert told["state"] == "failed"
    assert "Excel" in told["problem"]
    for path in ("/v1/imports/I-9", "/v1/imports/nonsense", "/v1/imports/I-1/errors"):
        async with gateway.call("GET", path) as answer:
            assert answer.status == 404
    async with gateway.call("POST", "/v1/imports/I-9/undo") as answer:
        assert answer.status == 404


async def test_other_media_types_are_not_taken(gateway: Gateway) -> None:
    async with gateway.call(
        "POST", IMPORT, data=LIST, headers={"Content-Type": "image/png"}
    ) as answer:
        assert answer.status == 415


async def test_roles_say_who_may_import_export_and_undo(gateway: Gateway) -> None:
    await bring(gateway, LIST)
    for method, path in (
        ("POST", IMPORT), ("GET", EXPORT), ("GET", "/v1/imports"), ("GET", "/v1/imports/I-1"),
        ("POST", "/v1/imports/I-1/undo"),
    ):  # fmt: skip
        async with gateway.call(method, path, key="read") as answer:
            assert answer.status == 403, path


async def test_pages_of_imports_join_up(gateway: Gateway) -> None:
    for number in range(5):
        await bring(gateway, f"p{number}@example.net\n".encode())
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        async with gateway.call("GET", f"/v1/imports?limit=2&cursor={cursor}") as answer:
            page = await answer.json()
        seen += [each["id"] for each in page["imports"]]
        cursor = page["next_cursor"]
    assert seen == ["I-5", "I-4", "I-3", "I-2", "I-1"]
    async with gateway.call("GET", "/v1/imports?cursor=S-1") as answer:
        assert answer.status == 422


async def test_an_import_is_taken_back(gateway: Gateway) -> None:
    await bring(gateway, LIST)
    async with gateway.call("POST", "/v1/imports/I-1/undo") as answer:
        assert (answer.status, await answer.json()) == (200, {"lifted": 2, "made": 2})
    assert not await gateway.blocks("ann@example.net")
    assert (await ended(gateway, "I-1"))["undone_at"] is not None
    async with gateway.call("POST", "/v1/imports/I-1/undo") as answer:
        assert answer.status == 409


async def test_an_export_is_streamed_and_recorded(gateway: Gateway) -> None:
    await bring(gateway, LIST)
    for form, kind in (("csv", "text/csv"), ("jsonl", "application/x-ndjson")):
        async with gateway.call("GET", f"{EXPORT}?format={form}&reason=complaint") as answer:
            assert (answer.status, answer.content_type) == (200, kind)
            assert f"suppressions.{form}" in answer.headers["Content-Disposition"]
            text = await answer.text()
        assert "bob@example.net" in text
        assert "ann@example.net" not in text
    async with gateway.call("GET", f"{EXPORT}?format=sha256&q=ann") as answer:
        assert (await answer.text()).split() == [hashlib.sha256(b"ann@example.net").hexdigest()]
    found = gateway.list._database.read(
        "SELECT body FROM ledger WHERE kind = 'suppression.exported' ORDER BY seq"
    )
    facts = [json.loads(row["body"]) for row in found]
    assert [each["entries"] for each in facts] == [1, 1, 1]
    assert [(each["form"], each["reason"], each["part"]) for each in facts] == [
        ("csv", "complaint", False), ("jsonl", "complaint", False), ("sha256", "", True),
    ]  # fmt: skip
    async with gateway.call("GET", f"{EXPORT}?format=xml") as answer:
        assert answer.status == 422


async def test_the_same_file_twice_at_once_is_one_import(gateway: Gateway) -> None:
    big = b"email\n" + b"".join(b"user%d@example.net\n" % n for n in range(3000))
    first, second = await asyncio.gather(bring(gateway, big), bring(gateway, big))
    assert first["counts"]["new"] + second["counts"]["new"] in {3000, 6000}
    assert len({first["id"], second["id"]}) in {1, 2}
    tallies = await gateway.list.stats()
    assert sum(tally.entries for tally in tallies) == 3000


async def test_a_file_that_does_not_fit_on_the_disk_is_refused(stores: Any, tmp_path: Path) -> None:  # noqa: ANN401 - three stores
    full = serving(stores, tmp_path, HttpListener(listen="127.0.0.1:0"), has_room=lambda: False)
    async with full as gateway:
        await bring(gateway, LIST, status=503)
        assert list((tmp_path / "imports").iterdir()) == []


async def test_what_a_crash_left_is_taken_up(gateway: Gateway, tmp_path: Path) -> None:
    folder = tmp_path / "left"
    asked = read_as(CONFIG, gateway.list)
    before = ImportJobs(
        gateway.list, folder, asked, looked=Looked(), clock=lambda: now().timestamp()
    )
    file, path = before.open()
    with file:
        file.write(LIST)
    job_id = await before.submit(path, asked, Actor(name="desk", method="api"), dry_run=False)
    dry, path = before.open()
    dry.close()
    await before.submit(path, asked, Actor(name="desk", method="api"), dry_run=True)
    assert len(list(folder.iterdir())) == 3  # and then it crashed

    after = ImportJobs(
        gateway.list, folder, asked, looked=Looked(), clock=lambda: now().timestamp()
    )
    async with asyncio.timeout(20):
        running = asyncio.get_running_loop().create_task(after.run())
        told = await ended(gateway, job_id)
        while list(folder.glob("upload-*")):  # noqa: ASYNC110 - a test
            await asyncio.sleep(0.02)
    running.cancel()
    assert (told["state"], told["by"], told["counts"]["new"]) == ("done", "desk", 2)


async def test_a_file_that_breaks_us_fails_alone_and_is_not_tried_again(
    gateway: Gateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr("suppression.transfer.reading.heading_of", broken)
        told = await bring(gateway, LIST)
        dry = await bring(gateway, LIST, "?dry_run=true")
    said = "stopped by a mistake in the program (RuntimeError)"
    assert (told["state"], told["problem"]) == ("failed", said)
    assert (dry["state"], dry["problem"]) == ("failed", said)
    while list((tmp_path / "imports").glob("upload-*")):  # noqa: ASYNC110 - a test
        await asyncio.sleep(0.02)
    assert (await bring(gateway, LIST))["counts"]["new"] == 2


async def test_what_is_answered_is_described(gateway: Gateway) -> None:
    told = await bring(gateway, LIST)
    async with gateway.call("GET", "/openapi.json", key="") as answer:
        document = await answer.json()
    path = document["paths"]["/v1/imports/{id}"]["get"]["responses"]["200"]
    assert list(mistakes(told, path["content"]["application/json"]["schema"], document)) == []
    exported = document["paths"][EXPORT]["get"]["responses"]["200"]["content"]
    assert set(exported) == {"text/csv", "application/x-ndjson", "text/plain"}
    assert "text/csv" in document["paths"][IMPORT]["post"]["requestBody"]["content"]


async def test_undoing_what_the_law_asks_for_takes_the_role_compliance(gateway: Gateway) -> None:
    content = b"email,reason\nann@example.net,legal\nbob@example.net,\n"
    told = await bring(gateway, content)
    path = f"/v1/imports/{told['id']}/undo"
    async with gateway.call("POST", path) as answer:
        assert answer.status == 403
        assert "compliance" in (await answer.json())["detail"]
    assert await gateway.blocks("bob@example.net")
    secret = (await gateway.keys.add("shop", ["lift", "compliance"])).secret
    async with gateway.call("POST", path, key=secret) as answer:
        assert (answer.status, await answer.json()) == (200, {"lifted": 2, "made": 2})
    assert not await gateway.blocks("ann@example.net")


@pytest.mark.parametrize("name", ["..%2Fsecret", "%2E%2E%2Fsecret", "I-1%2F..%2F..%2Fsecret"])
async def test_no_id_leads_out_of_the_folder_of_imports(
    gateway: Gateway, tmp_path: Path, name: str
) -> None:
    (tmp_path / "secret.errors").write_text("not for you")
    (tmp_path / "imports" / "I-1").mkdir(parents=True)
    url = URL(f"{gateway.url}/v1/imports/{name}/errors", encoded=True)
    bearer = {"Authorization": f"Bearer {gateway.secrets['all']}"}
    async with gateway.session.get(url, headers=bearer) as answer:
        assert answer.status == 404
        assert "not for you" not in await answer.text()
