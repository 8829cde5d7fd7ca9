"""The `fields` parameter: which fields of a node a client asks for, with their own fields in braces."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from channels.facebook.sandbox.protocol import Refusal

Tree = dict[str, "Tree"]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


POST = _names(
    "id message story created_time updated_time permalink_url is_published is_hidden is_expired is_popular is_spherical "
    "status_type scheduled_publish_time full_picture picture attachments from application shares backdated_time admin_creator "
    "actions privacy place targeting feed_targeting message_tags properties call_to_action comments likes reactions "
    "icon instagram_eligibility is_eligible_for_promotion is_inline_created parent_id promotable_id subscribed "
    "timeline_visibility to via video_buying_eligibility width height event expanded_height expanded_width"
)
PHOTO = _names(
    "id name name_tags alt_text alt_text_custom album created_time updated_time from height width icon images link "
    "page_story_id picture place target backdated_time event webp_images comments likes reactions"
)
VIDEO = _names(
    "id title description created_time updated_time status published permalink_url post_id length source picture from "
    "thumbnails scheduled_publish_time content_category embeddable embed_html format icon is_instagram_eligible privacy "
    "universal_video_id views place event captions comments likes"
)
PAGE = _names(
    "id name username category category_list link tasks access_token about fan_count followers_count is_published "
    "verification_status has_transitioned_to_new_page_experience video_upload_limits picture website"
)
USER = _names("id name email first_name last_name picture video_upload_limits permissions accounts")


def chosen(told: dict[str, Any], fields: str, default: str, known: Collection[str], node: str) -> dict[str, Any]:
    """The fields asked for that there are, and the id always. Refusal 100 for a field that such a node never has."""
    tree = _parsed(fields or default)
    for name in tree:
        if name not in known:
            raise Refusal(100, detail=f"Tried accessing nonexisting field ({name}) on node type ({node})")
    return {"id": told["id"], **{name: _cut(told[name], tree[name]) for name in tree if name in told}}


def _cut(value: Any, tree: Tree) -> Any:
    if not tree:
        return value
    if isinstance(value, list):
        return [_cut(one, tree) for one in value]
    if isinstance(value, dict):
        if isinstance(value.get("data"), list):
            return {**value, "data": _cut(value["data"], tree)}
        return {name: _cut(value[name], tree[name]) for name in tree if name in value}
    return value


def _parsed(fields: str) -> Tree:
    """`id,attachments{url,media{image{src}}}` as nested names; `.limit(1)` and the like are read over."""
    root: Tree = {}
    stack = [root]
    name = ""
    for token in re.findall(r"[\w]+|\.\w+\([^()]*\)|[{},]|\S", fields):
        if token == "{":  # noqa: S105 - a brace
            if not name:
                raise Refusal(2500, detail="Syntax error in fields")
            stack.append(stack[-1][name])
        elif token == "}":  # noqa: S105
            stack.pop()
            if not stack:
                raise Refusal(2500, detail="Syntax error in fields")
        elif token == ",":  # noqa: S105
            name = ""
        elif re.fullmatch(r"\w+", token):
            name = token
            stack[-1].setdefault(name, {})
        elif not token.startswith("."):
            raise Refusal(2500, detail="Syntax error in fields")
    if len(stack) != 1:
        raise Refusal(2500, detail="Syntax error in fields")
    return root
