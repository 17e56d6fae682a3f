"""The public pages: small, without scripts, in the reader's language."""

from __future__ import annotations

import base64
import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Mapping

_HERE: Final = Path(__file__).parent
_STYLE: Final = (_HERE / "style.css").read_text(encoding="utf-8")
_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_FALLBACK: Final = "en"
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    file.stem: tomllib.loads(file.read_text(encoding="utf-8"))
    for file in sorted((_HERE / "words").glob("*.toml"))
}
"""The words of every language there is, by its tag (RFC 5646)."""

_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Whose messages a page is about (CAN-SPAM wants company and postal address)."""

    company: str
    postal_address: str
    contact: str


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages in one language, for one sender."""

    lang: str
    sender: Sender

    @property
    def words(self) -> Mapping[str, str]:
        """The words of this language."""
        return WORDS[self.lang]

    def choice(self, *, address: str, stream: str) -> web.Response:
        """Return the page with the choice: this stream, all marketing, nothing."""
        return self._page("choice.html", address=address, stream=stream)

    def address_form(self, *, complaint: str = "", status: int = 200) -> web.Response:
        """Return the form for people without a token; `complaint` names what was wrong."""
        return self._page("address.html", status=status, complaint=complaint)

    def result(
        self, heading: str, *texts: str, status: int = 200, address: str = "", stream: str = "",
        undo: str = "",
    ) -> web.Response:  # fmt: skip
        """Return the page after an act; `heading` and `texts` name words."""
        filled = {"stream": stream, "company": self.sender.company, "contact": self.sender.contact}
        return self._page(
            "result.html",
            status=status,
            heading=self.words[heading],
            paragraphs=[self.words[text].format_map(filled) for text in texts],
            address=address,
            undo=undo,
        )

    def _page(self, template: str, *, status: int = 200, **values: Any) -> web.Response:  # noqa: ANN401 - what the template names
        html = _TEMPLATES.get_template(template).render(
            lang=self.lang,
            words=self.words,
            sender=self.sender,
            style=Markup(_STYLE),  # noqa: S704 - our own file
            **values,
        )
        headers = {"Content-Security-Policy": _POLICY, "Content-Language": self.lang}
        return web.Response(status=status, text=html, content_type="text/html", headers=headers)


def language(asked: str, accepted: str) -> str:
    """Return the language to answer in: the one asked for, else the best accepted, else English.

    `accepted` is an Accept-Language field (RFC 9110 12.5.4).
    """
    weighted = [(_quality(part), part.partition(";")[0].strip()) for part in accepted.split(",")]
    wanted = [tag for quality, tag in sorted(weighted, key=lambda w: -w[0]) if quality > 0]
    for tag in (asked, *wanted):
        primary = tag.lower().partition("-")[0]
        if primary in WORDS:
            return primary
    return _FALLBACK


def _quality(part: str) -> float:
    _, _, weight = part.partition("q=")
    try:
        return float(weight) if weight else 1.0
    except ValueError:
        return 0.0
