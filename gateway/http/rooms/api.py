"""The routes of applications."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from aiohttp import web

from gateway.http import (
    additions,
    consent_views,
    consents,
    email,
    email_check,
    email_request,
    entries,
    events,
    exports,
    import_views,
    imports,
    inbound_texts,
    links,
    messages,
    scanners,
    sms,
    sms_batch,
    suppressions,
)
from gateway.http.openapi import describe
from gateway.http.routes import Route, api, open_to_all
from gateway.http.table import every_route
from gateway.http.twilio.table import TWILIO

if TYPE_CHECKING:
    from gateway.http.call import Call

_PERSON: Final = "/v1/suppressions/{channel}/{address}"
_RAW: Final = (email.RFC822,)

_MESSAGES: Final = (
    api("POST", "/v1/sms", "send", sms.post_sms, {202: sms.SmsAccepted},
        body=(sms.SmsRequest,), sends=True, problems=(409,)),
    api("POST", "/v1/sms:batch", "send", sms_batch.post_sms_batch,
        {200: sms_batch.SmsBatchAnswer}, body=(sms_batch.SmsBatchRequest,), sends=True,
        problems=(409,)),
    api("POST", "/v1/sms/inbound", "inbound", inbound_texts.post_inbound,
        {200: inbound_texts.InboundTaken}, body=(inbound_texts.InboundRequest,)),
    api("POST", "/v1/sms/check", "check", sms.post_sms_check, {200: sms.SmsChecked},
        body=(sms.SmsRequest,)),
    api("GET", "/v1/sms/{id}", "read", sms.get_sms, {200: messages.MessageDetail}, problems=(404,)),
    api("DELETE", "/v1/sms/{id}", "send", sms.delete_sms, {200: messages.MessageDetail},
        problems=(404, 409)),
    api("POST", "/v1/email", "send", email.post_email, {202: email.EmailAccepted},
        body=(email_request.EmailRequest,), sends=True, problems=(409,)),
    api("POST", "/v1/email/raw", "send", email.post_email_raw, {202: email.EmailAccepted},
        body=_RAW, query=email.RawQuery, sends=True, problems=(409,)),
    api("POST", "/v1/check/email", "check", email_check.post_check_email,
        {200: email_check.EmailChecked}, body=_RAW, query=email_check.CheckQuery),
    api("GET", "/v1/events", "read", events.get_events, {200: events.EventFeed},
        query=events.EventsQuery),
    api("GET", "/v1/messages", "read", messages.get_messages, {200: messages.MessagePage},
        query=messages.MessagesQuery),
    api("GET", "/v1/messages/{id}", "read", messages.get_message, {200: messages.MessageDetail},
        problems=(404,)),
)  # fmt: skip

_PEOPLE: Final = (
    api("POST", "/v1/suppressions:batch", "add", additions.post_batch,
        {200: additions.BatchAnswer}, body=(additions.BatchRequest,)),
    api("POST", "/v1/suppressions:import", "import", imports.post_import,
        {202: import_views.ImportView}, body=imports.FILES, query=imports.ImportQuery),
    api("GET", "/v1/imports", "import", imports.get_imports, {200: import_views.ImportPage},
        query=imports.ImportsQuery),
    api("GET", "/v1/imports/{id}", "import", imports.get_import, {200: import_views.ImportView},
        problems=(404,)),
    api("GET", "/v1/imports/{id}/errors", "import", imports.get_errors, {200: exports.TEXT},
        problems=(404,)),
    api("POST", "/v1/imports/{id}/undo", "lift", imports.post_undo, {200: import_views.Undone},
        problems=(404, 409)),
    api("GET", "/v1/suppressions:export", "export", exports.get_export,
        {200: (exports.CSV, exports.JSON_LINES, exports.TEXT)}, query=exports.ExportQuery),
    api("GET", "/v1/suppressions", "read", suppressions.get_suppressions,
        {200: entries.EntryPage}, query=suppressions.ListQuery),
    api("POST", "/v1/suppressions:lookup", "read", suppressions.post_lookup,
        {200: suppressions.LookupAnswer}, body=(suppressions.LookupRequest,)),
    api("PUT", _PERSON, "add", additions.put_suppression,
        {200: entries.EntryView, 201: entries.EntryView}, body=(additions.PutRequest,),
        problems=(404,)),
    api("GET", _PERSON, "read", suppressions.get_suppression, {200: entries.PersonDetail},
        problems=(404, 422)),
    api("GET", f"{_PERSON}/history", "read", suppressions.get_history,
        {200: entries.HistoryView}, problems=(404, 422)),
    api("POST", f"{_PERSON}/lift", "lift", suppressions.post_lift,
        {200: suppressions.Lifted}, body=(suppressions.LiftRequest,), problems=(404, 409)),
    api("GET", "/v1/suppressions:suspected", "read", scanners.get_suspected,
        {200: scanners.Suspected}, query=scanners.SpanQuery),
    api("POST", "/v1/suppressions:undo-scanner", "compliance", scanners.post_undo,
        {200: suppressions.Lifted}, body=(scanners.UndoRequest,)),
    api("POST", "/v1/consents", "consent", consents.post_consent,
        {201: consent_views.ConsentRecorded}, body=(consents.ConsentRequest,)),
    api("GET", "/v1/consents", "read", consents.list_consents, {200: consent_views.ConsentPage},
        query=consents.ConsentsQuery),
    api("GET", "/v1/consents/{address}", "read", consents.get_consents,
        {200: consent_views.ConsentList}, problems=(422,)),
    api("POST", "/v1/consents/{address}/revoke", "consent", consents.post_revoke,
        {200: consent_views.ConsentList}, body=(consents.RevokeRequest,), problems=(404,)),
    api("POST", "/v1/links", "consent", links.post_link,
        {200: links.LinkView, 201: links.LinkView}, body=(links.LinkRequest,)),
    api("GET", "/v1/links/{address}", "read", links.get_links, {200: links.LinkList},
        problems=(422,)),
    api("POST", "/v1/links/{address}/end", "consent", links.post_end, {200: links.LinkList},
        body=(links.EndRequest,), problems=(404,)),
)  # fmt: skip


async def get_description(_call: Call) -> web.Response:
    """Describe the API (OpenAPI 3.1)."""
    return web.Response(body=_description(), content_type="application/json")


@cache
def _description() -> bytes:
    return describe(every_route())


ROUTES: Final[tuple[Route, ...]] = (
    *_MESSAGES,
    *TWILIO,
    *_PEOPLE,
    open_to_all("GET", "/openapi.json", "api", get_description, {200: "application/json"}),
)
