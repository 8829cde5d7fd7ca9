"""What is known before the time of a parcel that Facebook would refuse, or would not take whole."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from channels.access import Access
from channels.channel import Parcel
from channels.facebook import CHANNEL, usage
from formatters.sentence import Sentence
from formatters.text import length

NO_LINK = Sentence(
    "Bài không có địa chỉ gốc trên cổng: nếu mất câu trả lời của Facebook, chỉ còn tìm lại được bằng nguyên văn.",
    "It has no address on the portal: if Facebook's answer is lost, it can only be found again by its exact text.",
)


def of(parcel: Parcel, access: Access) -> tuple[Sentence, ...]:
    """Every finding about this parcel on this account. Nothing is sent for it."""
    return tuple(_found(parcel, access))


def _found(parcel: Parcel, access: Access) -> Iterator[Sentence]:
    told, limits = parcel.rendition, CHANNEL.limits
    if wait := usage.resting(access):
        minutes = max(1, ceil(wait.total_seconds() / 60))
        yield Sentence(
            f"Facebook báo gần hết hạn mức gọi; chưa gửi gì trong khoảng {minutes} phút nữa.",
            f"Facebook says that its limit is near; nothing is sent for about {minutes} more minutes.",
        )
    if limits.text and (counted := length(told.text, limits.text.unit)) > limits.text.most:
        yield Sentence(
            f"Bài dài {counted} ký tự, Facebook nhận tối đa {limits.text.most}.",
            f"The text has {counted} characters, Facebook takes at most {limits.text.most}.",
        )
    if not told.text.strip() and not told.cuts and told.film is None:
        yield Sentence("Bài không có chữ, ảnh hay video.", "The post has no text, no picture and no film.")
    if not told.link:
        yield NO_LINK
    for cut in told.cuts:
        if cut.mime != "image/jpeg" or cut.size > cut.max_bytes:
            yield Sentence(
                f"Ảnh {cut.slot} không phải JPEG hoặc lớn hơn {cut.max_bytes // 1_000_000} MB.",
                f"The picture {cut.slot} is no JPEG or larger than {cut.max_bytes // 1_000_000} MB.",
            )
    if len(told.gallery) > limits.max_gallery:
        yield Sentence(
            f"Bài có {len(told.gallery)} ảnh, Facebook nhận tối đa {limits.max_gallery}.",
            f"The post has {len(told.gallery)} pictures, Facebook takes at most {limits.max_gallery}.",
        )
    if told.film is not None and limits.film is not None and (why := limits.film.why_not(told.film)):
        yield why
