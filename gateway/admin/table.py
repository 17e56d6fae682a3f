"""Every page there is: what is not here is not served."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.admin import (
    accounts,
    adding,
    approved,
    approving,
    asked,
    bulk,
    check,
    dashboard,
    deeds,
    drafting,
    held,
    importing,
    keys,
    lift,
    login,
    meanings,
    messages,
    outbox,
    person,
    policies,
    privacy,
    privacy_request,
    queue,
    record,
    replies,
    reveal,
    search,
    static,
    suppressions,
)
from gateway.admin.roles import Right
from gateway.admin.routes import do, door, see, take

if TYPE_CHECKING:
    from gateway.admin.routes import Page

_DOOR: Final = (
    door("GET", "/login", login.get_login),
    door("POST", "/login", login.post_login),
    door("GET", "/come-in/{token}", login.get_link),
    door("POST", "/come-in/{token}", login.post_link),
    door("GET", "/static/{name}", static.get_static),
)
_OWN: Final = (
    do("/logout", login.post_logout, Right.LOOK),
    see("/account", login.get_account),
    do("/account/password", login.post_password, Right.LOOK),
    do("/account/codes", login.post_codes, Right.LOOK),
)
_SUPPRESSIONS: Final = (
    see("/suppressions", suppressions.get_list),
    see("/suppressions/add", adding.get_form, Right.ADD),
    do("/suppressions/add", adding.post_form, Right.ADD),
    do("/suppressions/export", suppressions.post_export, Right.EXPORT),
    do("/suppressions/lift", bulk.post_choose, Right.LIFT),
    see("/suppressions/lift/{token}", bulk.get_chosen, Right.LIFT),
    do("/suppressions/lift/{token}", bulk.post_chosen, Right.LIFT),
)
_PEOPLE: Final = (
    see("/people/{channel}/{address}", person.get_person),
    do("/people/{channel}/{address}/reveal", person.post_reveal, Right.LOOK),
    see("/people/{channel}/{address}/lift", lift.get_lift, Right.LIFT),
    do("/people/{channel}/{address}/lift", lift.post_lift, Right.LIFT),
    do("/people/{channel}/{address}/restore", lift.post_restore, Right.ADD),
    see("/people/{channel}/{address}/request", asked.get_request, Right.LIFT),
    do("/people/{channel}/{address}/request", asked.post_request, Right.LIFT),
    do("/people/{channel}/{address}/revoke", asked.post_revoke, Right.ADD),
)
_IMPORTS: Final = (
    see("/imports", importing.get_list),
    take("/imports", drafting.post_file, Right.IMPORT),
    see("/imports/draft/{token}", drafting.get_draft, Right.IMPORT),
    do("/imports/draft/{token}", drafting.post_mapping, Right.IMPORT),
    do("/imports/draft/{token}/confirm", drafting.post_confirm, Right.IMPORT),
    do("/imports/draft/{token}/discard", drafting.post_discard, Right.IMPORT),
    see("/imports/{import}", importing.get_import),
    see("/imports/{import}/errors", importing.get_errors, Right.IMPORT),
    do("/imports/{import}/undo", importing.post_undo, Right.IMPORT),
)
_HELP: Final = (
    see("/help", meanings.get_help),
    see("/help/{code}", meanings.get_code),
)
_WAITING: Final = (
    see("/held", held.get_held),
    see("/held/{id}", held.get_held_message),
    do("/held/{id}/release", held.post_release, Right.DECIDE),
    do("/held/{id}/reject", held.post_reject, Right.DECIDE),
    see("/held/{id}/template", approving.get_form, Right.DECIDE),
    do("/held/{id}/template", approving.post_form, Right.DECIDE),
    see("/templates", approved.get_list),
    see("/templates/{id}", approved.get_template),
    do("/templates/{id}/withdraw", approved.post_withdraw, Right.DECIDE),
    see("/replies", replies.get_replies),
    see("/replies/{id}", replies.get_reply),
    do("/replies/{id}/reveal", replies.post_reveal, Right.LOOK),
    do("/replies/{id}/opt-out", replies.post_opt_out, Right.DECIDE),
    do("/replies/{id}/dismiss", replies.post_dismiss, Right.DECIDE),
    do("/replies/{id}/privacy", replies.post_privacy, Right.PRIVACY),
    see("/queue", queue.get_queue),
    do("/choose", deeds.post_choose, Right.LOOK),  # each act asks for its own right
    see("/chosen", deeds.get_chosen),
    do("/chosen", deeds.post_chosen, Right.LOOK),
)
_PRIVACY: Final = (
    see("/privacy", privacy.get_list),
    do("/privacy", privacy.post_open, Right.PRIVACY),
    see("/privacy/{id}", privacy_request.get_request),
    do("/privacy/{id}/reveal", privacy_request.post_reveal, Right.LOOK),
    do("/privacy/{id}/told", privacy_request.post_told, Right.PRIVACY),
    do("/privacy/{id}/verify", privacy_request.post_verify, Right.PRIVACY),
    do("/privacy/{id}/extend", privacy_request.post_extend, Right.PRIVACY),
    do("/privacy/{id}/export", privacy_request.post_export, Right.PRIVACY),
    do("/privacy/{id}/erase", privacy_request.post_erase, Right.PRIVACY),
    do("/privacy/{id}/close", privacy_request.post_close, Right.PRIVACY),
)
_HOUSE: Final = (
    see("/policies", policies.get_policies),
    see("/keys", keys.get_keys),
    do("/keys", keys.post_add, Right.KEYS),
    see("/keys/{id}/revoke", keys.get_revoke, Right.KEYS),
    do("/keys/{id}/revoke", keys.post_revoke, Right.KEYS),
    see("/users", accounts.get_users, Right.USERS),
    do("/users", accounts.post_add, Right.USERS),
    see("/users/{name}", accounts.get_user, Right.USERS),
    do("/users/{name}/link", accounts.post_link, Right.USERS),
    do("/users/{name}/role", accounts.post_role, Right.USERS),
    do("/users/{name}/disable", accounts.post_disable, Right.USERS),
    do("/users/{name}/enable", accounts.post_enable, Right.USERS),
    see("/record", record.get_record),
    do("/record/{file}/verify", record.post_verify, Right.RECORD),
    do("/record/{file}/export", record.post_export, Right.RECORD),
)
_MESSAGES: Final = (
    see("/search", search.get_search),
    see("/messages/{id}", messages.get_message),
    see("/messages/{id}/frame", messages.get_frame),
    see("/messages/{id}/file", messages.get_file),
    do("/reveal", reveal.post_reveal, Right.LOOK),
)
_CHECK: Final = (
    see("/check", check.get_check),
    take("/check", check.post_check, Right.LOOK),
    see("/check/{name}", check.get_found),
    see("/check/{name}/frame", check.get_frame),
    see("/check/{name}/file", check.get_file),
)
_OUTBOX: Final = (
    see("/outbox", outbox.get_list),
    see("/outbox/{route}/{name}", outbox.get_copy),
    see("/outbox/{route}/{name}/frame", outbox.get_frame),
    see("/outbox/{route}/{name}/file", outbox.get_file),
)

PAGES: Final[tuple[Page, ...]] = (
    *_DOOR,
    *_OWN,
    see("/", dashboard.get_dashboard),
    *_SUPPRESSIONS,
    *_PEOPLE,
    *_IMPORTS,
    *_HELP,
    *_WAITING,
    *_PRIVACY,
    *_HOUSE,
    *_MESSAGES,
    *_CHECK,
    *_OUTBOX,
)
