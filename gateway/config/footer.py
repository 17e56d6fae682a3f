"""What stands at the bottom of email: its language and its lines."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from filters.email.footer.language import AUTO
from filters.email.footer.languages import LANGUAGES
from filters.email.footer.template import TEMPLATE, mistakes
from gateway.config.section import Section


def _language(value: str) -> str:
    if value != AUTO and value not in LANGUAGES:
        known = ", ".join(sorted(LANGUAGES))
        message = f'{value!r} is no language of the footer: write "{AUTO}" or one of {known}'
        raise ValueError(message)
    return value


def _lines(value: tuple[str, ...]) -> tuple[str, ...]:
    if found := "; ".join(mistakes(value)):
        raise ValueError(found)
    return value


class Footer(Section):
    """The footer of email."""

    language: Annotated[str, AfterValidator(_language)] = AUTO
    lines: Annotated[tuple[str, ...], AfterValidator(_lines)] = TEMPLATE
