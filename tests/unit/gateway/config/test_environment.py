"""What the environment changes, and what it may not say."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from gateway.config.loader import load
from gateway.config.values import values
from gateway.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.config.loader import Loaded

TEXT = """\
[company]
name = "Shop"
[[route]]
name = "first"
channel = "email"
kind = "outbox"
[[route]]
name = "gmail"
channel = "sms"
kind = "outbox"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(TEXT)
    return path


def problems(file: Path, **environment: str) -> list[str]:
    with pytest.raises(ConfigError) as raised:
        load(file, environment)
    return [str(problem) for problem in raised.value.problems]


def source(loaded: Loaded, *path: str | int) -> str:
    return loaded.source(path)


def test_a_variable_wins_over_the_file_and_is_named_as_the_source(file: Path) -> None:
    loaded = load(file, {"OPTWARDEN_COMPANY__NAME": "Other"})
    assert loaded.config.company.name == "Other"
    assert source(loaded, "company", "name") == "OPTWARDEN_COMPANY__NAME"
    assert source(loaded, "route", 1, "name") == "config.toml:8"
    assert source(loaded, "route", 1, "port") == "default"


@pytest.mark.parametrize("name", ["GMAIL", "1"])
def test_a_table_of_a_list_is_meant_by_its_name_or_number(file: Path, name: str) -> None:
    loaded = load(file, {f"OPTWARDEN_ROUTE__{name}__PORT": "2525"})
    assert [route.port for route in loaded.config.route] == [587, 2525]


@pytest.mark.parametrize("secret", ["12345", "1e5", "true", '"quoted"', "[x]", "2026-01-01"])
def test_a_password_is_what_it_says(file: Path, secret: str) -> None:
    route = load(file, {"OPTWARDEN_ROUTE__GMAIL__PASSWORD": secret}).config.route[1]
    assert route.password.get_secret_value() == secret


def test_a_secret_is_masked_when_values_are_shown(file: Path) -> None:
    config = load(file, {"OPTWARDEN_ROUTE__GMAIL__PASSWORD": "hunter2"}).config
    shown = dict(values(config))
    assert shown["route", 1, "password"] == "********"
    assert "hunter2" not in repr(config)


def test_lists_and_numbers_are_toml(file: Path) -> None:
    environment = {
        "OPTWARDEN_SMS__REGIONS": '["US", "CA"]',
        "OPTWARDEN_SUPPRESSION__MATCH_SUBADDRESS": "false",
        "OPTWARDEN_HOLD__EXPIRES": "2d",
    }
    config = load(file, environment).config
    assert config.sms.regions == ("US", "CA")
    assert config.suppression.match_subaddress is False
    assert config.hold.expires.days == 2


def test_an_unknown_variable_is_reported_by_its_name(file: Path) -> None:
    (said,) = problems(file, OPTWARDEN_COMPANY__NMAE="Shop")
    assert said == 'environment: OPTWARDEN_COMPANY__NMAE: unknown key, did you mean "name"?'


def test_a_value_of_the_wrong_type_is_reported_by_its_variable(file: Path) -> None:
    (said,) = problems(file, OPTWARDEN_ROUTE__GMAIL__PORT="many")
    assert said.startswith("environment: OPTWARDEN_ROUTE__GMAIL__PORT: must be a whole number")


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        ("OPTWARDEN_ROUTE__YAHOO__PORT", "no route is named 'yahoo'"),
        ("OPTWARDEN_ROUTE__PORT", "route is a list of tables: name one"),
        ("OPTWARDEN_COMPANY__NAME__X", "company.name is a value, not a table"),
    ],
)
def test_a_place_that_does_not_exist_is_reported(file: Path, variable: str, expected: str) -> None:
    (said,) = problems(file, **{variable: "1"})
    assert said.startswith(f"environment: {variable}: {expected}")


def test_other_programs_variables_are_left_alone(file: Path) -> None:
    assert load(file, {"PATH": "/bin", "OPTW": "1"}).config.company.name == "Shop"


def test_a_variable_that_is_no_utf_8_is_a_mistake(file: Path) -> None:
    latin_1 = os.fsdecode(b"Caf\xe9")
    assert problems(file, OPTWARDEN_COMPANY__NAME=latin_1) == [
        "environment: OPTWARDEN_COMPANY__NAME: is not UTF-8"
    ]


def test_what_kubernetes_says_of_a_service_of_our_name_is_not_meant_for_us(file: Path) -> None:
    links = {
        "OPTWARDEN_SERVICE_HOST": "10.0.0.1", "OPTWARDEN_SERVICE_PORT_SMTP": "25",
        "OPTWARDEN_PORT": "tcp://10.0.0.1:25", "OPTWARDEN_PORT_25_TCP_ADDR": "10.0.0.1",
        "OPTWARDEN_HTTP_SERVICE_HOST": "10.0.0.2", "OPTWARDEN_HTTP_PORT": "tcp://10.0.0.2:80",
    }  # fmt: skip
    named = {"OPTWARDEN_COMPANY__NAME": "Other", "OPTWARDEN_ROUTE__GMAIL__PORT": "2525"}
    config = load(file, links | named).config
    assert (config.company.name, config.route[1].port) == ("Other", 2525)
    assert problems(file, OPTWARDEN_PORT="25")[0].startswith("environment: OPTWARDEN_PORT: unknown")
