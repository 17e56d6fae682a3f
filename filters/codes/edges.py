"""The codes of the edges: who may call, and how."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from filters.codes.code import NO_REPLY, NO_STATUS, Code

SMTP: Final = MappingProxyType(
    {
        "SMTP_BARE_NEWLINE": Code(
            "550 5.6.0",
            422,
            "The message has a carriage return, line feed or NUL standing alone",
            "End every line with CR LF and encode binary content (RFC 5321 2.3.8).",
        ),
        "SMTP_LINE_TOO_LONG": Code(
            "550 5.6.0",
            422,
            "The message has a line that is too long",
            "Keep lines under 998 octets: encode the body as quoted-printable or base64.",
        ),
        "SMTP_LOOP": Code(
            "554 5.4.6",
            508,
            "The message went in circles",
            "Check that no route of the gateway leads back to it.",
        ),
        "SMTP_TOO_LARGE": Code(
            "552 5.3.4",
            413,
            "The message is too large",
            "Make it smaller, or raise max_size of the listener.",
        ),
        "SMTP_TOO_MANY_RCPT": Code(
            "452 4.5.3",
            422,
            "Too many recipients in one transaction",
            "Send the rest in another transaction.",
        ),
        "SMTP_BAD_RCPT_SYNTAX": Code(
            "501 5.1.3",
            422,
            "The recipient is not an address the gateway can look up",
            "Write user@domain, without source route, comment or quotes that are not needed.",
        ),
        "SMTP_BAD_SENDER_SYNTAX": Code(
            "501 5.1.7",
            422,
            "The reverse-path is not an address",
            "Write user@domain, or <> for a delivery report.",
        ),
        "SMTP_SYNTAX": Code(
            "501 5.5.4",
            NO_STATUS,
            "The command or its parameters are not written as RFC 5321 says",
            "Mend the client.",
        ),
        "SMTP_UNKNOWN_COMMAND": Code(
            "500 5.5.1",
            NO_STATUS,
            "There is no such command here",
            "Use what EHLO announces.",
        ),
        "SMTP_UNKNOWN_PARAMETER": Code(
            "555 5.5.4",
            NO_STATUS,
            "MAIL or RCPT has a parameter that was not announced",
            "Use what EHLO announces.",
        ),
        "SMTP_BAD_SEQUENCE": Code(
            "503 5.5.1",
            NO_STATUS,
            "The command comes at the wrong moment",
            "Send EHLO, MAIL, RCPT, DATA in this order.",
        ),
        "SMTP_TOO_MANY_ERRORS": Code(
            "421 4.7.0",
            NO_STATUS,
            "Too many mistakes on one connection",
            "Mend the client.",
        ),
        "SMTP_TOO_MANY_CONNECTIONS": Code(
            "421 4.7.0",
            429,
            "Too many connections",
            "Use fewer at once, or raise max_connections of the listener.",
        ),
        "SMTP_TIMEOUT": Code(
            "421 4.4.2",
            408,
            "Nothing came for too long",
            "Send faster, or raise the listener's timeouts.",
        ),
        "SMTP_SHUTTING_DOWN": Code(
            "421 4.3.2",
            503,
            "The gateway is stopping",
            "Try again in a minute.",
        ),
    }
)

CALLER: Final = MappingProxyType(
    {
        "AUTH_REQUIRED": Code(
            "530 5.7.0",
            401,
            "The gateway does not know who is calling",
            "Authenticate with a submitter's key; SMTP also takes who connects from its networks.",
        ),
        "AUTH_FAILED": Code(
            "535 5.7.8",
            401,
            "The key is not valid",
            "Make a new key with `optwarden keys add`.",
        ),
        "AUTH_DISABLED": Code(
            "525 5.7.13",
            403,
            "The key was revoked",
            "Make a new key with `optwarden keys add`.",
        ),
        "AUTH_SCOPE_MISSING": Code(
            NO_REPLY,
            403,
            "The key does not allow this",
            "Use a key with the role that the answer names.",
        ),
        "TLS_REQUIRED": Code(
            "530 5.7.0",
            403,
            "The connection must be encrypted first",
            "Send STARTTLS before MAIL and AUTH.",
        ),
        "RELAY_DENIED": Code(
            "550 5.7.1",
            403,
            "This listener does not relay",
            "Send through a listener for submission.",
        ),
        "RATE_TENANT": Code(
            "451 4.7.0",
            429,
            "Too much in too short a time",
            "Wait as long as the answer says.",
        ),
    }
)

HTTP: Final = MappingProxyType(
    {
        "HTTP_BAD_REQUEST": Code(
            NO_REPLY,
            400,
            "The request is not what this route takes",
            "Mend what errors[] lists; /openapi.json describes every field.",
        ),
        "HTTP_NOT_FOUND": Code(
            NO_REPLY,
            404,
            "There is nothing here",
            "Check the path and the id.",
        ),
        "HTTP_METHOD_NOT_ALLOWED": Code(
            NO_REPLY,
            405,
            "The method does not exist here",
            "Use one of the methods in Allow.",
        ),
        "HTTP_UNSUPPORTED_TYPE": Code(
            NO_REPLY,
            415,
            "The content type is none this route takes",
            "Send application/json, or message/rfc822 where the route says so.",
        ),
        "HTTP_IDEMPOTENCY_MISSING": Code(
            NO_REPLY,
            400,
            "The request sends something and has no Idempotency-Key",
            "Add an Idempotency-Key of up to 255 characters, a new one for every message.",
        ),
        "HTTP_IDEMPOTENCY_CONFLICT": Code(
            NO_REPLY,
            409,
            "The Idempotency-Key was used for a different request",
            "Use a new key for every new message.",
        ),
        "HOOK_NOT_GENUINE": Code(
            NO_REPLY,
            403,
            "The call does not prove that it comes from the provider",
            "Compare public.url and hook_secrets_file of the route with what the provider has.",
        ),
        "HTTP_STATE_CONFLICT": Code(
            NO_REPLY,
            409,
            "The state this is in does not allow it",
            "Read the present state first; what left cannot be cancelled.",
        ),
    }
)
