"""Meta's error codes and what to do about each, as data. `type` is nearly always "OAuthException" and is never looked at.

`judging` applies it. Sources: ERR https://developers.facebook.com/docs/graph-api/guides/error-handling · PHOTO, FEED and VIDEO
the references of /{page}/photos, /{page}/feed and /{page}/videos (read 2026-09-11) · RATE
https://developers.facebook.com/docs/graph-api/overview/rate-limiting/ · POSTIZ https://github.com/gitroomhq/postiz-app (a public
client's table) · SDK PyPI facebook-business 26.0.3, video_uploader.py · other public threads by their address.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from channels.errors import AccountBroken, ChannelError, OutcomeUnknown, Refused, Throttled, Unavailable
from formatters.sentence import Sentence

ALREADY_POSTED = 1366051  # the photos handed over are on a post already
GO_ON_AT = 1363037  # bytes of a film came out of order: `error_data` says from where to go on
SESSION_GONE = 1363041  # an upload session has ended


@dataclass(frozen=True, slots=True)
class Row:
    """One thing Meta says. `code` is a number or a range; None means that `subcode` may stand in either place.

    `subcode` None matches any. `after` is how long to wait when the answer does not say it.
    """

    code: int | range | None
    subcode: int | None
    then: type[ChannelError]
    say: Sentence
    source: str
    after: timedelta | None = None

    def matches(self, code: int | None, subcode: int | None) -> bool:
        """Whether this row is about the pair."""
        if self.code is None:
            return self.subcode in (code, subcode)
        same = code in self.code if isinstance(self.code, range) else code == self.code
        return same and self.subcode in (None, subcode)


WAIT = Sentence(
    "Facebook báo đã gọi quá nhiều lần; hệ thống chờ rồi tự gửi lại.",
    "Facebook says too many calls; the system waits and sends again by itself.",
)
BLOCKED = Sentence(
    "Facebook tạm chặn đăng bài; hệ thống chờ vài giờ. Hãy xem mục Chất lượng Trang trên Facebook.",
    "Facebook blocks posting for a time; the system waits for hours. Look at the Page's quality tab on Facebook.",
)
DOUBT = Sentence(
    "Facebook báo lỗi tạm thời nhưng có thể đã đăng; đang đối chiếu với Trang.",
    "Facebook reports a passing error but may have posted it; it is being compared with the Page.",
)
TWICE = Sentence(
    "Facebook nói bài này đã được đăng; đang tìm bài đó trên Trang.",
    "Facebook says this has been posted already; it is being looked for on the Page.",
)
MAY_NOT = Sentence(
    "Mã truy cập thiếu quyền trên Trang; hãy kết nối lại bằng người có quyền tạo nội dung và cấp đủ pages_manage_posts, "
    "pages_read_engagement.",
    "The token lacks a right on the Page; connect again as a person who may create content and grant pages_manage_posts "
    "and pages_read_engagement.",
)
CONNECT = Sentence(
    "Mã truy cập Facebook không còn hiệu lực; hãy kết nối lại tài khoản.",
    "The Facebook token is no longer valid; connect the account again.",
)
PERSON = Sentence(
    "Facebook yêu cầu người quản trị Trang đăng nhập facebook.com và xác minh; làm xong hãy kết nối lại tài khoản.",
    "Facebook wants the Page's administrator to sign in at facebook.com and confirm; then connect the account again.",
)
NO_ROLE = Sentence(
    "Người đã cấp mã truy cập không còn vai trò trên Trang; hãy cấp lại vai trò rồi kết nối lại.",
    "The person behind the token has no role on the Page any more; give the role back, then connect again.",
)
NO_PAGE = Sentence(
    "Không thấy Trang, hoặc mã truy cập không được dùng cho Trang này; hãy kiểm tra page_id và kết nối lại.",
    "The Page is not there, or the token is not for it; check page_id and connect again.",
)
BAD_SECRET = Sentence(
    "Chữ ký appsecret_proof bị từ chối; hãy kiểm tra app_secret và mục Require App Secret của ứng dụng.",
    "The appsecret_proof is refused; check app_secret and the app's setting Require App Secret.",
)
OLD_VERSION = Sentence(
    "Phiên bản Graph API đã hết hạn; hãy đặt graph_version mới hơn.",
    "This version of the Graph API has ended; set a newer graph_version.",
)
BAD_PICTURE = Sentence(
    "Facebook không nhận ảnh (tệp hỏng, sai định dạng hoặc lớn hơn 4 MB); hãy thay ảnh.",
    "Facebook does not take the picture (broken, of another format or above 4 MB); replace it.",
)
BAD_FILM = Sentence(
    "Facebook không nhận video (tệp hỏng, sai định dạng hoặc quá nhỏ); hãy thay video.",
    "Facebook does not take the film (broken, of another format or too small); replace it.",
)
TOO_LARGE = Sentence(
    "Facebook không nhận tệp ảnh hoặc video lớn như thế; hãy thay bằng tệp nhỏ hơn.",
    "Facebook does not take a picture or film this large; replace it by a smaller one.",
)
HALF_A_FILM = Sentence(
    "Video chưa tải lên hết; sẽ tự gửi tiếp.",
    "Not all of the film has been uploaded; the rest will be sent.",
)
BAD_LINK = Sentence(
    "Facebook không đọc được đường dẫn của bài; hãy kiểm tra địa chỉ trên cổng.",
    "Facebook cannot read the link; check the address on the portal.",
)
SLOW_LINK = Sentence(
    "Facebook tạm thời chưa đọc được đường dẫn; sẽ tự gửi lại.",
    "Facebook cannot read the link just now; it will be sent again.",
)
BAD_CONTENT = Sentence(
    "Facebook từ chối nội dung này; hãy sửa rồi lên lịch lại.",
    "Facebook refuses this content; change it and plan it again.",
)

TABLE: tuple[Row, ...] = (
    # What is there already, or may be.
    Row(None, ALREADY_POSTED, OutcomeUnknown, TWICE, "POSTIZ; our own unused photo ids can only be on our own post"),
    Row(506, None, OutcomeUnknown, TWICE, "ERR"),
    Row(1, None, OutcomeUnknown, DOUBT, "ERR; https://github.com/facebookarchive/php-graph-sdk/issues/1141"),
    Row(2, None, OutcomeUnknown, DOUBT, "ERR; https://github.com/arsduo/koala/issues/699: published at each HTTP 500"),
    # Limits.
    Row(4, None, Throttled, WAIT, "ERR, RATE: the app's limit"),
    Row(17, None, Throttled, WAIT, "ERR, RATE: the user's limit"),
    Row(32, None, Throttled, WAIT, "RATE: Page calls with a user token"),
    Row(341, None, Throttled, WAIT, "ERR: the app's limit"),
    Row(613, None, Throttled, WAIT, "RATE: a custom limit"),
    Row(80001, None, Throttled, WAIT, "RATE: Page calls with a Page token"),
    Row(368, 1390008, Throttled, BLOCKED, "ERR; POSTIZ: posting too fast", timedelta(hours=2)),
    Row(368, 1346003, Throttled, BLOCKED, "ERR; POSTIZ: taken for abuse", timedelta(hours=24)),
    Row(368, None, Throttled, BLOCKED, "ERR; https://github.com/arsduo/koala/issues/422", timedelta(hours=6)),
    # A person has to act at facebook.com.
    Row(190, 459, AccountBroken, PERSON, "ERR: checkpoint"),
    Row(190, 464, AccountBroken, PERSON, "ERR: unconfirmed user"),
    Row(190, 490, AccountBroken, PERSON, "POSTIZ: two-step check"),
    Row(None, 1404078, AccountBroken, PERSON, "POSTIZ: Page publishing authorization needed"),
    Row(None, 4854002, AccountBroken, PERSON, "POSTIZ: confirm identity"),
    # The token, its rights, the Page, the version.
    Row(190, 492, AccountBroken, NO_ROLE, "ERR"),
    Row(190, 458, AccountBroken, CONNECT, "ERR: app not installed"),
    Row(190, 460, AccountBroken, CONNECT, "ERR: password changed"),
    Row(190, 463, AccountBroken, CONNECT, "ERR: expired"),
    Row(190, 467, AccountBroken, CONNECT, "ERR: invalid"),
    Row(190, None, AccountBroken, CONNECT, "ERR"),
    Row(102, None, AccountBroken, CONNECT, "ERR"),
    Row(3, None, AccountBroken, MAY_NOT, "ERR"),
    Row(10, None, AccountBroken, MAY_NOT, "ERR"),
    Row(104, None, AccountBroken, BAD_SECRET, "PHOTO: incorrect signature"),
    Row(100, 33, AccountBroken, NO_PAGE, "FEED; POSTIZ; on a post of ours the adapter reads it as gone"),
    Row(2635, None, AccountBroken, OLD_VERSION, "https://github.com/mobolic/facebook-sdk/issues/527"),
    # The content.
    Row(324, None, Refused, BAD_PICTURE, "PHOTO"),
    Row(None, 1366046, Refused, BAD_PICTURE, "POSTIZ"),
    Row(None, 2069019, Refused, BAD_PICTURE, "POSTIZ: invalid file"),
    # Films. What surely was not published although it is no fault of the film comes first.
    Row(None, GO_ON_AT, Unavailable, HALF_A_FILM, "SDK: an offset to go on from comes with it"),
    Row(None, SESSION_GONE, Unavailable, HALF_A_FILM, "third parties' clients: begin a new session"),
    Row(None, 1363047, OutcomeUnknown, DOUBT, "POSTIZ: a passing trouble with an upload"),
    Row(382, None, Refused, BAD_FILM, "VIDEO: too small"),
    Row(389, None, Refused, BAD_FILM, "VIDEO: a file could not be fetched"),
    Row(6000, None, Refused, BAD_FILM, "VIDEO: trouble with this file"),
    Row(6001, None, OutcomeUnknown, DOUBT, "VIDEO: trouble with the upload, try again"),
    Row(None, 1609005, Refused, BAD_LINK, "ERR"),
    Row(None, 1609008, Refused, BAD_LINK, "POSTIZ: links to facebook.com"),
    Row(None, 1609010, Unavailable, SLOW_LINK, "POSTIZ: reading the link failed for now"),
    Row(None, 2061006, Refused, BAD_LINK, "POSTIZ"),
    Row(None, 1349125, Refused, BAD_CONTENT, "POSTIZ"),
    Row(None, 1404102, Refused, BAD_CONTENT, "POSTIZ: community standards"),
    Row(range(200, 300), None, AccountBroken, MAY_NOT, "ERR: permissions; FEED, PHOTO: 200, 210, 240, 283"),
)


def row_of(code: int | None, subcode: int | None) -> Row | None:
    """The first row about the pair; None for what is not in the table."""
    if code is None:
        return None
    return next((row for row in TABLE if row.matches(code, subcode)), None)
