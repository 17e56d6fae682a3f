"""What somebody says for the record on the command line, as long as the API asks for."""

from __future__ import annotations

import rich_click as click

from suppression.terms import LEAST_SAID, MOST_SAID


def sentence(_context: click.Context, _option: click.Parameter, text: str) -> str:
    """Return the words without the blanks around them: blanks say nothing.

    Raises:
        BadParameter: there are too few, or too many.
    """
    said = text.strip()
    if len(said) < LEAST_SAID:
        message = f"{said!r} says nothing: write {LEAST_SAID} characters at least"
        raise click.BadParameter(message)
    if len(said) > MOST_SAID:
        message = f"at most {MOST_SAID} characters, these are {len(said)}"
        raise click.BadParameter(message)
    return said


def sentence_or_nothing(context: click.Context, option: click.Parameter, text: str) -> str:
    """Return the words without the blanks around them, of which there may be none.

    Raises:
        BadParameter: there are too few, or too many.
    """
    return sentence(context, option, text) if text.strip() else ""
