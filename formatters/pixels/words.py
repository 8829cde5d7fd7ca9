"""What a person is told of a picture that cannot be used."""

from __future__ import annotations

from formatters.sentence import Sentence

UNREADABLE = Sentence(
    "Tệp này không phải là ảnh dùng được; hãy thay bằng ảnh JPEG, PNG hoặc WebP khác.",
    "This file is no usable picture; replace it with another JPEG, PNG or WebP picture.",
)
DAMAGED = Sentence(
    "Tệp ảnh bị hỏng hoặc chưa được tải lên trọn vẹn; hãy tải lên lại bản đầy đủ.",
    "The picture is damaged or was not uploaded whole; upload it again.",
)
TOO_SMALL = Sentence(
    "Ảnh chỉ có một điểm ảnh theo chiều ngang hoặc dọc nên không dùng được; hãy thay bằng ảnh khác.",
    "The picture is only one pixel wide or high and cannot be used; replace it with another one.",
)
TOO_HEAVY = Sentence(
    "Không thể nén ảnh xuống dung lượng kênh cho phép; hãy thay bằng ảnh khác.",
    "The picture cannot be made as small in bytes as the channel asks; replace it with another one.",
)


def too_large(most: int) -> Sentence:
    """It has more than `most` pixels."""
    millions = most // 1_000_000
    return Sentence(
        f"Ảnh quá lớn (trên {millions} triệu điểm ảnh); hãy thu nhỏ rồi tải lên lại.",
        f"The picture is too large (over {millions} megapixels); make it smaller and upload it again.",
    )


class UnusablePicture(Exception):
    """These bytes cannot be shown as a picture. Carries the sentence why."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why.en)
        self.why = why
