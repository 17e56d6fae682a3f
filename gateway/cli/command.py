"""The command `optwarden`: its options, its commands loaded when called, its exit codes."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from shutil import get_terminal_size
from textwrap import fill
from typing import TYPE_CHECKING, Final

import rich_click as click

from gateway.cli.session import Session
from gateway.cli.streams import settle_streams
from gateway.cli.words import with_text
from gateway.errors import ConfigError, GatewayError, StoreBroken
from gateway.garbage import all_stays, look_seldom
from gateway.shown import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

POLICY_SAYS_NO: Final = 1
USAGE: Final = 2
CONFIG_INVALID: Final = 3
NOT_REACHABLE: Final = 4
INTEGRITY_FAILURE: Final = 5

_COMMANDS: Final = {
    "demo": "Run everything on this machine and look at it; nothing leaves.",
    "init": "Write a commented configuration.",
    "serve": "Run the gateway.",
    "check": "Judge files or texts without sending anything.",
    "suppress": "The suppression list.",
    "consent": "Recorded requests to be texted.",
    "inbound": "Take a text that a person sent to a number of yours.",
    "link": "Addresses and numbers of the same person.",
    "token": "The unsubscribe links, and the keys that sign them.",
    "queue": "The messages in the spool.",
    "held": "The messages held for review.",
    "templates": "Texts that a person approved.",
    "review": "Replies that may ask for an opt-out.",
    "observed": "What enforcing would have done, in observe mode.",
    "trace": "Everything that happened to a message or a person.",
    "ledger": "The hash-chained record.",
    "keys": "API keys, which are SMTP AUTH passwords too.",
    "privacy": "Requests of people about their data: see it, forget it, in time.",
    "users": "Who may use the admin pages.",
    "dkim": "The keys that sign email.",
    "config": "Check and show the configuration.",
    "doctor": "Look whether DNS, TLS, disk, clock and next hops are as they have to be.",
    "backup": "Copy everything to a folder, while the gateway runs.",
    "version": "Show the version.",
}
"""Command → what it is for; each stands in the module of its name."""


class LazyGroup(click.RichGroup):
    """A group whose commands are imported when they are run: `--help` need not load a server."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order in which people need them."""
        return list(_COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Return a command as the list of commands shows it."""
        return click.Command(name, help=_COMMANDS[name]) if name in _COMMANDS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is run; its module is imported now."""
        if args and not args[0].startswith("-") and args[0] not in _COMMANDS:
            close = get_close_matches(args[0], _COMMANDS, n=1)
            hint = f', did you mean "{close[0]}"?' if close else ""
            ctx.fail(f"there is no command {args[0]!r}{hint}")
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None and name is not None:
            with all_stays():
                command = with_text(getattr(import_module(f"gateway.cli.{name}"), name))
        return name, command, rest


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The configuration file.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.option("-q", "quiet", is_flag=True, help="Say less.")
@click.option("-v", "verbose", is_flag=True, help="Say more.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_context
def optwarden(  # noqa: PLR0913 - the options every command has
    context: click.Context,
    file: Path | None,
    *,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    debug: bool,
) -> None:
    """Outbound email and SMS that is lawful: checked, completed, provable."""
    level = "debug" if verbose else "warning" if quiet else "info"
    context.obj = Session(file=file, as_json=as_json, log_level=level, debug=debug)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with its exit code."""
    settle_streams()
    look_seldom()
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        sys.exit(optwarden.main(args=words, prog_name="optwarden", standalone_mode=False) or 0)
    except click.UsageError as error:
        _complain(_misplaced(error) or error.format_message())
        path = error.ctx.command_path if error.ctx else "optwarden"
        click.echo(f"`{path} --help` shows how it is used", err=True)
        sys.exit(USAGE)
    except click.ClickException as error:
        _complain(error.format_message())
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(POLICY_SAYS_NO)
    except Exception as error:  # a person reads it: a sentence, no traceback
        if "--debug" in words:
            raise
        cause = _cause(error)
        _complain(_sentence(cause))
        sys.exit(_exit_code(cause))


def _exit_code(error: Exception) -> int:
    match error:
        case ConfigError():
            return CONFIG_INVALID
        case StoreBroken():
            return INTEGRITY_FAILURE
        case _:
            return NOT_REACHABLE


def _misplaced(error: click.UsageError) -> str:
    """Say where an option belongs that stands behind a command and is every command's."""
    option = error.option_name if isinstance(error, click.NoSuchOption) else ""
    if not any(option in parameter.opts for parameter in optwarden.params):
        return ""
    path = error.ctx.command_path if error.ctx else "optwarden"
    words = " ".join(("optwarden", option, *path.split()[1:]))
    return f"{option} belongs in front of the command: {words}"


def _cause(error: Exception) -> Exception:
    """Return what broke first; tasks that run together report in a group."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError):
        return _of_system(error)
    if isinstance(error, GatewayError):
        return str(error)
    kind = type(error).__name__
    return f"stopped by a mistake in the program ({kind}); --debug shows where, please report it"


def _complain(text: str) -> None:
    """Say what is wrong; on a terminal no word is broken at its edge."""
    for line in text.splitlines():
        said = f"optwarden: {shown(line)}"
        if sys.stderr.isatty():
            columns = get_terminal_size().columns
            said = fill(
                said, columns, subsequent_indent="  ", break_long_words=False,
                break_on_hyphens=False,
            )  # fmt: skip
        click.echo(said, err=True)


def _of_system(error: OSError) -> str:
    """Say what the system refused, and about which file."""
    what = error.strerror or str(error)
    return f"{error.filename}: {what}" if error.filename else what
