"""What stands at the bottom of email: its language and its lines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator

from filters.email.footer.language import AUTO
from filters.email.footer.languages import LANGUAGES
from filters.email.footer.template import TEMPLATE, line_mistakes, mistakes
from gateway.config.section import Section

_LONGEST = 80  # characters of a line that is repeated


def _language(value: str) -> str:
    if value != AUTO and value not in LANGUAGES:
        known = ", ".join(sorted(LANGUAGES))
        message = f'{value!r} is no language of the footer: write "{AUTO}" or one of {known}'
        raise ValueError(message)
    return value


def _line(value: str) -> str:
    if found := "; ".join(line_mistakes(value)):
        text = value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
        message = f'"{text}": {found}'
        raise ValueError(message)
    return value


def _lines(value: tuple[str, ...]) -> tuple[str, ...]:
    if found := "; ".join(mistakes(value)):
        raise ValueError(found)
    return value


class Footer(Section):
    """The footer of email."""

    language: Annotated[str, AfterValidator(_language)] = AUTO
    lines: Annotated[tuple[Annotated[str, AfterValidator(_line)], ...], AfterValidator(_lines)] = (
        TEMPLATE
    )
    lines_file: Path | None = None  # read when the configuration is: its lines are `lines` then
