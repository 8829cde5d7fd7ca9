"""What can go wrong on the way out, named by what to do next.

ChannelError
├── Refused          the content is not accepted: do not retry, a person must change it
├── NotAccepted      surely not accepted
│   ├── Throttled    come back after `after`
│   ├── Unavailable  try again later
│   └── AccountBroken  token, permission or page gone: pause the account, tell its owner
├── OutcomeUnknown   may have been accepted: only evidence may move it
└── Unsupported      our own mistake: this channel cannot do that

An error has two readers: `str(error)` is the cause for the log, in English; `error.say` is for the person, in both languages.
Neither ever holds a secret. `evidence` is JSON: status, code, an excerpt of the reply.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from formatters.sentence import Sentence


class ChannelError(Exception):
    """Root of the tree. `say` defaults to a sentence of the class."""

    default = Sentence("Kênh báo lỗi không rõ.", "The channel reported an unknown error.")

    def __init__(self, cause: str, *, say: Sentence | None = None, evidence: dict[str, Any] | None = None) -> None:
        super().__init__(cause)
        self.cause = cause
        self.say = say or self.default
        self.evidence = evidence or {}

    @property
    def code(self) -> str:
        """The class name in lower case: what reports count by."""
        return type(self).__name__.lower()


class Refused(ChannelError):
    """The platform does not accept this content; sending it again changes nothing."""

    default = Sentence(
        "Nền tảng từ chối nội dung này; hãy sửa rồi lên lịch lại.",
        "The platform refuses this content; change it and plan it again.",
    )


class NotAccepted(ChannelError):
    """Surely nothing was created: sending again cannot publish twice."""


class Throttled(NotAccepted):
    """Not accepted because of a limit. `after` is how long to wait, None when the platform did not say."""

    default = Sentence("Nền tảng yêu cầu chờ; sẽ tự gửi lại.", "The platform asks us to wait; it will be sent again.")

    def __init__(
        self,
        cause: str,
        *,
        after: timedelta | None = None,
        say: Sentence | None = None,
        evidence: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(cause, say=say, evidence=evidence)
        self.after = after


class Unavailable(NotAccepted):
    """Surely not accepted: no connection was made, or a read failed."""

    default = Sentence(
        "Chưa kết nối được với nền tảng; sẽ tự gửi lại.", "The platform cannot be reached; it will be tried again."
    )


class AccountBroken(NotAccepted):
    """The credentials, a permission or the page itself is gone. The account is paused and its owner told."""

    default = Sentence(
        "Tài khoản không dùng được nữa; hãy kết nối lại.", "The account no longer works; connect it again."
    )


class OutcomeUnknown(ChannelError):
    """The request may have been accepted and the answer was lost. Never send again without evidence."""

    default = Sentence(
        "Đã gửi nhưng không nhận được trả lời; đang đối chiếu với nền tảng.",
        "It was sent but no answer came; it is being compared with what the platform holds.",
    )


class Unsupported(ChannelError):
    """This channel cannot do that and says so in its manifest: calling it was our mistake."""

    default = Sentence("Kênh này không làm được việc đó.", "This channel cannot do that.")
