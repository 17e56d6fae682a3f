"""The template of a shop, with its footer and preheader."""

from __future__ import annotations

from typing import Final

FOOTER: Final = (
    "<table><tr><td><a href='https://shop.example/i'>Instagram</a> | <a href='https://shop.example/f'>"
    "Facebook</a></td></tr><tr><td>You are receiving this email because you have an account at "
    "shop.example. <a href='https://shop.example/p'>Manage preferences</a> | <a "
    "href='https://shop.example/u'>Unsubscribe</a> | <a href='https://shop.example/v'>View in "
    "browser</a><br>&copy; 2026 Shop Inc, 1 Real St, Springfield. All rights reserved."
    "</td></tr></table>"
)


def html(*paragraphs: str, preheader: str = "") -> str:
    """Write a template as shops send them, with its footer."""
    hidden = f"<div style='display:none;max-height:0'>{preheader}</div>" if preheader else ""
    rows = "".join(f"<tr><td style='padding:8px'>{p}</td></tr>" for p in paragraphs)
    return (
        "<html><head><style>td{font-family:Arial}</style></head><body>"
        f"{hidden}<table width='600'><tr><td><img src='https://shop.example/logo.png' alt='Shop'>"
        f"</td></tr>{rows}</table>{FOOTER}</body></html>"
    )
