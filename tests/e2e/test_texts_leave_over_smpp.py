"""An SMSC of npm's `smpp` before the program: texts out, reports, stops in parts, and `kill -9`."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.settings import COMPANY, DAY_AND_NIGHT, settings
from tests.e2e.smsc import OK, PASSWORD, TRY_AGAIN, Smsc, installed, report
from tests.e2e.waiting import wait_for
from tests.e2e.web import Answer, call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.conftest import StartGateway
    from tests.e2e.gateway_process import Gateway

pytestmark = pytest.mark.peer

ANN, OURS = "+12025550143", "+12025550100"
PEOPLE = [f"+120255501{number:02}" for number in range(30, 60)]
WORDS = "Shop Ltd: your appointment is at 3. Reply STOP to end."
CONFIRMATION = f"{COMPANY}: You are unsubscribed. No more texts will be sent to you."
NO_CONSENT = DAY_AND_NIGHT + "\nrequire_consent = false"
BEFORE_IT_HANGS = 10
PAGE = (Path(__file__).parents[2] / "docs/providers/smpp.md").read_text(encoding="utf-8")
"""The page whose recipe is followed."""


def route(smsc: Smsc) -> str:
    """Return the route that the page gives, to this SMSC."""
    found = re.search(r'^\[\[route\]\]\nname = "smsc"\n(?:.+\n)+?(?=```)', PAGE, re.MULTILINE)
    assert found is not None
    ours = found[0].replace("smpp.carrier.example", "127.0.0.1").replace("+14155550123", OURS)
    ours = ours.replace("port = 3550", f"port = {smsc.port}").replace('"implicit"', '"none"')
    ours = ours.replace("max_connections = 10", "max_connections = 4")
    return ours.replace("secrets/smsc", "smsc-secret")


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installed(tmp_path_factory.mktemp("npm"))


@pytest.fixture
def smsc(modules: Path) -> Iterator[Smsc]:
    started = Smsc(modules)
    yield started
    started.stop()


def over(smsc: Smsc, start: StartGateway, folder: Path, more: str = DAY_AND_NIGHT) -> Gateway:
    secret = folder / "gateway" / "smsc-secret"
    secret.parent.mkdir()
    secret.write_text(PASSWORD)
    secret.chmod(0o600)
    texts = '[[route]]\nname = "texts"'
    gateway = start(settings(more=more).replace(texts, route(smsc) + texts))
    wait_for(lambda: smsc.binds, "the bind")
    return gateway


def send(gateway: Gateway, key: str, to: str = ANN, text: str = WORDS) -> Answer:
    order: dict[str, Any] = {"to": to, "from": OURS, "text": text, "purpose": "appointment"}
    return call(gateway, "POST", "/v1/sms", order, key=key)


def status(gateway: Gateway, key: str, sent: Answer) -> str:
    shown = call(gateway, "GET", f"/v1/sms/{sent.json['id']}", key=key).json
    return str(shown["recipients"][0]["status"])


def test_a_text_arrives_once_and_the_report_after_a_restart_says_so(
    smsc: Smsc, start_gateway: StartGateway, tmp_path: Path
) -> None:
    gateway = over(smsc, start_gateway, tmp_path)
    gateway.command("consent", "add", ANN, "--source", "form", "--evidence", "booking form")
    key = gateway.key("send", "read")
    smsc.plan({"id": "0000A3F1"})
    sent = send(gateway, key)
    wait_for(lambda: status(gateway, key, sent) == "delivered", "the answer")
    gateway.stop()
    assert smsc.count("unbound") == 1
    gateway.start()
    wait_for(lambda: len(smsc.binds) == 2, "the next bind")
    tag = smsc.report(ANN[1:], OURS[1:], report("41969", "DELIVRD", WORDS))  # 0xA3F1
    assert smsc.answers([tag]) == [OK]
    assert "arrived" in gateway.command("trace", sent.json["id"])
    assert [each["words"] for each in smsc.submits] == [WORDS]


def test_a_stop_in_parts_is_heard_once_the_list_can_be_written_and_confirmed_once(
    smsc: Smsc, start_gateway: StartGateway, tmp_path: Path
) -> None:
    gateway = over(smsc, start_gateway, tmp_path)
    gateway.command("consent", "add", ANN, "--source", "form", "--evidence", "booking form")
    key = gateway.key("send", "read")
    first, last = bytes([5, 0, 3, 9, 2, 1]), bytes([5, 0, 3, 9, 2, 2])
    tag = smsc.deliver(ANN[1:], OURS[1:], first + b"Please stop tex", esm_class=0x40)
    assert smsc.answers([tag]) == [OK]
    with closing(sqlite3.connect(gateway.data / "suppression.db", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        tag = smsc.deliver(ANN[1:], OURS[1:], last + b"ting me!", esm_class=0x40)
        assert smsc.answers([tag]) == [TRY_AGAIN]
        holder.execute("ROLLBACK")
    tag = smsc.deliver(ANN[1:], OURS[1:], last + b"ting me!", esm_class=0x40)
    assert smsc.answers([tag]) == [OK]
    refused = send(gateway, key)
    assert (refused.status, refused.json["code"]) == (403, "SUPPRESSED_OPTOUT")
    wait_for(lambda: smsc.submits, "the confirmation")
    tags = [smsc.deliver(ANN[1:], OURS[1:], words) for words in (b"STOP", b"stop")]
    assert smsc.answers(tags) == [OK, OK]
    gateway.stop()
    assert [(each["destination_addr"], each["words"]) for each in smsc.submits] == [
        (ANN[1:], CONFIRMATION)
    ]


def test_a_start_that_comes_again_does_not_undo_the_stop_after_it(
    smsc: Smsc, start_gateway: StartGateway, tmp_path: Path
) -> None:
    gateway = over(smsc, start_gateway, tmp_path)
    gateway.command("consent", "add", ANN, "--source", "form", "--evidence", "booking form")
    key = gateway.key("send", "read")
    tags = [smsc.deliver(ANN[1:], OURS[1:], words) for words in (b"START", b"STOP")]
    assert smsc.answers(tags) == [OK, OK]
    gateway.kill()  # as if the answer to START had not left
    gateway.start()
    wait_for(lambda: len(smsc.binds) == 2, "the next bind")
    assert smsc.answers([smsc.deliver(ANN[1:], OURS[1:], b"START")]) == [OK]
    refused = send(gateway, key)
    assert (refused.status, refused.json["code"]) == (403, "SUPPRESSED_OPTOUT")
    assert smsc.answers([smsc.deliver(ANN[1:], OURS[1:], b"start please")]) == [OK]
    wait_for(lambda: send(gateway, key).status == 202, "who means it is texted again")


def test_a_reload_and_an_smsc_that_restarts_cost_no_text(
    smsc: Smsc, start_gateway: StartGateway, tmp_path: Path
) -> None:
    gateway = over(smsc, start_gateway, tmp_path, NO_CONSENT)
    key = gateway.key("send", "read")
    gateway.reload(gateway.file.read_text().replace("max_connections = 4", "max_connections = 5"))
    wait_for(lambda: len(smsc.binds) == 2, "the bind of the new configuration")
    assert smsc.count("unbound") == 1
    first = send(gateway, key)
    wait_for(lambda: status(gateway, key, first) == "delivered", "the first text")
    smsc.stop()
    wait_for(lambda: gateway.logged("smpp-down"), "the end of the link")
    second = send(gateway, key, PEOPLE[0])
    wait_for(lambda: status(gateway, key, second) == "deferred", "the text to be put off")
    assert "SMSC" in gateway.command("queue", "show", second.json["id"])
    smsc.start()
    wait_for(lambda: len(smsc.binds) == 3, "the next bind")
    gateway.command("queue", "retry", second.json["id"], "--because", "the SMSC is back")
    wait_for(lambda: status(gateway, key, second) == "delivered", "the second text")
    assert [each["destination_addr"] for each in smsc.submits] == [ANN[1:], PEOPLE[0][1:]]


def test_killed_while_texts_are_on_their_way_it_sends_none_twice_and_loses_none(
    smsc: Smsc, start_gateway: StartGateway, tmp_path: Path
) -> None:
    gateway = over(smsc, start_gateway, tmp_path, NO_CONSENT)
    key = gateway.key("send", "read")
    smsc.plan(*[{}] * BEFORE_IT_HANGS, *[{"hold": True}] * 4)
    sent = [send(gateway, key, to) for to in PEOPLE]
    assert [each.status for each in sent] == [202] * len(PEOPLE)
    wait_for(lambda: len(smsc.submits) == BEFORE_IT_HANGS + 4, "texts on their way")
    gateway.kill()
    smsc.go()
    gateway.start()
    wait_for(lambda: len(smsc.binds) == 2, "the next bind")
    final = {"delivered", "unknown"}
    wait_for(lambda: {status(gateway, key, each) for each in sent} <= final, "every text to end")
    asked = Counter(f"+{each['destination_addr']}" for each in smsc.submits)
    assert set(asked.values()) == {1}
    ended = {to: status(gateway, key, each) for to, each in zip(PEOPLE, sent, strict=True)}
    assert {ended[to] for to in PEOPLE if to not in asked} <= {"unknown"}  # claimed, not begun
    assert "unknown" in {ended[to] for to in asked}

    tags = [
        smsc.report(each["destination_addr"], OURS[1:], report(each["id"], "DELIVRD", WORDS))
        for each in smsc.submits
    ]
    assert set(smsc.answers(tags)) == {OK}
    ended = {to: status(gateway, key, each) for to, each in zip(PEOPLE, sent, strict=True)}
    assert {ended[to] for to in asked} == {"delivered"}
