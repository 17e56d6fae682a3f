"""Showing what was added to a text or to HTML, where it stands."""

from __future__ import annotations

from typing import Final

from filters.email.growth import common_start

_OPENING: Final = (
    '<div style="outline:3px solid #14612f;outline-offset:3px;background:#e6f5eb;color:#15181e">'
)
_CLOSING: Final = "</div>"


def highlighted(before: str, after: str) -> str:
    """Return HTML with what was put into it in a frame; as it is where more than that differs.

    >>> highlighted("<p>a</p></body>", "<p>a</p><p>b</p></body>")[8:11]
    '<di'
    """
    head = common_start(before, after)
    tail = common_start(before[head:][::-1], after[head:][::-1])
    start, end = head, len(after) - tail
    if head + tail != len(before) or start >= end:
        return after
    # what repeats around it may be counted to either side: it begins where its own tag does
    while not _is_whole(after[start:end]):
        if not start or after[start - 1] != after[end - 1]:
            return after
        start, end = start - 1, end - 1
    return f"{after[:start]}{_OPENING}{after[start:end]}{_CLOSING}{after[end:]}"


def _is_whole(html: str) -> bool:
    """Whether HTML begins with a tag and ends with one."""
    return html.lstrip().startswith("<") and html.rstrip().endswith(">")


def marked_lines(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Return the lines of a text with what was added marked: ("ins", line) or ("", line)."""
    old, new = before.splitlines(), after.splitlines()
    head = common_start(old, new)
    tail = common_start(old[head:][::-1], new[head:][::-1])
    end = len(new) - tail
    return tuple(("ins" if head <= n < end else "", line) for n, line in enumerate(new))
