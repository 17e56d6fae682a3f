"""Messages as the category is asked about them."""

from __future__ import annotations

from typing import Any

from filters.email.category.categorise import categorise
from filters.email.category.circumstances import Circumstances
from filters.email.mime import parse
from filters.message import Category, CategoryVerdict
from tests.make import message

AD = "Clearance: 50% off everything, shop now!\r\n"
AD_HTML = "<html><body><p>Clearance: 50% off everything, shop now!</p></body></html>\r\n"
EVERY = frozenset({"commercial", "transactional", "conversational"})
REPORT = 'multipart/report; boundary="b"'
PICTURE = "Content-Type: image/png\r\n\r\nAAAA\r\n"
WINMAIL = (
    "Content-Type: application/vnd.ms-tnef; name=winmail.dat\r\n"
    "Content-Disposition: attachment\r\n\r\nAAAA\r\n"
)
AD_HTML_PART = "Content-Type: text/html\r\n\r\n" + AD_HTML
MACHINE_PARTS = {
    "message/delivery-status": "Reporting-MTA: dns; mx.example.com\r\n",
    "message/global-delivery-status": "Reporting-MTA: dns; mx.example.com\r\n",
    "message/disposition-notification": "Disposition: manual-action; displayed\r\n",
    "message/global-disposition-notification": "Disposition: manual-action; displayed\r\n",
    "message/feedback-report": "Feedback-Type: abuse\r\n",
}
TRANSACTIONAL: dict[str, Any] = {"declared": "transactional", "declared_basis": "account"}


def reporting(text: str, kind: str, machine_part: str, *more: str) -> bytes:
    parts = (f"\r\n{text}\r\n", f"Content-Type: {kind}\r\n\r\n{machine_part}\r\n", *more)
    return several(*parts, kind="report")


def several(*parts: str, kind: str = "mixed", **fields: str) -> bytes:
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
    return message(body, content_type=f'multipart/{kind}; boundary="b"', **fields)


def circumstances(**known: Any) -> Circumstances:  # noqa: ANN401 - any of its fields
    ordinary: dict[str, Any] = {
        "recipients": 1,
        "somebody_opted_out": False,
        "reverse_path": "bounces@example.com",
        "stream": "",
        "declared": "",
        "declared_basis": "",
        "category_header": "X-Optwarden-Category",
        "may_declare": EVERY,
        "pinned": "",
        "pinned_basis": "",
        "rules": (),
        "submitter_default": "",
        "submitter_default_basis": "",
        "default": Category.COMMERCIAL,
        "default_basis": "",
        "on_conflict": "treat-as-commercial",
    }
    return Circumstances(**{**ordinary, **known})


def judged(raw: bytes, **known: Any) -> CategoryVerdict:  # noqa: ANN401 - any of its fields
    return categorise(raw, parse(raw), circumstances(**known))


def decision(raw: bytes, **known: Any) -> tuple[Category, str]:  # noqa: ANN401 - any of its fields
    verdict = judged(raw, **known)
    return verdict.category, verdict.decided_by
