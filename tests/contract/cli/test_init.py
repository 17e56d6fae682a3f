"""A new configuration: commented, good or said to be incomplete, never over another."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from gateway.config.loader import load, shipped

if TYPE_CHECKING:
    from tests.contract.cli.conftest import Commands

COMPANY = (
    "--company", 'Shop "Ltd"', "--postal-address", "1 Real Street, Springfield, IL 62701",
    "--domain", "shop.example", "--contact", "help@shop.example",
    "--public-url", "https://mail.shop.example",
)  # fmt: skip


def test_without_answers_it_is_the_shipped_one(command: Commands) -> None:
    said = command("init", "new", "--non-interactive").talk
    assert (command.folder / "new" / "config.toml").read_text() == shipped().read_text()
    for name in ("data", "secrets"):  # where every page puts passwords
        assert (command.folder / "new" / name).stat().st_mode & 0o777 == 0o700
    assert [line.split(" --config ")[1] for line in said.splitlines()[-3:]] == [
        "new/config.toml config check",
        "new/config.toml keys add --submitter local",
        "new/config.toml serve",
    ]


def test_answers_stand_in_it_and_the_comments_stay(command: Commands) -> None:
    relay = ("--host", "relay.example.net", "--port", "465", "--user", "u@shop.example")
    (command.folder / "password").write_text("12345\n")
    secret = ("--password-file", "password")
    ran = command("init", "new", "--non-interactive", *COMPANY, *relay, *secret, "--dkim")
    assert ran.out.startswith("s1._domainkey.shop.example. IN TXT")
    file = command.folder / "new" / "config.toml"
    config = load(file, {}).config
    assert config.company.name == 'Shop "Ltd"'
    assert config.sender[0].domains == ("shop.example",)
    assert config.submitter[0].senders == (config.sender[0].name,)
    route = config.route[0]
    assert (route.kind, route.host, route.port, route.tls) == (
        "smtp", "relay.example.net", 465, "implicit",
    )  # fmt: skip
    for name in ("secrets/relay", "keys/s1.pem"):
        assert (file.parent / name).stat().st_mode & 0o777 == 0o600
    command("--config", "new/config.toml", "config", "check")
    comments = [line for line in shipped().read_text().splitlines() if line.startswith("#")]
    assert set(comments) <= set(file.read_text().splitlines())


def test_what_a_real_next_hop_needs_is_named_by_its_option(command: Commands) -> None:
    relay = ("--host", "relay.example.net", "--user", "u")
    said = command("init", "new", "--non-interactive", *relay, code=2).talk
    assert "--postal-address: has to be your own" in said
    assert "--public-url: has to begin with https" in said
    assert "--password-file: is needed to log in" in said
    assert not (command.folder / "new").exists()


def test_an_option_of_a_next_hop_needs_one(command: Commands) -> None:
    said = command("init", "new", "--non-interactive", "--port", "25", "--user", "u", code=2).talk
    assert "--port: is of a next hop: name one with --host" in said
    assert "--user: is of a next hop" in said


def test_nothing_is_overwritten(command: Commands) -> None:
    before = (command.folder / "config.toml").read_bytes()
    assert "not overwritten" in command("init", "--non-interactive", code=2).talk
    assert (command.folder / "config.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("room", "what"), [(8, "config.toml"), (1, "keys/s1.pem"), (0, "secrets/relay")]
)
def test_what_finds_no_room_leaves_nothing_that_bars_the_next(
    command: Commands, room: int, what: str
) -> None:
    (command.folder / "secret").write_text("hunter2")
    relay = ("--host", "mx.shop.example", "--user", "u", "--password-file", "secret")
    words = ("init", "new", "--non-interactive", *COMPANY, *relay, "--dkim")
    little_room = f'ulimit -f {room}; exec "$@"'  # of 512 bytes, in a file
    ran = subprocess.run(
        ["sh", "-c", little_room, "sh", sys.executable, "-m", "gateway", *words],
        cwd=command.folder, capture_output=True, text=True, timeout=30, check=False,
        env=command.environment,
    )  # fmt: skip
    assert ran.returncode == 4
    assert f"new/{what}: File too large" in ran.stderr
    assert "publish" not in ran.stderr
    assert [file for file in (command.folder / "new").rglob("*") if file.is_file()] == []
    command(*words)


def test_it_asks_for_what_was_not_given(command: Commands) -> None:
    answers = "Shop Ltd\nshop.example\n\n\n1 Real Street, Springfield, IL 62701\n\nn\n"
    ran = command("init", "new", stdin=answers)
    assert ran.out == ""
    data = tomllib.loads((command.folder / "new" / "config.toml").read_text())
    assert data["company"]["name"] == "Shop Ltd"
    assert data["company"]["contact"] == "support@shop.example"
    assert data["route"][0]["kind"] == "outbox"


def test_an_answer_that_will_not_do_is_asked_for_again_with_the_reason(command: Commands) -> None:
    answers = [
        " ", "Shop Ltd", "shop dot example", "shop.example", "nobody", "help@shop.example",
        "http://relay.example.net", "relay.example.net", "70000", "2525", "", "", "nowhere",
        "123 Main St, Springfield, IL 62701", "1 Real Street, Springfield, IL 62701", "",
        "http://mail.shop.example", "https://mail.shop.example", "n",
    ]  # fmt: skip
    said = command("init", "new", stdin="\n".join(answers) + "\n").talk
    for why in (
        "Error: is empty", "'shop dot example' is no domain", "'nobody' is no address",
        "is a URL: write the host alone", "'70000' is no port", "every commercial email has to say",
        "has to be your own", "'' is no URL", "has to begin with https",
    ):  # fmt: skip
        assert why in said
    config = load(command.folder / "new" / "config.toml", {}).config
    assert (config.route[0].host, config.route[0].port) == ("relay.example.net", 2525)
    command("--config", "new/config.toml", "config", "check")


def test_an_option_that_will_not_do_is_told_before_anything_is_asked(command: Commands) -> None:
    ran = command("init", "new", "--port", "0", "--contact", "nobody", code=2)
    assert "--port: '0' is no port" in ran.talk
    assert "--contact: 'nobody' is no address" in ran.talk
    assert "Company" not in ran.talk


def test_an_end_of_input_writes_nothing(command: Commands) -> None:
    command("init", "new", code=1)
    assert not (command.folder / "new").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        ("--domain", "no domain"),
        ("--contact", "nobody"),
        ("--public-url", "mail.shop.example"),
        ("--postal-address", " "),
        ("--postal-address", "your address here"),
        ("--company", " "),
        ("--host", "smtp.example.net:587"),
        ("--port", "0"),
        ("--password-file", "empty"),
    ],
)
def test_an_answer_that_is_none_is_refused_by_its_option(
    command: Commands, wrong: tuple[str, str]
) -> None:
    (command.folder / "empty").write_text("\n")
    said = command("init", "new", "--non-interactive", *wrong, code=2).talk
    assert f"optwarden: {wrong[0]}: " in said
    assert not (command.folder / "new").exists()


@pytest.mark.parametrize(
    "given",
    [
        ("--domain", "Bücher.example"),
        ("--public-url", "https://192.0.2.1"),
        ("--public-url", "https://[2001:db8::1]:8443/mail"),
        ("--host", "127.0.0.1", "--postal-address", "1 Real Street, Springfield, IL 62701"),
        (*COMPANY, "--host", "mx.shop.example", "--port", "25"),
        ("--company", 'a "b" \\ # c'),
    ],
)
def test_what_it_writes_is_good(command: Commands, given: tuple[str, ...]) -> None:
    command("init", "new", "--non-interactive", *given)
    said = command("--config", "new/config.toml", "config", "check").out
    assert said == "new/config.toml: nothing is wrong\n"
