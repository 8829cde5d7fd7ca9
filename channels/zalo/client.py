"""Zalo's Article API in its own words: one function a call.

A thin subclass of zalo-sdk's client. The methods that touch the wire are ours, because the SDK's have no timeout, lose
status and codes, and hard-code the OAuth address; the calls for articles are ours because the SDK has none.
Each call names where its shape comes from. JSDK is Zalo's own Java SDK (github.com/zaloplatform/zalo-java-sdk, samples
under src/test/java), PSDK its PHP SDK (github.com/zaloplatform/zalo-php-sdk); both read on 2026-11-23.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from zalo_sdk.oa.Client import Client

from channels.errors import OutcomeUnknown, Unavailable
from channels.wire import Reply, Wire
from channels.zalo.envelope import Minute, data_of, minute_of, pair_of
from channels.zalo.multipart import FilePart

SLICE = 10  # the most articles that one getslice gives
ARTICLES = "/v2.0/article/"


class OfficialAccount(Client):  # type: ignore[misc]  # zalo-sdk has no types
    """The calls of one Official Account with one access token. Raises Said, Unavailable and OutcomeUnknown.

    `api_url` and `oauth_url` are base addresses. Secrets travel in headers (and in the body of a refresh) alone.
    `minutes` is what the replies so far said of the limits: "calls" for articles, "other calls" for the rest.
    """

    def __init__(
        self,
        wire: Wire,
        *,
        api_url: str,
        oauth_url: str,
        app_id: str = "",
        app_secret: str = "",
        access_token: str = "",
        refresh_token: str = "",
    ) -> None:
        super().__init__(
            app_id=app_id,
            secret_key=app_secret,
            access_token=access_token,
            refresh_token=refresh_token,
            endpoint_prefix=api_url.rstrip("/"),
        )
        self._wire = wire
        self._oauth_prefix = oauth_url.rstrip("/")
        self.minutes: dict[str, Minute] = {}

    # --- articles

    def create(self, article: Mapping[str, Any]) -> dict[str, Any]:
        """POST /v2.0/article/create → {"token"}: no id yet. Not idempotent. JSDK CreateNormalArticle, 2026-11-23."""
        return self._change("/v2.0/article/create", article)

    def verify(self, token: str) -> dict[str, Any]:
        """POST /v2.0/article/verify → {"id"}, or -214 while it is processed. JSDK VerifyArticle, 2026-11-23."""
        return self._ask("POST", "/v2.0/article/verify", body={"token": token})

    def update(self, remote_id: str, article: Mapping[str, Any]) -> dict[str, Any]:
        """POST /v2.0/article/update → {"token"}: replaces the whole body. JSDK UpdateNormalArticle, 2026-11-23."""
        return self._change("/v2.0/article/update", {**article, "id": remote_id})

    def remove(self, remote_id: str) -> dict[str, Any]:
        """POST /v2.0/article/remove. JSDK RemoveArticle, 2026-11-23."""
        return self._change("/v2.0/article/remove", {"id": remote_id})

    def detail(self, remote_id: str) -> dict[str, Any]:
        """GET /v2.0/article/getdetail?id= → title, cover, description, status, body. JSDK GetArticleInfo, 2026-11-23."""
        return self._ask("GET", "/v2.0/article/getdetail", params={"id": remote_id})

    def slice(self, offset: int, limit: int = SLICE) -> dict[str, Any]:
        """GET /v2.0/article/getslice → {"medias", "total"}; `limit` ≤ 10. JSDK GetListArticle, 2026-11-23."""
        params = {"offset": str(offset), "limit": str(limit), "type": "normal"}
        return self._ask("GET", "/v2.0/article/getslice", params=params)

    # --- films

    def prepare_film(self, part: FilePart) -> dict[str, Any]:
        """POST /v2.0/article/upload_video/preparevideo → {"token"}; avi or mp4, ≤ 50 MB. JSDK UploadVideoForArticle.

        Nothing becomes public by it, so a lost answer is Unavailable: at worst a film lies there that nobody shows.
        """
        return self._ask("POST", "/v2.0/article/upload_video/preparevideo", files=part)

    def film(self, token: str) -> dict[str, Any]:
        """GET /v2.0/article/upload_video/verify → {"status", "video_id", …}; the token in a header: JSDK CheckStatusVideo."""
        return self._ask("GET", "/v2.0/article/upload_video/verify", headers={"token": token})

    # --- the account

    def oa(self) -> dict[str, Any]:
        """GET /v2.0/oa/getoa → oaid, name, is_verified, oa_type, package_name. PSDK ZaloEndPoint, 2026-11-23."""
        return self._ask("GET", "/v2.0/oa/getoa")

    def broadcast(self, remote_ids: Sequence[str]) -> dict[str, Any]:
        """POST /v2.0/oa/message to everybody (an empty target) → {"message_id"}. JSDK v3/SendBroadcastMessage, 2026-11-23.

        At most five articles. Not idempotent, and not to be taken back.
        """
        elements = [{"media_type": "article", "attachment_id": remote_id} for remote_id in remote_ids]
        payload = {"template_type": "media", "elements": elements}
        message = {"attachment": {"type": "template", "payload": payload}}
        return self._change("/v2.0/oa/message", {"recipient": {"target": {}}, "message": message})

    # --- OAuth

    def refresh_acccess_token(self) -> tuple[str, str, int]:  # the SDK's own spelling
        """POST {oauth_url}/v4/oa/access_token: (access token, refresh token, seconds that it lasts; 0 unknown).

        The refresh token is good for one use, and the old access token dies with it: OutcomeUnknown when the answer was
        lost, and nobody may simply ask again. JSDK GetAccessTokenByRefreshToken, 2026-11-23.
        """
        return self._grant({"refresh_token": self._refresh_token, "grant_type": "refresh_token"})

    def get_access_token_from_authorization_code(
        self, authorization_code: str, code_verifier: str
    ) -> tuple[str, str, int]:
        """The same, for the code that consent in a browser gave (one use, ten minutes). PSDK OAuth2Client, 2026-11-23."""
        return self._grant(
            {"code": authorization_code, "grant_type": "authorization_code", "code_verifier": code_verifier}
        )

    def _grant(self, form: Mapping[str, str]) -> tuple[str, str, int]:
        return pair_of(
            self._wire.write(
                "POST",
                f"{self._oauth_prefix}/v4/oa/access_token",
                headers={"secret_key": self._secret_key},
                data={**form, "app_id": self._app_id},
            )
        )

    # --- the wire

    def create_request_header(
        self, method: str, xtra_headers: Mapping[str, str] | None = None, type: str = ""
    ) -> dict[str, str]:
        """The SDK's headers and appsecret_proof: hex HMAC-SHA256 of the token under the app secret. PSDK Zalo.php."""
        headers: dict[str, str] = super().create_request_header(method, dict(xtra_headers or {}), type)
        if self._secret_key:
            proof = hmac.new(self._secret_key.encode(), self._access_token.encode(), hashlib.sha256)
            headers["appsecret_proof"] = proof.hexdigest()
        return headers

    def send_request(
        self,
        method: str,
        url: str,
        body: Mapping[str, Any] | None = None,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        files: FilePart | None = None,
    ) -> Reply:
        """As the SDK's, through the guarded door: a GET's body becomes the parameter `data`, a file goes piece by piece."""
        if method == "GET":
            asked = dict(params or {})
            if body is not None:
                asked["data"] = json.dumps(body, ensure_ascii=False)
            return self._wire.read(url, params=asked, headers=headers)
        if files is not None:
            told = {**(headers or {}), "Content-Type": files.content_type}
            return self._wire.write(method, url, headers=told, data=files)
        return self._wire.write(method, url, headers=headers, json=dict(body or {}))

    def _ask(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        files: FilePart | None = None,
    ) -> dict[str, Any]:
        """What makes nothing public whatever its method: a lost answer is Unavailable."""
        told = self.create_request_header(method, headers, "file" if files else "")
        try:
            return self._heard(path, False, lambda url: self.send_request(method, url, body, params, told, files))
        except OutcomeUnknown as lost:
            if never_left(lost):
                raise
            raise Unavailable(lost.cause, evidence=lost.evidence) from lost

    def _change(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        told = self.create_request_header("POST")
        return self._heard(path, True, lambda url: self.send_request("POST", url, body, None, told))

    def _heard(self, path: str, changes: bool, send: Callable[[str], Reply]) -> dict[str, Any]:
        reply = send(f"{self.endpoint_prefix}{path}")
        if minute := minute_of(reply):
            self.minutes["calls" if path.startswith(ARTICLES) else "other calls"] = minute
        return data_of(reply, changes=changes, hide=self._without_secrets)

    def _without_secrets(self, text: str) -> str:
        """A gateway's error page may echo our headers, and evidence is kept for ever."""
        for secret in (self._access_token, self._refresh_token, self._secret_key):
            if secret:
                text = text.replace(secret, "•••")
        return text


def never_left(lost: OutcomeUnknown) -> bool:
    """Whether a worker without its lease was stopped at the door: what the door itself lost names where it had gone."""
    return not lost.evidence
