"""The shipped file says what the models do: every key, with its default."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from gateway.config.loader import load, shipped
from gateway.config.models import (
    Config,
    EmailRule,
    HttpListener,
    Route,
    SmtpListener,
)
from gateway.config.section import Section
from gateway.config.values import values

if TYPE_CHECKING:
    from collections.abc import Iterator


def text() -> str:
    return shipped().read_text(encoding="utf-8")


def as_a_whole() -> dict[str, Any]:
    """Read the file with every commented line of it in force."""
    return tomllib.loads(re.sub(r"^# (?=\w+ = |\[\[)", "", text(), flags=re.MULTILINE))


def test_every_value_is_the_default_of_its_model() -> None:
    given = dict(values(Config.model_validate(tomllib.loads(text()))))
    default = dict(values(Config()))
    different = {path for path in default if path in given and given[path] != default[path]}
    assert different <= {("smtp",), ("http",), ("submitter",), ("sender",), ("route",)}
    loaded = load(shipped(), {}).config
    assert loaded.smtp[0] == SmtpListener()
    assert loaded.http[0] == HttpListener()
    for route in loaded.route:
        assert route == Route(name=route.name, channel=route.channel, kind="outbox")


def test_the_commented_values_of_a_route_are_its_defaults_too() -> None:
    smarthost = as_a_whole()["route"][-1]
    for name in ("port", "tls", "max_connections"):
        assert smarthost[name] == Route.model_fields[name].default


def test_every_key_stands_in_the_file() -> None:
    whole = as_a_whole()
    missing = set(_keys(Config)) - set(_present(whole))
    assert missing == {"route.password"}  # which has no place in a file


def test_every_key_has_a_comment_or_stands_under_one() -> None:
    for section in re.split(r"\n\n", text()):
        assert "#" in section, section


def test_a_rule_shows_every_key_it_knows() -> None:
    rule = as_a_whole()["email"]["rule"][0]
    assert set(rule) == set(EmailRule.model_fields)


def _keys(model: type[Section], path: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        at = f"{path}{field.alias or name}"
        inner = [
            each
            for each in (field.annotation, *getattr(field.annotation, "__args__", ()))
            if isinstance(each, type) and issubclass(each, Section)
        ]
        if inner and inner[0].__name__ not in {"RouteMatch", "DkimKeyConfig"}:
            yield from _keys(inner[0], f"{at}.")
        else:
            yield at


def _present(table: dict[str, Any], path: str = "") -> Iterator[str]:
    for name, value in table.items():
        at = f"{path}{name}"
        yield at
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                yield from _present(inner, f"{at}.")
