"""Words of the command line: text is UTF-8, the name of a file is whatever was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import rich_click as click
from click.types import StringParamType

if TYPE_CHECKING:
    from click import Command, Context, Parameter


class _Text(StringParamType):
    """Text, which is kept, hashed and sent as UTF-8."""

    def convert(self, value: Any, param: Parameter | None, ctx: Context | None) -> str:  # noqa: ANN401 - as in click
        """Return a word as text."""
        return as_text(super().convert(value, param, ctx))


_TEXT: Final = _Text()


def as_text(word: str) -> str:
    r"""Return a word of the command line, or the name of a file, with U+FFFD for what is no UTF-8.

    >>> as_text("caf\udce9")
    'caf\ufffd'
    """
    return word.encode(errors="surrogateescape").decode(errors="replace")


def with_text(command: Command) -> Command:
    """Have a command, and those below it, take as text what is no path, number or choice.

    A path stays as it is: a file that is to be made gets the name that was typed.
    """
    for parameter in command.params:
        if isinstance(parameter.type, StringParamType):
            parameter.type = _TEXT
    if isinstance(command, click.Group):
        for below in command.commands.values():
            with_text(below)
    return command
