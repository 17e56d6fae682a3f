"""Every check and every edit: what is not named here does not run."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from filters.email.awaiting import reply_waits_for_a_reader
from filters.email.category.conflict import (
    content_contradicts_category,
    declaration_is_unknown,
    transactional_that_also_sells,
    transactional_without_basis,
    transactional_without_business,
)
from filters.email.deadline import subject_presses
from filters.email.dkim.old_signatures import broken_signatures
from filters.email.footer.edit import footer, footer_beside
from filters.email.foreign_unsubscribe import opt_outs_go_elsewhere, opt_outs_went_elsewhere
from filters.email.long_lines import fields_folded, line_is_too_long, lines_broken
from filters.email.opt_out import (
    address_is_dead,
    contact_is_forbidden,
    domain_is_suppressed,
    recipient_complained,
    recipient_is_a_child,
    recipient_opted_out,
    recipient_wants_nothing,
    recipient_was_deleted,
)
from filters.email.postal_address import postal_address_is_missing
from filters.email.sender_identity import (
    commercial_mail_cannot_be_signed,
    commercial_mail_leaves_unsigned,
    sender_is_not_clear,
    sender_is_not_the_submitters,
)
from filters.email.sexual_label import explicit_mail_is_not_wrapped
from filters.email.structure import commercial_body_must_stay, footer_may_be_cut_off
from filters.email.subject import subject_deceives
from filters.email.trace import passage, trace_fields
from filters.email.unsubscribe import one_click_unsubscribe
from filters.email.wireless import recipient_is_a_phone
from filters.plan import Plan
from filters.rule import Facts, Message, Rule
from filters.sms.approval import text_is_of_a_template
from filters.sms.awaiting import text_waits_for_a_reader
from filters.sms.caps import day_is_used_up, numbers_are_gone_through, person_gets_too_many
from filters.sms.consent import (
    nobody_asked,
    purpose_is_unknown,
    request_expired,
    request_was_for_something_else,
)
from filters.sms.keywords import only_one_word_is_said_to_stop, stop_word_means_something_else
from filters.sms.links import link_deceives, link_is_shortened, links_lead_to_several_hosts
from filters.sms.notice import opt_out_notice
from filters.sms.numbers import number_cannot_be_texted, sender_is_not_registered
from filters.sms.opt_out import (
    law_forbids_contact,
    number_is_somebody_elses,
    number_takes_no_texts,
    person_complained,
    person_is_a_child,
    person_opted_out,
    person_wants_nothing,
    person_was_erased,
)
from filters.sms.promotional import text_is_promotional, text_may_be_promotional
from filters.sms.quiet_hours import number_is_quiet, text_expires_in_quiet_hours, text_waits
from filters.sms.segments import too_many_segments

if TYPE_CHECKING:
    from filters.message import Email, EmailFacts, Sms, SmsFacts

Edit: TypeAlias = Callable[[Message, Facts], Plan]
"""What an edit is: it returns what to change and can refuse nothing."""

EMAIL_CHECKS: Final[tuple[Rule[Email, EmailFacts], ...]] = (
    contact_is_forbidden,
    recipient_is_a_child,
    recipient_was_deleted,
    recipient_wants_nothing,
    domain_is_suppressed,
    address_is_dead,
    recipient_opted_out,
    recipient_complained,
    reply_waits_for_a_reader,
    sender_is_not_clear,
    sender_is_not_the_submitters,
    declaration_is_unknown,
    transactional_without_basis,
    transactional_without_business,
    transactional_that_also_sells,
    content_contradicts_category,
    subject_deceives,
    explicit_mail_is_not_wrapped,
    recipient_is_a_phone,
    commercial_body_must_stay,
    line_is_too_long,
    postal_address_is_missing,
    opt_outs_go_elsewhere,
    commercial_mail_cannot_be_signed,
    commercial_mail_leaves_unsigned,
    opt_outs_went_elsewhere,
    footer_may_be_cut_off,
    subject_presses,
)
"""Checks decide. Their order never changes a decision; of equals, the first is the one told."""

EMAIL_EDITS: Final[tuple[Edit[Email, EmailFacts], ...]] = (
    trace_fields,
    one_click_unsubscribe,
    footer,
)
"""Edits change what passed. They run in this order and never refuse."""

EMAIL_FALLBACK_EDITS: Final[tuple[Edit[Email, EmailFacts], ...]] = (
    trace_fields,
    one_click_unsubscribe,
    footer_beside,
)
"""What is tried when the edits above cannot be proven right: the footer as a part of its own."""

EMAIL_OBSERVED_EDITS: Final[tuple[Edit[Email, EmailFacts], ...]] = (passage,)
"""What is done to email where the gateway only observes."""

EMAIL_CLOSING_EDITS: Final = (lines_broken, broken_signatures, fields_folded)
"""What follows from the edits above; each is given what was planned before it."""

SMS_CHECKS: Final[tuple[Rule[Sms, SmsFacts], ...]] = (
    law_forbids_contact,
    person_is_a_child,
    person_was_erased,
    person_wants_nothing,
    number_is_somebody_elses,
    number_takes_no_texts,
    person_opted_out,
    person_complained,
    text_waits_for_a_reader,
    number_cannot_be_texted,
    sender_is_not_registered,
    purpose_is_unknown,
    nobody_asked,
    request_expired,
    request_was_for_something_else,
    text_is_promotional,
    text_may_be_promotional,
    text_is_of_a_template,
    link_is_shortened,
    link_deceives,
    links_lead_to_several_hosts,
    stop_word_means_something_else,
    only_one_word_is_said_to_stop,
    too_many_segments,
    number_is_quiet,
    text_waits,
    text_expires_in_quiet_hours,
    person_gets_too_many,
    numbers_are_gone_through,
    day_is_used_up,
)

SMS_EDITS: Final[tuple[Edit[Sms, SmsFacts], ...]] = (opt_out_notice,)
