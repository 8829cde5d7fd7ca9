"""Điều 13 khoản 1: what is too poor to be published, and what has been published already."""

from __future__ import annotations

from formatters.sentence import Sentence
from syndication.gate.rules.finding import Finding

ARTICLE = "Điều 13(1)"


def substance(title: str, link: str) -> Finding | None:
    """R1b for an item with neither a title nor an address: nothing can be told of it and nobody can be led to it."""
    if title.strip() or link.strip():
        return None
    return Finding(
        "R1b",
        ARTICLE,
        "refuse",
        Sentence(
            "Từ chối theo Điều 13 khoản 1 (thông tin không bảo đảm chất lượng): mục này không có tiêu đề và không có địa chỉ. "
            "Hãy bổ sung tiêu đề và đường dẫn trên Cổng rồi đăng lại.",
            "Refused under Điều 13(1) (poor quality): this item has neither a title nor an address. "
            "Add the title and the address on the portal and publish it there again.",
        ),
    )


def duplicate(told_as: str) -> Finding:
    """R1e: the content was published already, as the item that `told_as` names (a title or an address)."""
    return Finding(
        "R1e",
        ARTICLE,
        "refuse",
        Sentence(
            f"Từ chối theo Điều 13 khoản 1 (trùng lặp nội dung đã đăng): đã có “{told_as}”. "
            "Nếu là tin mới, hãy sửa cho khác bài cũ; nếu là đính chính, hãy sửa chính bài cũ.",
            f"Refused under Điều 13(1) (repeats what was published): there is “{told_as}” already. "
            "If it is news, make it differ from the earlier item; if it corrects, edit the earlier item itself.",
        ),
    )
