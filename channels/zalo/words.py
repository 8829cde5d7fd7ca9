"""What a person is told about an Official Account, an article or a token."""

from __future__ import annotations

from formatters.sentence import Sentence

# --- the token and the application

CONSENT = Sentence(
    "Quyền truy cập Zalo đã mất; quản trị viên Official Account cần cấp quyền lại.",
    "Access to Zalo was lost: it needs consent again from the Official Account's administrator.",
)
TOKEN = Sentence(
    "Zalo không chấp nhận access token; quản trị viên Official Account cần cấp quyền lại.",
    "Zalo does not accept the access token; the Official Account's administrator must consent again (needs consent again).",
)
APPLICATION = Sentence(
    "app_id hoặc app_secret không đúng; hãy kiểm tra trên developers.zalo.me.",
    "app_id or app_secret is wrong; check them on developers.zalo.me.",
)
CALLBACK = Sentence(
    "Zalo không nhận địa chỉ quay về; hãy đặt đúng Callback URL của Official Account trên developers.zalo.me.",
    "Zalo does not accept the callback address; set the Official Account's Callback URL on developers.zalo.me.",
)
CODE = Sentence(
    "Mã cấp quyền đã dùng, đã hết hạn (10 phút) hoặc không khớp; hãy cấp quyền lại từ đầu.",
    "The authorisation code was used, has expired (ten minutes) or does not match; begin the consent again.",
)
NEEDS_APPLICATION = Sentence(
    "Cần app_id và app_secret của ứng dụng trên developers.zalo.me trước khi kết nối.",
    "app_id and app_secret of the application on developers.zalo.me are needed before connecting.",
)
NOT_RENEWABLE = Sentence(
    "Không gia hạn được token khi thiếu app_id, app_secret hoặc refresh token; token chỉ dùng được khoảng 25 giờ.",
    "The token cannot be renewed without app_id, app_secret and a refresh token; it works for about 25 hours only.",
)
RENEWAL_LOST = Sentence(
    "Lần gia hạn token gần nhất không nhận được trả lời; token đang dùng còn chạy, nhưng có thể sắp phải cấp quyền lại.",
    "The last renewal of the token got no answer; the present token still works, but consent may soon be needed again.",
)
RENEWAL_REFUSED = Sentence(
    "Zalo không gia hạn token nữa; hãy cấp quyền lại trước khi token đang dùng hết hạn.",
    "Zalo no longer renews the token; consent again before the present one ends (needs consent again).",
)
PROOF = Sentence(
    "Khóa bí mật của ứng dụng (app_secret) không đúng; hãy nhập lại.",
    "The application's secret (app_secret) is wrong; enter it again.",
)
APP = Sentence(
    "Ứng dụng Zalo bị gỡ, bị khóa hoặc chưa được cấp API này; hãy kiểm tra trên developers.zalo.me.",
    "The Zalo application was removed, is disabled or lacks this API; check it on developers.zalo.me.",
)

# --- the account

DISABLED = Sentence(
    "Official Account đã bị khóa hoặc không tồn tại; hãy liên hệ Zalo.",
    "The Official Account is disabled or does not exist; speak to Zalo.",
)
VERIFY = Sentence(
    "Official Account cần được xác thực để dùng tính năng này.",
    "The Official Account must be verified to use this feature.",
)
PERMISSION = Sentence(
    "Official Account chưa cấp quyền quản lý bài viết cho ứng dụng; quản trị viên cần cấp quyền lại.",
    "The Official Account has not granted the application the right to manage articles; its administrator must consent again.",
)
PACKAGE = Sentence(
    "Gói dịch vụ của Official Account không có quyền dùng API; cần nâng gói.",
    "The Official Account's package does not include the API; it must be upgraded.",
)
KIND = Sentence(
    "Loại Official Account này không được dùng API bài viết; hãy hỏi Zalo.",
    "This type of Official Account may not use the article API; ask Zalo.",
)
MONEY = Sentence(
    "Cần tài khoản Zalo Cloud hoặc tài khoản đã hết tiền.", "A Zalo Cloud Account is needed, or it is out of money."
)
OTHER_ACCOUNT = Sentence(
    "Token này thuộc về một Official Account khác; hãy kiểm tra oa_id.",
    "This token belongs to another Official Account; check oa_id.",
)
NOT_VERIFIED = Sentence(
    "Official Account chưa được xác thực; Zalo có thể từ chối đăng bài.",
    "The Official Account is not verified; Zalo may refuse to publish.",
)
UNUSUAL_KIND = Sentence(
    "Official Account không thuộc loại doanh nghiệp hay cơ quan nhà nước; Zalo có thể không mở API bài viết.",
    "The Official Account is of neither the business nor the government type; Zalo may not open the article API to it.",
)

# --- limits

QUOTA = Sentence(
    "Official Account đã hết hạn mức tạo bài viết; sẽ thử lại vào ngày mai.",
    "The Official Account has used up its quota of articles; it will be tried again tomorrow.",
)
NOT_FETCHED = Sentence(
    "Zalo không lấy được ảnh của bài từ địa chỉ của hệ thống (media_url); sẽ tự gửi lại. Nếu kéo dài, hãy kiểm tra địa chỉ đó.",
    "Zalo could not fetch a picture from our address (media_url); it will be sent again. If it goes on, check that address.",
)
BUSY_OA = Sentence(
    "Official Account gọi API quá nhanh so với gói dịch vụ; sẽ thử lại ở phút sau.",
    "The Official Account calls faster than its package allows; it will be tried again next minute.",
)
BUSY_APP = Sentence(
    "Ứng dụng gọi API quá nhanh; sẽ thử lại ở phút sau.",
    "The application calls too fast; it will be tried again next minute.",
)
NIGHT = Sentence("Zalo không nhận tin vào ban đêm; sẽ gửi lúc 6 giờ.", "Zalo takes nothing at night; sent at 06:00.")

# --- the article

STANDARDS = Sentence(
    "Zalo cho rằng bài viết vi phạm tiêu chuẩn nền tảng; cần người xem lại.",
    "Zalo says that the article violates its standards; a person must review it.",
)
PROCESSING = Sentence("Zalo đang xử lý bài viết; sẽ hỏi lại.", "Zalo is still processing the article; we ask again.")
NO_ADDRESS = Sentence(
    "Zalo không có địa chỉ công khai để tải ảnh; hãy đặt media_url của tài khoản.",
    "Zalo has no public address from which to fetch the pictures; set the account's media_url.",
)
NO_COVER = Sentence("Zalo không nhận bài viết không có ảnh bìa.", "Zalo takes no article without a cover picture.")

# --- broadcasts

NOT_LIVE = Sentence(
    "Chỉ gửi được cho người quan tâm bài viết đang hiển thị trên Zalo.",
    "Only an article that the public can see on Zalo can be sent to the followers.",
)
NO_BROADCAST_LEFT = Sentence(
    "Official Account đã hết số lần gửi tin hàng loạt của tháng này.",
    "The Official Account has used up its broadcasts of this month.",
)
NO_BROADCAST = Sentence(
    "Zalo không cho Official Account này gửi bài viết hàng loạt.",
    "Zalo does not let this Official Account broadcast articles.",
)
BROADCAST_PERMISSION = Sentence(
    "Official Account chưa cấp quyền “Gửi tin và thông báo” cho ứng dụng; quản trị viên cần cấp quyền lại.",
    "The Official Account has not granted the application the right to send messages; its administrator must consent again.",
)
BROADCAST_UNKNOWN = Sentence(
    "Đã yêu cầu Zalo gửi bài này nhưng không rõ kết quả; hãy xem trên Zalo, hệ thống không gửi lần nữa.",
    "Zalo was asked to send this article and what came of it is unknown; look at Zalo, it is not sent again.",
)
