"""Where the configuration is found, and what its relative paths mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.config.files import unusable_files
from gateway.config.loader import find, load, shipped
from tests.unprivileged import unprivileged

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

BASE = """\
[company]
postal_address = "1 Real Street, Springfield, IL 62701"
[public]
url = "{url}"
[[sender]]
name = "shop"
[[route]]
name = "relay"
channel = "email"
kind = "smtp"
host = "{host}"
tls = "{tls}"
"""


def config_file(folder: Path, text: str) -> Path:
    file = folder / "config.toml"
    file.write_text(text)
    return file


def test_the_file_named_comes_before_the_one_here_and_that_before_the_shipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert find(None) == shipped()
    here = config_file(tmp_path, "")
    assert find(None).resolve() == here
    assert find(tmp_path / "other.toml") == tmp_path / "other.toml"


def test_relative_paths_stand_beside_the_file_wherever_the_program_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = '[[sender]]\nname = "a"\ndkim = [{ selector = "s", key_file = "keys/s.pem" }]\n'
    file = config_file(tmp_path, text)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    config = load(file, {}).config
    assert config.data_dir == tmp_path / "data"
    assert config.sender[0].dkim[0].key_file == tmp_path / "keys" / "s.pem"


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b'\xef\xbb\xbf[company]\r\nname = "Shop"\r\n')
    assert load(file, {}).config.company.name == "Shop"


def test_a_loopback_url_is_good_while_the_next_hop_is_this_machine(tmp_path: Path) -> None:
    text = BASE.format(url="http://127.0.0.1:8025", host="127.0.0.1", tls="none")
    assert load(config_file(tmp_path, text), {}).config.route[0].host == "127.0.0.1"


def test_a_route_of_transactional_mail_alone_needs_no_real_address(tmp_path: Path) -> None:
    route = 'match = { categories = ["transactional", "conversational", "system"] }\n'
    text = BASE.format(url="http://127.0.0.1:8025", host="relay.example.net", tls="starttls")
    text = text.replace("1 Real Street, Springfield", "123 Main St, Springfield")
    assert load(config_file(tmp_path, text + route), {}).config.route[0].name == "relay"


def test_a_route_for_reports_alone_is_enough(tmp_path: Path) -> None:
    text = (
        '[[route]]\nname = "news"\nchannel = "email"\nkind = "outbox"\n'
        'match = { categories = ["commercial"] }\n'
        '[[route]]\nname = "reports"\nchannel = "email"\nkind = "outbox"\n'
        'match = { categories = ["system"] }\n'
    )
    assert len(load(config_file(tmp_path, text), {}).config.route) == 2


def test_files_that_are_named_and_cannot_be_used_are_all_told(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x")
    secret.chmod(0o644)
    exposed = f"{secret} may be read by others: chmod 600 {secret}"
    text = BASE.format(url="https://mail.shop.example", host="relay.example.net", tls="starttls")
    text += 'auth = "plain"\nusername = "u"\npassword_file = "secret"\nca_file = "gone.pem"\n'
    text += '[[smtp]]\ntls = "starttls"\ncertificate_file = "."\nkey_file = "key.pem"\n'
    said = [str(problem) for problem in unusable_files(load(config_file(tmp_path, text), {}))]
    assert said == [
        f"config.toml:19: smtp[0].certificate_file: {tmp_path} is not a file",
        f"config.toml:20: smtp[0].key_file: {tmp_path / 'key.pem'} does not exist",
        f"config.toml:16: route[0].ca_file: {tmp_path / 'gone.pem'} does not exist",
        f"config.toml:15: route[0].password_file: {exposed}",
    ]


def test_files_in_a_folder_that_is_closed_to_this_user_are_all_told(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir(mode=0)
    text = BASE.format(url="https://mail.shop.example", host="relay.example.net", tls="starttls")
    text += 'auth = "plain"\nusername = "u"\npassword_file = "keys/secret"\n'
    text += 'ca_file = "keys/ca.pem"\n'
    loaded = load(config_file(tmp_path, 'data_dir = "keys/data"\n' + text), {})
    with unprivileged():
        said = [str(problem).partition(": ")[2] for problem in unusable_files(loaded)]
    keys = tmp_path / "keys"
    assert said == [
        f"data_dir: {keys / 'data'} is in a folder that is closed to this user",
        f"route[0].ca_file: {keys / 'ca.pem'} is in a folder that is closed to this user",
        f"route[0].password_file: {keys / 'secret'} is in a folder that is closed to this user",
    ]


def test_observing_starts_without_what_the_law_asks_for_and_says_what_is_missing(
    tmp_path: Path,
) -> None:
    text = BASE.format(url="http://127.0.0.1:8025", host="relay.example.net", tls="starttls")
    text = text.replace("1 Real Street, Springfield", "123 Main St, Springfield")
    loaded = load(config_file(tmp_path, 'mode = "observe"\n' + text), {})
    assert [problem.path for problem in loaded.unkept] == ["company.postal_address", "public.url"]
    assert loaded.unkept[0].line > 0
    assert load(config_file(tmp_path, ""), {}).unkept == ()


def test_a_password_file_holds_one_line(tmp_path: Path) -> None:
    text = BASE.format(url="https://mail.shop.example", host="relay.example.net", tls="starttls")
    text += 'auth = "plain"\nusername = "u"\npassword_file = "secret"\n'
    file = config_file(tmp_path, text)
    for content, why in (("\n", "is empty"), ("a\nb\n", "more than one line"), ("a b\n", "")):
        (tmp_path / "secret").write_text(content)
        (tmp_path / "secret").chmod(0o600)
        said = [str(problem) for problem in unusable_files(load(file, {}))]
        assert [why in each for each in said] == [True] * bool(why), said


def test_the_secrets_of_calls_are_one_a_line_and_for_nobody_else_to_read(tmp_path: Path) -> None:
    text = '[[route]]\nname = "k"\nchannel = "sms"\nkind = "kannel"\npassword_file = "one"\n'
    text += 'url = "http://127.0.0.1:1/x"\nusername = "u"\nhook_secrets_file = "secrets"\n'
    file = config_file(tmp_path, text)
    (tmp_path / "one").write_text("x")
    (tmp_path / "one").chmod(0o600)
    for content, mode, why in (
        ("a\nb\n", 0o600, ""), ("\n", 0o600, "is empty"), ("a\n", 0o640, "may be read by others"),
    ):  # fmt: skip
        (tmp_path / "secrets").write_text(content)
        (tmp_path / "secrets").chmod(mode)
        said = [str(problem) for problem in unusable_files(load(file, {}))]
        assert [why in each for each in said] == [True] * bool(why), said


def test_a_data_folder_that_cannot_be_one_is_told(tmp_path: Path) -> None:
    file = config_file(tmp_path, 'data_dir = "here/data"\n')
    assert not list(unusable_files(load(file, {})))
    (tmp_path / "here").write_text("")
    (said,) = unusable_files(load(file, {}))
    assert str(said).endswith(f"here/data cannot be made: {tmp_path / 'here'} is not a folder")


def test_a_certificate_goes_with_its_key(tmp_path: Path) -> None:
    for name in ("cert.pem", "key.pem"):
        (tmp_path / name).write_text("nothing\n")
    text = '[[http]]\nserves = ["public"]\ntls = "tls"\n'
    text += 'certificate_file = "cert.pem"\nkey_file = "key.pem"\n'
    (tmp_path / "key.pem").chmod(0o644)
    (said,) = unusable_files(load(config_file(tmp_path, text), {}))
    assert str(said).startswith("config.toml:5: http[0].key_file: ")
    assert "may be read by everybody: chmod 600" in str(said)
    (tmp_path / "key.pem").chmod(0o640)  # a web server of the same machine may share it
    (said,) = unusable_files(load(config_file(tmp_path, text), {}))
    assert str(said).startswith("config.toml:4: http[0].certificate_file: ")
    assert "cannot be used with" in str(said)
