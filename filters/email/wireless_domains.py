"""Domains by which email reaches phones as texts, as their carriers use them."""

from __future__ import annotations

from typing import Final

AS_OF: Final = "2025-06"

SOURCE: Final = "carriers' own public instructions, as commonly collected"
"""Not yet compared with the FCC's wireless domain list (fcc.gov/cgb/policy).

That list binds thirty days after a name is entered in it (47 CFR 64.3100(a)(4)); a domain that is
known to belong to a carrier's text service counts without it.
"""

WIRELESS_DOMAINS: Final = frozenset(
    {
        "airtouch.net", "alltelmessage.com", "blsdcs.net", "cellcom.quiktxt.com",
        "cingularme.com", "cspire1.com", "csouth1.com", "cwemail.com", "email.uscc.net",
        "gocbw.com", "message.alltel.com", "messaging.nextel.com", "messaging.sprintpcs.com",
        "mms.alltel.com", "mms.alltelwireless.com", "mms.att.net", "mms.cricketwireless.net",
        "mms.mycricket.com", "mms.uscc.net", "mmode.com", "mmst5.tracfone.com",
        "mobile.celloneusa.com", "mobile.mycingular.com", "msg.fi.google.com", "msg.gci.net",
        "myboostmobile.com", "mycingular.net", "mymetropcs.com", "mypixmessages.com",
        "myvzw.com", "page.att.net", "page.nextel.com", "page.southernlinc.com",
        "paging.acswireless.com", "pm.sprint.com", "qwestmp.com", "rinasms.com",
        "sms.alltelwireless.com", "sms.cricketwireless.net", "sms.cspire1.com",
        "sms.mycricket.com", "sms.myboostmobile.com", "smtext.com", "sprintpcs.com",
        "text.republicwireless.com", "tms.suncom.com", "tmomail.net",
        "txt.att.net", "uscc.textmsg.com", "utext.com", "viaerosms.com", "vmobl.com",
        "vmpix.com", "voicestream.net", "vtext.com", "vzwpix.com", "zsend.com",
    }
)  # fmt: skip
