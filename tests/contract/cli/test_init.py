"""A new configuration: commented, good or said to be incomplete, never over another."""

from __future__ import annotations

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
    assert "still missing" not in said
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
    assert "still missing" not in ran.talk
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


def test_what_is_missing_for_a_real_route_is_said(command: Commands) -> None:
    said = command("init", "new", "--non-interactive", "--host", "relay.example.net").talk
    assert "still missing" in said
    assert "company.postal_address" in said
    assert "public.url" in said
    command("--config", "new/config.toml", "config", "check", code=3)


def test_nothing_is_overwritten(command: Commands) -> None:
    before = (command.folder / "config.toml").read_bytes()
    assert "not overwritten" in command("init", "--non-interactive", code=2).talk
    assert (command.folder / "config.toml").read_bytes() == before


def test_it_asks_for_what_was_not_given(command: Commands) -> None:
    answers = "Shop Ltd\n1 Real Street, Springfield, IL 62701\nshop.example\n\nhttps://mail.shop.example\n\nn\n"
    ran = command("init", "new", stdin=answers)
    assert ran.out == ""
    data = tomllib.loads((command.folder / "new" / "config.toml").read_text())
    assert data["company"]["name"] == "Shop Ltd"
    assert data["company"]["contact"] == "support@shop.example"
    assert data["route"][0]["kind"] == "outbox"


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
        ("--port", "0"),
    ],
)
def test_an_answer_that_is_none_is_refused(command: Commands, wrong: tuple[str, str]) -> None:
    command("init", "new", "--non-interactive", *wrong, code=2)
    assert not (command.folder / "new").exists()
