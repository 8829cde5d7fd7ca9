"""Why nothing came, as a person is told it: which bound was met, and what can be done."""

from __future__ import annotations

from channels.errors import ChannelError
from formatters.sentence import Sentence

_WHY = {
    "inside": Sentence(
        "Địa chỉ này dẫn vào mạng nội bộ nên bị chặn; nếu đúng là nguồn tin của cơ quan, quản trị viên khai báo máy chủ "
        "trong SYNDICATION_ALLOW_PRIVATE_HOSTS.",
        "This address leads into a private network and is blocked; if it is meant, the operator names its host in "
        "SYNDICATION_ALLOW_PRIVATE_HOSTS.",
    ),
    "slow": Sentence(
        "Máy chủ trả lời quá chậm nên đã dừng chờ; sẽ tự thử lại. Nếu kéo dài, hãy báo nơi phát.",
        "The server answered too slowly and was not waited for; it will be tried again. If it lasts, tell its publisher.",
    ),
    "large": Sentence(
        "Nội dung lớn quá mức cho phép nên không lấy; hãy đề nghị nơi phát giảm kích thước.",
        "The content is larger than is allowed and was not taken; ask its publisher to make it smaller.",
    ),
    "redirects": Sentence(
        "Địa chỉ này chuyển hướng vòng quanh không dứt; hãy báo nơi phát, hoặc dùng địa chỉ cuối cùng.",
        "This address redirects on and on; tell its publisher, or use the address where it should end.",
    ),
    "insecure": Sentence(
        "Máy chủ chuyển hướng từ https sang địa chỉ không bảo mật nên bị chặn; hãy báo nơi phát, hoặc dùng địa chỉ https đúng.",
        "The server redirects from https to an address that is not secure, which is blocked; tell its publisher, or use the right "
        "https address.",
    ),
}
_NO_ANSWER = Sentence(
    "Không kết nối được hoặc máy chủ không trả lời trọn vẹn; sẽ tự thử lại. Nếu kéo dài, hãy kiểm tra địa chỉ và máy chủ.",
    "No connection, or no whole answer; it will be tried again. If it lasts, check the address and the server.",
)


def unreached(error: ChannelError) -> Sentence:
    """The reason that the door gave, by the bound that it names."""
    return _WHY.get(str(error.evidence.get("limit", "")), _NO_ANSWER)
