"""A backup under load, a disk that is lost, a restart from the backup: nothing comes twice."""

from __future__ import annotations

import shutil
from collections import Counter
from typing import TYPE_CHECKING

from tests.e2e.client import queue_id, submit
from tests.e2e.load import Load, by_smtp, numbers
from tests.e2e.mail import ANN, BOB, newsletter
from tests.e2e.minting import minted
from tests.e2e.raw_http import ONE_CLICK, Client, request
from tests.e2e.waiting import wait_for

if TYPE_CHECKING:
    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink

LETTERS = 400
OPTED_OUT = [f"p{number}@people.example" for number in range(40)]


def test_a_gateway_on_a_backup_knows_everything_and_repeats_nothing(
    gateway: Gateway, sink: Sink
) -> None:
    with Client(gateway.http_port) as client:
        for path in minted(gateway, OPTED_OUT).values():
            assert client.ask(request("POST", path, ONE_CLICK))[0] == 200
    load = Load(by_smtp(gateway), clients=4, most=LETTERS)
    load.wait_until_acknowledged(LETTERS // 4)
    before = set(load.acknowledged)
    (told,) = gateway.read("backup", str(gateway.folder / "copy"))
    load.wait()
    assert load.surprises == []
    wait_for(lambda: load.acknowledged == set(numbers(sink)), "everything that was queued")
    gateway.kill()

    shutil.rmtree(gateway.data)
    (gateway.folder / "copy").rename(gateway.data)
    gateway.start()
    waiting = gateway.read("queue", "list", "--limit", "1000")
    assert len(waiting) == told["held"]
    known = gateway.read("queue", "list", "--state", "delivered", "--limit", "1000") + waiting
    assert len(before) <= len(known) <= LETTERS
    listed = {each["key"] for each in gateway.read("suppress", "list", "--limit", "1000")}
    assert listed == set(OPTED_OUT)
    assert submit(gateway, newsletter(OPTED_OUT[0]), [OPTED_OUT[0]]).startswith("550 ")
    gateway.command("ledger", "verify")

    assert submit(gateway, newsletter(BOB), [BOB]).startswith("250 ")
    sink.to(BOB)
    assert set(Counter(numbers(sink)).values()) == {1}
    assert len(gateway.read("queue", "list", "--limit", "1000")) == told["held"]


def test_what_never_left_leaves_when_a_person_says_so(gateway: Gateway, sink: Sink) -> None:
    sink.close()
    queued = queue_id(submit(gateway, newsletter(ANN), [ANN]))
    gateway.command("backup", str(gateway.folder / "copy"))
    gateway.stop()
    shutil.rmtree(gateway.data)
    (gateway.folder / "copy").rename(gateway.data)
    sink.open()
    gateway.start()
    (held,) = gateway.read("queue", "list")
    assert (held["queue_id"], held["deliveries"][0]["state"]) == (queued, "held")
    gateway.command("queue", "release", queued, "--because", "the next hop was down all night")
    sink.to(ANN)
    assert "is not empty" in gateway.fails("backup", str(gateway.data), exits=4)
