"""How the stand-in refuses: the reasons of the platform's error pages, each with its status and domain."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from werkzeug.wrappers import Request, Response

from channels.sandbox.stage import reply

VIDEO: Final = "youtube.video"
QUOTA: Final = "youtube.quota"
THUMBNAIL: Final = "youtube.thumbnail"

# reason → (HTTP status, domain, message). Every one of them can be ordered as a fault by its name.
REASONS: Final[Mapping[str, tuple[int, str, str]]] = {
    "internalError": (500, "global", "Internal error encountered."),
    "backendError": (503, "global", "Backend Error"),
    "notReady": (503, "global", "The API server is not ready to accept requests."),
    "rateLimitExceeded": (403, QUOTA, "The request cannot be completed because of too many requests lately."),
    "userRateLimitExceeded": (403, QUOTA, "User Rate Limit Exceeded."),
    "servingLimitExceeded": (403, QUOTA, "The overall rate limit for the API has been reached."),
    "quotaExceeded": (403, QUOTA, "The request cannot be completed because you have exceeded your quota."),
    "dailyLimitExceeded": (403, QUOTA, "Daily Limit Exceeded."),
    "uploadLimitExceeded": (400, VIDEO, "The user has exceeded the number of videos they may upload."),
    "uploadRateLimitExceeded": (429, THUMBNAIL, "The channel has uploaded too many thumbnails recently."),
    "authError": (401, "global", "Invalid Credentials"),
    "expired": (401, "global", "The access token has expired."),
    "youtubeSignupRequired": (401, "youtube.header", "Unauthorized"),
    "insufficientPermissions": (403, "global", "Request had insufficient authentication scopes."),
    "forbidden": (403, "global", "Access forbidden. The request may not be properly authorized."),
    "authenticatedUserAccountSuspended": (403, "youtube.common", "The account of the user is suspended."),
    "authenticatedUserAccountClosed": (403, "youtube.common", "The account of the user is closed."),
    "authenticatedUserNotChannel": (403, "youtube.common", "The API server failed to find the user's channel."),
    "channelSuspended": (403, "youtube.common", "The channel of the request has been suspended."),
    "channelClosed": (403, "youtube.common", "The channel of the request has been closed."),
    "accessNotConfigured": (403, "usageLimits", "YouTube Data API has not been used in this project or is disabled."),
    "invalidTitle": (400, VIDEO, "The request metadata specifies an invalid or empty video title."),
    "invalidDescription": (400, VIDEO, "The request metadata specifies an invalid video description."),
    "invalidTags": (400, VIDEO, "The request metadata specifies invalid video keywords."),
    "invalidCategoryId": (400, VIDEO, "The snippet.categoryId property specifies an invalid category ID."),
    "invalidPublishAt": (400, VIDEO, "The request metadata specifies an invalid scheduled publishing time."),
    "invalidVideoMetadata": (400, VIDEO, "The request metadata is invalid."),
    "invalidRecordingDetails": (400, VIDEO, "The recordingDetails object specifies invalid recording details."),
    "invalidFilename": (400, VIDEO, "The video filename specified in the Slug header is invalid."),
    "defaultLanguageNotSet": (400, VIDEO, "Localized video details need the default language of the video details."),
    "mediaBodyRequired": (400, VIDEO, "The request does not include the video content."),
    "forbiddenPrivacySetting": (403, VIDEO, "The request attempts to set an invalid privacy setting."),
    "forbiddenLicenseSetting": (403, VIDEO, "The request attempts to set an invalid license."),
    "forbiddenEmbedSetting": (403, VIDEO, "The request attempts to set an invalid embed setting."),
    "videoNotFound": (404, VIDEO, "The video that you are trying to reach cannot be found."),
    "conditionNotMet": (412, "global", "Precondition Failed"),
}


class Refusal(Exception):
    """Answers as the platform does when it refuses."""

    def __init__(self, status: int, reason: str, message: str = "", domain: str = "global", **headers: str) -> None:
        super().__init__(f"{status} {reason}")
        self.status, self.reason, self.message, self.domain = status, reason, message or reason, domain
        self.headers = headers

    def response(self) -> Response:
        """The error as JSON, in the shape of Google's APIs."""
        detail = {"domain": self.domain, "reason": self.reason, "message": self.message}
        error = {"code": self.status, "message": self.message, "errors": [detail]}
        return reply({"error": error}, self.status, **self.headers)


def refused(reason: str, detail: str = "") -> Refusal:
    """The refusal of this reason of the table; `detail` is added to its message."""
    status, domain, message = REASONS[reason]
    return Refusal(status, reason, f"{message} {detail}".rstrip(), domain)


def needs(request: Request, *names: str) -> None:
    """Refusal when one of these parameters is missing."""
    for name in names:
        if not request.args.get(name):
            raise Refusal(400, "required", f"Required parameter: {name}")


def parsed(data: bytes) -> dict[str, Any]:
    """A body as a JSON object."""
    try:
        value = json.loads(data)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise Refusal(400, "parseError", "Parse Error")
    return value


def section(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The part of this name of a resource, {} when it is left out; it must be an object."""
    value = body.get(name)
    if value is not None and not isinstance(value, dict):
        raise Refusal(400, "invalid", f"Invalid value for: Expected an object for '{name}'")
    return dict(value or {})
