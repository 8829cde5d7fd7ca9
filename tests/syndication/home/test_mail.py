"""The address of the mail server, read into Django's settings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from syndication.home import BadSetting, find_home
from syndication.home.mail import WANTED, mail_settings


def test_a_server_with_a_password_and_starttls() -> None:
    read = mail_settings("smtp://b%40c:p%2Fw@mail.example:587/?tls=1")
    assert read["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert (read["EMAIL_HOST"], read["EMAIL_PORT"]) == ("mail.example", 587)
    assert (read["EMAIL_HOST_USER"], read["EMAIL_HOST_PASSWORD"]) == ("b@c", "p/w")
    assert (read["EMAIL_USE_TLS"], read["EMAIL_USE_SSL"]) == (True, False)
    assert read["EMAIL_TIMEOUT"] == 10


@pytest.mark.parametrize(
    ("url", "port", "starttls", "wrapped"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp://mail.example/?tls=1", 587, True, False),
        ("smtp://mail.example/?tls=0", 25, False, False),
        ("smtps://mail.example", 465, False, True),
    ],
)
def test_the_port_follows_the_kind_of_encryption(url: str, port: int, starttls: bool, wrapped: bool) -> None:
    read = mail_settings(url)
    assert (read["EMAIL_PORT"], read["EMAIL_USE_TLS"], read["EMAIL_USE_SSL"]) == (port, starttls, wrapped)


def test_mail_into_a_folder_onto_the_console_or_nowhere() -> None:
    assert mail_settings("filemail:///var/mail%20box")["EMAIL_FILE_PATH"] == "/var/mail box"
    assert mail_settings("consolemail://")["EMAIL_BACKEND"].endswith("console.EmailBackend")
    assert mail_settings("")["EMAIL_BACKEND"].endswith("dummy.EmailBackend")


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://u:hush@h:port",
        "smtp://h/?ssl=1",
        "filemail://",
        "smtp://[",
    ],
)
def test_what_is_no_such_address_is_said_without_being_shown(url: str) -> None:
    home = find_home({"SYNDICATION_EMAIL_URL": url})
    with pytest.raises(
        BadSetting, match="the setting SYNDICATION_EMAIL_URL is not the address of a mail server"
    ) as told:
        home.read("SYNDICATION_EMAIL_URL", mail_settings, "", WANTED)
    assert "hush" not in str(told.value)


def test_the_settings_of_a_real_start_follow_it(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "SYNDICATION_HOME": str(tmp_path),
        "SYNDICATION_EMAIL_URL": f"filemail://{tmp_path}/mail",
    }
    environment["SYNDICATION_EMAIL_FROM"] = "ban-xuat-ban@moha.gov.vn"
    script = (
        "from syndication import settings as s; print(s.EMAIL_FILE_PATH, s.DEFAULT_FROM_EMAIL, s.SYNDICATION_SENDS_MAIL,"
        " len(s.SECRET_KEY_FALLBACKS))"
    )
    (tmp_path / "keys").write_text("one\ntwo\n")
    ended = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    ).stdout.split()
    assert ended == [f"{tmp_path}/mail", "ban-xuat-ban@moha.gov.vn", "True", "1"]
