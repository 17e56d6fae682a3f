"""Approved templates on the command line: which there are, and ending one."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from filters.sms.template import Template
from gateway.config.loader import load
from gateway.queue_id import QueueIds
from gateway.stores import Stores

if TYPE_CHECKING:
    from tests.contract.cli.conftest import Commands

TEXT = "Hi {name}, your yearly check is due."


def approve(command: Commands) -> None:
    config = load(command.folder / "config.toml", {}).config
    stores = Stores(config, clock=lambda: datetime.now(UTC))
    stores.open()
    try:
        made = Template(template_id="", text=TEXT, identity="example", purpose="appointment")
        asyncio.run(
            stores.spool.approve_template(
                made, message=QueueIds().next(), by="carla", because="a doctor asked for it"
            )
        )
    finally:
        stores.close()


def test_templates_are_listed_and_withdrawn_with_a_reason(command: Commands) -> None:
    approve(command)
    (row,) = command("templates", "list").rows
    assert row[:4] == ["A-1", "appointment", TEXT, "carla"]
    assert row[-1] == ""
    command("templates", "withdraw", "A-1", code=2)
    command("templates", "withdraw", "A-1", "--because", "no longer sent")
    (told,) = command("--json", "templates", "list").json
    assert (told["withdrawn_by"], told["withdrawn_because"]) == ("tester", "no longer sent")
    assert (
        "is in force"
        in command("templates", "withdraw", "A-1", "--because", "no longer sent", code=1).talk
    )
