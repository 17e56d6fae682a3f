"""The lines of the footer: what an organisation may word anew, and what the law keeps in them."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from filters.email.footer.duties import Duty

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TEMPLATE: Final = ("{notice}", "{company}, {postal_address}", "{reason}", "{unsubscribe}")
PLACEHOLDER: Final = re.compile(r"\{([a-z_]*)\}")

_KNOWN: Final = ("company", "postal_address", "notice", "reason", "unsubscribe", "link")
_NOTICE: Final = "{notice}"
_LINK: Final = "{link}"
_WORD: Final = re.compile(r"[^\W\d_]{2}")
_MAX_LINE: Final = 200  # characters: with what is filled in, in UTF-8, it stays within 998 bytes
_MAX_LINES: Final = 20
_SAYS: Final = {
    "notice": Duty.NOTICE, "postal_address": Duty.ADDRESS, "unsubscribe": Duty.LINK,
    "link": Duty.LINK,
}  # fmt: skip


def line_mistakes(line: str) -> Iterator[str]:
    """Yield what is wrong with one line, whatever the others say, a clear sentence each.

    >>> list(line_mistakes("{company}, {adress}"))[0]
    '{adress} is no placeholder, did you mean {postal_address}?'
    """
    if len(line) > _MAX_LINE:
        yield f"is longer than {_MAX_LINE} characters"
    for name in PLACEHOLDER.findall(line):
        if name not in _KNOWN:
            yield f"{{{name}}} is no placeholder{_instead_of(name)}"
    if re.search(r"[{}]", PLACEHOLDER.sub("", line)):
        yield "a brace that belongs to no placeholder"
    if _NOTICE in line and line.strip() != _NOTICE:
        yield "{notice} needs a line of its own, because a receipt goes without it"
    if _LINK in line and not _WORD.search(PLACEHOLDER.sub("", line)):
        yield "{link} needs words on its line that say what it is for"


def mistakes(lines: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with a template of good lines, one clear sentence each.

    >>> list(mistakes(TEMPLATE))
    []
    """
    text = "\n".join(lines)
    # 15 U.S.C. 7704(a)(5)(A)
    if _NOTICE not in text:
        yield "{notice} is missing: commercial email says that it is an advertisement"
    if "{postal_address}" not in text:
        yield "{postal_address} is missing: commercial email says where its sender is to be found"
    links = text.count("{unsubscribe}") + text.count(_LINK)
    if not links:
        yield "{unsubscribe} is missing: commercial email says how to opt out of it"
    elif links > 1:
        yield "the link stands once: write {unsubscribe}, or {link} with words of your own"
    if len(lines) > _MAX_LINES:
        yield f"at most {_MAX_LINES} lines"


def remaining(lines: Sequence[str], owed: frozenset[Duty]) -> tuple[str, ...]:
    """Return the lines that say what is owed: standard ones, where a line says more than that.

    >>> remaining(("{notice}", "{postal_address} {unsubscribe}"), frozenset({Duty.LINK}))
    ('{unsubscribe}',)
    """
    kept = tuple(line for line in lines if _duties(line) & owed)
    if all(_duties(line) <= owed for line in kept):
        return kept
    return remaining(TEMPLATE, owed)


def _duties(line: str) -> frozenset[Duty]:
    names = PLACEHOLDER.findall(line)
    return frozenset(_SAYS[name] for name in names if name in _SAYS)


def _instead_of(name: str) -> str:
    """Return which placeholder was meant, or which there are."""
    if close := get_close_matches(name, _KNOWN, n=1):
        return f", did you mean {{{close[0]}}}?"
    return f": there are {', '.join(map('{{{}}}'.format, _KNOWN))}"
