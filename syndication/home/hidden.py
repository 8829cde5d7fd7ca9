"""A partner's key stands in its addresses, and so does what only a hub may know; no line of a log holds either."""

from __future__ import annotations

import logging
import re

_KEY = re.compile(r"(/feeds/p/|/websub/)[^/\s'\"?]+")


class NoKeys(logging.Filter):
    """Takes the keys out of every record that its handler is given. Changes nothing else."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let it through, without keys."""
        try:
            said = record.getMessage()
        except (TypeError, ValueError, KeyError):
            return True  # arguments that do not fit: the handler reports that, and whoever logged goes on
        hidden = _KEY.sub(r"\1…", said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True
