"""Why an account could not be connected, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from formatters.sentence import Sentence


class CannotConnect(ValueError):
    """It was not connected, and nothing was changed; `say` tells why and what to do."""

    def __init__(self, say: Sentence) -> None:
        super().__init__(say.en)
        self.say = say


UNKNOWN = Sentence(
    "Không nhận ra câu trả lời này: nó đã được dùng rồi, hoặc không do hệ thống này hỏi. Hãy kết nối lại từ đầu.",
    "This answer is not known: it has been used already, or this system never asked for it. Connect again from the start.",
)
LATE = Sentence(
    "Đã quá 30 phút kể từ khi bắt đầu kết nối. Hãy kết nối lại từ đầu.",
    "More than 30 minutes have passed since connecting began. Connect again from the start.",
)
SOMEBODY_ELSE = Sentence(
    "Một người khác đã bắt đầu lần kết nối này; chỉ người đó làm tiếp được. Hãy tự bắt đầu lại.",
    "Somebody else began this; only they can go on with it. Begin again yourself.",
)
AT_THE_KEYBOARD = Sentence(
    "Lần kết nối này bắt đầu từ dòng lệnh. Hãy sao chép toàn bộ địa chỉ trên thanh địa chỉ của trình duyệt và dán vào cửa sổ lệnh.",
    "This was begun at the command line. Copy the whole address from the browser's address bar and paste it there.",
)
DENIED = Sentence(
    "Chưa được đồng ý cấp quyền nên không có gì thay đổi. Hãy kết nối lại và đồng ý.",
    "Consent was not given, so nothing has changed. Connect again and agree.",
)
NOTHING = Sentence("Chưa dán gì cả.", "Nothing was pasted.")
NO_CHOICES = Sentence(
    "Người vừa đồng ý không quản lý trang nào có thể kết nối. Hãy dùng tài khoản của người quản trị trang.",
    "Whoever consented manages nothing that could be connected. Use the account of the page's administrator.",
)
OTHER_PLACE = Sentence(
    "Tài khoản này đã đăng bài ở một nơi khác; bài ở đó sẽ không sửa hay gỡ được nữa. Hãy thêm một tài khoản mới cho nơi này.",
    "This account has published in another place, where nothing could be changed or removed any more. Add a new account for "
    "this one.",
)


def refusal(answer: Mapping[str, str]) -> Sentence | None:
    """What the platform's answer says instead of consent; None when it says nothing of the kind. Repeats only a plain word."""
    error = answer.get("error") or answer.get("error_code") or ""
    if not error:
        return None
    if error == "access_denied":
        return DENIED
    named = error if re.fullmatch(r"-?[A-Za-z0-9_.]{1,40}", error) else "?"
    return Sentence(
        f"Nền tảng không cấp quyền (lỗi {named}); không có gì thay đổi. Hãy kiểm tra ứng dụng trên nền tảng rồi kết nối lại.",
        f"The platform did not consent (error {named}); nothing has changed. Check the app at the platform and connect again.",
    )


def no_choice(chosen: str, there: Sequence[str]) -> Sentence:
    """What was chosen is not among the choices."""
    named = ", ".join(there)
    return Sentence(
        f"Không có {chosen!r} để chọn; có: {named}.", f"There is no {chosen!r} to choose; there are: {named}."
    )
