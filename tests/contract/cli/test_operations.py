"""Configuration, start, ledger, keys: what is said, and how it exits."""

from __future__ import annotations

import re
import socket
import sqlite3
from typing import TYPE_CHECKING

import pytest

from gateway.cli.command import LazyGroup, optwarden

if TYPE_CHECKING:
    from tests.contract.cli.conftest import Commands

COMMANDS = LazyGroup().list_commands(None)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(command: Commands, name: str) -> None:
    told = command.alone(name, "--help").out
    assert f"Usage: optwarden {name}" in told


def test_the_list_of_commands_is_read_without_loading_them(command: Commands) -> None:
    told = command.alone("--help").out
    assert all(name in told for name in COMMANDS)
    assert optwarden.name == "optwarden"


def test_what_is_no_command_is_a_mistake_of_usage(command: Commands) -> None:
    assert "'frob'" in command("frob", code=2).talk


def test_a_good_configuration_is_good(command: Commands) -> None:
    assert command("config", "check").out == "config.toml: nothing is wrong\n"
    assert command("--json", "config", "check").json[0]["problems"] == []


def test_what_is_allowed_and_seldom_meant_is_told(command: Commands) -> None:
    with (command.folder / "config.toml").open("a") as file:
        file.write('[[route]]\nname = "late"\nchannel = "email"\nkind = "outbox"\n')
    said = command("config", "check").out
    assert "nothing is wrong\nworth a look: config.toml:" in said
    assert "carries nothing: route 'outbox' above takes all of it" in said
    (told,) = command("--json", "config", "check").json
    assert len(told["doubts"]) == 1


def test_programs_read_what_is_wrong(command: Commands) -> None:
    (command.folder / "config.toml").write_text("mod = 1\n")
    (told,) = command("--json", "config", "check", code=3).json
    assert told == {"problems": ['config.toml:1: mod: unknown key, did you mean "mode"?']}


def test_a_bad_configuration_exits_3_from_every_command(command: Commands) -> None:
    (command.folder / "config.toml").write_text("mod = 1\n")
    for words in (("config", "check"), ("serve",), ("suppress", "list"), ("queue", "list")):
        assert (
            'config.toml:1: mod: unknown key, did you mean "mode"?' in command(*words, code=3).talk
        )


def test_files_that_are_named_are_looked_at_before_a_start(command: Commands) -> None:
    with (command.folder / "config.toml").open("a") as file:
        file.write('[[sender]]\nname = "b"\ndkim = [{ selector = "s", key_file = "k.pem" }]\n')
    for words in (("config", "check"), ("serve",)):
        said = command(*words, code=3).talk
        assert said.count("k.pem") == 1
        assert "does not exist" in said


def test_a_secret_in_the_place_of_its_file_is_named_by_its_line_and_never_repeated(
    command: Commands,
) -> None:
    secret = "eyJ" + "a" * 700
    with (command.folder / "config.toml").open("a") as file:
        file.write(
            '[[route]]\nname = "rc"\nchannel = "sms"\nkind = "ringcentral"\n'
            f'number = "+14155550100"\njwt_file = "{secret}"\n'
        )
    for words in (("config", "check"), ("serve",), ("doctor",)):
        said = command(*words, code=3).talk
        assert re.search(r"config\.toml:\d+: route\[2\]\.jwt_file: is too long", said), said
        assert "eyJ" not in said


@pytest.mark.parametrize(
    "secret",
    [
        "hunter2",
        "eyJ" + "a" * 200,
        "eyJhbGciOi.eyJzdWIiOi.SflKxwRJSM",
        ("MIIEvQIBADAN" + "eyJ" + "a" * 48 + "/") * 25,
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    ],
    ids=["password", "token", "token of parts", "key", "key of parts"],
)
def test_what_looks_like_no_name_of_a_file_is_not_repeated(command: Commands, secret: str) -> None:
    with (command.folder / "config.toml").open("a") as file:
        file.write('[[sender]]\nname = "b"\ndomains = ["shop.example"]\n')
        file.write(f'dkim = [{{ selector = "s", key_file = "{secret}" }}]\n')
    for words in (("config", "check"), ("--json", "config", "check"), ("serve",), ("doctor",)):
        ran = command(*words, code=3)
        said = ran.out + ran.talk
        assert re.search(r"config\.toml:\d+: sender\[1\]\.dkim\[0\]\.key_file: the file", said)
        assert secret[:7] not in said


def test_a_file_that_the_system_cannot_look_for_is_named_beside_the_others(
    command: Commands,
) -> None:
    with (command.folder / "config.toml").open("a") as file:
        for name in ("a/" * 2040, "k.pem"):
            file.write(f'[[sender]]\nname = "s{len(name)}"\n')
            file.write(f'dkim = [{{ selector = "s", key_file = "{name}" }}]\n')
    said = command("config", "check", code=3).talk
    assert "a/a cannot be used: File name too long" in said
    assert "k.pem does not exist" in said


def test_values_are_shown_with_their_source_and_secrets_masked(command: Commands) -> None:
    shown = command(
        "config", "show",
        OPTWARDEN_COMPANY__NAME="Other", OPTWARDEN_ROUTE__OUTBOX__PASSWORD="hunter2",
    )  # fmt: skip
    rows = {row[0]: row[1:] for row in shown.rows}
    assert rows["company.name"] == ['"Other"', "OPTWARDEN_COMPANY__NAME"]
    assert rows["smtp[0].max_size"] == ['"25 MiB"', "config.toml:38"]
    assert rows["sms.quiet_hours.from"][0] == '"20:00"'
    assert rows["route[0].port"] == ["587", "default"]
    assert rows["route[0].password"][0] == '"********"'
    assert "hunter2" not in shown.out


def test_a_port_that_is_taken_exits_4_and_is_named(command: Commands) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = command("serve", code=4, OPTWARDEN_SMTP__0__LISTEN=f"127.0.0.1:{port}").talk
    assert str(port) in said
    assert "in use" in said


def test_a_data_folder_that_is_a_file_exits_4(command: Commands) -> None:
    (command.folder / "data").write_text("")
    said = command("suppress", "list", code=4).talk
    assert f"{command.folder / 'data'}: " in said


def test_a_store_that_is_damaged_exits_5(command: Commands) -> None:
    command("suppress", "add", "jane@example.org")
    (command.folder / "data" / "suppression.db").write_bytes(b"x" * 8192)
    command("suppress", "list", code=5)


def test_the_ledger_is_whole_until_somebody_changes_it(command: Commands) -> None:
    assert "has the gateway ever run here" in command("ledger", "verify", code=4).talk
    command("suppress", "add", "jane@example.org")
    told = command("--json", "ledger", "verify").json
    assert [(each["file"], each["broken_at"]) for each in told] == [
        ("suppression.db", None), ("messages.db", None), ("users.db", None), ("privacy.db", None),
    ]  # fmt: skip
    assert "jane" not in command("ledger", "export").out
    assert "jane" in command("ledger", "export", "--with-details").out

    connection = sqlite3.connect(command.folder / "data" / "suppression.db")
    triggers = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall()
    for (trigger,) in triggers:
        connection.execute(f'DROP TRIGGER "{trigger}"')
    connection.execute("UPDATE ledger SET body = replace(body, 'manual', 'legal')")
    connection.commit()
    connection.close()
    assert "line 1 is broken" in command("ledger", "verify", code=5).out


def test_a_dkim_key_is_made_once_and_published(command: Commands) -> None:
    made = command("dkim", "keygen", "keys/s1.pem", "--domain", "example.com")
    assert made.out.startswith('s1._domainkey.example.com. IN TXT ( "v=DKIM1; k=rsa; p=')
    key = command.folder / "keys" / "s1.pem"
    assert key.stat().st_mode & 0o777 == 0o600
    assert "must not be lost" in command("dkim", "keygen", "keys/s1.pem", code=2).talk
    dkim = '[{ selector = "s1", key_file = "keys/s1.pem" }]'
    assert command("dkim", "show-dns", OPTWARDEN_SENDER__EXAMPLE__DKIM=dkim).out == made.out
    key.write_text("no key")
    assert (
        "s1.pem" in command("dkim", "show-dns", code=3, OPTWARDEN_SENDER__EXAMPLE__DKIM=dkim).talk
    )


def test_the_version_is_told(command: Commands) -> None:
    assert command("version").out.startswith("optwarden ")
    assert set(command("--json", "version").json[0]) == {"optwarden", "python"}


@pytest.mark.parametrize(
    "words",
    [
        ("queue", "show", "1m83jdztn1r2k"),
        ("queue", "cancel", "1m83jdztn1r2k", "--because", "tried"),
        ("held", "release", "1m83jdztn1r2k", "--because", "tried"),
        ("held", "reject", "1m83jdztn1r2k", "--because", "tried"),
        ("trace", "1m83jdztn1r2k"),
        ("trace", "nobody@example.org"),
    ],
)
def test_what_is_not_known_is_a_no_with_a_sentence(
    command: Commands, words: tuple[str, ...]
) -> None:
    ran = command(*words, code=1)
    assert words[-1] in ran.talk or "1m83jdztn1r2k" in ran.talk


def test_an_empty_queue_is_said_to_be_empty(command: Commands) -> None:
    ran = command("queue", "list")
    assert ran.out == ""
    assert ran.talk.endswith("/data yet\nnothing\n")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("suppress", "list"), 0),
        (("suppress", "show", "jane@example.org"), 0),
        (("suppress", "imports"), 0),
        (("suppress", "stats"), 0),
        (("consent", "show", "+12025550123"), 0),
        (("link", "show", "jane@example.org"), 0),
        (("review", "list"), 0),
        (("review", "show", "R-1"), 1),
        (("token", "inspect", "nothing"), 1),
        (("token", "keys"), 0),
        (("suppress", "undo-scanner"), 0),
        (("suppress", "waiting"), 0),
        (("queue", "list"), 0),
        (("queue", "show", "06fkzsbvq7m3c"), 1),
        (("held", "list"), 0),
        (("observed", "report"), 0),
        (("observed", "list"), 0),
        (("trace", "jane@example.org"), 1),
        (("keys", "list"), 0),
        (("ledger", "verify"), 4),
        (("config", "check"), 0),
        (("config", "show"), 0),
        (("check", "--to", "jane@example.org", "n.eml"), 0),
    ],
)
def test_a_reading_command_makes_nothing(
    command: Commands, words: tuple[str, ...], code: int
) -> None:
    (command.folder / "n.eml").write_text("From: a@example.com\nSubject: Hi\n\nHi\n")
    command(*words, code=code)
    assert sorted(each.name for each in command.folder.iterdir()) == ["config.toml", "n.eml"]


def test_a_misspelt_command_names_the_one_that_was_meant(command: Commands) -> None:
    assert 'did you mean "check"?' in command("chek", "n.eml", code=2).talk


def test_without_a_configuration_it_says_that_it_is_the_shipped_one(command: Commands) -> None:
    (command.folder / "config.toml").unlink()
    assert "there is no config.toml here" in command("config", "check").talk


def test_what_is_neither_address_nor_number_is_said_to_be_none(command: Commands) -> None:
    for words in (("suppress", "add", "jane"), ("trace", "jane")):
        assert "'jane' is none of these: jane@example.org" in command(*words, code=2).talk


def test_an_entry_that_is_over_is_not_made(command: Commands) -> None:
    said = command("suppress", "add", "@example.net", "--expires", "2020-01-01", code=2).talk
    assert "2020-01-01 is over" in said
