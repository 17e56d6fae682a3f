"""What a scrape of a running gateway shows, and that it names nobody."""

from __future__ import annotations

import asyncio
import re
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from gateway.config.models import HttpListener, Route
from gateway.metrics.counts import LOOP_LAG
from gateway.metrics.loop_watch import watch_loop
from gateway.pace import Pace
from suppression.actor import Actor
from suppression.channel import Channel
from suppression.entry import COMMERCIAL, NewEntry, Origin, Reason
from suppression.keys import email_key
from suppression.waiting import Wait, Waiting
from tests.contract.delivery.make import eventually
from tests.contract.operating import put, send, unused_port
from tests.contract.running import HTTP, ports, running, settings
from tests.make_gateway import TEXTS

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.config.models import Config
    from tests.contract.running import Running

BY = Actor(name="clerk", method="cli")
AT_ONCE = Pace(measure_s=0, measure_times=0)
METRICS = HttpListener(listen="127.0.0.1:0", serves=("metrics",))
Series = dict[tuple[str, frozenset[tuple[str, str]]], float]


class Scrape:
    """The series of a scrape, by name and labels."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._values: dict[str, list[tuple[dict[str, str], float]]] = defaultdict(list)
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                self._values[sample.name].append((sample.labels, sample.value))

    def __call__(self, name: str, **labels: str) -> float:
        """Return the sum of the series with these labels; there must be one."""
        found = [v for has, v in self._values[name] if labels.items() <= has.items()]
        assert found, f"{name} {labels} is not there"
        return sum(found)

    def labels(self) -> set[str]:
        return {v for each in self._values.values() for has, _ in each for v in has.values()}


async def scrape(gateway: Running, number: int = 0) -> Scrape:
    port = ports(gateway.ready.result(), "http")[number]
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/metrics") as answer,
    ):
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        return Scrape(await answer.text())


def measured(folder: Path, **sections: Any) -> Config:  # noqa: ANN401 - any section
    return settings(folder, http=(METRICS,), **sections)


async def test_a_message_is_counted_on_its_way_through(tmp_path: Path) -> None:
    async with running(measured(tmp_path), AT_ONCE) as gateway:
        before = await scrape(gateway)
        assert (await send(await gateway.client())).startswith(b"250 ")
        await eventually(lambda: list((tmp_path / "data" / "outbox" / "out").glob("*.eml")))
        after = await scrape(gateway)

    def more(name: str, **labels: str) -> float:
        return after(name, **labels) - before(name, **labels)

    assert more("optwarden_decisions_total", channel="email", effect="pass") == 1
    assert after("optwarden_attempts_total", route="out", outcome="delivered") >= 1
    assert more("optwarden_writer_commits_total", store="spool") >= 2
    assert after("optwarden_store_up", store="list") == after("optwarden_store_up", store="spool")
    assert after("optwarden_connections", edge="smtp") == 1
    assert after("optwarden_connections", edge="http") == 1
    assert after("optwarden_route_up", route="out") == 1
    assert after("optwarden_info", mode="enforce") == 1
    assert after("optwarden_disk_free_bytes") > after("optwarden_disk_reserve_bytes") == 256 << 20


async def test_what_waits_is_measured_by_state_age_and_route(tmp_path: Path) -> None:
    nowhere = Route(
        name="out", channel="email", kind="smtp", host="127.0.0.1", port=unused_port(), tls="none"
    )
    async with running(measured(tmp_path, route=(nowhere, TEXTS)), AT_ONCE) as gateway:
        for _ in range(2):
            assert (await send(await gateway.client())).startswith(b"250 ")
        now = datetime.now(UTC)
        stores = gateway.supervisor.stores
        entry, _ = await stores.suppression.add(
            NewEntry(
                channel=Channel.EMAIL, key=email_key("bob@example.net"), scope=COMMERCIAL,
                reason=Reason.UNSUBSCRIBE, origin=Origin.RECIPIENT, evidence="", requested_at=now,
            ),
            BY,
        )  # fmt: skip
        await stores.suppression.opt_out_waits(
            Waiting(
                kind=Wait.PROPAGATION, reference=entry.entry_id, target="texts",
                received_at=now - timedelta(days=3),
            )
        )  # fmt: skip
        found = await scrape(gateway)
        async with asyncio.timeout(20):
            while not found("optwarden_oldest_delivery_seconds", state="deferred"):  # just now
                found = await scrape(gateway)
        names = found.labels()
    waiting = [
        found("optwarden_deliveries_waiting", state=state)
        for state in ("queued", "deferred", "sending")
    ]
    assert sum(waiting) == 2
    assert found("optwarden_deliveries_waiting", state="held") == 0
    assert found("optwarden_oldest_delivery_seconds", state="deferred") < 20
    assert found("optwarden_oldest_delivery_seconds", state="held") == 0
    assert found("optwarden_overdue_seconds", route="out") < 20
    assert found("optwarden_opt_outs_waiting", kind="propagation", target="texts") == 1
    assert found("optwarden_opt_outs_oldest_seconds", target="texts") > 3 * 86400 - 60
    assert not [name for name in names if re.search(r"@|\d{5,}[^.0-9]*$", name.split(":")[0])]


async def test_a_file_that_cannot_be_read_is_said_so_and_the_rest_is_there(tmp_path: Path) -> None:
    async with running(measured(tmp_path)) as gateway:
        file = tmp_path / "data" / "messages.db"
        file.rename(file.with_suffix(".away"))
        found = await scrape(gateway)
        file.with_suffix(".away").rename(file)
    assert found("optwarden_store_up", store="spool") == 0
    assert found("optwarden_store_up", store="list") == 1
    assert "optwarden_deliveries_waiting" not in found.text


async def test_counting_goes_on_over_a_reload_and_the_routes_are_the_new_ones(
    tmp_path: Path,
) -> None:
    renamed = Route(name="elsewhere", channel="email", kind="outbox")
    listener = HttpListener(listen=f"127.0.0.1:{unused_port()}", serves=("metrics",))
    with capture_logs() as lines:
        async with running(settings(tmp_path, http=(listener,))) as gateway:
            assert (await send(await gateway.client())).startswith(b"250 ")
            before = await scrape(gateway)
            new = settings(tmp_path, http=(listener,), route=(renamed, TEXTS))
            assert await put(gateway, new, lines) == "reloaded"
            assert (await send(await gateway.client())).startswith(b"250 ")
            after = await scrape(gateway)
    name, labels = "optwarden_decisions_total", {"channel": "email", "effect": "pass"}
    assert after(name, **labels) == before(name, **labels) + 1
    assert after("optwarden_reloads_total", outcome="done") >= 1
    assert after("optwarden_route_up", route="elsewhere") == 1
    assert 'optwarden_route_up{route="out"}' not in after.text


async def test_only_a_listener_for_metrics_shows_them(tmp_path: Path) -> None:
    async with running(settings(tmp_path, http=(HTTP, METRICS))) as gateway:
        first, second = ports(gateway.ready.result(), "http")
        async with aiohttp.ClientSession() as session:
            for port, status in ((first, 404), (second, 200)):
                async with session.get(f"http://127.0.0.1:{port}/metrics") as answer:
                    assert answer.status == status
            async with session.get(f"http://127.0.0.1:{second}/v1/messages") as answer:
                assert answer.status == 404


async def test_many_scrapes_are_one_look_at_the_disk(tmp_path: Path) -> None:
    looks = 0
    async with running(measured(tmp_path)) as gateway:
        spool = gateway.supervisor.stores.spool
        look = spool.measured

        async def counted(now_s: float) -> object:
            nonlocal looks
            looks += 1
            return await look(now_s)

        spool.measured = counted  # type: ignore[method-assign,assignment]
        await asyncio.gather(*(scrape(gateway) for _ in range(20)))
    assert looks == 1


async def test_a_loop_that_stood_still_is_counted_by_how_long() -> None:
    before, came_round = slower_than("0.1"), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(watch_loop(came_round.set, every_s=0.01))
        await came_round.wait()
        time.sleep(0.2)  # noqa: ASYNC251 - what nobody may do
        came_round.clear()
        await came_round.wait()
        watching.cancel()
    assert slower_than("0.1") > before


def slower_than(bound: str) -> float:
    """Return how many times the loop came round later than this."""
    (family,) = LOOP_LAG.collect()
    of = {(each.name, each.labels.get("le")): each.value for each in family.samples}
    return (
        of["optwarden_loop_lag_seconds_count", None]
        - of["optwarden_loop_lag_seconds_bucket", bound]
    )
