"""The certificate of a listener: until when it is good.

**Failures:** none; of a file that cannot be read, nothing is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from gateway.config.models import HttpListener, SmtpListener


def expires_at(listener: SmtpListener | HttpListener) -> datetime | None:
    """Return when the certificate of a listener expires; none where it has none."""
    if listener.tls == "none" or listener.certificate_file is None:
        return None
    from cryptography import x509  # noqa: PLC0415 - loads every extension, for who has TLS alone

    try:
        chain = x509.load_pem_x509_certificates(listener.certificate_file.read_bytes())
    except (OSError, ValueError):
        return None
    return min(each.not_valid_after_utc for each in chain)
