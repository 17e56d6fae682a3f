"""Letters before and after an edit, in pieces, and the faults found between the two."""

from __future__ import annotations

from typing import Final

from tests.independent.checker import faults
from tests.independent.fault import Promise

LINK: Final = "https://mail.example.com/u/"
ADDRESS: Final = "123 Main St, Springfield, IL 62701"
PROMISE: Final = Promise(address=ADDRESS, link=LINK)
URL: Final = LINK + "abcdefghijklmnopqrstuvwxyz234567"
TEXT_FOOTER: Final = f"\n----\nAdvertisement of Example Co, {ADDRESS}\nStop: {URL}\n"
HTML_FOOTER: Final = f'<div>Advertisement, {ADDRESS}. <a href="{URL}">Unsubscribe</a></div>'
HEAD: Final = "From: a@example.com\nTo: b@example.org\nSubject: Hi\n"
FIELDS: Final = f"List-Unsubscribe: <{URL}>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n"
PLAIN: Final = "Content-Type: text/plain; charset=utf-8\n\n"
PAGE: Final = "Content-Type: text/html; charset=utf-8\n\n"
BODY: Final = "<html><head><title>t</title></head><body><p>Hello</p></body></html>\n"
NESTED: Final = (
    'Content-Type: multipart/mixed; boundary="m"\n\npreamble\n'
    '--m\nContent-Type: multipart/alternative; boundary="a"\n\n'
    "--a\nContent-Type: text/plain; charset=utf-8\n\nHello\n{text}"
    "--a\nContent-Type: text/html; charset=utf-8\n\n<p>Hello</p>{html}\n--a--\n"
    "--m\nContent-Type: text/plain; charset=utf-8\nContent-Disposition: {how}; filename=f.txt\n\n"
    "{file}\n--m--\nepilogue\n"
)
CLEAN_PARTS: Final = {"how": "attachment", "file": "file"}


def wire(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode("utf-8", "surrogateescape")


def codes(before: str, after: str, promise: Promise | None = PROMISE) -> set[str]:
    return {fault.code for fault in faults(wire(before), wire(after), promise)}


def page(body: str) -> str:
    return HEAD + PAGE + body


def edited(body: str) -> str:
    return HEAD + FIELDS + PAGE + body
