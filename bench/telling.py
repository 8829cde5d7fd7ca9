"""Seconds to tell 1,000 long Vietnamese items on every channel ÷ lxml reading and writing, or nh3 cleaning, the HTML of each once."""

from __future__ import annotations

import cProfile
import pstats
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import nh3
from lxml import etree

from bench.report import Ratio, Report, Wanted
from channels.registry import all_channels
from formatters.forms import tell
from formatters.html import plain, sanitise
from formatters.rendition import Limits
from formatters.story import Credit, Film, Picture, Story

LXML, NH3 = "lxml reads and writes its HTML once", "nh3 cleans its HTML once"
STORIES = 1000
PROFILED = 60  # of them, for a profile: the profiler itself makes everything slower
TOP = 12
SENTENCES = (
    "Sáng {day}/11/2026, tại Hà Nội, Bộ Nội vụ tổ chức hội nghị trực tuyến toàn quốc với {many} điểm cầu ở các tỉnh, thành phố.",
    "Phát biểu chỉ đạo, Bộ trưởng nhấn mạnh việc sắp xếp tổ chức bộ máy phải tinh gọn, hoạt động hiệu năng, hiệu lực, hiệu quả.",
    "Căn cứ Nghị định số {many}/2022/NĐ-CP ngày 24 tháng 6 năm 2022 của Chính phủ, các đơn vị rà soát quy chế và báo cáo kết quả.",
    "Theo khoản {day} Điều 13 của Quyết định số 668/QĐ-BNV, nội dung phải được kiểm tra trước khi đăng tải.",
    "Mức hỗ trợ ban đầu là 1.{many}0.000 đồng/người/tháng, tổng kinh phí khoảng {day},5 tỷ đồng do ngân sách địa phương bảo đảm.",
    "Đồng bào Ê-đê, Gia Rai, Xơ Đăng ở Đắk Lắk, Gia Lai và Quảng Ngãi phấn khởi đón nhận chính sách mới về cán bộ người dân tộc thiểu số.",
    "Chỉ số hài lòng của người dân, tổ chức đạt {many},05 %, tăng {day} điểm phần trăm so với cùng kỳ năm trước.",
    "Ông Nguyễn Văn Hữu, Giám đốc Sở Nội vụ, cho biết: “Cán bộ, công chức phải lấy sự hài lòng của người dân làm thước đo công việc.”",
    "Hội nghị kết thúc lúc {day} giờ 30 phút; góp ý xin gửi về congttdt@moha.gov.vn hoặc xem tại https://moha.gov.vn/van-ban/{many}.html.",
)


def measure() -> Report:
    """Seconds of CPU for one story on every channel, and how they are spent."""
    stories = [story(number) for number in range(STORIES)]
    channels = {kind: (channel.form, channel.limits) for kind, channel in all_channels().items()}
    works: dict[str, Callable[[Story], object]] = {
        **{kind: partial(_told, *of) for kind, of in channels.items()},
        LXML: lambda one: _read_and_written(one.html),
        NH3: lambda one: nh3.clean(one.html),
    }
    seconds = dict.fromkeys(works, 0.0)
    for (
        one
    ) in stories:  # an item is told on all its channels, then the next one; the opponents take their turn beside it
        for name, work in works.items():
            began = time.process_time()
            work(one)
            seconds[name] += time.process_time() - began
    ours = sum(seconds[kind] for kind in channels) / STORIES
    return Report(
        ratios=(
            *(
                Ratio("a story, all forms", ours, seconds[it] / STORIES, it, "s of CPU", Wanted.AT_MOST)
                for it in (LXML, NH3)
            ),
        ),
        facts={
            "stories a second, all forms": 1 / ours,
            "stories": STORIES,
            "characters of a story": sum(len(one.html) for one in stories) / STORIES,
            "milliseconds a story": {kind: 1000 * seconds[kind] / STORIES for kind in channels},
            f"where the time goes ({PROFILED} stories under a profiler, own time)": _profile(
                stories[:PROFILED], channels
            ),
        },
    )


def story(number: int) -> Story:
    """The long item of this number: about fifty sentences with headings, lists, a quotation, a table and pictures."""
    chance = random.Random(number)  # noqa: S311 - the same items in every run is what is wanted

    def said(sentences: int) -> str:
        return " ".join(
            chance.choice(SENTENCES).format(day=chance.randint(1, 28), many=chance.randint(10, 99))
            for _ in range(sentences)
        )

    rows = "".join(
        f"<tr><td>{row}</td><td>Đơn vị {row}</td><td>{chance.randint(10, 999)}</td></tr>" for row in range(1, 11)
    )
    parts = [
        *(f"<p>{said(5)}</p>" for _ in range(4)),
        f"<h2>Kết quả thực hiện</h2><p><strong>{said(1)}</strong> <em>{said(4)}</em></p>",
        f"<ul>{''.join(f'<li>{said(1)}</li>' for _ in range(5))}</ul>",
        f"<table><tr><th>STT</th><th>Đơn vị</th><th>Số lượng</th></tr>{rows}</table>",
        f"<blockquote><p>{said(2)}</p></blockquote>",
        '<figure><img src="https://moha.gov.vn/anh/1.jpg" alt="Hội nghị"><figcaption>Quang cảnh hội nghị</figcaption></figure>',
        *(f"<p>{said(5)} <a href='https://moha.gov.vn/van-ban/{number}.html'>Toàn văn</a></p>" for _ in range(3)),
    ]
    html = sanitise("".join(parts), "https://moha.gov.vn/")
    published = datetime(2026, 11, 23, 2, tzinfo=UTC) + timedelta(minutes=number)
    return Story(
        identifier=f"urn:moha:article:{number}",
        revision=1,
        language="vi",
        title=f"Bộ Nội vụ triển khai nhiệm vụ số {number} theo Nghị định số 42/2022/NĐ-CP",
        summary=said(3),
        text=plain(html),
        html=html,
        link=f"https://moha.gov.vn/tin-tuc/bai-{number}---oid{number}",
        published=published,
        modified=published,
        category="Tin tức",
        tags=("cải cách hành chính", "công vụ, công chức", "chuyển đổi số"),
        author="Thanh Tuấn",
        pictures=(Picture("0" * 64, "image/jpeg", 1600, 900, "Hội nghị", url="https://moha.gov.vn/anh/1.jpg"),),
        film=Film("f" * 64, "video/mp4", 12_345_678, 95.0),
        credit=Credit("Báo Nhân Dân", "https://nhandan.vn/1") if number % 3 == 0 else None,
    )


def _told(form: str, limits: Limits, one: Story) -> None:
    tell(form, one, limits)


def _read_and_written(html: str) -> str:
    root = etree.fromstring(f"<html><body><div>{html}</div></body></html>", etree.HTMLParser())
    return etree.tostring(root, encoding="unicode", method="html")


def _profile(stories: list[Story], channels: dict[str, tuple[str, Limits]]) -> list[str]:
    profiler = cProfile.Profile()
    profiler.enable()
    for one in stories:
        for form, limits in channels.values():
            tell(form, one, limits)
    profiler.disable()
    table: dict[Any, Any] = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    whole = sum(spent[2] for spent in table.values())
    worst = sorted(table.items(), key=lambda row: -row[1][2])[:TOP]
    return [f"{own / whole:.0%} {_named(where)}, {calls:,} calls" for where, (_, calls, own, _, _) in worst]


def _named(where: tuple[str, int, str]) -> str:
    path, line, name = where
    return name if path == "~" else f"{Path(path).parent.name}/{Path(path).name}:{line} {name}"
