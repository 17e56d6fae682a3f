"""Reports that somebody complained, in the shapes in which mailbox providers send them."""

from __future__ import annotations

from typing import Final

_MESSAGE: Final = """\
From: Tea Shop <news@shop.example>
To: undisclosed-recipients:;
Subject: Spring sale
List-Unsubscribe: <https://m.shop.example/u/TOKEN>,
 <mailto:u+TOKEN@in.shop.example>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
Feedback-ID: spring:shop
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Hello!

Unsubscribe: https://m.shop.example/u/TOKEN
"""

YAHOO: Final = f"""\
From: Yahoo! Mail AntiSpam Feedback <feedback@arf.mail.yahoo.com>
To: bounces@in.shop.example
Subject: FW:Spring sale
MIME-Version: 1.0
Content-Type: multipart/report; boundary="b"; report-type=feedback-report

--b
Content-Type: text/plain; charset=US-ASCII
Content-Transfer-Encoding: 7bit

This is an email abuse report for an email message received from shop.example
on Mon, 23 Nov 2026 11:58:02 +0000

--b
Content-Disposition: inline
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Yahoo!-Mail-Feedback/2.0
Version: 0.1
Original-Mail-From: <bounce@shop.example>
Received-Date: Mon, 23 Nov 2026 11:58:02 +0000
Reported-Domain: shop.example
Authentication-Results: mta1001.mail.example from=shop.example; dkim=pass (ok)

--b
Content-Disposition: inline
Content-Type: message/rfc822

{_MESSAGE}
--b--
"""
"""RFC 5965; who complained is left out."""

MICROSOFT: Final = f"""\
From: <staff@hotmail.com>
To: bounces@in.shop.example
Subject: complaint about message from 192.0.2.25
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: message/rfc822
Content-Disposition: inline

X-HmXmrOriginalRecipient: ann@people.example
X-Message-Status: n
{_MESSAGE}
--b--
"""
"""The Junk Mail Reporting Program until June 2026; since then it sends RFC 5965, as Yahoo does."""


def report(shape: str, token: str) -> bytes:
    """Return a report of this shape on the message that holds a token."""
    return shape.replace("TOKEN", token).replace("\n", "\r\n").encode()
