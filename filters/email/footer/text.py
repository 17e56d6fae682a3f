"""The words of a footer, as plain text and as HTML, in two halves with the token between."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple

from filters.email.footer.duties import Duty
from filters.email.footer.languages import ENGLISH
from filters.email.footer.style import BLOCK, LINE, LINK
from filters.email.footer.template import PLACEHOLDER, TEMPLATE, remaining

if TYPE_CHECKING:
    from filters.email.footer.languages import Language
    from filters.email.footer.style import Element

_SEPARATOR: Final = "----"
_ALWAYS: Final = frozenset({Duty.ADDRESS, Duty.LINK})
_OF_ADVERTISING: Final = frozenset(Duty)
_INVISIBLE: Final = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+"
)
_RIGHT_TO_LEFT: Final = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LTR_MARK: Final = "\N{LEFT-TO-RIGHT MARK}"
_STUFFED: Final = (" ", ">", "From ")
_SENTENCE: Final = re.compile(r"(.*)\[(.*)\](.*)")
_HERE: Final = "\x00"  # where the link goes, or its text begins; no value has control characters
_END: Final = "\x01"  # where the text of the link ends


class Halves(NamedTuple):
    """A text that is the same for everybody but for the token in the middle.

    Where no link is owed there is no token, and nothing after it.
    """

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Wording:
    """What a footer has to say, and for which kind of message."""

    company: str
    postal_address: str
    link: str  # the unsubscribe address up to the token
    is_advertisement: bool
    language: Language = ENGLISH
    template: tuple[str, ...] = TEMPLATE
    told: frozenset[Duty] = frozenset()  # what the message itself says, so the footer need not

    @property
    def owed(self) -> frozenset[Duty]:
        """What the footer has to say."""
        duties = _OF_ADVERTISING if self.is_advertisement else _ALWAYS
        return duties - self.told if self.told else duties

    def beside(self, told: frozenset[Duty]) -> Wording:
        """Return what is left to say beside a message that says this itself."""
        if not told:
            return self
        owed = self.owed - told
        return replace(self, told=told, template=remaining(self.template, owed))

    def around_token(self, halves: Halves) -> tuple[str, ...]:
        """Return the halves, with the token between, or the one text where no link is owed."""
        return halves if Duty.LINK in self.owed else (halves.before,)

    @property
    def notice(self) -> str:
        """The sentence that says that it is an advertisement."""
        return _said(self, self.language.notice)

    @property
    def lines(self) -> tuple[str, ...]:
        """What is read in plain text, line by line, but for the address of the link."""
        return tuple(line for line in _text_lines(self) if line != _HERE)

    @property
    def shown(self) -> tuple[str, ...]:
        """What is read in HTML, line by line."""
        return _shown(self)

    @property
    def shown_on_top(self) -> tuple[str, str]:
        """What is read at the top of HTML whose end is cut off: ad notice, text of the link."""
        return self.notice, self.language.link


@lru_cache(maxsize=64)
def plain(wording: Wording, newline: str, *, flowed: bool) -> Halves:
    """Return the footer as text lines without a newline before or after them.

    `flowed`: lines are space-stuffed where RFC 3676 4.4 wants it, and none ends in a space.
    """
    lines = [_SEPARATOR, *_text_lines(wording)]
    if flowed:
        lines = [" " + line if line.startswith(_STUFFED) else line for line in lines]
    before, here, after = newline.join(lines).partition(_HERE)
    return Halves(before + wording.link if here else before, after)


@lru_cache(maxsize=64)
def html(wording: Wording) -> Halves:
    """Return the footer as HTML in ASCII, lines of its own, readable under any style of the host.

    Two elements, each with every property that could hide it, or move it away: no style sheet
    stands above what is important and inline. Own colours, a size that can be read, and no class
    or id of anybody.
    """
    return _element(wording, BLOCK, "<br>\r\n".join(map(escape, _html_lines(wording))))


@lru_cache(maxsize=64)
def html_on_top(wording: Wording) -> Halves:
    """Return the one line for the top of HTML whose end is cut off: ad notice and opt-out."""
    notice, label = map(escape, wording.shown_on_top)
    return _element(wording, LINE, f"{notice} {_HERE}{label}{_END}")


def _element(wording: Wording, element: Element, inner: str) -> Halves:
    before, here, rest = inner.partition(_HERE)
    label, _, after = rest.partition(_END)
    language = wording.language
    opening = (
        f'\r\n<div role="{element.role}" lang="{language.tag}" dir="{language.direction}"'
        f' align="center" style="{element.style(language.direction)}">\r\n'
    )
    if not here:
        return Halves(ascii_html(f"{opening}{before}\r\n</div>\r\n"), "")
    return Halves(
        ascii_html(f'{opening}{before}<a href="{escape(wording.link)}'),
        ascii_html(
            f'"\r\n style="{LINK.style(language.direction)}">{label}</a>{after}\r\n</div>\r\n'
        ),
    )


@lru_cache(maxsize=64)
def _text_lines(wording: Wording) -> tuple[str, ...]:
    """Return the lines of the plain text; the address of the link has one of its own."""
    before, label, _ = _stop(wording)
    sentence = f"{before}{label}{wording.language.colon}\n{_HERE}\n"
    filled = (_filled(line, wording, sentence, f"\n{_HERE}\n") for line in wording.template)
    lines = (line.strip(" ") for text in filled for line in text.split("\n"))
    return tuple(line for line in lines if line)


@lru_cache(maxsize=64)
def _html_lines(wording: Wording) -> tuple[str, ...]:
    """Return the lines of the HTML, not escaped yet, the text of the link between its marks."""
    before, label, after = _stop(wording)
    sentence = f"{before}{_HERE}{label}{_END}{after}"
    link = f"{_HERE}{wording.language.link}{_END}"
    filled = (_filled(line, wording, sentence, link).strip(" ") for line in wording.template)
    return tuple(line for line in filled if line)


@lru_cache(maxsize=64)
def _shown(wording: Wording) -> tuple[str, ...]:
    return tuple(line.replace(_HERE, "").replace(_END, "") for line in _html_lines(wording))


def _filled(line: str, wording: Wording, unsubscribe: str, link: str) -> str:
    # 15 U.S.C. 7704(a)(5)(A): an ad is named as one, the opt-out is told, the address is valid
    language, is_advertisement = wording.language, wording.is_advertisement
    values = {
        "company": _company(wording),
        "postal_address": _value(wording.postal_address, language, ", "),
        "notice": wording.notice if is_advertisement else "",
        "reason": _said(wording, language.reason if is_advertisement else language.dealings),
        "unsubscribe": unsubscribe,
        "link": link,
    }
    return PLACEHOLDER.sub(lambda match: values[match[1]], _INVISIBLE.sub(" ", line))


def _stop(wording: Wording) -> tuple[str, str, str]:
    """Return the sentence on how it stops: before the link, the text of the link, after it."""
    language = wording.language
    sentence = language.stop if wording.is_advertisement else language.stop_advertising
    match = _SENTENCE.fullmatch(sentence)
    assert match is not None  # noqa: S101 - a test reads every sentence there is
    before, label, after = (_said(wording, text) for text in match.groups())
    return before, label, after


def _said(wording: Wording, sentence: str) -> str:
    return sentence.replace("{company}", _company(wording))


def _company(wording: Wording) -> str:
    return _value(wording.company, wording.language, " ")


def _value(text: str, language: Language, between: str) -> str:
    """Return a configured value as it stands in a sentence.

    Among words that run from right to left, Latin ones keep their order, numbers in front and full
    stops behind included (UAX 9).
    """
    value = one_line(text, between)
    if not language.is_right_to_left or _RIGHT_TO_LEFT.search(value):
        return value
    return f"{_LTR_MARK}{value}{_LTR_MARK}"


@lru_cache(maxsize=64)
def one_line(text: str, between: str = " ") -> str:
    """Join the lines of a configured value and drop what cannot be seen."""
    lines = (_INVISIBLE.sub(" ", line).strip(" ,") for line in text.splitlines())
    return between.join(line for line in lines if line)


def ascii_html(text: str) -> str:
    """Write what is not ASCII as references, which every charset can say."""
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")
