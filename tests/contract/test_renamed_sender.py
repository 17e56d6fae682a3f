"""An opt-out from a sender identity outlives the name that it has in the configuration."""

from __future__ import annotations

import asyncio
import re
import urllib.request
from dataclasses import replace
from typing import TYPE_CHECKING

from structlog.testing import capture_logs

from gateway.config.models import SenderConfig, SubmitterConfig
from gateway.importing.imports import Importer, read_as
from gateway.stores import Stores
from suppression.channel import Channel
from suppression.keys import email_key
from suppression.store import Query
from tests.contract.delivery.make import eventually
from tests.contract.operating import copies, put, send, unused_port
from tests.contract.running import SMTP, ports, running, settings
from tests.contract.spool.make import CLERK, delivery, email, opt_out
from tests.make_gateway import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.config.models import Config
    from tests.contract.running import Running

ANN = email_key("ann@example.net")


def named(folder: Path, *names: str, **sections: object) -> Config:
    """Return a configuration of these brands, the first with a domain."""
    domains = ("example.com", *(f"{name}.example" for name in names[1:]))
    senders = tuple(
        SenderConfig(name=name, domains=(domain,))
        for name, domain in zip(names, domains, strict=True)
    )
    local = SubmitterConfig(name="local", networks=("127.0.0.0/8",), senders=names)
    return settings(folder, sender=senders, submitter=(local,), **sections)


async def clicks(gateway: Running, folder: Path) -> None:
    """Press the link of the newsletter that left."""
    await eventually(lambda: copies(folder))
    copy = copies(folder)[0].read_bytes().replace(b"\r\n ", b" ")
    (token,) = re.findall(rb"List-Unsubscribe: <http[^>]*/u/([a-z2-7A-Z]+)>", copy)
    url = f"http://127.0.0.1:{ports(gateway.ready.result(), 'http')[0]}/u/{token.decode()}"
    press = urllib.request.Request(url, data=b"List-Unsubscribe=One-Click", method="POST")
    with await asyncio.to_thread(urllib.request.urlopen, press) as answer:
        assert answer.status == 200


async def test_who_opted_out_stays_so_when_the_sender_gets_another_name(tmp_path: Path) -> None:
    with capture_logs() as lines:
        async with running(named(tmp_path, "example")) as gateway:
            assert (await send(await gateway.client())).startswith(b"250 ")
            await clicks(gateway, tmp_path)
            assert (await send(await gateway.client())).startswith(b"550 ")
            assert await put(gateway, named(tmp_path, "shop"), lines) == "reloaded"
            assert (await send(await gateway.client())).startswith(b"550 ")
    async with running(named(tmp_path, "shop")) as gateway:
        assert (await send(await gateway.client())).startswith(b"550 ")


async def test_a_reload_that_fails_leaves_the_names_as_they_were(tmp_path: Path) -> None:
    before = named(tmp_path, "example", "outlet")
    failing = SMTP.model_copy(update={"listen": f"192.0.2.1:{unused_port()}"})
    with capture_logs() as lines:
        async with running(before) as gateway:
            stores = gateway.supervisor.stores
            renamed = named(tmp_path, "shop", "outlet", smtp=(failing,))
            assert await put(gateway, renamed, lines) == "not-reloaded"
            assert stores.senders.names == frozenset({"example", "outlet"})
            await stores.suppression.add(opt_out(ANN, sender="outlet"), CLERK)
            assert (await send(await gateway.client())).startswith(b"250 ")  # of "example"


async def test_an_entry_of_a_sender_that_is_gone_is_of_all(tmp_path: Path) -> None:
    stores = Stores(named(tmp_path, "example", "outlet"), clock=lambda: NOW)
    stores.open()
    for name in ("outlet", "gone"):
        await stores.suppression.add(opt_out(ANN, sender=name, at=NOW), CLERK)
    found = await stores.suppression.blocking([ANN], Channel.EMAIL, NOW)
    assert [entry.sender for entry in found[ANN]] == ["outlet", ""]
    listed = await stores.suppression.list(Query(key=ANN))
    assert [entry.sender for entry in listed] == ["outlet", "gone"]
    stores.close()


async def test_what_waits_under_the_old_name_is_stopped_by_an_opt_out_from_the_new(
    tmp_path: Path,
) -> None:
    before = Stores(named(tmp_path, "example", "outlet"), clock=lambda: NOW)
    before.open()
    await before.spool.accept(email(delivery(ANN), at=NOW))
    before.close()
    after = Stores(named(tmp_path, "shop", "outlet"), clock=lambda: NOW)
    after.open()
    await after.suppression.add(opt_out(ANN, sender="shop", at=NOW), CLERK)
    assert await after.spool.claim({"out": 5}, limit=5, lease_s=60) == ()
    after.close()


async def test_an_export_is_imported_again_under_the_new_name(tmp_path: Path) -> None:
    stores = Stores(named(tmp_path, "shop"), clock=lambda: NOW)
    stores.open()
    file = tmp_path / "list.csv"
    row = f"{ANN},email,commercial,example,unsubscribe"
    file.write_text(f"address,channel,scope,sender,reason\n{row}\n")
    how = replace(read_as(named(tmp_path, "shop"), stores.suppression), name="list.csv", now=1.7e9)
    importer = Importer(stores.suppression, tmp_path / "imports")
    await importer.run(file, how, CLERK, dry_run=False)
    found = await stores.suppression.blocking([ANN], Channel.EMAIL, NOW)
    assert [entry.sender for entry in found[ANN]] == [""]
    stores.close()
