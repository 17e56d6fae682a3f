"""The routes of the Twilio shapes."""

from __future__ import annotations

from typing import Final

from gateway.http.routes import Form, Route, twilio
from gateway.http.twilio import messages, page
from gateway.http.twilio.message import VERSION, MessageResource

_MESSAGES: Final = f"/twilio/{VERSION}/Accounts/{{sid}}/Messages"

TWILIO: Final[tuple[Route, ...]] = (
    twilio("POST", f"{_MESSAGES}.json", "send", messages.post_message, {201: MessageResource},
           body=Form(messages.MessageForm), problems=(409, 429)),
    twilio("GET", f"{_MESSAGES}.json", "read", page.get_messages, {200: page.MessageListPage},
           query=page.PageQuery),
    twilio("GET", f"{_MESSAGES}/{{id}}.json", "read", messages.get_message,
           {200: MessageResource}),
    twilio("POST", f"{_MESSAGES}/{{id}}.json", "send", messages.post_change,
           {200: MessageResource}, body=Form(messages.ChangeForm), problems=(409,)),
)  # fmt: skip
