"""What a person reads when a command ends badly, and with which code."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError

import click
import pytest

from gateway import version
from gateway.cli import command
from gateway.errors import ConfigError, Problem


def ended(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception
) -> tuple[object, str]:
    @click.command()
    def breaks() -> None:
        raise error

    monkeypatch.setattr(command.LazyGroup, "resolve_command", lambda *_: ("x", breaks, []))
    with pytest.raises(SystemExit) as exit_:
        command.main(["x"])
    return exit_.value.code, capsys.readouterr().err


def test_a_mistake_of_the_program_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = ExceptionGroup("tasks", [ExceptionGroup("more", [NameError("jane@example.org")])])
    code, said = ended(monkeypatch, capsys, error)
    assert code == command.NOT_REACHABLE
    assert said.count("\n") == 1
    assert "(NameError); --debug shows where" in said
    assert "jane@example.org" not in said


def test_what_broke_in_a_group_of_tasks_is_said_as_if_it_were_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = Problem("config.toml", 3, "mode", "is wrong")
    code, said = ended(monkeypatch, capsys, ExceptionGroup("", [ConfigError((problem,))]))
    assert (code, said) == (command.CONFIG_INVALID, f"optwarden: {problem}\n")
    code, said = ended(monkeypatch, capsys, PermissionError(13, "Permission denied", "data"))
    assert (code, said) == (command.NOT_REACHABLE, "optwarden: data: Permission denied\n")


def test_the_traceback_is_shown_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def breaks() -> None:
        raise NameError

    monkeypatch.setattr(command.LazyGroup, "resolve_command", lambda *_: ("x", breaks, []))
    with pytest.raises(NameError):
        command.main(["--debug", "x"])


@pytest.mark.parametrize("words", [["check"], ["init"], ["keys", "add"], ["dkim", "keygen"]])
def test_examples_of_the_help_stand_on_their_lines(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        command.main([*words, "--help"])
    said = capsys.readouterr().out
    assert "Example" in said
    assert "\\b" not in said
    assert "\b" not in said


def test_a_checkout_knows_its_version(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(_name: str) -> str:
        raise PackageNotFoundError

    monkeypatch.setattr(version, "version", missing)
    version.our_version.cache_clear()
    with pytest.raises(SystemExit):
        command.main(["version"])
    version.our_version.cache_clear()
    assert capsys.readouterr().out.split()[1][0].isdigit()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "--json", "n.eml"], "optwarden --json check"),
        (["suppress", "list", "--json"], "optwarden --json suppress list"),
        (["check", "n.eml", "--config"], "optwarden --config check"),
        (["suppress", "stats", "-q"], "optwarden -q suppress stats"),
    ],
)
def test_an_option_of_all_commands_is_told_its_place(
    capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    with pytest.raises(SystemExit) as exit_:
        command.main(words)
    assert exit_.value.code == command.USAGE
    first = capsys.readouterr().err.splitlines()[0]
    assert first.endswith(f"belongs in front of the command: {said}")


def test_an_option_that_nothing_has_is_told_what_it_may_be(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        command.main(["check", "--htm", "n.eml"])
    assert "--html" in capsys.readouterr().err
