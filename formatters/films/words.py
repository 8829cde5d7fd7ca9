"""Why a film cannot be used, in words for the person who can change it."""

from __future__ import annotations

from formatters.sentence import Sentence

DAMAGED = Sentence(
    "Tệp này không phải là video hoặc đã bị hỏng; hãy thay bằng video MP4 (H.264, AAC) khác.",
    "This file is no film, or it is damaged; replace it with another film as MP4 (H.264, AAC).",
)
CUT_OFF = Sentence(
    "Video bị đứt giữa chừng: tệp ngắn hơn thời lượng ghi trong nó; hãy tải lại video lên Cổng.",
    "The film breaks off: the file ends before the length that it tells of; upload it to the portal again.",
)
ONLY_SOUND = Sentence(
    "Tệp này chỉ có âm thanh, không có hình; hãy thay bằng một video.",
    "This file holds only sound and no picture; replace it with a film.",
)
ABSURD_SIZE = Sentence(
    "Khung hình của video quá nhỏ hoặc lớn hơn 8K nên không dùng được; hãy xuất lại video ở 1920 × 1080.",
    "The film's picture is too small, or larger than 8K; export it again at 1920 × 1080.",
)
ENDLESS = Sentence(
    "Video dài hơn 24 giờ nên không dùng được; hãy cắt ngắn.", "The film lasts longer than 24 hours; cut it."
)
TOO_HARD = Sentence(
    "Không đọc được video này trong thời gian và bộ nhớ cho phép; hãy xuất lại video thành MP4 (H.264, AAC).",
    "This film could not be read within the time and memory allowed; export it again as MP4 (H.264, AAC).",
)
NOT_MADE = Sentence(
    "Không chuyển được video này sang dạng kênh nhận; hãy thay bằng video MP4 (H.264, AAC) rồi lên lịch lại, "
    "hoặc đề nghị quản trị viên thử lại (item film).",
    "This film could not be made into what the channel takes; replace it with an MP4 (H.264, AAC) and plan it again, "
    "or ask the operator to try once more (item film).",
)
BEING_MADE = Sentence(
    "Video của tin này đang được chuyển sang dạng kênh nhận, có thể mất vài phút; tuyến tự động sẽ tự lên lịch khi xong, "
    "còn lên lịch bằng tay thì hãy làm lại sau.",
    "This item's film is being made ready for the channel, which can take minutes; a route plans the item by itself then, and "
    "whoever plans by hand does it again later.",
)
NO_CAPTIONS = Sentence(
    "Tệp phụ đề không có dòng nào đọc được (cần UTF-8 và mốc thời gian dạng 00:00:01.000 --> 00:00:04.000); hãy xuất lại.",
    "The subtitles hold no line that can be read (UTF-8, with times as 00:00:01.000 --> 00:00:04.000); export them again.",
)


class UnusableFilm(Exception):
    """This file cannot be used as a film. Carries the sentence why."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why.en)
        self.why = why
