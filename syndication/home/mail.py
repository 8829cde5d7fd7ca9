"""How notices go out by mail: one address instead of Django's seven settings."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

WANTED = (
    "the address of a mail server; write for instance smtp://user:password@mail.example:587/?tls=1, "
    "consolemail:// or filemail:///a/folder"
)
PATIENCE = 10  # seconds for one answer of the mail server
BACKENDS = "django.core.mail.backends"


def mail_settings(url: str) -> dict[str, Any]:
    """Django's EMAIL_ settings for this address; without one nothing is sent. ValueError when it is no such address.

    smtp:// (with ?tls=1 for STARTTLS), smtps:// (TLS from the first byte), consolemail://, filemail:///folder.
    """
    if not url:
        return {"EMAIL_BACKEND": f"{BACKENDS}.dummy.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme == "consolemail":
        return {"EMAIL_BACKEND": f"{BACKENDS}.console.EmailBackend"}
    if parts.scheme == "filemail" and parts.path.strip("/"):
        return {"EMAIL_BACKEND": f"{BACKENDS}.filebased.EmailBackend", "EMAIL_FILE_PATH": unquote(parts.path)}
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError(WANTED)
    asked = parse_qs(parts.query, strict_parsing=True) if parts.query else {}
    if set(asked) - {"tls"}:
        raise ValueError(WANTED)
    starttls, wrapped = asked.get("tls", ["0"])[-1] not in ("0", ""), parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": f"{BACKENDS}.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if wrapped else 587 if starttls else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": starttls and not wrapped,
        "EMAIL_USE_SSL": wrapped,
        "EMAIL_TIMEOUT": PATIENCE,
    }
