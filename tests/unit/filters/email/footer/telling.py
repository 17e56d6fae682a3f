"""What a text tells, asked with a wording that is the same each time."""

from __future__ import annotations

from filters.email.footer.duties import Duty
from filters.email.footer.text import Wording, html, plain
from filters.email.footer.told import told
from suppression.tokens import SAMPLE_TOKEN
from tests.mail_builders import ADDRESS

WORDING = Wording("Example Co", ADDRESS, "https://x.example/u/", is_advertisement=True)
LINK = WORDING.link + SAMPLE_TOKEN
HTML = SAMPLE_TOKEN.join(html(WORDING))
PLAIN = SAMPLE_TOKEN.join(plain(WORDING, "\r\n", flowed=False))
EVERYTHING = frozenset(Duty)
PRESSED = f"<a href='{LINK}'>Unsubscribe</a>"


def in_html(text: str, *, is_ours: bool = False) -> frozenset[Duty]:
    return told(text, WORDING, LINK, is_html=True, is_ours=is_ours)


def in_text(text: str, *, is_ours: bool = False, wording: Wording = WORDING) -> frozenset[Duty]:
    return told(text, wording, LINK, is_html=False, is_ours=is_ours)
