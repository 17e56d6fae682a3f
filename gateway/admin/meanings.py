"""What every code means: what happened, which law stands behind it, how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filters.catalogue import EMAIL_CHECKS, SMS_CHECKS
from filters.codes import CODES, NO_REPLY, NO_STATUS
from filters.codes.edges import CALLER, HTTP, SMTP
from filters.codes.email import EMAIL
from filters.codes.gateway import GATEWAY, OUTCOMES
from filters.codes.sms import SMS
from filters.codes.suppressed import SUPPRESSED
from filters.decision import Effect
from gateway.admin.listing import as_file, shape, with_query
from gateway.admin.pages import render
from gateway.http.problems import Refusal
from gateway.unreadable import CITES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from filters.codes import Code
    from gateway.admin.visit import Visit

_GROUPS: Final[tuple[tuple[str, Mapping[str, Code]], ...]] = (
    ("The person is on the list", SUPPRESSED),
    ("Email", EMAIL),
    ("Texts", SMS),
    ("How mail is handed over", SMTP),
    ("Who may hand it over", CALLER),
    ("How the API is called", HTTP),
    ("The gateway itself", GATEWAY),
    ("What became of a message", OUTCOMES),
)
_COLUMNS: Final = ("code", "title", "effect", "cites", "smtp", "http", "remedy")
_EFFECTS: Final = {
    Effect.PASS: "it is recorded, and the message passes",
    Effect.HOLD: "the message is kept until a person decides",
    Effect.DEFER: "the submitter is asked to try again",
    Effect.REFUSE: "the message is refused for good",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One rule that speaks with a code."""

    channel: str
    promise: str
    cites: str
    effect: str


def promises(code: str) -> tuple[Promise, ...]:
    """Return the rules that speak with a code, in the order they run."""
    checks = (("email", EMAIL_CHECKS), ("text", SMS_CHECKS))
    return tuple(
        Promise(channel=channel, promise=each.promise, cites=each.cites,
                effect=_EFFECTS[each.effect])
        for channel, rules in checks
        for each in rules
        if each.code == code
    )  # fmt: skip


def cites(code: str) -> tuple[str, ...]:
    """Return the laws and standards behind a code, each once; none of what is technical alone."""
    of_rules = [each.cites for each in promises(code)]
    return tuple(dict.fromkeys([*of_rules, *([CITES[code]] if code in CITES else [])]))


async def get_help(visit: Visit) -> web.StreamResponse:
    """List every code there is."""
    asked = visit.asked("q")
    wanted = [word.casefold() for word in asked.split()]
    groups = [
        (name, {code: each for code, each in of_group.items() if _speaks_of(code, wanted)})
        for name, of_group in _GROUPS
    ]
    if shape(visit):
        rows = [_row(code) for _, found in groups for code in found]
        return as_file(visit, "codes", _COLUMNS, rows)
    return render(
        visit, "help.html", groups=[each for each in groups if each[1]], q=asked,
        csv=with_query(visit, format="csv"), json=with_query(visit, format="json"),
    )  # fmt: skip


async def get_code(visit: Visit) -> web.StreamResponse:
    """Show what one code means.

    Raises:
        Refusal: there is no such code (404).
    """
    code = visit.path("code")
    if code not in CODES:
        raise Refusal("HTTP_NOT_FOUND", "there is no such code")
    group = next(name for name, of_group in _GROUPS if code in of_group)
    return render(
        visit, "help_code.html", code=code, meaning=CODES[code], group=group,
        promises=promises(code), cites=cites(code), is_warning=code.startswith("W_"),
    )  # fmt: skip


def _speaks_of(code: str, words: list[str]) -> bool:
    row = " ".join(map(str, _row(code).values())).casefold()
    return all(word in row for word in words)


def _row(code: str) -> Mapping[str, object]:
    meaning = CODES[code]
    return {
        "code": code,
        "title": meaning.title,
        "effect": "; ".join(dict.fromkeys(each.effect for each in promises(code))),
        "cites": "; ".join(cites(code)),
        "smtp": "" if meaning.smtp == NO_REPLY else meaning.smtp,
        "http": "" if meaning.http == NO_STATUS else meaning.http,
        "remedy": meaning.remedy,
    }
