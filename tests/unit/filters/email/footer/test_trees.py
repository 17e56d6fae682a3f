"""Whatever a message is made of, it gets its footer and keeps its bytes."""

from __future__ import annotations

import quopri
from email.base64mime import body_encode
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from filters.plan import NO_PLAN, Plan, render
from gateway.pipeline import plan_email
from suppression.tokens import SAMPLE_TOKEN
from tests.mail_builders import email, facts, identity, message
from tests.unit.filters.email.footer.copies import SNOWMAN

if TYPE_CHECKING:
    from filters.message import SenderIdentity


def _leaf(kind: str, charset: str, encoding: str, text: str) -> bytes:
    data = text.replace("\n", "\r\n").encode(charset, "replace")
    if charset == "utf-16":
        encoding = "base64"
    if encoding == "quoted-printable":
        encoded = quopri.encodestring(data.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    else:
        encoded = data if encoding == "8bit" else body_encode(data, eol="\r\n").encode()
    head = f"Content-Type: text/{kind}; charset={charset}\r\nContent-Transfer-Encoding: {encoding}"
    return head.encode() + b"\r\n\r\n" + encoded


LEAVES = st.builds(
    _leaf,
    st.sampled_from(["plain", "html"]),
    st.sampled_from(["utf-8", "iso-8859-1", "iso-2022-jp", "koi8-r", "utf-16"]),
    st.sampled_from(["8bit", "quoted-printable", "base64"]),
    st.text(alphabet="ab <>=\n.-\u00e9\u3042\u0442", max_size=120),
)


def _multipart(subtype: str, children: list[bytes]) -> bytes:
    boundary = b"=_%d" % len(b"".join(children))
    parts = b"".join(b"--" + boundary + b"\r\n" + child + b"\r\n" for child in children)
    head = b"Content-Type: multipart/" + subtype.encode() + b'; boundary="' + boundary + b'"'
    return head + b"\r\n\r\n" + parts + b"--" + boundary + b"--\r\n"


TREES = st.recursive(
    LEAVES | st.just(b"Content-Type: image/png\r\n\r\nx"),
    lambda inner: st.builds(
        _multipart,
        st.sampled_from(["mixed", "alternative", "related", "signed"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=5,
)


@given(TREES, st.sampled_from([identity(), SNOWMAN]))
def test_any_tree_gets_its_footer_and_taking_the_splices_out_gives_the_input(
    entity: bytes, sender: SenderIdentity
) -> None:
    """In place, or in a part of its own where markup that was left open would hide it."""
    raw = message("") + entity

    plan, _ = plan_email(email(raw), facts(identity=sender))
    assert plan is not NO_PLAN
    copy = render(raw, plan, SAMPLE_TOKEN)

    position, pieces, shift = 0, [], 0
    for splice in plan.splices:
        added = len(
            render(
                b"",
                Plan(splices=(type(splice)(start=0, end=0, template=splice.template),)),
                SAMPLE_TOKEN,
            )
        )
        pieces += [copy[position : splice.start + shift], raw[splice.start : splice.end]]
        position = splice.start + shift + added
        shift += added - (splice.end - splice.start)
    assert b"".join([*pieces, copy[position:]]) == raw
    assert copy.count(b"List-Unsubscribe: <") == 1
