"""Our words ↔ the Graph API's: posts in `posts`, films in `film` and `video`, what Meta's errors mean in `codes`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from channels.access import Access
from channels.channel import Health, Parcel, Receipt, Remote, Unfinished
from channels.errors import AccountBroken, OutcomeUnknown, Refused, Unavailable
from channels.facebook import film, findings, health, posts, usage, video
from channels.facebook.account import graph_of
from channels.facebook.client import Graph, GraphError
from channels.facebook.codes import MAY_NOT
from channels.facebook.judging import judged
from channels.facebook.search import found_among_posts
from channels.facebook.standing import shown_by
from formatters.sentence import Sentence

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
    """The adapter of a Page. A post's mark is the canonical address in its text; a film's is also its video's id."""

    def publish(self, parcel: Parcel, key: str, access: Access) -> Receipt:
        """A film when there is one, else pictures, else a link, else plain text. Exactly one request can be seen.

        Throttled while the limits of the Page or of the app are near.
        """
        graph = graph_of(access)
        there = video.there_after_all(graph, parcel, access)
        if there is not None:
            return there
        usage.ready(access)
        if parcel.rendition.film is not None:
            return video.publish(graph, parcel, access)
        return posts.publish(graph, parcel, access)

    def status(self, receipt: Receipt, access: Access) -> Receipt:
        """LIVE while the public sees it, PROCESSING while Meta works on a film, GONE when it is not there or unpublished."""
        usage.readable(access)
        return _standing(graph_of(access), receipt, access)

    def find(self, key: str, parcel: Parcel, since: datetime, access: Access) -> Receipt | Unfinished | None:
        """First the video whose upload the memo knows of, then every published post. The same text proves more than the mark.

        Unavailable when the Page has more posts than we are ready to read: that is no proof of absence.
        """
        usage.readable(access)
        graph, memo = graph_of(access), film.kept(access)
        there = video.came_of(graph, parcel, access)
        if there is not None:
            return there
        if parcel.rendition.film is not None and memo and not memo.get("finishing"):
            return Unfinished({name: memo[name] for name in ("video", "offset", "size") if name in memo})
        post = found_among_posts(graph, key, parcel.rendition.text, since, access)
        if post is None:
            return None
        receipt = posts.live(str(post["id"]), post, parcel)
        return video.of_listed(graph, receipt, shown_by(post), parcel, access) if shown_by(post) else receipt

    def revise(self, receipt: Receipt, parcel: Parcel, access: Access) -> Receipt:
        """Change the text; what Facebook cannot change is left in `todo`. OutcomeUnknown may simply be tried again."""
        graph = graph_of(access)
        usage.ready(access)
        try:
            if receipt.handle:
                return replace(video.revise(graph, receipt, parcel), state=Remote.LIVE)
            done = graph.edit_post(receipt.remote_id, parcel.rendition.text)
        except GraphError as error:
            if error.missing:
                raise Refused("the post is gone", say=POST_IS_GONE, evidence=error.evidence) from error
            raise judged(error, reading=False) from error
        if not done:
            raise OutcomeUnknown("the answer to an edit is not success")
        # What is seen there stays as it was sent: the evidence goes on naming it, so the next revise compares with it.
        shown = receipt.evidence
        evidence = {**shown, "revision": parcel.revision}
        return replace(receipt, state=Remote.LIVE, evidence=evidence, todo=_left_over(receipt, parcel))

    def retract(self, receipt: Receipt, access: Access) -> Receipt:
        """Delete it. Gone already counts as done, once a reading agrees: "missing" is also said to a token without the right."""
        graph = graph_of(access)
        try:
            if not graph.delete(receipt.handle or receipt.remote_id):
                raise OutcomeUnknown("the answer to a deletion is not success")
        except GraphError as error:
            if not error.missing:
                raise judged(error, reading=False) from error
            if video.just_finished(receipt, access):
                raise Unavailable("the video may only not be readable yet", evidence=error.evidence) from error
            if _standing(graph, receipt, access).state is not Remote.GONE:
                raise AccountBroken("the token sees the post but may not delete it", say=MAY_NOT) from error
        return replace(receipt, state=Remote.GONE)

    def check(self, access: Access) -> Health:
        """Whether the token is valid, is this Page's, and may post; and what of the account ends when."""
        try:
            return health.examined(access)
        except AccountBroken as error:
            return Health(ok=False, say=error.say, evidence=error.evidence)

    def preflight(self, parcel: Parcel, access: Access) -> tuple[Sentence, ...]:
        """What the sizes, the lengths and the limits say already. Nothing is asked of Meta."""
        return findings.of(parcel, access)


def _standing(graph: Graph, receipt: Receipt, access: Access) -> Receipt:
    if receipt.handle:
        return video.status(graph, receipt, access)
    try:
        found = graph.read_post(receipt.remote_id)
    except GraphError as error:
        if error.missing:
            return replace(receipt, state=Remote.GONE, evidence={**receipt.evidence, **error.evidence})
        raise judged(error, reading=True) from error
    state = Remote.GONE if str(found.get("is_published", True)).lower() in ("false", "0") else Remote.LIVE
    url = video.public(found.get("permalink_url") or receipt.url)
    return replace(receipt, state=state, url=url, text=found.get("message"))


def _left_over(receipt: Receipt, parcel: Parcel) -> Sentence | None:
    """What of a post without a film is left for a person after its text was changed."""
    shown = receipt.evidence
    if parcel.rendition.film is not None:
        return video.FILM_BY_HAND
    if "pictures" in shown and list(shown["pictures"]) != posts.pictures(parcel):
        return PICTURES_BY_HAND
    if not shown.get("pictures") and shown.get("link", parcel.rendition.link) != parcel.rendition.link:
        return LINK_BY_HAND
    return None
