"""What can be known before its time about an article that would keep it from going, or from going whole."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from channels.access import Access
from channels.channel import Parcel
from channels.errors import ChannelError
from channels.zalo import words
from channels.zalo.article import pictures
from channels.zalo.limits import FILM, MOST_FETCHED
from channels.zalo.renewal import renewable
from formatters.sentence import Sentence

KINDS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}

FILM_UNFIT = Sentence(
    "Video quá lớn hoặc sai định dạng đối với Zalo (MP4/AVI, tối đa 50 MB) và chưa có địa chỉ YouTube để thay.",
    "The film is too large or of the wrong kind for Zalo (MP4 or AVI, at most 50 MB), and has no YouTube address instead.",
)


def findings(parcel: Parcel, access: Access) -> tuple[Sentence, ...]:
    """Pictures that Zalo could not fetch, a film that it would not take, a token that cannot be renewed. Only reads."""
    return (*_about_pictures(parcel, access), *_about_film(parcel), *_about_token(access))


def _about_pictures(parcel: Parcel, access: Access) -> tuple[Sentence, ...]:
    told = parcel.rendition
    if told.cover is None:
        return (words.NO_COVER,)
    addresses = [parcel.address(cut.sha256) for cut in pictures(told)]
    if not all(addresses):
        return (words.NO_ADDRESS,)
    if _is_private(addresses[0]) and not _is_private(str(access.settings["api_url"])):
        return (_private(_base(addresses[0])),)
    for address in addresses:
        # They all lie under one base address, so one that fails says what there is to do: more would only take time.
        if found := _about_picture(address, access):
            return (found,)
    return ()


def _about_picture(address: str, access: Access) -> Sentence | None:
    try:
        reply = access.wire.read(address, max_bytes=MOST_FETCHED + 64 * 1024)
    except ChannelError:
        return _unreachable(_base(address))
    kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    is_picture = any(reply.body.startswith(magic) for magic in KINDS) and kind in ("", *KINDS.values())
    if reply.status != 200:
        return _answers(_base(address), reply.status)
    if not is_picture:
        return _no_picture(_base(address))
    return _too_large(_base(address), len(reply.body)) if len(reply.body) > MOST_FETCHED else None


def _about_film(parcel: Parcel) -> tuple[Sentence, ...]:
    film = parcel.rendition.film
    return (FILM_UNFIT,) if film and not FILM.admits(film) and not parcel.rendition.watch else ()


def _about_token(access: Access) -> tuple[Sentence, ...]:
    try:
        held = access.vault.read()
    except ChannelError:
        return ()
    return () if renewable(held, access.settings) else (words.NOT_RENEWABLE,)


def _base(address: str) -> str:
    """What a person can put right: an address of a picture itself is nobody's business."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _is_private(address: str) -> bool:
    """Whether this names a place inside by its very spelling. What a name leads to is not looked up."""
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or "." not in host or host.endswith((".local", ".internal", ".localhost", ".lan"))


def _private(base: str) -> Sentence:
    return Sentence(
        f"Zalo không tải được ảnh từ {base} vì đây là địa chỉ nội bộ; hãy đặt media_url công khai cho tài khoản.",
        f"Zalo cannot fetch pictures from {base}, which is a private address; give the account a public media_url.",
    )


def _unreachable(base: str) -> Sentence:
    return Sentence(
        f"Không tải thử được ảnh từ {base} (không trả lời, hoặc quá 1 MB); hãy kiểm tra media_url của tài khoản.",
        f"A picture could not be fetched from {base} (no answer, or more than 1 MB); check the account's media_url.",
    )


def _answers(base: str, status: int) -> Sentence:
    return Sentence(
        f"Địa chỉ ảnh tại {base} trả lời HTTP {status}, Zalo sẽ không tải được; hãy kiểm tra media_url của tài khoản.",
        f"A picture's address at {base} answers HTTP {status}, so Zalo cannot fetch it; check the account's media_url.",
    )


def _no_picture(base: str) -> Sentence:
    return Sentence(
        f"Địa chỉ ảnh tại {base} không trả về JPEG hay PNG; hãy kiểm tra media_url của tài khoản.",
        f"A picture's address at {base} gives neither JPEG nor PNG; check the account's media_url.",
    )


def _too_large(base: str, size: int) -> Sentence:
    return Sentence(
        f"Ảnh tại {base} nặng {size} byte, Zalo chỉ nhận đến 1 MB; hãy kiểm tra media_url của tài khoản.",
        f"A picture at {base} has {size} bytes and Zalo takes at most 1 MB; check the account's media_url.",
    )
