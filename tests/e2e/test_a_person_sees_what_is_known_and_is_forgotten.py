"""A request about data from the first page to the last, while the gateway serves."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

from suppression.database import connect
from tests.e2e.client import queue_id, submit
from tests.e2e.mail import ANN, BOB, newsletter
from tests.e2e.visitor import Visitor

if TYPE_CHECKING:
    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink


def test_a_person_is_shown_what_is_known_and_then_forgotten(gateway: Gateway, sink: Sink) -> None:
    message = queue_id(submit(gateway, newsletter(ANN, BOB), [ANN, BOB]))
    sink.wait_for(2)
    visitor = Visitor(gateway, "compliance", "carla")
    form = {"people": ANN, "kind": "delete", "manner": "telephone", "note": "", "received": ""}
    assert visitor.post("/privacy", form).location == "/privacy/P-1?done=opened"
    assert visitor.post("/privacy/P-1/verify", {"how": "named her order"}).status == 303

    answer = visitor.post("/privacy/P-1/export", {})
    assert (answer.status, answer.kind) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        assert set(archive.namelist()) == {"known.json", f"{message}.eml"}
        known = json.loads(archive.read("known.json"))
    assert known["person"] == [ANN]
    assert [each["queue_id"] for each in known["messages"]] == [message]
    assert BOB not in json.dumps(known["messages"])
    record = gateway.command("ledger", "export")
    assert "privacy.exported" in record

    page = visitor.post("/privacy/P-1/erase", {"typed": "P-1"})
    assert "Forgotten" in page.text
    assert "Tell the provider of route" in page.text
    files = [file for file in gateway.data.rglob("*") if file.is_file()]
    assert [str(file) for file in files if ANN.encode() in file.read_bytes()] == []
    assert ANN not in gateway.command("suppress", "list")
    assert submit(gateway, newsletter(ANN), [ANN]).startswith("550")
    again = visitor.post(
        "/privacy/P-1/close", {"outcome": "done", "answer": "told her all is gone"}
    )
    assert again.location == "/privacy/P-1?done=closed"


def test_a_whole_domain_is_no_person_to_forget(gateway: Gateway) -> None:
    gateway.command("privacy", "open", "ann@people.example", "--kind", "delete")
    with closing(connect(gateway.data / "privacy.db")) as older:  # taken down once
        older.execute("UPDATE requests SET people = '[\"@people.example\"]'")
    visitor = Visitor(gateway, "compliance", "carla")
    assert visitor.post("/privacy/P-1/verify", {"how": "their postmaster wrote"}).status == 303
    page = visitor.post("/privacy/P-1/erase", {"typed": "P-1"})
    assert (page.status, "is a domain, not a person" in page.text) == (422, True)
