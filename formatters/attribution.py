"""The locked words that say where a text comes from: Điều 2.2 of 668/QĐ-BNV, and Điều 9.1.h for collected material."""

from __future__ import annotations

from formatters.rendition import TextLimit
from formatters.story import Credit
from formatters.text import clean_line, fit, nfc

PORTAL = {"vi": "Cổng thông tin điện tử Bộ Nội vụ", "en": "Ministry of Home Affairs Portal"}
SOURCE_VI = f"Nguồn: {PORTAL['vi']}"
SOURCE_EN = f"Source: {PORTAL['en']}"
ADDRESS = "https://moha.gov.vn"
THEO = f"Theo: {ADDRESS}"

_NAME = TextLimit(200)


def is_vietnamese(language: str) -> bool:
    """Whether a language code ("vi", "vi-VN") is Vietnamese."""
    return language.replace("_", "-").partition("-")[0].strip().casefold() == "vi"


def portal(language: str) -> str:
    """The portal's name in Vietnamese, or in English for every other language."""
    return PORTAL["vi" if is_vietnamese(language) else "en"]


def segment(language: str, link: str) -> str:
    """The attribution, line by line, its last line the canonical address when there is one."""
    lines = [SOURCE_VI] if is_vietnamese(language) else [SOURCE_EN, THEO]
    if address := nfc(link).strip():
        lines.append(address)
    return "\n".join(lines)


def credit_line(credit: Credit, language: str) -> str:
    """Where collected material came from, on one line; it stands beside the attribution and never replaces it."""
    name, url = fit(clean_line(credit.name), _NAME), clean_line(credit.url)
    opening = "Theo" if is_vietnamese(language) else "According to"
    return f"{opening} {name}: {url}" if name and url else f"{opening} {name or url}"


def holds(text: str, language: str, link: str) -> bool:
    """Whether the text holds exactly this attribution as whole lines, one after the other. Compared as NFC."""
    lines = nfc(text).replace("\r\n", "\n")
    return f"\n{segment(language, link)}\n" in f"\n{lines}\n"
