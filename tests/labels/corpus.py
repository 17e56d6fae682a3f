"""Labelled mail beside the repository: read, wrapped as messages, and the labels that are wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.header import Header
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MAIL: Final = Path(__file__).parents[3] / "shared" / "data" / "mail"
LABELS: Final = MAIL / "COMMERCIAL_LABELS.tsv"
COMMERCIAL: Final = "commercial"
TRANSACTIONAL: Final = "transactional"

WRONG: Final = {
    # a coupon to make a stranger sign up, in the form of an invitation
    **{
        f"sendwithus/templates/{name}/invite.html": COMMERCIAL
        for name in ("airmail", "cleave", "go", "narrative", "skyline", "sunday", "zen-flat")
    },
    # tickets of a concert that is on sale
    "mjml-src/templates/ticketshop.mjml": COMMERCIAL,
    "mjml-html/ticketshop.html": COMMERCIAL,
    "colorlib/10/index.html": TRANSACTIONAL,  # "please verify your email"
    "colorlib/11/index.html": TRANSACTIONAL,  # a friend request
    "colorlib/22/index.html": TRANSACTIONAL,  # an order confirmation
    "colorlib/23/index.html": TRANSACTIONAL,  # a password reset
    # chain letters, politics, a call for people to be on television: nothing is sold
    "spamassassin-corpus/spam-2/00066.af6bf70ea68b499585a72bdd7d6dd931.eml": "other",
    "spamassassin-corpus/spam-2/00909.be44baf9966a96b2154b207cc56fe558.eml": "other",
    "spamassassin-corpus/spam-2/01083.a6b3c50be5abf782b585995d2c11176b.eml": "other",
}
"""What a person who read them says of the labels that the judgement contradicts."""

_TITLE: Final = re.compile(r"<(?:mj-)?title[^>]*>(.*?)</(?:mj-)?title>", re.DOTALL | re.IGNORECASE)
_MBOX_LINE: Final = re.compile(rb"\A>?From [^\n]*\n")
_LINE_END: Final = re.compile(rb"\r?\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A message and what it is said to be."""

    path: str
    label: str
    raw: bytes

    @property
    def corrected(self) -> str:
        """The label, where it is not wrong."""
        return WRONG.get(self.path, self.label)


def labelled() -> Iterator[Labelled]:
    """Yield every message with a label of use: commercial or transactional."""
    for line in LABELS.read_text(encoding="utf-8").splitlines()[1:]:
        path, label, _ = line.split("\t")
        label = label.partition("-")[0]
        if label in (COMMERCIAL, TRANSACTIONAL):
            yield Labelled(path=path, label=label, raw=_message(MAIL / path))


def _message(file: Path) -> bytes:
    """Return a file as a message: as it is, or a template with its title as the subject."""
    content = file.read_bytes()
    if file.suffix == ".eml":
        return _LINE_END.sub(b"\r\n", _MBOX_LINE.sub(b"", content))
    text = content.decode("utf-8", "replace")
    title = _TITLE.search(text)
    subject = " ".join(unescape(title[1]).split()) if title else ""
    kind = "plain" if file.suffix == ".txt" else "html"
    header = (
        "From: Example <mail@example.com>\nTo: bob@example.net\n"
        f"Subject: {Header(subject, 'utf-8').encode()}\nMIME-Version: 1.0\n"
        f"Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    )
    return _LINE_END.sub(b"\r\n", header.encode() + content)
