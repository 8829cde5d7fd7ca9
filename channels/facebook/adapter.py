"""Our words ↔ the Graph API's. What Meta's errors mean stands in `codes`, how a post is known again in `seen`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from channels.access import Access
from channels.channel import Health, Parcel, Receipt, Remote
from channels.errors import AccountBroken, OutcomeUnknown, Refused, Unavailable
from channels.facebook import photos, seen
from channels.facebook.client import Graph, GraphError
from channels.facebook.codes import ALREADY_POSTED, MAY_NOT, in_our_words, judged
from formatters.sentence import Sentence

MOST_PAGES = 50
TOLERANCE = timedelta(seconds=5)  # between their clock, which tells whole seconds, and ours

PICTURES_BY_HAND = Sentence(
    "Facebook không cho thay ảnh của bài đã đăng: chữ đã được sửa, hãy thay ảnh bằng tay trên Trang hoặc gỡ rồi đăng lại.",
    "Facebook lets no one replace a post's pictures: the text is changed; change the pictures by hand on the Page, or "
    "withdraw it and publish again.",
)
LINK_BY_HAND = Sentence(
    "Facebook không cho đổi thẻ liên kết của bài đã đăng: chữ đã được sửa, thẻ vẫn dẫn tới địa chỉ cũ.",
    "Facebook lets no one change a post's link card: the text is changed, the card still leads to the old address.",
)
POST_IS_GONE = Sentence(
    "Bài không còn trên Facebook nên không sửa được; hãy kiểm tra Trang.",
    "The post is no longer on Facebook, so it cannot be changed; look at the Page.",
)


class Facebook:
    """The adapter of a Page. A post's mark is the canonical address in its text."""

    def publish(self, parcel: Parcel, key: str, access: Access) -> Receipt:
        """A photo post when there are pictures, else a link post, else plain text. Exactly one visible request."""
        graph, page_id = _graph(access), _page(access)
        gallery = parcel.rendition.gallery
        if len(gallery) == 1:
            answer = self._photo_post(graph, page_id, parcel)
        elif gallery:
            answer = self._album_post(graph, page_id, parcel, access)
        else:
            with in_our_words(reading=False):
                answer = graph.create_post(page_id, parcel.rendition.text, link=parcel.rendition.link)
        remote_id = answer.get("post_id") if len(gallery) == 1 else answer.get("id")
        if not remote_id:
            raise OutcomeUnknown("the answer names no post", evidence={"answer": dict(answer)})
        return _live(str(remote_id), answer, parcel)

    def _photo_post(self, graph: Graph, page_id: str, parcel: Parcel) -> Mapping[str, Any]:
        told, cut = parcel.rendition, parcel.rendition.gallery[0]
        blob = photos.blob_of(cut, parcel)
        with in_our_words(reading=False), blob.open() as stream:
            file = (f"{cut.slot}.jpg", stream, blob.mime)
            return graph.create_photo(page_id, file, alt=cut.alt, caption=told.text, published=True)

    def _album_post(self, graph: Graph, page_id: str, parcel: Parcel, access: Access) -> Mapping[str, Any]:
        before = access.memo.read().get("photos")
        ids = photos.uploaded(graph, page_id, parcel, access)
        try:
            with in_our_words(reading=False):
                return graph.create_post(page_id, parcel.rendition.text, photo_ids=ids)
        except OutcomeUnknown as error:
            # After a lost answer the same ids are kept: they make Meta refuse a second post. Once it has, they are spent.
            if ALREADY_POSTED in (error.evidence.get("code"), error.evidence.get("subcode")):
                photos.forget(access)
            raise
        except Refused as error:
            if not before:
                raise
            photos.forget(access)  # perhaps only the remembered photos are gone: once more, with fresh ones
            raise Unavailable(error.cause, evidence=error.evidence) from error

    def status(self, receipt: Receipt, access: Access) -> Receipt:
        """LIVE while the public sees it, GONE when it is not there or no longer published."""
        try:
            found = _graph(access).read_post(receipt.remote_id)
        except GraphError as error:
            if error.missing:
                return replace(receipt, state=Remote.GONE, evidence={**receipt.evidence, **error.evidence})
            raise judged(error, reading=True) from error
        state = Remote.GONE if str(found.get("is_published", True)).lower() in ("false", "0") else Remote.LIVE
        return replace(receipt, state=state, url=_public(found.get("permalink_url") or receipt.url))

    def find(self, key: str, parcel: Parcel, since: datetime, access: Access) -> Receipt | None:
        """Look through every published post, for their order is a ranking. The same text is better proof than the mark.

        Unavailable when the Page has more posts than we are ready to read: that is no proof of absence.
        """
        graph, page_id = _graph(access), _page(access)
        cursor: Mapping[str, str] | None = {}
        bearer: Mapping[str, Any] | None = None
        for _ in range(MOST_PAGES):
            with in_our_words(reading=True):
                posts, cursor = graph.published_posts(page_id, cursor or {})
            for post in posts:
                made = seen.created(post)
                if not post.get("id") or (made and made < since - TOLERANCE) or access.taken(str(post["id"])):
                    continue
                if seen.says(post, parcel.rendition.text):
                    return _live(str(post["id"]), post, parcel)
                if bearer is None and seen.bears(post, key):
                    bearer = post
            if cursor is None:
                return _live(str(bearer["id"]), bearer, parcel) if bearer else None
        raise Unavailable(f"the Page has more than {MOST_PAGES} pages of posts: absence cannot be proven")

    def revise(self, receipt: Receipt, parcel: Parcel, access: Access) -> Receipt:
        """Change the text; what Facebook cannot change is left in `todo`. OutcomeUnknown may simply be tried again."""
        try:
            done = _graph(access).edit_post(receipt.remote_id, parcel.rendition.text)
        except GraphError as error:
            if error.missing:
                raise Refused("the post is gone", say=POST_IS_GONE, evidence=error.evidence) from error
            raise judged(error, reading=False) from error
        if not done:
            raise OutcomeUnknown("the answer to an edit is not success")
        # What is seen there stays as it was sent: the evidence goes on naming it, so the next revise compares with it.
        shown = receipt.evidence
        todo = None
        if "pictures" in shown and list(shown["pictures"]) != _pictures(parcel):
            todo = PICTURES_BY_HAND
        elif not shown.get("pictures") and shown.get("link", parcel.rendition.link) != parcel.rendition.link:
            todo = LINK_BY_HAND
        return replace(receipt, state=Remote.LIVE, evidence={**shown, "revision": parcel.revision}, todo=todo)

    def retract(self, receipt: Receipt, access: Access) -> Receipt:
        """Delete it. Gone already counts as done, once a reading agrees: "missing" is also said to a token without the right."""
        graph = _graph(access)
        try:
            if not graph.delete_post(receipt.remote_id):
                raise OutcomeUnknown("the answer to a deletion is not success")
        except GraphError as error:
            if not error.missing:
                raise judged(error, reading=False) from error
            if self.status(receipt, access).state is not Remote.GONE:
                raise AccountBroken("the token sees the post but may not delete it", say=MAY_NOT) from error
        return replace(receipt, state=Remote.GONE)

    def check(self, access: Access) -> Health:
        """Whether the token reads the Page. What it may do beyond that is not asked yet."""
        try:
            with in_our_words(reading=True):
                page = _graph(access).read_page(_page(access))
        except AccountBroken as error:
            return Health(ok=False, say=error.say, evidence=error.evidence)
        return Health(ok=True, name=str(page.get("name") or page.get("id") or ""), evidence={"id": page.get("id")})

    def preflight(self, parcel: Parcel, access: Access) -> tuple[Sentence, ...]:
        """Nothing is asked yet."""
        return ()


def _graph(access: Access) -> Graph:
    secrets, settings = access.vault.read(), access.settings
    if not secrets.get("access_token"):
        raise AccountBroken("the account has no access_token")
    return Graph(
        access.wire,
        url=settings["graph_url"],
        version=settings["graph_version"],
        token=secrets["access_token"],
        app_secret=secrets.get("app_secret", ""),
    )


def _page(access: Access) -> str:
    return str(access.settings["page_id"])


def _public(address: Any) -> str:
    """An absolute address of what the public sees; `permalink_url` has been seen without its host."""
    return urljoin("https://www.facebook.com/", str(address))


def _pictures(parcel: Parcel) -> list[str]:
    return [cut.sha256 for cut in parcel.rendition.gallery]


def _live(remote_id: str, answer: Mapping[str, Any], parcel: Parcel) -> Receipt:
    evidence = {"pictures": _pictures(parcel), "link": parcel.rendition.link, "revision": parcel.revision}
    if answer.get("post_id"):
        evidence["photo"] = str(answer.get("id", ""))
    url = _public(answer.get("permalink_url") or remote_id)
    return Receipt(Remote.LIVE, remote_id=remote_id, url=url, evidence=evidence)
