"""The name of a news source that a text begins with, as "(Chinhphu.vn) -": found, and taken off."""

from __future__ import annotations

import re

# "(Chinhphu.vn) -", "Chinhphu.vn -" and "(TTXVN)"; a name in ordinary letters needs the dash: "(Dân trí) Sáng nay" may be meant.
_LEAD = re.compile(
    r"^\s*(?:\((?P<inside>[^()\n]{2,40})\)\s*[-–—:]+|(?P<bare>[\w-]+(?:\.[\w-]+)*\.(?:(?i:vn|com|org|net)))\s*[-–—:]+"
    r"|\((?P<alone>[A-ZĐ]{3,8}(?:/[\w+]+)?|[\w-]+(?:\.[\w-]+)*\.(?:(?i:vn|com|org|net)))\))\s*"
)
_AGENCIES = re.compile(
    "(?:dân trí|ttxvn(?:/[\\w+]+)?|đcsvn|vov|vtv|vnexpress|vietnamnet|vietnam\\+|vietnamplus|chinhphu|bnv|moha|(?:báo )?nhân dân|tuổi trẻ"
    "|thanh niên|lao động|tiền phong|qđnd|sggp|pv|bộ nội vụ|báo chính phủ|vgp|vna|[\\w-]+(?:\\.[\\w-]+)*\\.(?:vn|com|org|net))",
    re.IGNORECASE,
)


def lead_name(text: str) -> str:
    """The news source that a text begins with — "Chinhphu.vn" in "(Chinhphu.vn) - …" — or ""."""
    match = _LEAD.match(text)
    name = (match["inside"] or match["bare"] or match["alone"]).strip() if match else ""
    return name if _AGENCIES.fullmatch(name) else ""


def strip_lead_boilerplate(text: str) -> str:
    """The text without a leading "(Chinhphu.vn) -", "(Dân trí) –", "(moha.gov.vn) -"; other parentheses stay."""
    return _LEAD.sub("", text, count=1) if lead_name(text) else text
