"""Who may use the admin pages, by command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.ledger import export

if TYPE_CHECKING:
    from tests.contract.cli.conftest import Commands


def test_whoever_is_disabled_gets_no_link_until_they_are_let_in_again(command: Commands) -> None:
    command("users", "add", "maria", "--role", "support")
    command("users", "disable", "maria")
    assert "comes in no more" in command("users", "link", "maria", code=1).talk
    command("users", "disable", "--again", "maria")
    assert "/admin/come-in/" in command("users", "link", "maria").out


def test_whoever_lost_the_telephone_is_asked_for_no_code_on_the_record(command: Commands) -> None:
    command("users", "add", "maria", "--role", "support")
    assert "no user joe" in command("users", "no-codes", "joe", code=1).talk
    assert "asked for no code" in command("users", "no-codes", "maria").talk
    (file,) = command.folder.rglob("users.db")
    kinds = [line.partition('kind\\":\\"')[2].partition('\\"')[0] for line in export(file)]
    assert kinds[-1] == "user.no_codes"
