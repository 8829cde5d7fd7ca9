"""Government Portal: chưa có đặc tả công bố — cần thỏa thuận kỹ thuật với Cổng TTĐT Chính phủ.

No specification of an interface for pushing items into the portal has been published. What is here is a profile of our
own, `vn.gov.moha.syndication/1`, behind one adapter: it waits for a technical agreement and changes with it.
"""

from channels.channel import Can, Channel
from channels.setting import Setting
from formatters.rendition import Limits, PictureSlot, TextLimit
from formatters.sentence import Sentence

CHANNEL = Channel(
    kind="govportal",
    label="Cổng Thông tin điện tử Chính phủ",
    form="dossier",
    limits=Limits(
        title=TextLimit(300),
        summary=TextLimit(1000),
        cover=PictureSlot("thumbnail", 1200, 675, 2_000_000),
        gallery=(PictureSlot("picture", 1600, 1600, 2_000_000, fit="within"),),
        max_gallery=10,
    ),
    adapter="channels.govportal.adapter:GovPortal",
    settings=(
        Setting(
            "base_url",
            Sentence(
                "Địa chỉ gốc của giao diện nhận tin; chưa có đặc tả công bố — cần thỏa thuận kỹ thuật với Cổng TTĐT Chính phủ.",
                "Base address of the interface; none has been published yet: it needs a technical agreement with the portal.",
            ),
            required=True,
        ),
        Setting(
            "org_code",
            Sentence("Mã định danh của cơ quan (QĐ 20/2020/QĐ-TTg).", "The organisation's code (QĐ 20/2020/QĐ-TTg)."),
            default="G09",
        ),
        Setting(
            "key_id",
            Sentence("Tên của khóa ký, do Cổng Chính phủ cấp.", "Name of the signing key, given by the portal."),
            required=True,
        ),
        Setting(
            "key",
            Sentence("Khóa ký bí mật (HMAC-SHA256).", "The secret signing key (HMAC-SHA256)."),
            required=True,
            secret=True,
        ),
    ),
    can=Can(
        why={
            "broadcast": Sentence(
                "Cổng Chính phủ không có việc đẩy tin tới người theo dõi.",
                "The Government Portal has no push to followers.",
            )
        }
    ),
)
