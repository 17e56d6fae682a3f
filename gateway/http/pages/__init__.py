"""The public pages: small, without scripts, in the reader's language."""

from __future__ import annotations

import base64
import hashlib
import tomllib
from collections.abc import Mapping  # noqa: TC003 - dataclass fields are read at run time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import msgspec
from aiohttp import web
from markupsafe import Markup

from filters.email.footer.languages import code_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment

_HERE: Final = Path(__file__).parent
_STYLE: Final = (_HERE / "style.css").read_text(encoding="utf-8")
_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_FALLBACK: Final = "en"
_ISOLATED: Final = Markup("<bdi>{}</bdi>")
_FROM_LEFT: Final = Markup('<bdi dir="ltr">{}</bdi>')
_NAMES: Final = frozenset({"company"})  # may be of any script; addresses begin at the left
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    file.stem: tomllib.loads(file.read_text(encoding="utf-8"))
    for file in sorted((_HERE / "words").glob("*.toml"))
}
"""The words of every language there is, by its tag (RFC 5646)."""


Kind: TypeAlias = Literal["emails", "texts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Whose messages a page is about (CAN-SPAM wants company and postal address)."""

    company: str
    postal_address: str
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whose messages a page can stop: an address or a number, masked."""

    kind: Kind
    address: str
    mark: str = ""  # what a form says instead of the key


@dataclass(frozen=True, slots=True)
class Sentence:
    """One of our sentences, and what fills its blanks."""

    word: str
    blanks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a page says after an act, in no language yet."""

    heading: str
    sentences: tuple[Sentence, ...]
    sender: str = ""  # the sender identity in whose name
    undo: str = ""  # the act that its button takes back
    status: int = 200

    def written(self) -> str:
        """Return it as a page takes it along, to be said again in another language."""
        return msgspec.json.encode(self).decode()

    @classmethod
    def read(cls, written: str) -> Result:
        """Return what `written` wrote."""
        return msgspec.json.decode(written, type=cls)


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages in one language, for one sender."""

    lang: str
    sender: Sender

    @property
    def words(self) -> Mapping[str, str]:
        """The words of this language."""
        return WORDS[self.lang]

    def say(self, word: str, **blanks: str) -> Markup:
        """Return a sentence with its blanks filled, each kept apart from the writing around it."""
        filled = {"company": self.sender.company, "contact": self.sender.contact, **blanks}
        isolated = {
            name: (_ISOLATED if name in _NAMES else _FROM_LEFT).format(text)
            for name, text in filled.items()
        }
        return Markup(self.words[word]).format_map(isolated)  # noqa: S704 - our own words

    def choice(
        self, owner: Person, others: Sequence[Person], *, stream: str, act: str
    ) -> web.Response:
        """Return the page with the choice: this stream, all marketing, nothing; and the others."""
        return self._page("choice.html", owner=owner, others=others, stream=stream, act=act)

    def address_form(self, *, complaint: str = "", status: int = 200) -> web.Response:
        """Return the form for people without a token; `complaint` names what was wrong."""
        return self._page("address.html", status=status, complaint=complaint)

    def result(self, result: Result, *, mark: str) -> web.Response:
        """Return the page after an act; `mark` proves that we wrote what it takes along."""
        return self._page(
            "result.html",
            status=result.status,
            result=result,
            paragraphs=[self.say(each.word, **each.blanks) for each in result.sentences],
            mark=mark,
        )

    def _page(self, template: str, *, status: int = 200, **values: Any) -> web.Response:  # noqa: ANN401 - what the template names
        html = (
            _templates()
            .get_template(template)
            .render(
                words=self.words,
                say=self.say,
                languages=WORDS,
                sender=self.sender,
                style=Markup(_STYLE),  # noqa: S704 - our own file
                **values,
            )
        )
        headers = {"Content-Security-Policy": _POLICY, "Content-Language": self.words["tag"]}
        return web.Response(status=status, text=html, content_type="text/html", headers=headers)


def make_ready() -> None:
    """Read every page, so that the first who asks for one does not wait."""
    templates = _templates()
    for name in templates.list_templates():
        templates.get_template(name)


@cache
def _templates() -> Environment:
    from jinja2 import (  # noqa: PLC0415 - loads a compiler, which no start has to wait for
        Environment,
        FileSystemLoader,
        StrictUndefined,
    )

    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def language(asked: str, accepted: str) -> str:
    """Return the language to answer in: the one asked for, else the best accepted, else English.

    `accepted` is an Accept-Language field (RFC 9110 12.5.4).
    """
    weighted = [(_quality(part), part.partition(";")[0].strip()) for part in accepted.split(",")]
    wanted = [tag for quality, tag in sorted(weighted, key=lambda w: -w[0]) if quality > 0]
    for tag in (asked, *wanted):
        code = code_of(tag)
        if code in WORDS:
            return code
    return _FALLBACK


def _quality(part: str) -> float:
    _, _, weight = part.partition("q=")
    try:
        return float(weight) if weight else 1.0
    except ValueError:
        return 0.0
