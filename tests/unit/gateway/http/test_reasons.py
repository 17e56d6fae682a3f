from __future__ import annotations

from typing import get_args

from gateway.http.additions import PutReasonName
from gateway.http.entries import FileReasonName, ReasonName
from suppression.entry import Reason
from suppression.terms import BY_HAND


def test_the_api_takes_the_reasons_that_the_command_takes() -> None:
    assert set(get_args(PutReasonName)) == {reason.value for reason in BY_HAND}


def test_every_reason_is_shown_and_a_file_names_all_but_erased() -> None:
    assert set(get_args(ReasonName)) == {reason.value for reason in Reason}
    assert set(get_args(ReasonName)) - set(get_args(FileReasonName)) == {"erased"}
