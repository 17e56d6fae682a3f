"""Sittings: mail written and labelled at one go before it was run, and never learned from."""

from __future__ import annotations

import json
import re
from email.header import Header
from html import escape
from pathlib import Path
from typing import Final

from tests.make import message

_DATA: Final = Path(__file__).parents[3] / "data" / "purpose"
_PERSONAL: Final = frozenset({"cold letter", "letter"})
_ABOVE: Final = {
    "service": '<img src="https://x.example/logo.png" alt="Example">',
    "shop": "".join(
        f'<td><a href="https://x.example/m">{name}</a></td>'
        for name in ("Shop", "Women", "Men", "Kids", "Offers", "Sale")
    ),
}
_BELOW: Final = {
    "service": """<p>Need help? Visit our <a href="https://x.example/h">Help Center</a>.</p>
<p>You're receiving this email because you have an account with Example.
<a href="https://x.example/n">Notification settings</a> | <a href="https://x.example/p">Privacy</a>
| <a href="https://x.example/t">Terms</a></p>
<p>&copy; 2026 Example, Inc., 100 Market Street, San Francisco, CA 94105.</p>""",
    "shop": """<table><tr><td>Free returns within 60 days</td><td>Secure checkout</td>
<td>Customer service 7 days a week</td></tr></table>
<p>Follow us <a href="https://x.example/i">Instagram</a> <a href="https://x.example/y">YouTube</a></p>
<p>Get the app: <img alt="Download on the App Store" src="a.png"></p>
<p>Example Ltd, 5 Dock Road, Bristol. <a href="https://x.example/u">Email preferences</a></p>""",
}

Mail = dict[str, str]


def sittings(named: str = "sitting-*") -> list[Mail]:
    """Return the mail of every sitting that was never learned from."""
    files = sorted(_DATA.glob(f"{named}.jsonl"))
    lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines())
    return [json.loads(line) for line in lines]


def raw(mail: Mail) -> bytes:
    """Write a mail as its sender would: a letter, or a page with the furniture of its sender."""
    fields = {"subject": Header(mail["subject"], "utf-8").encode(maxlinelen=900)}
    if mail["label"] in _PERSONAL:
        fields |= _people(mail)
    if mail["form"] == "text":
        text = mail["text"].replace("\n", "\r\n") + "\r\n"
        return message(text, content_type="text/plain; charset=utf-8", **fields)
    page = _page(mail).replace("\n", "\r\n") + "\r\n"
    return message(page, content_type="text/html; charset=utf-8", **fields)


def _people(mail: Mail) -> Mail:
    """Name the two as they call each other in the letter."""
    greeting, *_, signature = mail["text"].splitlines()
    reader, writer = re.findall(r"[^\W\d_]+", greeting)[-1], signature.split()[0]
    return {
        "From": f"{writer} Moss <{writer.lower()}.moss@example.com>",
        "To": f"{reader} Webb <{reader.lower()}.webb@example.net>",
    }


def _page(mail: Mail) -> str:
    paragraphs = "\n".join(f"<p>{escape(line)}</p>" for line in mail["text"].splitlines())
    told = re.sub(r"\[([^]]*)\]", r'<a href="https://x.example/go">\1</a>', paragraphs)
    form = mail["form"]
    return (
        f"<html><body><table><tr>{_ABOVE[form]}</tr></table>\n"
        f"<h1>{escape(mail['subject'])}</h1>\n{told}\n{_BELOW[form]}</body></html>"
    )
