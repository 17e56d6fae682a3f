"""Whether a message went through this gateway before, and what of ours it brings along."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from filters.email.displayed import PLAIN
from filters.email.fields import raw_values

if TYPE_CHECKING:
    from filters.email.part import Part

LIST_UNSUBSCRIBE: Final = "list-unsubscribe"
APPENDED: Final = b"=_optwarden_"
"""How the boundary begins of a multipart that holds a message and, beside it, the footer."""
_ID: Final = re.compile(r" with [A-Z0-9]{1,16} id [0-9a-z]{8,32}\b")


def went_through(raw: bytes, tree: Part, *, link: str, hostname: str) -> bool:
    """Whether a message bears the marks of an earlier passage: our link in its header, our trace.

    Anybody can write these. So they let nothing be left out that the reader would not see: they
    only say that a footer below a quote is the message's own, and whom its link is made out to.
    """
    if any(f"<{link}" in value for value in raw_values(raw, tree, LIST_UNSUBSCRIBE)):
        return True
    by = f"by {hostname} with "
    return any(
        by in value and _ID.match(value, value.index(by) + len(by) - len(" with "))
        for value in raw_values(raw, tree, "received")
    )


def own_appendix(tree: Part) -> Part | None:
    """Return the part with the footer that was put beside a message here, if it has the form."""
    if tree.content_type != "multipart/mixed" or not tree.boundary.startswith(APPENDED):
        return None
    if len(tree.children) != 2:  # noqa: PLR2004 - the message and the footer
        return None
    last = tree.children[1]
    is_ours = last.content_type == PLAIN and last.disposition == "inline" and not last.filename
    return last if is_ours else None


def foreign_unsubscribe(raw: bytes, tree: Part, link: str) -> tuple[str, ...]:
    r"""Return the List-Unsubscribe fields that lead to somebody else, whose opt-outs we never see.

    >>> from filters.email.mime import parse
    >>> raw = b"List-Unsubscribe: <https://elsewhere.example/x>\r\n\r\n"
    >>> foreign_unsubscribe(raw, parse(raw), "https://u.example.com/u/")
    ('<https://elsewhere.example/x>',)
    """
    values = raw_values(raw, tree, LIST_UNSUBSCRIBE)
    return tuple(value for value in values if not value.startswith(f"<{link}"))
