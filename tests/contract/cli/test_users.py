"""Who may use the admin pages, by command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gateway.ledger import export

if TYPE_CHECKING:
    from tests.contract.cli.conftest import Commands


def test_whoever_is_disabled_gets_no_link_until_they_are_let_in_again(command: Commands) -> None:
    command("users", "add", "maria", "--role", "support")
    command("users", "disable", "maria")
    assert "comes in no more" in command("users", "link", "maria", code=1).talk
    command("users", "disable", "--again", "maria")
    assert "/admin/come-in/" in command("users", "link", "maria").out


@pytest.mark.parametrize("name", ["", "a/b", "a\nb", "a b", "..", "a" * 65])
def test_a_name_that_the_pages_refuse_is_refused(command: Commands, name: str) -> None:
    said = command("users", "add", name, "--role", "support", code=2).talk
    assert "letters, digits and . @ + - _" in " ".join(said.split())
    assert command("users", "list").rows == []


def test_whoever_lost_the_telephone_is_asked_for_no_code_on_the_record(command: Commands) -> None:
    command("users", "add", "maria", "--role", "support")
    assert "no user joe" in command("users", "no-codes", "joe", code=1).talk
    assert "asked for no code" in command("users", "no-codes", "maria").talk
    (file,) = command.folder.rglob("users.db")
    kinds = [line.partition('kind\\":\\"')[2].partition('\\"')[0] for line in export(file)]
    assert kinds[-1] == "user.no_codes"


def test_a_role_is_changed_on_the_record_and_of_nobody_who_is_not_there(command: Commands) -> None:
    command("users", "add", "maria", "--role", "support")
    assert "maria is auditor" in command("users", "role", "maria", "auditor").talk
    (maria,) = command("--json", "users", "list").json
    assert (maria["name"], maria["role"], maria["disabled_at"]) == ("maria", "auditor", None)
    assert (
        "is a user maria already"
        in command("users", "add", "maria", "--role", "support", code=1).talk
    )
    for verb in (("role", "joe", "support"), ("disable", "joe"), ("link", "joe")):
        assert "no user joe" in command("users", *verb, code=1).talk
    assert len(command("users", "list").rows) == 1
