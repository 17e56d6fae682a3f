"""`optwarden check --reply-file`: what replies ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filters.email.revocation import recognise_reply
from filters.sms.revocation import recognise_text
from gateway.cli.text_lines import text_lines
from gateway.reading.replies import reply_models
from suppression.channel import Channel

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.cli.session import Session
    from gateway.cli.text_lines import Line


def recognise_replies(session: Session, file: Path) -> list[Line]:
    """Print what each reply asks for, a JSON line each; return the lines, mistakes among them."""
    lines = text_lines(file, of_channels=True)
    for line in lines:
        if line.mistake:
            continue  # told at the end
        recognise = recognise_text if line.channel == Channel.SMS else recognise_reply
        found = recognise(line.text, reply_models)
        session.print_json(
            {
                "id": line.name,
                "intent": found.intent,
                "grade": found.grade,
                "matched": found.matched,
            }
        )
    return lines
