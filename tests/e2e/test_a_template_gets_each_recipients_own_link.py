"""What stands for the link becomes each recipient's own, also when a copy comes back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.e2e.client import submit
from tests.e2e.mail import ANN, BOB, html_of, link_of, newsletter, template, text_of
from tests.e2e.settings import POSTAL_ADDRESS
from tests.e2e.web import call

if TYPE_CHECKING:
    from email.message import EmailMessage

    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink


def test_a_template_gets_each_recipients_own_link(gateway: Gateway, sink: Sink) -> None:
    assert submit(gateway, template(ANN, BOB), [ANN, BOB]).startswith("250 ")
    to_ann, to_bob = sink.to(ANN).message, sink.to(BOB).message

    filled = f"Unsubscribe: {link_of(to_ann)}\r\nShop Ltd, {POSTAL_ADDRESS}\r\n"
    assert text_of(to_ann).startswith(f"20% off.\r\n\r\n{filled}")
    assert f'href="{link_of(to_bob)}?from=email">Unsubscribe</a>' in html_of(to_bob)
    for each in (to_ann, to_bob):
        assert "{{" not in text_of(each)
        assert text_of(each).count(link_of(each)) == html_of(each).count(link_of(each)) == 1
        assert text_of(each).count(POSTAL_ADDRESS) == html_of(each).count(POSTAL_ADDRESS) == 1
        assert text_of(each).count("advertisement") == html_of(each).count("advertisement") == 1

    (link,) = re.findall(r'href="([^"]+)"', html_of(to_ann))
    assert call(gateway, "GET", link).status == 200
    assert call(gateway, "POST", link, b"List-Unsubscribe=One-Click").status == 200
    refused = submit(gateway, newsletter(ANN, BOB), [ANN])
    assert refused.startswith("550 5.7.1 [SUPPRESSED_OPTOUT] "), refused
    assert submit(gateway, newsletter(BOB), [BOB]).startswith("250 ")


def test_a_copy_that_comes_back_for_another_is_made_out_to_them(
    gateway: Gateway, sink: Sink
) -> None:
    submit(gateway, newsletter(ANN), [ANN])
    copy = sink.to(ANN)
    assert submit(gateway, copy.raw, [BOB]).startswith("250 ")
    to_ann, to_bob = copy.message, sink.to(BOB).message

    assert link_of(to_ann) != link_of(to_bob)
    assert text_of(to_bob) == _made_out_to(to_bob, text_of(to_ann), to_ann)
    assert html_of(to_bob) == _made_out_to(to_bob, html_of(to_ann), to_ann)


def _made_out_to(whom: EmailMessage, text: str, of: EmailMessage) -> str:
    """Return what a text of one copy says in another."""
    return text.replace(link_of(of), link_of(whom))
