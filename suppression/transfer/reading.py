"""A file of any shape to the entries it asks for, row by row, in bounded memory."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias

from suppression.errors import UnreadableFileError
from suppression.transfer.cells import unshielded
from suppression.transfer.columns import LISTED, apart
from suppression.transfer.decoding import Decoded
from suppression.transfer.documents import Listed, is_document, listed_objects
from suppression.transfer.heading import (
    Heading,
    called,
    heading_of,
    heading_of_object,
    is_person_column,
)  # fmt: skip
from suppression.transfer.interpretation import Interpreter
from suppression.transfer.lines import lines_of
from suppression.transfer.records import (
    Broken,
    delimiter_of,
    objects,
    rows,
)  # fmt: skip
from suppression.transfer.row import Mistake, ReadAs, Row, Skipped, UnreadableCell
from suppression.transfer.said import word_of_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Found: TypeAlias = Row | Skipped | Mistake

_LOOK_CHARACTERS: Final = 16 << 10
_LOOK_LINES: Final = 6
_NOTHING: Final = "the file holds no row that can be read"
_SEPARATOR: Final = "sep="  # Excel's own first line


class Reading:
    """One file while it is read. `heading` and `notes` are complete once it was read."""

    def __init__(self, chunks: Iterable[bytes], how: ReadAs) -> None:
        """Take the bytes of the file; they are read as its rows are asked for."""
        self._text = Decoded(chunks)
        self._how = how
        self._interpreter: Interpreter | None = None
        self.heading: Heading | None = None
        self.form = ""  # "CSV", "TSV", "JSON lines", "JSON", "list"

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know of how the file was read."""
        notes = self._text.notes
        if self._interpreter is None:
            return notes
        if undated := self._interpreter.undated:
            what = "date" if undated == 1 else "dates"
            notes += (f"{undated} {what} cannot be read: the time of the import stands for it",)
        if unplaced := self._interpreter.unplaced:
            what = "hash" if unplaced == 1 else "hashes"
            notes += (f"{unplaced} {what} without a channel: listed for email and for texts",)
        return notes

    def __iter__(self) -> Iterator[Found]:
        """Yield what every record asks for.

        Raises:
            UnreadableFileError: the file is no list, or no column names a person.
        """
        texts = iter(self._text)
        head = ""
        for text in texts:
            head += text
            if len(head) >= _LOOK_CHARACTERS:
                break
        begin = head.lstrip()[:1]
        if not begin:
            message = "the file is empty"
            raise UnreadableFileError(message)
        all_of_it = chain((head,), texts)
        if begin in "[{":
            yield from self._of_objects(head, all_of_it)
        else:
            yield from self._of_lines(head, lines_of(all_of_it))

    def _of_objects(self, head: str, texts: Iterable[str]) -> Iterator[Found]:
        self.form = "JSON" if is_document(head, self._names_person) else "JSON lines"
        found = (
            listed_objects(texts, self._names_person) if self.form == "JSON"
            else (Listed(number, record) for number, record in objects(lines_of(texts)))
        )  # fmt: skip
        names: dict[str, str] = {}
        listed = word = ""
        for number, record, where in found:
            if isinstance(record, Broken):
                yield Mistake(number, "", record.reason, None, record.raw)
                continue
            interpreter = self._interpreter
            if interpreter is None or where != listed:
                interpreter, listed = self._list_begins(list(record)), where
                word = word_of_list(where)
            names |= {name: called(name, self._how.columns) for name in record if name not in names}
            apart_names = apart([names[name] for name in record])
            values = dict(zip(apart_names, map(str.strip, record.values()), strict=True))
            values[LISTED] = word
            yield from _read(interpreter, number, values, record)
        if self.heading is None:
            raise UnreadableFileError(_NOTHING)

    def _of_lines(self, head: str, lines: Iterator[str]) -> Iterator[Found]:
        first, looked = 1, head.splitlines()
        if looked[0].lower().startswith(_SEPARATOR):
            first, delimiter = 2, looked[0][len(_SEPARATOR) :][:1] or ","
            next(lines)
        else:
            delimiter = delimiter_of([line for line in looked if line.strip()][:_LOOK_LINES])
        self.form = "TSV" if delimiter == "\t" else "CSV"
        found = rows(lines, delimiter, first)
        for number, record in found:
            if isinstance(record, Broken):
                yield Mistake(number, "", record.reason, None, record.raw)
                continue
            if record[0].startswith("#") and len(record) == 1:  # a remark in a plain list
                continue
            heading = heading_of(record, self._how.columns, self._how.name)
            interpreter = self._begin(heading)
            if not heading.has_line:
                yield from self._cells(interpreter, heading, number, record)
            break
        else:
            raise UnreadableFileError(_NOTHING)
        for number, record in found:
            yield from self._cells(interpreter, heading, number, record)

    def _cells(
        self, interpreter: Interpreter, heading: Heading, number: int, cells: Sequence[str] | Broken
    ) -> Sequence[Found]:
        if isinstance(cells, Broken):
            return (Mistake(number, "", cells.reason, None, cells.raw),)
        names = heading.names
        if len(cells) != len(names):
            if len(cells) == 1 and (not cells[0].strip() or cells[0].startswith("#")):
                return ()
            if any(cells[len(names) :]):
                reason = f"has {len(cells)} cells where the heading has {len(names)}"
                return (Mistake(number, "", reason, cells),)
            cells = (*cells, *[""] * (len(names) - len(cells)))
        values = {
            name: cell.strip() if "'" not in cell else unshielded(cell).strip()
            for name, cell in zip(names, cells, strict=False)
        }
        return _read(interpreter, number, values, cells)

    def _list_begins(self, columns: Sequence[str]) -> Interpreter:
        """Read a list of a JSON document by its own columns; where they name nobody, as before."""
        try:
            heading = heading_of_object(columns, self._how.columns, self._how.name)
        except UnreadableFileError:
            if self._interpreter is None:
                raise
            return self._interpreter
        return self._begin(heading)

    def _begin(self, heading: Heading) -> Interpreter:
        self.heading = self.heading or heading
        begun = Interpreter(heading, self._how)
        if before := self._interpreter:
            begun.undated, begun.unplaced = before.undated, before.unplaced
        self._interpreter = begun
        return begun

    def _names_person(self, column: str) -> bool:
        return is_person_column(called(column, self._how.columns))


def _read(
    interpreter: Interpreter,
    number: int,
    values: Mapping[str, str],
    record: Sequence[str] | Mapping[str, str],
) -> Sequence[Found]:
    try:
        found = interpreter.rows(number, values)
    except UnreadableCell as error:
        return (Mistake(number, error.column, error.reason, record),)
    except KeyError as error:  # a service's column that this object lacks
        return (Mistake(number, str(error.args[0]), "is missing", record),)
    if unread := interpreter.unread:
        return (*found, Mistake(number, unread.column, unread.reason, record))
    return found or (Skipped(number),)
