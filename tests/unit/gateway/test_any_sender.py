"""A message that is only looked at may be from whom it says."""

from __future__ import annotations

from gateway.any_sender import with_senders_of
from gateway.config.models import Config, SenderConfig
from tests.make import message

CONFIG = Config(
    sender=(
        SenderConfig(name="tea", domains=("tea.example",)),
        SenderConfig(name="coffee", domains=("coffee.example",)),
    )
)


def domains(config: Config) -> dict[str, tuple[str, ...]]:
    return {sender.name: sender.domains for sender in config.sender}


def test_domains_that_belong_to_an_identity_change_nothing() -> None:
    raw = message(From="a@tea.example", reply_to="b@Coffee.Example")
    assert with_senders_of(CONFIG, raw, "c@tea.example") is CONFIG


def test_a_foreign_from_is_judged_as_the_first_identity() -> None:
    changed = with_senders_of(CONFIG, message(From="a@else.example"), "b@bounce.example")
    assert domains(changed)["tea"] == ("tea.example", "else.example", "bounce.example")
    assert domains(changed)["coffee"] == ("coffee.example",)


def test_foreign_fields_follow_the_identity_of_the_from() -> None:
    raw = message(From="a@coffee.example", reply_to="b@else.example")
    assert domains(with_senders_of(CONFIG, raw, ""))["coffee"] == ("coffee.example", "else.example")


def test_without_any_identity_there_is_one() -> None:
    changed = with_senders_of(Config(), message(From="a@else.example"), "")
    assert domains(changed) == {"check": ("else.example",)}


def test_what_cannot_be_read_is_left_to_the_checks() -> None:
    assert with_senders_of(CONFIG, b"no header\r\n\r\n", "x@else.example") is CONFIG
    assert with_senders_of(CONFIG, message(From="nobody"), "") is CONFIG
