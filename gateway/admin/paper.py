"""An email before and after, as the tabs of a page show it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from filters.email.reading import visible_text
from filters.plan import render
from gateway.admin.disarm import disarmed
from gateway.admin.fitting import ROOM, fitting, fitting_rows
from gateway.admin.highlight import highlighted, marked_lines
from gateway.diff.changes import changes_of, parts_and_places
from gateway.diff.difference import difference, edit_of, marks
from gateway.look import look, tree_of
from gateway.shown import shown
from suppression.tokens import SAMPLE_TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from gateway.diff.changes import Change, PartOutline, Place
    from gateway.diff.difference import Line
    from gateway.dry_run import Examined
    from gateway.spool.model import Kept

TABS: Final[tuple[tuple[str, str], ...]] = (
    ("before", "Before"), ("after", "After"), ("diff", "Diff"), ("headers", "Headers"),
    ("raw", "Raw"), ("tree", "Tree"),
)  # fmt: skip
_OF_AN_EDIT: Final = 2_000  # bytes of HTML
_HALF: Final = ROOM // 2
_MOST_TOLD: Final = 20
_LONG: Final = 100  # characters of a line
_MOST_WORDS: Final = 400  # characters
_STYLE: Final = re.compile(r'style="[^"]{100,}"')
_OPENING: Final = re.compile(r"(?<=[^\s+-])(?=<[a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The bytes as submitted, those that leave, and what makes the one of the other."""

    before: bytes
    after: bytes  # empty where nothing would leave
    changes: tuple[Change, ...]
    parts: tuple[PartOutline, ...]  # none where it cannot be read
    places: tuple[Place, ...]


def paper_of(kept: Kept) -> Paper:
    """Return what is kept of an email; a sample stands for the recipient's own token."""
    changes = changes_of(kept.plan)
    tree = tree_of(kept.raw)
    parts, places = parts_and_places(kept.raw, tree, changes) if tree is not None else ((), ())
    return Paper(
        before=kept.raw,
        after=render(kept.raw, kept.plan, SAMPLE_TOKEN),
        changes=changes,
        parts=parts,
        places=places,
    )


def paper_of_examined(examined: Examined) -> Paper:
    """Return what was examined."""
    return Paper(
        before=examined.before,
        after=examined.after,
        changes=examined.changes,
        parts=examined.parts,
        places=examined.places,
    )


def frame(paper: Paper, of: str) -> str:
    """Return the HTML a reader sees, disarmed; of what leaves with what was added set off."""
    before = look(paper.before).html
    if of == "before" or not paper.after:
        return disarmed(before)
    return disarmed(highlighted(before, look(paper.after).html))


def tab(paper: Paper, show: str) -> Mapping[str, Any]:
    """Return what one tab shows."""
    return _TABS[show](paper)


def _before(paper: Paper) -> Mapping[str, Any]:
    seen = look(paper.before)
    text = fitting(seen.text)
    return {
        "has_frame": bool(seen.html),
        "lines": tuple(("", line) for line in text.split("\n")) if text else (),
        "edits": (),
        "is_cut": seen.is_cut or len(text) < len(seen.text),
    }


def _after(paper: Paper) -> Mapping[str, Any]:
    was, seen = look(paper.before), look(paper.after)
    lines, is_cut = fitting_rows(marked_lines(was.text, seen.text), _words, _HALF)
    edits = (
        edit_of(place, change, paper.parts)
        for place, change in zip(paper.places, paper.changes, strict=False)
    )
    cut = (
        (edit.where, edit.place, fitting(edit.added, _OF_AN_EDIT), len(edit.added))
        for edit in edits
    )
    chosen, are_more = fitting_rows(cut, lambda each: each[2], _HALF)
    return {
        "has_frame": bool(seen.html),
        "is_marked": highlighted(was.html, seen.html) != seen.html,
        "lines": lines,
        "edits": chosen,
        "is_cut": is_cut or are_more or seen.is_cut,
    }


def _diff(paper: Paper) -> Mapping[str, Any]:
    found = difference(paper.before, paper.after, paper.changes, paper.parts)
    lines, is_cut = fitting_rows(folded(found.lines), _words, _HALF)
    texts, room = [], _HALF
    for what, all_lines in found.texts:
        kept, cut = fitting_rows(folded(all_lines), _words, room)
        room -= sum(len(line) for _, line in kept)
        is_cut |= cut
        texts.append((what, kept))
    told = tuple(dict.fromkeys(_told(paper)))
    return {
        "told": told[:_MOST_TOLD], "lines": lines, "texts": tuple(texts),
        "is_cut": is_cut or found.is_cut or len(told) > _MOST_TOLD,
    }  # fmt: skip


def _told(paper: Paper) -> Iterator[tuple[str, str, str]]:
    """Yield where something is added, what it is, and the words of it that a reader sees."""
    for place, change in zip(paper.places, paper.changes, strict=False):
        edit = edit_of(place, change, paper.parts)
        is_read = place.within == "body" and place.type.startswith("text/")
        words = visible_text(edit.added) if edit.html else edit.added
        yield edit.where, place.says, " ".join(words.split())[:_MOST_WORDS] if is_read else ""


def folded(lines: Iterable[Line]) -> Iterator[Line]:
    r"""Yield the lines of a difference with long styles of what was added left out.

    >>> list(folded([("ins", "+<p style=\"" + "a:b;" * 50), ("ins", "+c:d\">Hello</p>")]))
    [('ins', '+<p style="…">Hello</p>')]
    """
    for kind, run in groupby(lines, key=lambda line: line[0]):
        if kind != "ins":
            yield from run
            continue
        together = _STYLE.sub('style="…"', "\n".join(line for _, line in run))
        yield from (("ins", line) for line in together.split("\n"))


def broken(line: str) -> str:
    """Return a line of a difference for the eye: a long one goes on below at each tag.

    >>> broken(f"+<p>{'a' * 100}<b>b</b></p>").count(chr(10))
    1
    """
    return _OPENING.sub("\n    ", line) if len(line) > _LONG else line


def _headers(paper: Paper) -> Mapping[str, Any]:
    """Tell the fields of the message apart: those that stay, are added, are gone."""
    old, new = _fields(paper.before), _fields(paper.after)
    gone = [("del", name, text) for name, text in old if paper.after and (name, text) not in new]
    fresh = [("" if (name, text) in old else "ins", name, text) for name, text in new]
    rows = [*fresh, *gone] if paper.after else [("", name, text) for name, text in old]
    kept, is_cut = fitting_rows(rows, lambda row: f"{row[1]}{row[2]}")
    return {"fields": kept, "is_cut": is_cut}


def _raw(paper: Paper) -> Mapping[str, Any]:
    text = paper.before[: 2 * ROOM].decode("utf-8", "replace").replace("\r\n", "\n")
    source = fitting("\n".join(map(shown, text.split("\n"))))
    return {"source": source, "is_cut": len(source) < len(text) or len(paper.before) > 2 * ROOM}


def _tree(paper: Paper) -> Mapping[str, Any]:
    rows = ((part, marks(part)) for part in paper.parts)
    parts, is_cut = fitting_rows(rows, lambda row: f"{row[0]}")
    return {"parts": parts, "is_cut": is_cut}


_TABS: Final[Mapping[str, Callable[[Paper], Mapping[str, Any]]]] = {
    "before": _before, "after": _after, "diff": _diff, "headers": _headers, "raw": _raw,
    "tree": _tree,
}  # fmt: skip


def _fields(raw: bytes) -> list[tuple[str, str]]:
    """Return the header fields of a message as they stand there, unfolded for the eye."""
    head = raw.partition(b"\r\n\r\n")[0][: 2 * ROOM].decode("utf-8", "replace")
    fields: list[tuple[str, str]] = []
    for line in head.split("\r\n"):
        if line[:1] in (" ", "\t") and fields:
            name, text = fields[-1]
            fields[-1] = (name, f"{text}\n{shown(line)}")
        elif line:
            name, colon, text = line.partition(":")
            fields.append((shown(name), shown(text.strip())) if colon else ("", shown(line)))
    return fields


def _words(line: Line) -> str:
    return line[1]
