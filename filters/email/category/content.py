"""What the content of a message says: all that some mail program may show, read and judged."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from filters.cached import Cached
from filters.email.answering import (
    ENCLOSED,
    QUOTE_FOLLOWS,
    begins_as_answer,
    names_a_message,
    was_sent_by_program,
    was_sent_to_many,
)
from filters.email.category.examined import examined, examined_source, is_cut
from filters.email.category.footnote import footnote
from filters.email.category.furniture import prose
from filters.email.category.judgement import Judgement, stricter
from filters.email.category.letter import is_personal
from filters.email.category.purpose import looks_commercial
from filters.email.category.words import EXAMINED_CHARACTERS
from filters.email.charset import is_legible
from filters.email.displayed import ATTACHMENT, TNEF, decoded_text, readable_parts
from filters.email.editability import Editability, editability
from filters.email.fields import are_legible, value
from filters.email.reading import Reading, read_html
from filters.email.transfer import decoded, is_sound

if TYPE_CHECKING:
    from filters.email.part import Part

_MARKED_UP: Final = re.compile(r"text/(?:html|x-amp-html|watch-html)|application/xhtml\+xml")
_QUOTED: Final = re.compile(r"(?m)^[ \t]*>.*$")
_QUOTE_FOLLOWS: Final = re.compile(QUOTE_FOLLOWS)


class Content:
    """What the content reads as; it is read when somebody asks, and then once.

    Nobody asks about commercial mail: there is nothing stricter that it could be.
    """

    def __init__(self, raw: bytes, tree: Part, *, to_many: bool = False) -> None:
        """Remember what to read; `to_many` says that a field leans to a mailing."""
        self.raw = raw
        self.tree = tree
        self._to_many = to_many

    @Cached
    def judgement(self) -> Judgement:
        """The strictest judgement of any text with the subject (16 CFR 316.3(a))."""
        return self.judged(self.readings)

    @Cached
    def judgement_of_whole(self) -> Judgement:
        """The same with what an answer quotes."""
        return self.judged(self.whole) if self._answers else self.judgement

    def judged(self, readings: tuple[Reading, ...]) -> Judgement:
        """Judge some of its texts with the subject."""
        to_many = self._to_many or was_sent_to_many(self.raw, self.tree)
        return stricter(
            looks_commercial(self.subject, reading.shown, reading.everything, to_many=to_many)
            for reading in readings or (Reading(shown="", everything=""),)
        )

    @Cached
    def footnote(self) -> tuple[str, ...]:
        """What sells in a sentence of it, beside the business it is about."""
        return next(filter(None, (footnote(prose(reading.shown)) for reading in self.readings)), ())

    @property
    def evidence(self) -> tuple[str, ...]:
        """What it was judged by, if it was."""
        return self.judgement.evidence if "judgement" in self.__dict__ else ()

    @Cached
    def is_answer(self) -> bool:
        """Whether it answers a message as a person does, without a sign of a mailing."""
        if not self._answers or was_sent_by_program(self.raw, self.tree):
            return False
        return begins_as_answer(self.subject) or self._quotes

    @Cached
    def is_letter(self) -> bool:
        """Whether a person wrote it to one other, and it says nothing but what people write."""
        raw, tree = self.raw, self.tree
        if not is_personal(raw, tree) or was_sent_by_program(raw, tree):
            return False
        return self.judgement_of_whole.is_plain and not self.judgement_of_whole.is_commercial

    @Cached
    def is_encrypted(self) -> bool:
        """Whether only who has a key can read it: nobody encrypts to people they do not know."""
        return editability(self.raw, self.tree) is Editability.ENCRYPTED

    @Cached
    def is_unreadable(self) -> bool:
        """Whether it shows something and nothing of it can be read here: pictures, unknown codes.

        Files of their own (an invoice as PDF) are not shown, and are nobody's text. An enclosed
        message without a word about it is all there is to see: most programs open it. What is too
        long to be looked at as a whole may say anything where it was cut off.
        """
        if self.is_cut or self.is_in_unknown_charset:
            return True
        if any(_has_words(reading.shown) for reading in self.readings):
            return False
        is_hidden = any(
            reading.has_pictures or _has_words(reading.everything) for reading in self.readings
        )
        leaves = tuple(self.tree.leaves())
        is_enclosed = self.tree.content_type != "multipart/report" and any(
            part.content_type in ENCLOSED for part in leaves
        )
        return is_hidden or is_enclosed or self.is_encrypted or any(map(self._is_opaque, leaves))

    @Cached
    def is_in_unknown_charset(self) -> bool:
        """Whether its subject, or a text that may be shown, is in a charset not read here.

        Some mail program knows it and shows an advertisement, whatever stands beside it.
        """
        if not are_legible(self.raw, self.tree, "subject"):
            return True
        return any(map(self._is_in_unknown_charset, readable_parts(self.tree)))

    @Cached
    def is_cut(self) -> bool:
        """Whether it says more, by itself, than is looked at."""
        return any(map(is_cut, self.readings))

    @Cached
    def readings(self) -> tuple[Reading, ...]:
        """Every text that some mail program may show, as its reader gets it."""
        return tuple(self._read(part, without_quotes=self._answers) for part in self._read_parts)

    @property
    def beginning(self) -> str:
        """What the first text shows."""
        parts = readable_parts(self.tree)
        first = next((part for part in parts if not self._is_opaque(part)), None)
        return "" if first is None else self._read(first, without_quotes=False).shown

    @Cached
    def _read_parts(self) -> tuple[Part, ...]:
        """Return every text but those that each reader decodes in another way.

        Programs that do not know a charset show its ASCII, so that is read as well.
        """
        return tuple(part for part in readable_parts(self.tree) if not self._is_broken(part))

    @Cached
    def whole(self) -> tuple[Reading, ...]:
        """The same with what an answer quotes."""
        if not self._answers:
            return self.readings
        return tuple(self._read(part, without_quotes=False) for part in self._read_parts)

    @Cached
    def has_pictures(self) -> bool:
        """Whether it shows anything that cannot be read here."""
        shown = any(reading.has_pictures for reading in self.whole)
        return shown or any(map(self._is_opaque, self.tree.leaves()))

    @Cached
    def subject(self) -> str:
        """The subject as it is read."""
        return value(self.raw, self.tree, "subject")

    @Cached
    def _answers(self) -> bool:
        return names_a_message(self.raw, self.tree)

    @Cached
    def _quotes(self) -> bool:
        """Whether it quotes another letter."""
        texts = (decoded_text(self.raw, part) for part in readable_parts(self.tree))
        return any(
            _QUOTED.search(text) or _QUOTE_FOLLOWS.search(text) or "<blockquote" in text.lower()
            for text in (text[:EXAMINED_CHARACTERS] for text in texts)
        )

    def _read(self, part: Part, *, without_quotes: bool) -> Reading:
        """Read a part; what an answer quotes are not its words, unless it says nothing else."""
        text = decoded_text(self.raw, part)
        if without_quotes:
            own = _reading(part, text, without_quotes=True)
            if _has_words(own.shown):
                return own
        return _reading(part, text, without_quotes=False)

    def _is_opaque(self, part: Part) -> bool:
        """Whether a part is shown, or may be, and cannot be read here."""
        is_message = part.content_type in TNEF  # to Outlook, also where it is attached
        if is_message or part.disposition == ATTACHMENT:
            return is_message
        if part.content_type.startswith("image/"):
            return True
        if part.content_type.startswith("application/"):  # S/MIME that hides what it signs
            return part.content_type.endswith("pkcs7-mime")
        if not part.content_type.startswith("text/"):
            return False
        return self._is_broken(part) or self._is_in_unknown_charset(part)

    def _is_broken(self, part: Part) -> bool:
        if part.disposition == ATTACHMENT or not part.content_type.startswith("text/"):
            return False
        return not is_sound(self.raw[part.body_start : part.body_end], part.transfer_encoding)

    def _is_in_unknown_charset(self, part: Part) -> bool:
        # UTF-7, ISO 2022, EBCDIC, UTF-16 without a mark
        body = self.raw[part.body_start : part.body_end]
        return not is_legible(decoded(body, part.transfer_encoding), part.charset)


def _reading(part: Part, text: str, *, without_quotes: bool) -> Reading:
    beginning, has_more = examined_source(text)
    if _MARKED_UP.fullmatch(part.content_type) is None:
        reading = Reading(shown=beginning, everything=beginning)
    else:
        reading = read_html(beginning, without_quotes=without_quotes)
    reading = examined(reading, is_cut=has_more)
    return _own(reading) if without_quotes else reading


def _own(reading: Reading) -> Reading:
    """Return a reading without what it quotes."""
    return replace(
        reading,
        shown=_unquoted(reading.shown),
        everything=_unquoted(reading.everything),
        # behind the beginning of a quote there is more of the quote
        is_cut=reading.is_cut and _QUOTE_FOLLOWS.search(reading.shown) is None,
    )


def _unquoted(text: str) -> str:
    quote = _QUOTE_FOLLOWS.search(text)
    return _QUOTED.sub("", text[: quote.start()] if quote else text)


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))
