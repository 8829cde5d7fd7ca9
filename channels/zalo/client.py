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
from collections.abc import Mapping
from typing import Any

from zalo_sdk.oa.Client import Client

from channels.errors import OutcomeUnknown, Unavailable
from channels.wire import Reply, Wire
from channels.zalo.errors import Said

SLICE = 10  # the most articles that one getslice gives


class OfficialAccount(Client):  # type: ignore[misc]  # zalo-sdk has no types
    """The calls of one Official Account with one access token. Raises Said, Unavailable and OutcomeUnknown.

    `api_url` and `oauth_url` are base addresses. Secrets travel in headers (and in the body of a refresh) alone.
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

    # --- the account

    def oa(self) -> dict[str, Any]:
        """GET /v2.0/oa/getoa → oaid, name, is_verified, oa_type, package_name. PSDK ZaloEndPoint, 2026-11-23."""
        return self._ask("GET", "/v2.0/oa/getoa")

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
        reply = self._wire.write(
            "POST",
            f"{self._oauth_prefix}/v4/oa/access_token",
            headers={"secret_key": self._secret_key},
            data={**form, "app_id": self._app_id},
        )
        answer = _envelope(reply)
        # No excerpt here: the body of a success is the new pair itself.
        evidence = {"status": reply.status}
        if answer and reply.status < 500:
            code = _code(answer.get("error", 0))
            if code != 0:
                raise Said(code, _text(answer, "error_name", "message", "error_description"), evidence, changes=True)
            if answer.get("access_token") and answer.get("refresh_token"):
                lasts = _code(answer.get("expires_in") or 0)
                return str(answer["access_token"]), str(answer["refresh_token"]), max(lasts, 0)
        raise OutcomeUnknown("the answer to a token request cannot be read", evidence=evidence)

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
        files: Any = None,
    ) -> Reply:
        """As the SDK's, through the guarded door: a GET's body becomes the parameter `data`."""
        if method == "GET":
            asked = dict(params or {})
            if body is not None:
                asked["data"] = json.dumps(body, ensure_ascii=False)
            return self._wire.read(url, params=asked, headers=headers)
        if files:
            return self._wire.write(method, url, headers=headers, files=files)
        return self._wire.write(method, url, headers=headers, json=dict(body or {}))

    def _ask(
        self, method: str, path: str, *, body: Mapping[str, Any] | None = None, params: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """A question, which changes nothing there whatever its method: a lost answer is Unavailable."""
        url = f"{self.endpoint_prefix}{path}"
        try:
            reply = self.send_request(method, url, body, params, self.create_request_header(method))
        except OutcomeUnknown as lost:
            raise Unavailable(lost.cause, evidence=lost.evidence) from lost
        return self._data(reply, changes=False)

    def _change(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        url = f"{self.endpoint_prefix}{path}"
        return self._data(self.send_request("POST", url, body, None, self.create_request_header("POST")), changes=True)

    def _data(self, reply: Reply, *, changes: bool) -> dict[str, Any]:
        """`data` of the envelope. Whether a gateway's answer means "done" nobody can tell, so it counts as lost."""
        evidence = {**reply.evidence, "excerpt": self._without_secrets(str(reply.evidence.get("excerpt", "")))}
        if remain := reply.headers.get("x-ratelimit-remain"):
            evidence["calls_left"] = remain
        answer = _envelope(reply)
        code = _code(answer.get("error", 0)) if answer else 0
        if reply.status == 429:
            raise Said(-32, "too many calls (HTTP 429)", evidence, changes=changes)
        if answer and code != 0 and reply.status < 500:
            raise Said(code, self._without_secrets(_text(answer, "message", "error_name")), evidence, changes=changes)
        if not answer or reply.status >= 400:
            lost = OutcomeUnknown if changes else Unavailable
            raise lost(f"the answer cannot be read (HTTP {reply.status})", evidence=evidence)
        data = answer.get("data")
        return data if isinstance(data, dict) else {}

    def _without_secrets(self, text: str) -> str:
        """A gateway's error page may echo our headers, and evidence is kept for ever."""
        for secret in (self._access_token, self._refresh_token, self._secret_key):
            if secret:
                text = text.replace(secret, "•••")
        return text


def _envelope(reply: Reply) -> dict[str, Any]:
    """The JSON object of the reply; {} when it is none."""
    try:
        answer = reply.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _code(value: Any) -> int:
    """A number that Zalo writes now as a number, now as a string. What is neither is an error of its own: -1."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return -1


def _text(answer: Mapping[str, Any], *names: str) -> str:
    return next((str(answer[name]) for name in names if answer.get(name)), "")
