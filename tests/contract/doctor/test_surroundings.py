"""Ports, certificates, the public URL, next hops and the machine, good and bad."""

from __future__ import annotations

import json
import socket
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from aiohttp import web

from gateway.config.models import DkimKeyConfig, HttpListener, Public, SenderConfig, SmtpListener
from gateway.data_lock import is_served
from gateway.doctor import machine
from gateway.doctor.answer import Level
from gateway.doctor.listeners import check_certificates, check_listeners
from gateway.doctor.machine import check_clock, check_disk, check_modes
from gateway.doctor.next_hops import check_next_hops
from gateway.doctor.public_url import check_public_url
from suppression.tokens import SAMPLE_TOKEN
from tests.contract.delivery.make import route
from tests.contract.delivery.next_hop import NextHop, listening
from tests.contract.operating import unused_port
from tests.contract.running import running, settings
from tests.make_gateway import TEXTS, config
from tests.unprivileged import unprivileged

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable
    from pathlib import Path

    from gateway.config.models import Config
    from gateway.doctor.answer import Answer
    from tests.contract.cli.conftest import Commands

NOW = datetime.now(UTC)


async def told(answers: AsyncIterator[Answer]) -> list[tuple[str, str]]:
    return [(answer.level.value, answer.what) async for answer in answers]


def levels(answers: Iterable[Answer]) -> list[str]:
    return [answer.level.value for answer in answers]


async def test_a_port_that_is_taken_is_a_fault_while_nothing_runs() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        taken = SmtpListener(listen=f"127.0.0.1:{other.getsockname()[1]}")
        free = HttpListener(listen=f"127.0.0.1:{unused_port()}")
        found = await told(check_listeners(config(smtp=(taken,), http=(free,)), is_running=False))
    assert [level for level, _ in found] == ["fault", "ok"]
    assert "cannot listen on" in found[0][1]


async def test_a_gateway_that_runs_is_asked_itself(tmp_path: Path) -> None:
    both = settings(
        tmp_path,
        smtp=(SmtpListener(listen=f"127.0.0.1:{unused_port()}"),),
        http=(HttpListener(listen=f"127.0.0.1:{unused_port()}"),),
    )
    async with running(both) as gateway:
        assert [e for e, _ in await told(check_listeners(both, is_running=True))] == ["ok", "ok"]
        gateway.supervisor.stores.spool.close()
        found = await told(check_listeners(both, is_running=True))
        assert found[1] == ("fault", "answers, and cannot accept: spool")
    gone = await told(check_listeners(both, is_running=True))
    assert [level for level, _ in gone] == ["fault", "fault"]


@pytest.mark.parametrize("tls", ["none", "implicit"])
async def test_a_listener_behind_a_proxy_of_this_machine_answers(tmp_path: Path, tls: str) -> None:
    pem, key = tmp_path / "c.pem", tmp_path / "k.pem"
    issued = trustme.CA().issue_cert("localhost")
    issued.cert_chain_pems[0].write_to_path(pem)
    issued.private_key_pem.write_to_path(key)
    listener = SmtpListener.model_validate({
        "listen": f"127.0.0.1:{unused_port()}", "tls": tls, "certificate_file": pem,
        "key_file": key, "trusted_proxies": ["127.0.0.1/32"],
    })  # fmt: skip
    behind = settings(tmp_path, smtp=(listener,), http=())
    async with running(behind):
        found = await told(check_listeners(behind, is_running=True))
    assert found == [("ok", "answers")]


async def test_the_public_url_takes_one_click_and_nobody_is_opted_out(tmp_path: Path) -> None:
    port = unused_port()
    url = f"http://127.0.0.1:{port}"
    listens = settings(
        tmp_path, http=(HttpListener(listen=f"127.0.0.1:{port}"),), public=Public(url=url)
    )
    async with running(listens) as gateway:
        found = await told(check_public_url(listens, datetime.now(UTC), is_running=True))
        assert ("ok", "shows the page and takes one click (RFC 8058)") in found
        assert {level for level, _ in found} == {"ok"}
        later = datetime.now(UTC) + timedelta(hours=1)
        wrong = await told(check_public_url(listens, later, is_running=True))
        assert any(level == "fault" and "another time" in what for level, what in wrong)
        assert await gateway.supervisor.stores.suppression.backlog() == ()
    gone = await told(check_public_url(listens, NOW, is_running=False))
    assert [level for level, _ in gone] == ["warning"]


async def redirects(_: web.Request) -> web.Response:
    raise web.HTTPFound("/elsewhere")


async def only_shows(request: web.Request) -> web.Response:
    return web.Response(status=200 if request.method == "GET" else 405)


async def somebody_else(_: web.Request) -> web.Response:
    return web.Response(text="Welcome to our shop")


async def with_a_cookie(_: web.Request) -> web.Response:
    answer = web.Response(text="You are unsubscribed.\n")
    answer.set_cookie("session", "1")
    return answer


@pytest.mark.parametrize(
    ("handler", "says"),
    [
        (redirects, "the page is answered 302"),
        (only_shows, "one click is answered 405"),
        (somebody_else, "something else than this gateway"),
        (with_a_cookie, "with a cookie"),
    ],
)
async def test_a_public_url_that_leads_elsewhere_is_a_fault(
    handler: Callable[[web.Request], Any], says: str
) -> None:
    application = web.Application()
    application.router.add_route("*", f"/u/{SAMPLE_TOKEN}", handler)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port := unused_port())
    await site.start()
    try:
        leads = config(public=Public(url=f"http://127.0.0.1:{port}"))
        found = await told(check_public_url(leads, datetime.now(UTC), is_running=True))
    finally:
        await runner.cleanup()
    assert found[0][0] == "fault"
    assert says in found[0][1]


async def test_next_hops_are_greeted_and_sent_nothing() -> None:
    async with listening(NextHop()) as hop:
        near = route(hop.port, name="near")
        gone = route(unused_port(), name="gone")
        found = await check_next_hops(config(route=(near, gone, TEXTS)))
        said = b" ".join(hop.commands).upper()
    assert levels(found) == ["ok", "fault", "ok"]
    assert b"EHLO" in said
    assert b"MAIL" not in said
    assert b"AUTH" not in said


async def test_a_next_hop_without_the_tls_that_is_wanted_is_a_fault() -> None:
    async with listening(NextHop()) as hop:
        found = await check_next_hops(config(route=(route(hop.port, tls="starttls"), TEXTS)))
    assert found[0].level is Level.FAULT
    assert "no TLS" in found[0].what


def listener(folder: Path, certificate: trustme.LeafCert, hostname: str) -> Config:
    chain, key = folder / "cert.pem", folder / "key.pem"
    chain.write_bytes(b"".join(blob.bytes() for blob in certificate.cert_chain_pems))
    key.write_bytes(certificate.private_key_pem.bytes())
    served = SmtpListener(
        listen="127.0.0.1:0", tls="starttls", certificate_file=chain, key_file=key,
        hostname=hostname,
    )  # fmt: skip
    return config(smtp=(served,))


@pytest.mark.parametrize(
    ("days", "hostname", "level", "says"),
    [
        (100, "mail.shop.example", "warning", "no authority of this system"),
        (3, "mail.shop.example", "warning", "ends on"),
        (-3, "mail.shop.example", "fault", "not now"),
        (100, "mx.shop.example", "fault", "is not for mx.shop.example"),
    ],
)
def test_a_certificate_is_looked_at_as_clients_do(
    tmp_path: Path, days: int, hostname: str, level: str, says: str
) -> None:
    certificate = trustme.CA().issue_cert(
        "mail.shop.example", not_after=NOW.replace(tzinfo=None) + timedelta(days=days)
    )
    found = list(check_certificates(listener(tmp_path, certificate, hostname), NOW))
    assert found[0].level.value == level, found
    assert says in found[0].what


def test_a_certificate_that_the_system_trusts_is_fine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authorities.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authorities.pem"))
    served = listener(tmp_path, authority.issue_cert("mail.shop.example"), "mail.shop.example")
    assert levels(check_certificates(served, NOW)) == ["ok"]


def test_a_wildcard_certificate_is_for_every_host_below(tmp_path: Path) -> None:
    certificate = trustme.CA().issue_cert("*.shop.example")
    found = list(check_certificates(listener(tmp_path, certificate, "mail.shop.example"), NOW))
    assert "is not for" not in found[0].what


def test_a_certificate_that_is_none_is_a_fault(tmp_path: Path) -> None:
    broken = listener(tmp_path, trustme.CA().issue_cert("x.example"), "x.example")
    (tmp_path / "cert.pem").write_text("nothing")
    assert levels(check_certificates(broken, NOW)) == ["fault"]


def test_a_secret_that_others_may_read_is_a_fault(tmp_path: Path) -> None:
    key = tmp_path / "s1.pem"
    key.write_text("secret")
    key.chmod(0o600)
    sender = SenderConfig(
        name="shop", domains=("shop.example",), dkim=(DkimKeyConfig(selector="s1", key_file=key),)
    )
    signed = config(sender=(sender,), data_dir=tmp_path)
    assert levels(check_modes(signed)) == ["ok"]
    for mode, level in ((0o644, "fault"), (0o640, "warning")):
        key.chmod(mode)
        assert levels(check_modes(signed))[0] == level


def test_what_is_closed_to_this_user_ends_no_examination(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    key = DkimKeyConfig(selector="s1", key_file=closed / "s1.pem")
    sender = SenderConfig(name="shop", domains=("shop.example",), dkim=(key,))
    signed = config(sender=(sender,), data_dir=closed / "data")
    with unprivileged():
        assert levels(check_modes(signed)) == []
        assert "ok" in levels(check_disk(signed))


@pytest.mark.parametrize(
    ("free", "level"),
    [(999, "fault"), (2000, "warning"), (-1, "fault")],
)
def test_a_disk_that_fills_up_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: str
) -> None:
    monkeypatch.setattr(machine, "free_bytes", lambda _: free)
    monkeypatch.setattr(machine, "reserve_bytes", lambda _: 1000)
    assert levels(check_disk(config(data_dir=tmp_path / "not" / "made")))[0] == level


def test_the_kernel_is_asked_for_the_clock() -> None:
    assert all(answer.check == "clock" for answer in check_clock())


async def test_a_gateway_that_runs_is_noticed_and_none_is_made_of_looking(tmp_path: Path) -> None:
    assert not is_served(tmp_path / "data")
    assert not (tmp_path / "data").exists()
    async with running(settings(tmp_path)):
        pass
    assert not is_served(tmp_path / "data")


def test_the_command_prints_a_line_a_check_and_exits_by_the_worst(command: Commands) -> None:
    said = command("doctor", "--dns", "127.0.0.1:1")
    assert {line.split()[0] for line in said.out.splitlines()} <= {"ok", "warning"}
    lines = command("--json", "doctor", "--dns", "127.0.0.1:1").json
    assert {"file", "disk", "port", "public-url", "next-hop", "dns"} <= {e["check"] for e in lines}
    assert all(set(each) == {"check", "level", "where", "what", "mend"} for each in lines)
    assert all(each["mend"] for each in lines if each["level"] != "ok")
    assert not (command.folder / "data").exists()

    command("doctor", "--dns", "nobody", code=2)
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        taken = f"127.0.0.1:{other.getsockname()[1]}"
        file = command.folder / "config.toml"
        whole = file.read_text(encoding="utf-8")
        file.write_text(whole.replace('listen = "127.0.0.1:0"', f'listen = "{taken}"', 1))
        broken = command("--json", "doctor", code=4).json
    (port,) = [each for each in broken if each["level"] == "fault"]
    assert (port["check"], port["where"]) == ("port", taken)

    file.write_text(whole.replace("dkim = []", 'dkim = [{ selector = "s1", key_file = "no.pem" }]'))
    (missing, *_) = command("--json", "doctor", code=3).json
    assert (missing["check"], missing["level"]) == ("file", "fault")
    assert "no.pem" in json.dumps(missing)
